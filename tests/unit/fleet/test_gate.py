"""The release gate, row by row: each truth table is written out by hand from the law, not from the code."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from odoo.addons.police_engine.fleet import gate
from odoo.addons.police_engine.fleet.gate import Driver, Requirement, Use, Vehicle
from odoo.addons.police_engine.params import RuleSet

RULES = RuleSet.load()
DAY = date(2026, 9, 15)
YES, LAST, GONE = DAY + timedelta(days=90), DAY, DAY - timedelta(days=1)
PURPOSES = ("patrol", "response", "pursuit", "pool", "workshop", "mot", "outside")


def req(kind, due=YES, **facts):
    return Requirement(kind=kind, due=due, **facts)


LEGAL = (req("mot"), req("ved"), req("insurance"))
CAR = Vehicle(requirements=LEGAL, role="response")
PC = Driver(
    name="PC Able", check_due=YES, licence_until=YES, categories=frozenset({"B"}), grade="standard",
    grade_until=YES, classes=frozenset({"car"}),
)  # fmt: skip


def codes(vehicle=CAR, driver=PC, purpose="patrol", strict=True, last=DAY):
    use = Use(first=DAY, last=last, purpose=purpose, strict=strict)
    return sorted(finding.code for finding in gate.stops(gate.release(RULES, vehicle, driver, use)))


def car(**changes):
    return replace(CAR, **changes)


def legal(*rows):
    """The car with these requirements in place of those of the same kind."""
    kinds = {row.kind for row in rows}
    return car(requirements=tuple(row for row in LEGAL if row.kind not in kinds) + rows)


def test_all_in_order_is_released_without_remark():
    assert gate.release(RULES, CAR, PC, Use(first=DAY, last=DAY)) == ()


# -- dates: not recorded, gone, the last day itself, later -------------------------------------

DATES = [(None, False), (GONE, False), (LAST, True), (YES, True)]


@pytest.mark.parametrize("kind", ["mot", "ved", "insurance", "tachograph", "loler"])
@pytest.mark.parametrize("due, good", DATES)
def test_a_dated_requirement(kind, due, good):
    assert codes(legal(req(kind, due))) == ([] if good else [kind])


@pytest.mark.parametrize("mot, ved, insurance", list(product((True, False), repeat=3)))
def test_each_lapse_is_named(mot, ved, insurance):
    state = {"mot": mot, "ved": ved, "insurance": insurance}
    vehicle = car(requirements=tuple(req(kind, YES if good else GONE) for kind, good in state.items()))
    assert codes(vehicle) == sorted(kind for kind, good in state.items() if not good)


@pytest.mark.parametrize(
    "kind, needed",
    [("mot", True), ("ved", True), ("insurance", True), ("tachograph", False), ("loler", False)],
)
@pytest.mark.parametrize("strict", [True, False])
def test_what_every_vehicle_needs_must_be_on_record_whatever_the_force_has_set(kind, needed, strict):
    vehicle = car(requirements=tuple(row for row in LEGAL if row.kind != kind))
    assert codes(vehicle, strict=strict) == ([kind] if needed else [])


def test_it_must_be_in_date_on_the_last_day_of_the_use():
    vehicle = legal(req("mot", DAY + timedelta(days=2)))
    assert codes(vehicle, last=DAY + timedelta(days=2)) == []
    assert codes(vehicle, last=DAY + timedelta(days=3)) == ["mot"]


# -- the police exemption from the MOT: every combination of its four conditions ----------------

WORKSHOP = {"in date": YES, "ended": GONE, "none": None}
INSPECTION = {"in date": YES, "ended": GONE, "none": None}


@pytest.mark.parametrize(
    "workshop, inspection, recorded, police, strict",
    list(product(WORKSHOP, INSPECTION, (True, False), (True, False), (True, False))),
)
def test_mot_exemption(workshop, inspection, recorded, police, strict):
    row = req(
        "mot", INSPECTION[inspection], basis="exempt", approved_until=WORKSHOP[workshop], recorded=recorded
    )
    broken = [
        not police,
        workshop == "ended" or (workshop == "none" and strict),
        inspection != "in date",
        not recorded and strict,
    ]
    purpose = "pool" if police else "outside"
    assert codes(legal(row), purpose=purpose, strict=strict) == ["mot"] * sum(broken)


def test_an_exempt_vehicle_needs_no_certificate_and_its_date_is_that_of_the_inspection():
    row = req("mot", YES, basis="exempt", approved_until=date.max, recorded=True)
    assert codes(legal(row)) == []


@pytest.mark.parametrize("kind", ["ved", "insurance", "tachograph"])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_other_exemptions_hold_for_police_purposes_only(kind, purpose):
    found = codes(legal(req(kind, None, basis="exempt")), driver=None, purpose=purpose)
    assert found == ([kind] if purpose == "outside" else [])


def test_nothing_exempts_from_loler():
    assert codes(legal(req("loler", YES, basis="exempt"))) == ["loler"]


@pytest.mark.parametrize("kind", ["tachograph", "loler"])
def test_what_does_not_apply_does_not_stop(kind):
    assert codes(legal(req(kind, None, basis="none"))) == []


# -- journeys that need less ----------------------------------------------------------------------

WAIVED = {"mot": {"mot", "ved", "off_road"}, "workshop": {"off_road"}}


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("fault", ["mot", "ved", "insurance", "off_road", "defect", "stage"])
def test_what_a_purpose_waives(purpose, fault):
    vehicle = {
        "off_road": car(off_road="Service"),
        "defect": car(safety_defects=("Brakes",)),
        "stage": car(stage="being commissioned"),
    }.get(fault) or legal(req(fault, GONE))
    waived = WAIVED.get(purpose, set())
    stopped = fault not in waived and not (fault == "defect" and "off_road" in waived)
    assert codes(vehicle, driver=None, purpose=purpose) == ([fault] if stopped else [])


def test_an_unsafe_vehicle_on_its_way_to_the_workshop_is_advised():
    use = Use(first=DAY, last=DAY, purpose="workshop")
    (finding,) = gate.release(RULES, car(safety_defects=("Brakes",)), None, use)
    assert (finding.code, finding.severity) == ("defect", "advise")


@pytest.mark.parametrize("role", ["cycle", "boat"])
def test_without_a_plate_no_road_law(role):
    vehicle = Vehicle(road=False, role=role, vehicle_class=role)
    driver = replace(
        PC, classes=frozenset({role}), categories=frozenset(), licence_until=None, check_due=None, grade=""
    )
    assert codes(vehicle, driver) == []


def test_an_unknown_purpose_is_ordinary_duty():
    assert codes(driver=replace(PC, grade=""), purpose="school visit") == ["grade"]


def test_a_key_asks_for_licence_and_class_and_no_grade():
    assert codes(driver=replace(PC, grade=""), purpose="key") == []
    assert codes(driver=replace(PC, grade="", classes=frozenset()), purpose="key") == ["class"]


# -- the driver -----------------------------------------------------------------------------------


@pytest.mark.parametrize("strict", [True, False])
def test_a_driver_without_a_record(strict):
    assert codes(driver=Driver(name="PC New", known=False), strict=strict) == (["driver"] if strict else [])


@pytest.mark.parametrize(
    "field, code", [("licence_until", "licence"), ("check_due", "check"), ("grade_until", "grade")]
)
@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("due, good", DATES)
def test_dates_of_a_driver(field, code, strict, due, good):
    stopped = not good and (due is not None or strict)
    assert codes(driver=replace(PC, **{field: due}), strict=strict) == ([code] if stopped else [])


@pytest.mark.parametrize(
    "begun, ended, barred",
    [
        (None, None, False), (GONE, None, True), (None, YES, True), (None, GONE, False), (None, LAST, True),
        (GONE, YES, True), (YES, None, False), (GONE, GONE, False), (LAST, None, True),
    ],
)  # fmt: skip
def test_disqualified(begun, ended, barred):
    driver = replace(PC, disqualified_from=begun, disqualified_until=ended)
    assert codes(driver=driver) == (["disqualified"] if barred else [])


@pytest.mark.parametrize(
    "kind, good",
    [
        ("car", {"B"}), ("van", {"B"}), ("carrier", {"D1", "D"}), ("heavy", {"C1", "C"}), ("lorry", {"C"}),
        ("motorcycle", {"A"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("category", ["A", "B", "C1", "C", "D1", "D"])
def test_licence_category_for_each_class(kind, good, category):
    driver = replace(PC, categories=frozenset({category}), classes=frozenset({kind}))
    assert codes(car(vehicle_class=kind), driver) == ([] if category in good else ["category"])


def test_the_licence_is_not_the_permit():
    assert codes(car(vehicle_class="van")) == ["class"]


@pytest.mark.parametrize(
    "points, stopped", [(0, False), (8, False), (9, False), (11, False), (12, True), (15, True)]
)
def test_points(points, stopped):
    assert codes(driver=replace(PC, points=points)) == (["points"] if stopped else [])


# (grade held) x (purpose, role): the least grade by the table of the law file
NEEDED = {
    ("patrol", "response"): "basic", ("response", "response"): "standard",
    ("response", "roads_policing"): "advanced",
    ("response", "arv"): "advanced", ("response", "van"): "standard", ("patrol", "arv"): "basic",
    ("pool", "pool"): "", ("workshop", "response"): "", ("outside", "pool"): "",
}  # fmt: skip
ORDER = ["", "basic", "standard", "advanced"]


@pytest.mark.parametrize("held", ORDER)
@pytest.mark.parametrize("purpose, role", NEEDED)
def test_grade_by_purpose_and_role(held, purpose, role):
    short = ORDER.index(held) < ORDER.index(NEEDED[purpose, role])
    assert codes(car(role=role), replace(PC, grade=held), purpose) == (["grade"] if short else [])


@pytest.mark.parametrize("pursuit", ["", "initial", "tactical"])
@pytest.mark.parametrize("until", [None, GONE, LAST, YES])
@pytest.mark.parametrize("purpose", PURPOSES)
def test_pursuit(pursuit, until, purpose):
    good = purpose != "pursuit" or (pursuit and until in (LAST, YES))
    assert codes(driver=replace(PC, pursuit=pursuit, pursuit_until=until), purpose=purpose) == (
        [] if good else ["pursuit"]
    )


def test_withdrawn():
    assert codes(driver=replace(PC, withdrawn="collision")) == ["withdrawn"]


@pytest.mark.parametrize("points, months", [(0, 12), (5, 12), (6, 6), (8, 6), (9, 3), (12, 3)])
def test_licence_checked_more_often_with_points(points, months):
    law = RULES.at("fleet/driver_law", DAY)
    assert (
        gate.next_check(law, date(2026, 1, 31), points)
        == {12: date(2027, 1, 31), 6: date(2026, 7, 31), 3: date(2026, 4, 30)}[months]
    )


def test_without_a_due_date_the_table_of_points_says_when():
    checked = date(2026, 3, 14)  # six months on is 14 September, the day before
    assert codes(driver=replace(PC, check_due=None, checked_on=checked, points=6)) == ["check"]
    assert codes(driver=replace(PC, check_due=None, checked_on=checked, points=5)) == []


# -- overriding -----------------------------------------------------------------------------------

OFFENCES = ("mot", "ved", "insurance", "tachograph", "disqualified", "licence", "category", "defect")


@pytest.mark.parametrize("code", OFFENCES)
def test_nobody_overrides_an_offence(code):
    law = RULES.at("fleet/release", DAY)
    finding = gate.Finding(code, "stop", "x", law["overrides"][code])
    assert "Nobody" in gate.override_obstacle(
        RULES, DAY, [finding], "chief_constable", ["fleet_manager", "force_manager"]
    )


@pytest.mark.parametrize(
    "level, rank, roles, may",
    [
        ("inspector", "constable", [], False), ("inspector", "sergeant", [], False),
        ("inspector", "inspector", [], True),
        ("inspector", "", ["fleet_manager"], True), ("inspector", "chief_constable", [], True),
        ("superintendent", "inspector", [], False), ("superintendent", "", ["fleet_manager"], False),
        ("superintendent", "superintendent", [], True), ("superintendent", "", ["force_manager"], True),
    ],
)  # fmt: skip
def test_who_may_override(level, rank, roles, may):
    finding = gate.Finding("check", "stop", "x", level)
    assert (gate.override_obstacle(RULES, DAY, [finding], rank, roles) == "") == may


def test_advice_needs_no_override():
    assert gate.override_obstacle(RULES, DAY, [gate.Finding("zone", "advise", "x")], "", []) == ""


def test_every_code_has_an_override_level():
    law = RULES.at("fleet/release", DAY)
    assert set(law["overrides"].values()) == {"never", *law["levels"]}


# -- emission zones -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone, kind, fuel, euro, why",
    [
        ("", "car", "diesel", 3, ""),
        ("london", "car", "diesel", 5, "Euro 5, Euro 6 needed"),
        ("london", "car", "diesel", 6, ""),
        ("london", "car", "petrol", 4, ""),
        ("london", "motorcycle", "petrol", 2, "Euro 2, Euro 3 needed"),
        ("london", "car", "electric", None, ""),
        ("london", "car", "diesel", None, "unknown"),
        ("bath", "car", "diesel", 3, ""),  # class C leaves cars alone
        ("bath", "van", "diesel", 5, "Euro 5, Euro 6 needed"),
        ("portsmouth", "van", "diesel", 3, ""),
        ("portsmouth", "lorry", "diesel", 5, "Euro 5, Euro 6 needed"),
    ],
)
def test_zone(zone, kind, fuel, euro, why):
    vehicle = car(zone=zone, vehicle_class=kind, fuel=fuel, euro=euro)
    assert gate.zone_charge(RULES, vehicle, DAY) == why
    assert codes(vehicle, driver=None) == []  # a charge never stops a police vehicle
