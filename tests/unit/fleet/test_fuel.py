"""Fuel, charging and telematics files, findings, and shares of a bill."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.fleet.costs.shares import share
from odoo.addons.police_engine.fleet.feeds import fuel
from odoo.addons.police_engine.fleet.fuel.anomalies import Fill, Vehicle, check

TODAY = date(2026, 9, 30)
HEAD = "transaction,card,registration,date,time,site,product,litres,gross,vat,odometer\n"


def test_a_fuel_card_file():
    table = fuel.read_cards(
        HEAD + "T1,7001,ab12 cde,28/09/2026,08:05,Harbour,Unleaded,41.20,60.15,10.03,48210\n", TODAY
    )
    assert table.faults == []
    (row,) = table.rows
    assert (row["registration"], row["product"], row["quantity"]) == ("AB12CDE", "petrol", Decimal("41.20"))
    assert (row["when"], row["gross"], row["vat"], row["odometer"]) == (
        datetime(2026, 9, 28, 8, 5),
        6015,
        1003,
        48210,
    )


def test_every_bad_row_is_listed():
    table = fuel.read_cards(
        HEAD
        + "T1,,AB12CDE,2026-10-01,08:05,Harbour,Diesel,41,60,,\n"
        + "T2,,AB12CDE,yesterday,25:00,Harbour,Milk,-3,60.155,,\n"
        + "T1,,AB12CDE,2026-09-01,08:05,Harbour,Diesel,41,60,90,\n"
        + "T4,,AB12CDE,2026-09-01,08:05,Harbour,Diesel,0,60,,,,,\n",
        TODAY,
    )
    told = "\n".join(table.faults)
    assert "Line 2, date: 01/10/2026 is in the future" in told
    for column in ("date", "time", "product", "litres", "gross"):
        assert f"Line 3, {column}:" in told
    assert "Line 4, transaction: “T1” is in line 2 already" in told
    assert "Line 4, vat" in told
    assert "Line 5: 14 values for 11 columns" in told


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", HEAD])
def test_a_file_of_something_else_or_nothing(text):
    assert fuel.read_cards(text, TODAY).faults


def test_charging_needs_no_product():
    table = fuel.read_charges(
        "session,registration,date,time,site,kwh,gross\nS1,EV12CDE,2026-09-01,7:30,Bay 2,50.5,9\n", TODAY
    )
    assert table.faults == [] and table.rows[0]["product"] == "electric"


def test_a_day_has_24_hours_and_one_row():
    table = fuel.read_days(
        "registration,date,miles,hours,trips\nA1,2026-09-01,10,25,1\nA1,2026-09-01,10,2,1\nA1,2026-09-02,1600,2,1\n",
        TODAY,
    )
    assert [fault.split(":")[0] for fault in table.faults] == ["Line 2, hours", "Line 3", "Line 4, miles"]


CAR = Vehicle(1, "diesel", Decimal(50), None, Decimal(10))


def fill(number, when, site="Harbour", product="diesel", quantity="40", miles=None):
    return Fill(number, datetime.fromisoformat(when), site, product, Decimal(quantity), miles)


def codes(vehicle, *fills):
    return [finding.code for finding in check(vehicle, fills)]


def test_an_ordinary_week_gives_no_finding():
    assert codes(CAR, fill(1, "2026-09-01 08:00", miles=1000), fill(2, "2026-09-04 08:00", miles=1400),
                 fill(3, "2026-09-04 08:05", product="adblue", quantity="10")) == []  # fmt: skip


def test_more_than_the_tank_holds():
    assert codes(CAR, fill(1, "2026-09-01 08:00", quantity="52.5")) == []  # the filler neck
    assert codes(CAR, fill(1, "2026-09-01 08:00", quantity="52.6")) == ["over_tank"]


def test_a_size_that_is_not_recorded_is_told_and_not_passed():
    assert codes(CAR._replace(tank=None), fill(1, "2026-09-01 08:00")) == ["unknown_limit"]


def test_the_wrong_fuel():
    assert codes(CAR, fill(1, "2026-09-01 08:00", product="petrol")) == ["wrong_fuel"]


def test_two_places_at_once():
    found = check(CAR, [fill(1, "2026-09-01 08:00"), fill(2, "2026-09-01 08:19", site="Moor Road")])
    assert [(f.code, f.fill, f.other) for f in found] == [("two_places", 2, 1)]
    assert codes(CAR, fill(1, "2026-09-01 08:00"), fill(2, "2026-09-01 08:20", site="Moor Road")) == []


def test_off_the_road_on_a_weekday_and_at_the_weekend():
    car = CAR._replace(off_road=[(datetime(2026, 9, 1), datetime(2026, 9, 7))])
    assert codes(car, fill(1, "2026-09-04 08:00")) == ["off_road"]  # a Friday
    assert codes(car, fill(1, "2026-09-05 08:00")) == ["weekend"]  # a Saturday
    assert codes(car, fill(1, "2026-09-07 00:00")) == []


def test_consumption_far_from_stated():
    two = (fill(1, "2026-09-01 08:00", miles=1000), fill(2, "2026-09-03 08:00", miles=1100))
    assert codes(CAR, *two) == ["consumption"]  # 2.5 miles a litre, 10 stated


@given(st.integers(-(10**9), 10**9), st.dictionaries(st.integers(), st.integers(0, 10**6), min_size=1))
def test_shares_add_up(pence, weights):
    if not any(weights.values()):
        with pytest.raises(ValueError, match="Nothing to share by"):
            share(pence, weights)
        return
    shares, total = share(pence, weights), sum(weights.values())
    assert sum(shares.values()) == pence
    for key, value in shares.items():
        assert abs(value * total - pence * weights[key]) < total


def test_shares_refuse_a_negative_weight():
    with pytest.raises(ValueError, match="below zero"):
        share(1, {"a": -1, "b": 3})
