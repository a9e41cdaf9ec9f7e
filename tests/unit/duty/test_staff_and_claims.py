"""Police staff, specials, acting up, miles, leave and cost centres: expected figures worked out by hand."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from odoo.addons.police_engine.duty.assess import assess_person
from odoo.addons.police_engine.duty.explain import because
from odoo.addons.police_engine.duty.reading import read_csv
from odoo.addons.police_engine.duty.records import DutyEntry, ForceDay
from odoo.addons.police_engine.explain import because as line_because
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PensionMembership,
    TaxPosition,
)
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
FORCE = ForceDay(7)
PERIOD = monthly_period(2025, 11)
SCALE = "constable_appointed_on_or_after_2013_04_01"


def at(text):
    return datetime.fromisoformat(f"2025-11-{text}")


def worked(kind, start, end, tour=None, person_type="staff", hours=3700, **facts):
    first, last = (at(t) for t in tour) if tour else (None, None)
    return DutyEntry(
        "S1", facts.pop("ref", "R1"), kind, first, last, at(start), at(end), None, "Ms Manager",
        person_type=person_type, hours=hours, rank=facts.pop("rank", ""), **facts,
    )  # fmt: skip


def units(*entries, **more):
    result = assess_person(entries, RULES, FORCE, **more)
    assert not [p for p in result.problems if p.severity == "blocking"], result.problems
    found = {}
    for item in result.pay:
        assert because(item, RULES)["citation"], item
        key = item.element.code
        found[key] = found.get(key, 0) + (
            item.element.units if item.element.units is not None else item.element.amount
        )
    return found


def pay(*elements, officer=False, **facts):
    """The result for these elements in November 2025."""
    if officer:
        piece = EmploymentSlice(
            PERIOD.start, PERIOD.end, "officer", "constable", SCALE, "7", cost_centre="RES"
        )
    else:
        piece = EmploymentSlice(
            PERIOD.start, PERIOD.end, "staff", annual_salary=30_000_00, hours=3700, full_time_hours=3700
        )
    case = PayCase(
        reference="S1", period=PERIOD, slices=facts.pop("slices", (piece,)),
        tax=TaxPosition("1257L", "week1month1"), ni_category="A", pension=PensionMembership(),
        elements=elements,
    )  # fmt: skip
    return calculate(case, RULES)


def amounts(result, code):
    lines = [line for line in result.lines if line.code == code]
    for line in lines:
        assert replay(line, RULES) == line.amount
        assert line_because(line, RULES)["citation"]
    return [line.amount for line in lines]


# -- police staff ------------------------------------------------------------------------------------


def test_weekend_hours_of_a_contracted_tour_are_enhanced():
    # Saturday 8 November 14:00 to Sunday 02:00, as rostered
    found = units(worked("rostered", "08T14:00", "09T02:00", ("08T14:00", "09T02:00")))
    assert found == {"weekend_saturday": Decimal(10), "weekend_sunday": Decimal(2)}
    result = pay(ElementInput("weekend_saturday", None, Decimal(8), date(2025, 11, 8)))
    # 30,000 x 6 / 11,581 = 15.5427 an hour; half of it for eight hours
    assert amounts(result, "weekend_saturday") == [6217]


def test_hours_after_the_tour_are_overtime_and_sundays_are_double():
    assert units(worked("rostered", "03T08:00", "03T17:40", ("03T08:00", "03T15:24"))) == {
        "staff_overtime_half": Decimal("2.25")
    }
    assert units(worked("rest_day", "09T08:00", "09T12:00")) == {"staff_overtime_double": Decimal(4)}
    assert units(worked("public_holiday", "03T08:00", "03T16:00", ("03T08:00", "03T16:00"))) == {
        "staff_holiday_worked": Decimal(8)
    }


def test_a_part_timer_has_plain_time_up_to_37_hours_then_time_and_a_half():
    found = units(worked("rest_day", "05T08:00", "05T18:00", hours=3000))
    assert found == {"staff_overtime_plain": Decimal(7), "staff_overtime_half": Decimal(3)}


def test_a_call_out_counts_two_hours_at_least():
    assert units(worked("recall", "05T22:00", "05T22:40")) == {"staff_overtime_half": Decimal(2)}


def test_time_off_is_owed_at_the_same_multiple():
    result = assess_person([worked("recall", "05T20:00", "05T22:00", time_off=True)], RULES, FORCE)
    assert result.pay == () and [(m.account, m.quantity) for m in result.moves] == [("toil", 3 * 3600)]


def test_the_shift_allowance_is_a_share_of_pay():
    assert amounts(
        pay(ElementInput("shift_allowance_14_hours", None, Decimal(1))), "shift_allowance_14_hours"
    ) == [35000]
    assert pay(ElementInput("shift_allowance_14_hours", None, Decimal(1)), officer=True).problems[0].code == (
        "element_not_payable"
    )


def test_an_unknown_figure_blocks_until_the_force_approves_its_own():
    given = ElementInput("standby", None, Decimal(2), date(2025, 11, 3))
    result = pay(given)
    assert result.lines == () and "not known" in result.problems[0].message
    local = given._replace(figure=Decimal("33.40"), figure_source="JNC minute 12, from 1 September 2025")
    result = pay(local)
    assert amounts(result, "standby") == [6680]
    line = next(line for line in result.lines if line.code == "standby")
    assert line_because(line, RULES)["inputs"]["Figure set by"].startswith("JNC minute 12")
    assert pay(local._replace(figure_source="")).lines == ()  # nobody answers for the figure


# -- specials, miles, money ----------------------------------------------------------------------------


def test_a_special_is_paid_expenses_and_miles_and_no_time():
    entry = worked("rostered", "08T18:00", "09T02:00", person_type="special", miles=40, expenses=1250)
    assert units(entry) == {"mileage_first": Decimal(40), "expenses": 1250}


def test_miles_are_paid_at_the_approved_rates_without_tax():
    result = pay(
        ElementInput("mileage_first", None, Decimal(100)), ElementInput("mileage_further", None, Decimal(100))
    )
    assert amounts(result, "mileage_first") == [4500] and amounts(result, "mileage_further") == [2500]
    assert result.totals.taxable_pay == result.totals.nicable_pay == result.totals.gross - 7000


def test_essential_users_have_a_twelfth_of_the_lump_sum():
    assert amounts(pay(ElementInput("essential_user_1199cc", None, Decimal(1))), "essential_user_1199cc") == [
        8025
    ]


def test_leave_taken_earns_the_average_of_the_payments_before():
    leave = DutyEntry("S1", "L1", "annual_leave", person_type="staff", on=date(2025, 11, 5), rank="")
    assert units(leave) == {"holiday_pay_overtime": Decimal(1)}
    result = pay(
        ElementInput("holiday_pay_overtime", None, Decimal("1.5"), date(2025, 11, 5), figure=Decimal(2600),
                     figure_source="Payslips of November 2024 to October 2025")
    )  # fmt: skip
    assert amounts(result, "holiday_pay_overtime") == [1500]
    assert pay(ElementInput("holiday_pay_overtime", None, Decimal(1))).lines == ()


# -- acting up -----------------------------------------------------------------------------------------


def acting(day, rank="sergeant", kind="rostered", tour=True, **facts):
    return worked(
        kind, f"{day:02}T07:00", f"{day:02}T15:00", (f"{day:02}T07:00", f"{day:02}T15:00") if tour else None,
        person_type="officer", hours=4000, rank=facts.pop("own", "constable"), acting_rank=rank,
        ref=f"A{day}", **facts,
    )  # fmt: skip


def test_the_eleventh_day_of_the_year_is_the_first_paid():
    entries = [acting(day) for day in range(3, 15)]
    result = assess_person(entries, RULES, FORCE)
    assert [item.element.on.day for item in result.pay] == [13, 14]
    assert sum(p.code == "qualifying_day" for p in result.problems) == 10
    before = [date(2025, 9, 1) + timedelta(days=n) for n in range(10)]
    assert len(assess_person(entries[:1], RULES, FORCE, acted=before).pay) == 1
    assert len(assess_person(entries[:1], RULES, FORCE, acted=[d.replace(month=3) for d in before]).pay) == 0


def test_more_than_46_paid_days_of_one_period_are_refused():
    before = [date(2025, 11, 10) - timedelta(days=n) for n in range(1, 57)]
    result = assess_person([acting(10)], RULES, FORCE, acted=before)
    assert [p.code for p in result.problems] == ["acting_too_long"] and result.pay == ()
    broken = [day - timedelta(days=20) for day in before]  # more than two weeks away
    assert len(assess_person([acting(10)], RULES, FORCE, acted=broken).pay) == 1


def test_an_acting_inspector_has_no_overtime_but_rest_day_pay():
    before = [date(2025, 10, 1) + timedelta(days=n) for n in range(10)]
    late = acting(20, "inspector", own="sergeant")._replace(end=at("20T18:00"), told_at=at("20T06:00"))
    assert {i.element.code for i in assess_person([late], RULES, FORCE, acted=before).pay} == {
        "acting_up_days"
    }
    rest = acting(22, "inspector", "rest_day", tour=False, own="sergeant")._replace(told_at=at("20T06:00"))
    assert {i.element.code for i in assess_person([rest], RULES, FORCE, acted=before).pay} == {
        "overtime_rest_day"
    }


def test_the_allowance_is_a_day_of_the_difference():
    result = pay(
        ElementInput("acting_up_days", None, Decimal(3), date(2025, 11, 5), rank="sergeant"), officer=True
    )
    law = RULES.at("police/pay/scales", date(2025, 11, 5))
    own = law[f"{SCALE}.7"]
    lowest = min((int(point), pay) for point, pay in law["sergeant"].items() if point.isdigit())[1]
    assert amounts(result, "acting_up_days") == [round((lowest - own) * 100 * 3 / 365)]
    assert pay(ElementInput("acting_up_days", None, Decimal(3)), officer=True).lines == ()
    assert [
        p.code for p in assess_person([acting(3, "constable", own="sergeant")], RULES, FORCE).problems
    ] == ["not_higher"]


# -- cost centres, earlier days, ceilings ---------------------------------------------------------------


def test_a_line_is_split_between_cost_centres_to_the_penny():
    given = ElementInput(
        "overtime_rest_day",
        None,
        Decimal("4.25"),
        date(2025, 11, 5),
        shares=(("RES", 1), ("TRG", 1), ("CID", 1)),
    )
    whole = amounts(pay(given._replace(shares=()), officer=True), "overtime_rest_day")
    parts = amounts(pay(given, officer=True), "overtime_rest_day")
    assert len(parts) == 3 and sum(parts) == whole[0] and max(parts) - min(parts) <= 1
    lines = [line for line in pay(given, officer=True).lines if line.code == "overtime_rest_day"]
    assert [line.cost_centre for line in lines] == ["RES", "TRG", "CID"]


def test_a_late_claim_is_priced_by_the_job_held_on_the_day():
    # a constable in October, a sergeant since 1 November: October's overtime is a constable's
    sergeant = EmploymentSlice(
        PERIOD.start, PERIOD.end, "officer", "sergeant", "sergeant", "3", cost_centre="CID"
    )
    held = EmploymentSlice(
        date(2025, 10, 1), date(2025, 10, 31), "officer", "constable", SCALE, "7", cost_centre="RES"
    )
    given = ElementInput("overtime_casual", None, Decimal(3), date(2025, 10, 20), "D1", held=held)
    result = pay(given, slices=(sergeant,))
    annual = RULES.at("police/pay/scales", date(2025, 10, 20))[f"{SCALE}.7"]
    assert amounts(result, "overtime_casual") == [round(annual * 100 * 6 / 12520 * 4)]
    line = next(line for line in result.lines if line.code == "overtime_casual")
    assert line.cost_centre == "RES" and line.inputs["pay_point"] == "7"
    staff = held._replace(person_type="staff", annual_salary=30_000_00)
    assert pay(given._replace(held=staff), slices=(sergeant,)).lines == ()  # who was staff has no such claim


def test_what_was_paid_and_not_due_is_taken_back_to_the_penny():
    given = ElementInput("overtime_rest_day", None, Decimal("4.25"), date(2025, 11, 5), "D1")
    shared = given._replace(shares=(("RES", 1), ("TRG", 2)))
    once = amounts(pay(given, officer=True), "overtime_rest_day")[0]
    for element in (given, shared):
        result = pay(element, element._replace(taken_back=True, reference="D1 corrected"), officer=True)
        assert sum(amounts(result, "overtime_rest_day")) == 0
        assert -once in (sum(a for a in amounts(result, "overtime_rest_day") if a < 0),)
        assert "Rest day worked at time and a half, taken back" in {line.label for line in result.lines}
    alone = pay(given._replace(taken_back=True), officer=True)
    assert alone.totals.gross == pay(officer=True).totals.gross - once


def test_an_allowance_above_its_ceiling_is_warned_of():
    assert "above_ceiling" in {
        p.code for p in pay(ElementInput("london_allowance", 600_00), officer=True).problems
    }
    assert "above_ceiling" not in {
        p.code for p in pay(ElementInput("london_allowance", 549_00), officer=True).problems
    }


# -- reading -------------------------------------------------------------------------------------------


def test_the_new_columns_are_read_and_their_faults_named():
    head = "person,reference,kind,on,miles,expenses,standby_sessions,shares,acting_rank,replaces\n"
    entries, problems = read_csv(head + "S1,R1,rostered,2025-11-03,12,3.40,2,RES:60 TRG:40,sergeant,R0\n")
    assert not problems
    found = entries[0]
    assert (found.miles, found.expenses, found.standby_sessions, found.shares) == (
        12, 340, 2, (("RES", 60), ("TRG", 40)),
    )  # fmt: skip
    assert (found.acting_rank, found.replaces) == ("sergeant", "R0")
    _, problems = read_csv(head + "S1,R1,rostered,2025-11-03,1.5,-3,x,RES:60,admiral,\n")
    assert len(problems) == 5 and all("Row 2" in p.message for p in problems)


@pytest.mark.parametrize("field", ["miles", "expenses", "standby_sessions"])
def test_negative_claims_are_refused(field):
    entry = worked("rostered", "03T08:00", "03T16:00", ("03T08:00", "03T16:00"), **{field: -1})
    assert "negative" in {p.code for p in assess_person([entry], RULES, FORCE).problems}
