"""Duty by the published examples and rules: federations' guidance on Annexes G, H, O and U."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from odoo.addons.police_engine.duty.assess import assess, assess_person
from odoo.addons.police_engine.duty.explain import because
from odoo.addons.police_engine.duty.records import DutyEntry, ForceDay, PaidClaim
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import EmploymentSlice, PayCase, PensionMembership, TaxPosition
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
FORCE = ForceDay(7)


def at(text):
    return datetime.fromisoformat(f"2025-11-{text}")


def tour(start, end, finish=None, told=None, begin=None, ref="T", **facts):
    """Rostered start to end; worked from begin (the rostered start) to finish (the rostered end)."""
    return DutyEntry(
        "P1", ref, "rostered", at(start), at(end), at(begin or start), at(finish or end),
        at(told) if told else None, "Sgt 12", **facts,
    )  # fmt: skip


def extra(kind, start, end, told=None, ref="X", **facts):
    told = told if told is None or isinstance(told, datetime) else at(told)
    return DutyEntry("P1", ref, kind, None, None, at(start), at(end), told, "Insp 7", **facts)


def paid(*entries, days=None):
    """{(code, day of month): units} and the moves; every problem fails."""
    result = assess_person(entries, RULES, FORCE, days)
    assert not [p for p in result.problems if p.severity == "blocking"], result.problems
    found = {}
    for element in result.elements:
        key = element.code, element.on.day
        found[key] = found.get(key, 0) + element.units
    return found, [(m.account, m.quantity) for m in result.moves]


def refused(*entries, days=None, claims=()):
    result = assess_person(entries, RULES, FORCE, days, claims)
    assert result.pay == () and result.moves == ()
    for problem in result.problems:
        assert problem.person == "P1" and problem.rule and (problem.on or problem.code == "bad_times")
    return {problem.code for problem in result.problems}


@pytest.mark.parametrize(
    ("finish", "told", "hours"),
    [
        ("03T15:29", "03T14:00", None), ("03T15:45", "03T14:00", "0.25"), ("03T17:00", "03T14:00", "1.5"),
        ("03T15:14", "03T06:30", None), ("03T15:29", "03T07:00", "0.25"), ("03T17:00", "03T07:00", "2"),
    ],
)  # fmt: skip
def test_casual_and_planned_overtime(finish, told, hours):
    found, _ = paid(tour("03T07:00", "03T15:00", finish, told))
    assert found == ({("overtime_casual", 3): Decimal(hours)} if hours else {})


def test_the_fifth_casual_occasion_in_the_week_counts_in_full():
    entries = [
        tour(f"{d:02}T07:00", f"{d:02}T15:00", f"{d:02}T16:00", f"{d:02}T14:00", ref=f"T{d}")
        for d in range(3, 10)
    ]
    found, _ = paid(*entries)
    assert [found["overtime_casual", d] for d in range(3, 10)] == [
        Decimal("0.5")] * 4 + [Decimal(1)] * 3  # fmt: skip
    found, _ = paid(*entries, tour("10T07:00", "10T15:00", "10T16:00", "10T14:00", ref="T10"))
    assert found["overtime_casual", 10] == Decimal("0.5")  # a new week


def test_advance_of_duty_by_the_north_wales_example():
    """Worked 07:00-15:00, next tour 07:00-15:00 begun at 04:00 told at 23:00, finished at 14:00: 3 + 2 h."""
    found, _ = paid(
        tour("03T07:00", "03T15:00", ref="A"),
        tour("04T07:00", "04T15:00", "04T14:00", "03T23:00", begin="04T04:00", ref="B"),
    )
    assert found["overtime_advance", 3] == 3 and found["overtime_casual", 4] == 2


def test_due_notice_moves_the_tour_without_overtime():
    found, _ = paid(
        tour("03T07:00", "03T15:00", ref="A"),
        tour("04T07:00", "04T15:00", "04T12:00", "03T20:00", begin="04T04:00", ref="B"),
    )
    assert found == {("unsocial_hours", 3): 2}


def test_recall_counts_travel_within_six_hours():
    """Thames Valley: called back 18:00 to 20:00, 30 minutes each way: three hours."""
    one = tour("03T08:00", "03T16:00")
    assert paid(one, extra("recall", "03T18:00", "03T20:00", travel_minutes=60))[0] == {
        ("overtime_recall", 3): 3
    }
    found, _ = paid(one, extra("recall", "03T18:00", "03T23:30", travel_minutes=60))
    assert found["overtime_recall", 3] == Decimal("5.5")
    assert refused(one, extra("recall", "04T05:00", "04T07:00"), tour("04T07:00", "04T15:00", ref="U")) == {
        "recall_into_tour"
    }


@pytest.mark.parametrize(
    ("end", "told", "hours", "moves"),
    [
        ("18T12:00", "03T09:00", 4, []), ("18T13:30", "03T09:00", Decimal("5.5"), []),
        ("18T13:30", "02T09:00", None, [("rest_days", 100)]),
    ],
)  # fmt: skip
def test_rest_day_by_notice(end, told, hours, moves):
    """The 2nd and the 18th leave fifteen days between them; the 3rd and the 18th fourteen."""
    found, owed = paid(extra("rest_day", "18T08:00", end, told))
    assert found == ({("overtime_rest_day", 18): hours} if hours else {}) and owed == moves


@pytest.mark.parametrize(
    ("finish", "rest", "casual"), [("04T07:36", "0.5", "1"), ("04T08:00", "1", "1"), ("04T08:01", "4", "1")]
)
def test_a_tour_that_overruns_into_a_rest_day(finish, rest, casual):
    """fedrep 110: 36 minutes pay 30; an hour and a minute pays four hours. Before 07:00 it is overtime."""
    found, _ = paid(
        tour("03T21:00", "04T05:30", finish, "04T05:00"), days={date(2025, 11, 4): "rest_day"}
    )
    assert found["overtime_rest_day", 4] == Decimal(rest)
    assert found["overtime_casual", 3] == Decimal(casual)


def test_public_holiday():
    day = {date(2025, 11, 20): "public_holiday"}
    rostered = DutyEntry("P1", "H", "public_holiday", at("20T07:00"), at("20T17:00"), at("20T07:00"),
                         at("20T17:30"))  # fmt: skip
    assert paid(rostered, days=day) == ({("overtime_public_holiday", 20): Decimal("10.5")}, [])
    late = extra("public_holiday", "20T08:00", "20T09:00", "12T09:00")
    assert paid(late, days=day) == ({("overtime_public_holiday", 20): 4}, [("lieu_days", 100)])
    eight = extra("public_holiday", "20T08:00", "20T09:00", "11T09:00")
    assert paid(eight, days=day)[1] == []
    warned = assess_person([eight], RULES, FORCE, day).problems
    assert [p.code for p in warned] == ["holiday_authority"]


def test_inspectors_have_days_in_lieu_and_unsocial_hours_but_no_overtime():
    entry = extra("rest_day", "18T20:00", "18T23:30", "17T09:00", rank="inspector")
    assert paid(entry) == ({("unsocial_hours", 18): 3}, [("rest_days", 100)])
    late = tour("03T13:00", "03T21:00", "03T23:00", "03T20:00", rank="inspector")
    assert paid(late)[0] == {("unsocial_hours", 3): 3}
    assert paid(late._replace(rank="superintendent"))[0] == {}


def test_recall_from_annual_leave():
    days = {date(2025, 11, d): "annual_leave" for d in range(10, 15)}
    recalls = [
        extra("annual_leave", f"{d}T08:00", f"{d}T16:00", f"{d - 1:02}T09:00", ref=f"L{d}")
        for d in (10, 12, 13)
    ]
    found, owed = paid(*recalls, days=days)
    assert [found["annual_leave_recall", d] for d in (10, 12, 13)] == [8, 8, 4]
    assert owed == [("annual_leave", 100)] * 3
    found, owed = paid(*(r._replace(time_off=True) for r in recalls), days=days)
    assert found == {} and [q for _, q in owed] == [200, 200, 150]
    longer = extra("annual_leave", "10T08:00", "10T18:00", "09T09:00")
    assert paid(longer, days=days)[0]["overtime_casual", 10] == 2
    short = {date(2025, 11, d): "annual_leave" for d in (10, 11)}
    assert paid(recalls[0], days=short) == ({}, [("annual_leave", 100)])


def test_part_time_plain_up_to_forty_hours_then_time_and_a_third():
    """27 hours a week (West Mercia): three nine-hour tours; the third runs on for fifteen hours."""
    entries = [tour(f"{d:02}T07:00", f"{d:02}T16:00", ref=f"T{d}", hours=2700) for d in (3, 4)]
    entries.append(tour("05T07:00", "05T16:00", "06T07:00", "05T06:00", ref="T5", hours=2700))
    found, _ = paid(*entries)
    assert found["part_time_extra_hours", 5] == 13 and found["overtime_casual", 5] == 2


def test_free_day():
    entry = extra("free_day", "18T09:00", "18T11:00", "10T09:00", hours=2400)
    assert paid(entry)[0] == {("overtime_free_day", 18): 4}
    assert paid(entry._replace(personal_duty=True))[0] == {("part_time_extra_hours", 18): 2}


def test_reinstated_rest_day():
    worked = extra("rest_day", "18T08:00", "18T13:00", "05T09:00")
    assert refused(worked._replace(reinstated_at=at("09T10:00"))) == {"reinstated_worked"}
    assert paid(worked._replace(reinstated_at=at("10T10:00")))[0] == {("overtime_rest_day", 18): 5}
    rested = worked._replace(start=None, end=None, on=date(2025, 11, 18), reinstated_at=at("09T10:00"))
    assert paid(rested) == ({}, [])


def test_time_off_instead_of_pay_has_the_same_multiple():
    entry = extra("rest_day", "18T08:00", "18T13:00", "15T09:00", time_off=True)
    assert paid(entry) == ({}, [("toil", 5 * 3600 * 3 // 2)])


def test_on_call_days_and_nights():
    call = DutyEntry("P1", "C", on_call_from=at("03T20:00"), on_call_to=at("05T06:00"))
    assert paid(call)[0] == {("on_call", 3): 1, ("on_call", 4): 1}
    again = DutyEntry("P1", "D", on_call_from=at("04T19:00"), on_call_to=at("04T20:00"))
    assert refused(call, again) == {"duplicate_allowance"}
    other = DutyEntry("P1", "D", on_call_from=at("05T06:30"), on_call_to=at("05T06:45"))
    assert paid(call, other)[0] == {("on_call", 3): 1, ("on_call", 4): 1}
    assert refused(call._replace(rank="superintendent")) == {"rank_not_eligible"}
    away = DutyEntry("P1", "N", on=date(2025, 11, 3), nights_away=3, nights_hardship=1)
    assert paid(away)[0] == {("away_from_home", 3): 3, ("hardship", 3): 1}
    assert refused(away, away._replace(reference="M", on=date(2025, 11, 5), nights_hardship=0)) == {
        "duplicate_allowance"
    }
    claim = PaidClaim("P1", "away_from_home", date(2025, 11, 5), date(2025, 11, 6), "CSV line 9")
    assert refused(away, claims=[claim]) == {"duplicate_allowance"}


def test_5800_duplicate_allowances_none_paid():
    """Q-27: each person's night claimed again through another channel."""
    claims, entries = [], []
    for number in range(5800):
        person, day = f"P{number}", date(2025, 11, 1) + timedelta(days=number % 28)
        claims.append(PaidClaim(person, "away_from_home", day, day, "paper"))
        entries.append(DutyEntry(person, f"E{number}", on=day, nights_away=1))
    results = assess(entries, RULES, FORCE, paid=claims)
    assert len(results) == 5800 and not any(result.pay for result in results.values())


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (extra("holiday", "03T08:00", "03T09:00"), "unknown_kind"),
        (extra("rest_day", "03T08:00", "03T09:00"), "no_notice"),
        (extra("recall", "03T08:00", "03T09:00")._replace(authorised_by=""), "not_authorised"),
        (extra("recall", "03T09:00", "03T08:00"), "bad_times"),
        (extra("recall", "03T09:00", "05T08:00"), "bad_times"),
        (extra("recall", "03T08:00", "03T09:00", person_type="staff", nights_away=1), "not_officer"),
        (extra("recall", "03T08:00", "03T09:00", standby_sessions=1), "not_staff"),
        (extra("recall", "03T08:00", "03T09:00", person_type="volunteer"), "unknown_person_type"),
        (extra("recall", "03T08:00", "03T09:00", travel_minutes=-5), "negative"),
        (extra("rest_day", "03T08:00", "03T09:00", "03T10:00"), "told_after"),
        (DutyEntry("P1", "N", start=at("03T08:00"), end=at("03T09:00")), "no_roster"),
        (DutyEntry("P1", "N"), "bad_times"),
    ],
)
def test_what_cannot_be_counted_is_refused(entry, code):
    assert refused(entry) == {code}


def test_overlaps_and_a_roster_that_differs_are_refused():
    one = tour("03T07:00", "03T15:00")
    assert refused(one, one) == {"overlapping_duty"}
    assert refused(one, extra("recall", "03T14:59", "03T16:00")) == {"overlapping_duty"}
    assert refused(one, days={date(2025, 11, 3): "rest_day"}) == {"roster_differs"}


def test_the_hour_that_happens_twice_needs_an_offset():
    entry = DutyEntry("P1", "R", "recall", None, None, datetime(2026, 10, 25, 1, 30),
                      datetime(2026, 10, 25, 5, 0), None, "Insp")  # fmt: skip
    assert refused(entry) == {"bad_times"}
    for text, hours in (("2026-10-25T01:30+01:00", "4.5"), ("2026-10-25T01:30+00:00", "3.5")):
        result = assess_person([entry._replace(start=datetime.fromisoformat(text))], RULES, FORCE)
        assert result.elements[0].units == Decimal(hours)
    missing = entry._replace(start=datetime(2026, 3, 29, 1, 30), end=datetime(2026, 3, 29, 5, 0))
    assert refused(missing) == {"bad_times"}


def test_every_element_is_priced_by_the_payslip_and_explains_itself():
    days = {date(2025, 11, d): "annual_leave" for d in range(10, 15)}
    days |= {date(2025, 11, 20): "public_holiday", date(2025, 11, 18): "rest_day"}
    entries = [
        tour("03T07:00", "03T15:00", "03T17:00", "03T14:00"),
        extra("recall", "05T18:00", "05T22:00", ref="R"),
        extra("rest_day", "18T08:00", "18T13:00", "15T09:00", ref="D"),
        extra("public_holiday", "20T08:00", "20T13:00", "10T09:00", ref="H"),
        extra("annual_leave", "12T08:00", "12T16:00", "11T09:00", ref="L"),
        extra("free_day", "22T08:00", "22T16:00", "20T09:00", ref="F", hours=2400),
        DutyEntry("P1", "C", on_call_from=at("06T20:00"), on_call_to=at("07T06:00")),
    ]
    result = assess_person(entries, RULES, FORCE, days)
    period = monthly_period(2025, 11)
    scale = "constable_appointed_on_or_after_2013_04_01"
    piece = EmploymentSlice(period.start, period.end, "officer", "constable", scale, "7")
    case = PayCase(
        reference="P1", period=period, slices=(piece,), tax=TaxPosition("1257L", "week1month1"),
        ni_category="A", pension=PensionMembership("pps_2015"), elements=result.elements,
    )  # fmt: skip
    slip = calculate(case, RULES)
    assert not [p for p in slip.problems if p.severity == "blocking"]
    lines = {line.code: line for line in slip.lines}
    assert {e.code for e in result.elements} <= set(lines)
    assert lines["annual_leave_recall"].amount == 385_35  # 8 hours of 50,256 x 6/12520 x 2
    for line in slip.lines:
        assert replay(line, RULES) == line.amount
    for item in (*result.pay, *result.moves):
        reason = because(item, RULES)
        assert reason["citation"] and reason["formula"] and reason["inputs"]
    reason = because(result.pay[0], RULES)
    assert reason["inputs"]["From"] == "Mon 3 Nov 2025 15:00 GMT"
    assert reason["inputs"]["Minutes left out"] == "30"
