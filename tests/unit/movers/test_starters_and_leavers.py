"""Starters, P45, P60 and payments after leaving, on slips of the engine."""

from dataclasses import replace
from datetime import date

import pytest
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.movers.certificates import p45, p60
from odoo.addons.police_engine.movers.starter import P45, Starter, after_leaving, position
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from odoo.addons.police_engine.taxcalendar import monthly_period

RULES = RuleSet.load()
FIRST = date(2025, 11, 30)


@pytest.mark.parametrize(
    ("starter", "code", "basis", "previous"),
    [
        (Starter("P", FIRST, "A"), "1257L", "cumulative", 0),
        (Starter("P", FIRST, "B"), "1257L", "week1month1", 0),
        (Starter("P", FIRST, "C"), "BR", "cumulative", 0),
        (Starter("P", FIRST), "0T", "week1month1", 0),
        (Starter("P", FIRST, "C", region="scotland"), "SBR", "cumulative", 0),
        (Starter("P", FIRST, "B", P45("1100L", "cumulative", date(2025, 10, 1), 12_000_00, 900_00)),
         "1100L", "cumulative", 12_000_00),
        (Starter("P", FIRST, "B", P45("1100L M1", "cumulative", date(2025, 10, 1), 12_000_00, 900_00)),
         "1100L", "week1month1", 0),
        (Starter("P", FIRST, "B", P45("1100L", "cumulative", date(2025, 3, 1), 12_000_00, 900_00)),
         "1257L", "week1month1", 0),
        (Starter("P", date(2025, 5, 24), "B", P45("1100L", "cumulative", date(2025, 3, 1), 1, 1)),
         "1100L", "cumulative", 0),
        (Starter("P", date(2025, 5, 25), "A", P45("1100L", "cumulative", date(2025, 3, 1), 1, 1)),
         "1257L", "cumulative", 0),
    ],
)  # fmt: skip
def test_the_code_of_a_starter(starter, code, basis, previous):
    found = position(starter, RULES)
    assert (found.tax, found.previous_pay) == (TaxPosition(code, basis), previous)
    assert (found.problems == ()) is bool(starter.declaration)


def test_a_starter_that_cannot_be_taxed_or_whose_loan_plan_is_missing():
    bad = position(Starter("P", FIRST, "D"), RULES)
    assert bad.tax is None and bad.problems[0].severity == "blocking"
    late = Starter("P", FIRST, "A", P45("1257L", "cumulative", date(2026, 1, 1)))
    assert position(late, RULES).tax is None
    loan = P45("1257L", "cumulative", date(2025, 9, 1), continue_student_loan=True)
    assert [p.code for p in position(Starter("P", FIRST, "A", loan), RULES).problems] == ["loan_plan"]
    assert position(Starter("P", FIRST, "A", loan, ("plan_2",)), RULES).loans == ("plan_2",)


def year(code="1257L", basis="cumulative", previous=(0, 0), elements=()):
    """[(period, slip)] of 2025-26 for a sergeant."""
    ytd, slips = YearToDate(previous_pay=previous[0], previous_tax=previous[1]), []
    for number in range(4, 16):
        period = monthly_period(2025 + (number > 12), (number - 1) % 12 + 1)
        piece = EmploymentSlice(period.start, period.end, "officer", "sergeant", "sergeant", "2")
        case = PayCase(
            reference="P1", period=period, slices=(piece,), tax=TaxPosition(code, basis), ni_category="A",
            pension=PensionMembership("pps_2015"), student_loans=("plan_2",), ytd=ytd,
            elements=tuple(elements),
        )  # fmt: skip
        slip = calculate(case, RULES)
        assert slip.lines, slip.problems
        slips.append((period, slip))
        ytd = slip.ytd
    return slips


def test_p60_sums_the_year():
    slips = year(previous=(5_000_00, 300_00), elements=[ElementInput("statutory_sick_pay", 10_00)])
    figures, problems = p60(slips, RULES)
    assert not problems and figures.tax_year == "2025-26" and figures.code == "1257L"
    assert figures.pay == sum(slip.totals.taxable_pay for _, slip in slips)
    assert figures.total_pay == figures.pay + 5_000_00 and figures.total_tax == figures.tax + 300_00
    assert figures.nic[0].letter == "A" and figures.nic[0].at_lel == 12 * 542_00
    assert figures.student_loan % 100 == 0 and figures.student_loan > 0
    assert figures.statutory == {"ssp": 120_00}


def test_p60_refuses_a_missing_slip_and_leavers_get_none():
    slips = year()
    figures, problems = p60([*slips[:4], *slips[5:]], RULES)
    assert figures is None and [p.code for p in problems] == ["year_differs"]
    assert problems[0].rule in rulebook.rules() and problems[0].person == "P1"
    assert p60(slips, RULES, date(2026, 3, 31)) == (None, ())
    assert p60(slips, RULES, date(2026, 4, 5))[0] is not None


def test_p45_figures():
    slips = year(previous=(5_000_00, 300_00))
    last = slips[5][1]
    figures, _ = p45(last, date(2025, 9, 30))
    assert figures.pay_to_date == last.ytd.taxable_pay + 5_000_00 and not figures.month_1
    assert figures.this_tax == last.ytd.tax and figures.student_loan
    alone, _ = p45(year(basis="week1month1")[2][1], date(2025, 6, 30))
    assert alone.month_1 and alone.pay_to_date == alone.this_pay


def test_no_p45_for_somebody_who_died_and_none_from_a_refused_slip():
    """Hampshire 2015: a widow was sent a P45."""
    last = year()[0][1]
    figures, problems = p45(last, date(2025, 4, 20), died=True)
    assert figures is None and [p.code for p in problems] == ["died_in_service"]
    refused, problems = p45(replace(last, lines=()), date(2025, 4, 20))
    assert refused is None and problems[0].severity == "blocking"


def test_payment_after_leaving():
    """500.00 of overtime after the P45: 0T month 1, a fifth of it in tax."""
    assert after_leaving(TaxPosition("C1257L")) == TaxPosition("C0T", "week1month1")
    tax = after_leaving(TaxPosition("1257L"))
    case = PayCase(
        reference="P1", period=monthly_period(2025, 11), slices=(), tax=tax, ni_category="A",
        elements=(ElementInput("other_taxable_payment", 500_00),),
    )  # fmt: skip
    slip = calculate(case, RULES)
    assert slip.totals.tax == 100_00 and slip.totals.net == 400_00
