"""Worked cases of retro pay; the expected pennies are worked out here, not by the engine."""

import json
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from odoo.addons.police_engine.explain import because, explain
from odoo.addons.police_engine.ledger import LedgerSlip, postings
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import ElementInput, EmploymentSlice, PensionMembership
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_engine.retro.differences import differences
from odoo.addons.police_engine.retro.history import History, Known, history_of
from odoo.addons.police_engine.retro.settle import close, settle, with_arrears
from odoo.addons.police_engine.rulebook import rules as rulebook
from odoo.addons.police_engine.taxcalendar import weeks_period

from .builders import (
    RULES,
    amounts,
    before_the_award,
    cases,
    changed_from,
    constable,
    months,
    overtime,
    sergeant,
)

FAR = date(2030, 1, 1)
OLD, NOW = 48_231_00, 50_256_00  # constable point 7 from September 2024 and September 2025


def pence(exact):
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def hours_pay(annual, hours, times):
    return pence(Fraction(annual) * 6 / 12520 * hours * times)


def late_award(elements=None, count=3, **facts):
    """September to November 2025 paid on the scale of 2024."""
    periods = months(2025, 9, count)
    people = cases(periods, [constable(date(2020, 1, 1), FAR, **facts)], elements)
    return history_of(people, before_the_award())


def current(arrears, period=None):
    case = cases([period or months(2025, 12, 1)[0]], [constable(date(2020, 1, 1), FAR)])[0]
    return with_arrears(case, arrears)


def test_late_award_pays_each_month_with_overtime_and_unsocial_hours_rerated():
    worked = {
        date(2025, 9, 1): (overtime(10, date(2025, 9, 4)), ElementInput("unsocial_hours", units=Decimal(40))),
        date(2025, 10, 1): (overtime("6.25", date(2025, 9, 28), "overtime_rest_day"),),
    }
    retro = differences(late_award(worked), RULES)
    month = pence(Fraction(NOW, 12)) - pence(Fraction(OLD, 12))
    assert month == 168_75
    assert amounts(retro.lines) == {
        ("2025-09", "basic_pay"): month,
        ("2025-09", "overtime_casual"): hours_pay(NOW, 10, Fraction(4, 3))
        - hours_pay(OLD, 10, Fraction(4, 3)),
        ("2025-09", "unsocial_hours"): pence(Fraction(NOW) * 6 / 125200 * 40)
        - pence(Fraction(OLD) * 6 / 125200 * 40),
        ("2025-10", "basic_pay"): month,
        ("2025-10", "overtime_rest_day"): hours_pay(NOW, Fraction(25, 4), Fraction(3, 2))
        - hours_pay(OLD, Fraction(25, 4), Fraction(3, 2)),
        ("2025-11", "basic_pay"): month,
    }
    # 13.44 % of 4,188.00 is 562.87; of 4,019.25 it was 540.19. Overtime is not pensionable.
    assert set(amounts(retro.lines, "deduction").values()) == {562_87 - 540_19}
    assert len(amounts(retro.lines, "employer")) == 3


def test_arrears_are_taxed_and_liable_to_national_insurance_when_paid():
    settlement = settle(differences(late_award(), RULES))
    plain = calculate(current(settle(differences(late_award(count=0), RULES))), RULES)
    paid = calculate(current(settlement), RULES)
    extra, contributions = 3 * 168_75, 3 * 22_68
    assert paid.totals.gross - plain.totals.gross == extra
    assert paid.totals.nicable_pay - plain.totals.nicable_pay == extra
    assert paid.totals.taxable_pay - plain.totals.taxable_pay == extra - contributions
    assert paid.totals.pension_employee - plain.totals.pension_employee == contributions
    assert paid.totals.pensionable_pay - plain.totals.pensionable_pay == extra
    # December 2025: pay between the upper earnings limit (4,189) and the primary threshold, so 4,188 + 506.25
    # pays 8 % on one pound and 2 % on 505.25 (10.105, half penny dropped); employer 15 %.
    assert paid.totals.employer_nic - plain.totals.employer_nic == 75_94
    assert paid.totals.employee_nic - plain.totals.employee_nic == 8 + 10_10


def test_arrears_lines_replay_explain_and_post():
    worked = {date(2025, 9, 1): (overtime(10, date(2025, 9, 4)),)}
    result = calculate(current(settle(differences(late_award(worked), RULES))), RULES)
    found = [line for line in result.lines if line.rule.startswith("arrears")]
    assert len(found) == 3 + 1 + 3 + 3
    for line in found:
        stored = line._replace(inputs=json.loads(json.dumps(line.inputs)))
        assert replay(stored, RULES) == line.amount
        reason = because(stored, RULES)
        assert reason["citation"] and reason["inputs"]["Period earned"].startswith("tax month")
        assert line.rule in rulebook() and line.sources
        if line.code == "overtime_casual":
            assert "reg 25" in reason["citation"] and "NIM02120" in reason["citation"]
    assert "arrears for September 2025" in explain(result, RULES)
    journal = postings([LedgerSlip(result.lines, result.totals)], RULES, date(2025, 12, 31))
    assert sum(posting.amount for posting in journal) == 0


def test_a_second_run_gives_nothing():
    history = late_award()
    settlement = settle(differences(history, RULES))
    case = current(settlement)
    closed = close(history, case, calculate(case, RULES).lines, settlement)
    assert differences(closed, RULES).lines == ()


def test_closed_slips_are_not_touched():
    history = late_award()
    text = repr(history)
    differences(history, RULES, Known(slices=(sergeant(date(2020, 1, 1), FAR),)))
    assert repr(history) == text


def test_promotion_on_the_ninth_across_the_tax_years_end():
    """Promoted on 9 March, told in June: March by days, April and May whole; all taxed in June."""
    job = (constable(date(2020, 1, 1), FAR),)
    history = history_of(cases(months(2026, 1, 5), job), RULES)
    promoted = changed_from(job, date(2026, 3, 9), rank="sergeant", scale="sergeant", pay_point="2")
    retro = differences(history, RULES, Known(slices=promoted, changed_from=date(2026, 3, 9)))
    sergeants = 53_568_00  # sergeant point 2 from September 2025
    march = pence(Fraction(NOW * 8, 12 * 31) + Fraction(sergeants * 23, 12 * 31)) - NOW // 12
    assert amounts(retro.lines) == {
        ("2026-03", "basic_pay"): march,
        ("2026-04", "basic_pay"): sergeants // 12 - NOW // 12,
        ("2026-05", "basic_pay"): sergeants // 12 - NOW // 12,
    }
    june = cases(months(2026, 6, 1), promoted)[0]
    paid = calculate(with_arrears(june, settle(retro)), RULES)
    assert paid.totals.gross == sergeants // 12 + retro.gross
    years = {line.inputs["period_earned"].split("/")[4] for line in retro.lines}
    assert years == {"2025-26", "2026-27"}


def test_unpaid_period_put_in_pay_and_taken_out():
    job = (
        constable(date(2020, 1, 1), date(2025, 10, 14)),
        constable(date(2025, 10, 15), date(2025, 11, 30), paid=False),
        constable(date(2025, 12, 1), FAR),
    )
    history = history_of(cases(months(2025, 9, 4), job), RULES)
    retro = differences(history, RULES, Known(slices=(constable(date(2020, 1, 1), FAR),)))
    fourteen_days = pence(Fraction(NOW) * 6 / 313 / 7 * 14)
    assert amounts(retro.lines) == {
        ("2025-10", "basic_pay"): NOW // 12 - fourteen_days,
        ("2025-11", "basic_pay"): NOW // 12,
    }


def test_leaver_learnt_late_is_an_overpayment_not_negative_pay():
    job = (constable(date(2020, 1, 1), FAR),)
    history = history_of(cases(months(2025, 9, 3), job), RULES)
    left = (constable(date(2020, 1, 1), date(2025, 10, 20)),)
    settlement = settle(differences(history, RULES, Known(slices=left)))
    assert settlement.arrears == ()
    over = settlement.overpayment
    assert over.gross == 2 * (NOW // 12) - pence(Fraction(NOW) * 6 / 313 / 7 * 20)
    assert over.months == 2 and over.first.start == date(2025, 10, 1)
    assert 0 < over.pension_employee < over.pension_employer < over.gross
    recorded = replace(history, recorded=over.lines)
    assert differences(recorded, RULES, Known(slices=left)).lines == ()


def test_arrears_of_a_leaver_are_paid_after_leaving():
    """Also what remains of a transfer to another force: the former force pays its own periods."""
    job = (constable(date(2020, 1, 1), date(2025, 10, 31)),)
    history = history_of(cases(months(2025, 9, 2), job), before_the_award())
    settlement = settle(differences(history, RULES))
    case = cases(months(2025, 12, 1), (), pension=PensionMembership())[0]
    paid = calculate(with_arrears(case, settlement), RULES)
    assert paid.totals.gross == 2 * 168_75
    assert paid.totals.pension_employee == 2 * 22_68
    assert not [problem for problem in paid.problems if problem.severity == "blocking"]


def test_staff_salary_corrected_with_extra_hours_and_moved_cost_centre():
    def staff(annual, centre="2000"):
        return EmploymentSlice(
            date(2020, 1, 1), FAR, "staff", annual_salary=annual, hours=3700, full_time_hours=3700,
            cost_centre=centre,
        )  # fmt: skip

    pension = PensionMembership("lgps", None, Decimal("18.75"))
    worked = {date(2025, 9, 1): (ElementInput("staff_overtime_half", units=Decimal(4)),)}
    history = history_of(cases(months(2025, 9, 1), [staff(30_000_00)], worked, pension=pension), RULES)
    retro = differences(history, RULES, Known(slices=(staff(31_200_00, "3000"),)))
    assert {(line.code, line.cost_centre): line.amount for line in retro.lines if line.kind == "earning"} == {
        ("basic_pay", "2000"): -2_500_00,
        ("basic_pay", "3000"): 2_600_00,
        ("staff_overtime_half", "2000"): -pence(Fraction(30_000_00) * 6 / 11581 * 4 * Fraction(3, 2)),
        ("staff_overtime_half", "3000"): pence(Fraction(31_200_00) * 6 / 11581 * 4 * Fraction(3, 2)),
    }
    own = sum(line.amount for line in retro.lines if line.kind == "deduction")
    assert own == pence(Fraction(retro.gross * 65, 1000))  # the 6.5 % band before and after


def test_change_before_the_records_begin_blocks_with_person_rule_and_date():
    retro = differences(late_award(), RULES, Known(changed_from=date(2025, 8, 1)))
    (problem,) = retro.problems
    assert retro.lines == ()
    assert (problem.severity, problem.person, problem.rule, problem.on) == (
        "blocking", "P1", "pay_history", date(2025, 8, 1),
    )  # fmt: skip
    assert problem.rule in rulebook()


def test_missing_period_blocks_unless_not_in_pay():
    periods = [months(2025, 9, 1)[0], months(2025, 11, 1)[0]]
    job = [constable(date(2020, 1, 1), FAR)]
    history = history_of(cases(periods, job), RULES)
    (problem,) = differences(history, RULES).problems
    assert (problem.code, problem.on) == ("period_missing", date(2025, 10, 1))
    away = (constable(date(2020, 1, 1), date(2025, 9, 30)), constable(date(2025, 11, 1), FAR))
    assert differences(history, RULES, Known(slices=away)).problems == ()


def test_a_rate_that_is_not_known_blocks_and_pays_nothing():
    unknown = (sergeant(date(2020, 1, 1), FAR, rank="superintendent", scale="superintendent", point="2"),)
    retro = differences(late_award(), RULES, Known(slices=unknown))
    assert retro.lines == () and retro.problems
    assert {problem.person for problem in retro.problems} == {"P1"}
    assert all(problem.rule and problem.on for problem in retro.problems)


def test_claim_withdrawn_after_it_was_paid():
    worked = {date(2025, 9, 1): (overtime(10, date(2025, 9, 4)),)}
    history = history_of(cases(months(2025, 9, 2), [constable(date(2020, 1, 1), FAR)], worked), RULES)
    retro = differences(history, RULES, Known(elements={date(2025, 9, 1): ()}))
    assert amounts(retro.lines) == {("2025-09", "overtime_casual"): -hours_pay(NOW, 10, Fraction(4, 3))}
    (line,) = retro.lines
    assert replay(line, RULES) == line.amount and "nothing" in str(because(line, RULES)["inputs"])


def test_four_weekly_pay_by_the_days_pay():
    """Staff paid every four weeks; a salary corrected from the second period on."""
    periods = [weeks_period("four_weekly", start) for start in (date(2025, 9, 1), date(2025, 9, 29))]
    clerk = EmploymentSlice(
        date(2020, 1, 1), FAR, "staff", annual_salary=30_000_00, hours=3700, full_time_hours=3700
    )
    history = history_of(cases(periods, [clerk], pension=PensionMembership()), RULES)
    raised = changed_from((clerk,), date(2025, 9, 29), annual_salary=31_000_00)
    (line,) = differences(history, RULES, Known(slices=raised)).lines
    four_weeks = [pence(Fraction(annual) * 6 / 313 * 4) for annual in (30_000_00, 31_000_00)]
    assert line.amount == four_weeks[1] - four_weeks[0]
    assert line.label == "Basic pay, arrears for 29 September to 26 October 2025"


def test_nobody_without_periods():
    assert differences(History("P1", ()), RULES).lines == ()
