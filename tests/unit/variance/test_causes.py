"""One change at a time: its type, its date and its pennies, worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.overlay import frozen, overlay
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from odoo.addons.police_engine.retro.differences import differences
from odoo.addons.police_engine.retro.history import history_of
from odoo.addons.police_engine.retro.settle import settle
from odoo.addons.police_engine.taxcalendar import monthly_period
from odoo.addons.police_engine.variance.explain import Side, explain_change

RULES = RuleSet.load()
NEW = "constable_appointed_on_or_after_2013_04_01"
OCTOBER, NOVEMBER = monthly_period(2025, 10), monthly_period(2025, 11)
BEGAN, EVER = date(2020, 1, 1), date(2030, 1, 1)
PC = EmploymentSlice(BEGAN, EVER, "officer", rank="constable", scale=NEW, pay_point="6", cost_centre="1000")


def case(period, *slices, **facts):
    values = {
        "reference": "P1", "tax": TaxPosition("1257L", "week1month1"), "ni_category": "A",
        "pension": PensionMembership("pps_2015"), **facts,
    }  # fmt: skip
    return PayCase(period=period, slices=slices or (PC,), **values)


def changed(before, after):
    """Causes by kind, after checking that nothing is left over."""
    change = explain_change(before and Side(before, RULES), after and Side(after, RULES))
    assert change.residual == 0
    paid = [calculate(side, RULES).totals.net if side else 0 for side in (before, after)]
    assert [change.before_net, change.after_net] == paid
    for cause in change.causes:
        deducted = cause.tax + cause.employee_nic + cause.pension + cause.loans + cause.other
        assert cause.net == cause.gross - deducted
    return {cause.kind: cause for cause in change.causes}


def cut(on, **facts):
    """The constable until the day before, changed from then."""
    return PC._replace(date_to=on.fromordinal(on.toordinal() - 1)), PC._replace(date_from=on, **facts)


def test_nothing_changed():
    assert changed(case(OCTOBER), case(NOVEMBER)) == {}


def test_award():
    found = changed(case(monthly_period(2025, 8)), case(monthly_period(2025, 9)))
    assert list(found) == ["award"]
    scales = RULES.periods["police/pay/scales"]
    old, new = (next(p for p in scales if p.start.year == year).values[NEW]["6"] for year in (2024, 2025))
    assert found["award"].gross == round(new * 100 / 12) - round(old * 100 / 12)


def test_increment_in_the_month_has_its_date_and_days():
    found = changed(case(OCTOBER), case(NOVEMBER, *cut(date(2025, 11, 16), pay_point="7")))
    (cause,) = found.values()
    assert (cause.kind, cause.label) == ("increment", "Pay point 6 to 7 from 16 November 2025")
    scale = RULES.at("police/pay/scales", NOVEMBER.end).values[NEW]
    assert cause.gross == round((scale["7"] - scale["6"]) * 100 / 12 * 15 / 30)


def test_promotion_of_the_month_before_goes_on_for_its_other_days():
    promoted = cut(date(2025, 10, 9), rank="sergeant", scale="sergeant", pay_point="2")
    found = changed(case(OCTOBER, *promoted), case(NOVEMBER, *promoted))
    (cause,) = found.values()
    assert (cause.kind, cause.label) == ("promotion", "constable to sergeant from 9 October 2025")
    scale = RULES.at("police/pay/scales", OCTOBER.end).values
    assert abs(cause.gross - (scale["sergeant"]["2"] - scale[NEW]["6"]) * 100 / 12 * 8 / 31) <= 1


def test_hours_and_region():
    found = changed(case(OCTOBER), case(NOVEMBER, PC._replace(hours=2000)))
    assert list(found) == ["hours"] and found["hours"].label == "Weekly hours 40 to 20 from 1 November 2025"
    found = changed(case(OCTOBER), case(NOVEMBER, PC._replace(region="london")))
    assert list(found) == ["region"] and found["region"].gross == round(3150_00 / 12)


def test_local_salary_and_change_of_job():
    clerk = EmploymentSlice(BEGAN, EVER, "staff", annual_salary=30_000_00, hours=3700, full_time_hours=3700)
    lgps = {"pension": PensionMembership("lgps", None, Decimal("18.75"))}
    found = changed(
        case(OCTOBER, clerk, **lgps), case(NOVEMBER, clerk._replace(annual_salary=30_600_00), **lgps)
    )
    assert {kind: cause.gross for kind, cause in found.items()} == {"local_salary": 50_00}
    found = changed(case(OCTOBER, clerk, **lgps), case(NOVEMBER))
    assert {"job", "pension_scheme"} <= set(found)


def test_joiner_and_leaver_days_and_unpaid_days():
    joined = PC._replace(date_from=date(2025, 10, 13))
    assert list(changed(case(OCTOBER, joined), case(NOVEMBER, joined))) == ["joiner_days"]
    left = PC._replace(date_to=date(2025, 11, 20))
    assert list(changed(case(OCTOBER, left), case(NOVEMBER, left))) == ["leaver_days"]
    away = (*cut(date(2025, 11, 10), paid=False),)
    assert list(changed(case(OCTOBER), case(NOVEMBER, *away))) == ["unpaid_days"]
    back = changed(case(OCTOBER, PC._replace(paid=False)), case(NOVEMBER))
    assert "unpaid_days" in back and back["unpaid_days"].label == "Back in pay from 1 November 2025"


def test_new_and_gone():
    assert list(changed(None, case(NOVEMBER))) == ["joined"]
    assert list(changed(case(OCTOBER), None)) == ["left"]


def test_duty_one_off_allowances_absence_and_deductions():
    before = (
        ElementInput("overtime_casual", units=Decimal(10), on=date(2025, 10, 4)),
        ElementInput("replacement_allowance", 100_00),
        ElementInput("london_allowance", 50_00),
        ElementInput("sports_club", 5_00),
    )
    after = (
        ElementInput("bonus", 200_00, on=date(2025, 11, 3)),
        ElementInput("replacement_allowance", 120_00),
        ElementInput("unpaid_absence", units=Decimal(1)),
        ElementInput("cycle_to_work", 40_00),
        ElementInput("sports_club", 6_00),
    )
    found = changed(case(OCTOBER, elements=before), case(NOVEMBER, elements=after))
    assert list(found) == [
        "duty", "allowance_changed", "allowance_stopped", "one_off", "absence", "deduction_changed",
        "deduction_started",
    ]  # fmt: skip
    assert found["one_off"].gross == 200_00 and found["allowance_stopped"].gross == -50_00
    assert found["allowance_changed"].gross == 20_00 and found["deduction_changed"].net == -1_00
    assert found["deduction_started"].other == 40_00 > -found["deduction_started"].net


def test_tax_code_alone_changes_tax_alone():
    found = changed(case(OCTOBER), case(NOVEMBER, tax=TaxPosition("BR", "week1month1")))
    (cause,) = found.values()
    assert cause.kind == "tax_code" and cause.label.startswith("Tax code 1257L (month by month) to BR")
    assert cause.net == -cause.tax and 209_00 < cause.tax < 210_00  # a fifth of 1,048.26 of free pay


def test_tax_to_date():
    """A cumulative code after months with too little tax taken: the next month catches up."""
    behind = YearToDate(taxable_pay=18_000_00, tax=1_000_00)  # 2,342 was due on six months of it
    first = case(OCTOBER, tax=TaxPosition("1257L"), ytd=behind)
    result = calculate(first, RULES)
    second = case(NOVEMBER, tax=TaxPosition("1257L"), ytd=result.ytd)
    found = changed(first, second)
    assert list(found) == ["tax_cumulative"]
    cause = found["tax_cumulative"]
    assert cause.gross == 0 and cause.net == -cause.tax > 0, "October took what was behind, November does not"


def test_national_insurance_letter_and_loan():
    found = changed(case(OCTOBER), case(NOVEMBER, ni_category="C"))
    assert list(found) == ["ni_letter"] and found["ni_letter"].net == -found["ni_letter"].employee_nic > 0
    found = changed(case(OCTOBER), case(NOVEMBER, student_loans=("plan_2",)))
    assert list(found) == ["loan"] and found["loan"].net == -found["loan"].loans < 0


def test_new_tax_year_is_the_laws_doing():
    march = case(monthly_period(2025, 3))
    april = case(monthly_period(2025, 4))
    found = changed(march, april)
    assert set(found) <= {"tax_rates", "ni_thresholds", "loan_thresholds", "pension_rates"}
    employer = calculate(april, RULES).totals.employer_nic - calculate(march, RULES).totals.employer_nic
    assert employer > 0, "the employer's rate rose in April 2025; net pay has nothing to do with it"
    assert sum(cause.net for cause in found.values()) == 0


def test_the_tier_is_a_cause_of_its_own():
    """An inspector's increment from 58,422 to 60,015 (2023 scales) lifts the rate from 13.44 to 13.78 %."""
    inspector = PC._replace(rank="inspector", scale="inspector_outside_london", pay_point="0")
    before, after = monthly_period(2024, 5), monthly_period(2024, 6)
    found = changed(case(before, inspector), case(after, inspector._replace(pay_point="1")))
    assert list(found) == ["increment", "pension_tier"]
    assert found["pension_tier"].pension == round(60_015_00 / 12 * 0.1378) - round(60_015_00 / 12 * 0.1344)
    assert found["increment"].gross == round((60_015_00 - 58_422_00) / 12)


def test_retro():
    law = overlay(RULES, {n: frozen(RULES.periods[n], date(2025, 8, 31)) for n in ("police/pay/scales",)})
    arrears = settle(differences(history_of([case(monthly_period(2025, 9))], law), RULES)).arrears
    found = changed(case(OCTOBER), case(NOVEMBER, arrears=arrears))
    assert list(found) == ["retro"]
    assert found["retro"].gross == sum(line.amount for line in arrears if line.kind == "earning") > 0


def test_overtime_of_a_constable_made_inspector_is_not_mixed_up():
    """An inspector may not have overtime, so the promotion waits until the overtime is taken away."""
    overtime = (ElementInput("overtime_casual", units=Decimal(10), on=date(2025, 10, 4)),)
    inspector = PC._replace(rank="inspector", scale="inspector_outside_london", pay_point="1")
    found = changed(case(OCTOBER, elements=overtime), case(NOVEMBER, inspector))
    assert set(found) == {"duty", "promotion", "pension_tier"}
    assert found["duty"].gross < 0 < found["promotion"].gross


def test_states_that_cannot_be_paid_are_counted_together():
    """Loan repayment too high without the bonus: neither can be taken away first, both are named."""
    poor = PC._replace(hours=100)
    before = (ElementInput("bonus", 900_00, on=date(2025, 10, 1)), ElementInput("season_ticket_loan", 600_00))
    found = changed(case(OCTOBER, poor, elements=before), case(NOVEMBER, poor))
    assert set(found) <= {"one_off", "deduction_stopped"}


def test_stored_pay_that_cannot_be_calculated_again_is_said_so():
    before = calculate(case(OCTOBER), RULES).totals.net
    change = explain_change(Side(case(OCTOBER), RULES, before - 7), Side(case(NOVEMBER), RULES))
    assert (change.net, change.residual) == (7, 0)
    assert [(cause.kind, cause.net) for cause in change.causes] == [("not_reproduced", 7)]


def test_who_cannot_be_paid():
    lost = replace(case(NOVEMBER), ni_category="")
    change = explain_change(Side(case(OCTOBER), RULES), Side(lost, RULES))
    assert [cause.kind for cause in change.causes] == ["blocked"] and change.residual == 0
    assert change.problems
    back = explain_change(Side(lost, RULES), Side(case(monthly_period(2025, 12)), RULES))
    assert [cause.kind for cause in back.causes] == ["was_blocked"]
    with pytest.raises(ValueError, match="earlier or the later"):
        explain_change(None, None)
