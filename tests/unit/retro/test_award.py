"""The award preview against the differences themselves and figures worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.payslip import calculate, employer_cost
from odoo.addons.police_engine.records import EmploymentSlice, PensionMembership
from odoo.addons.police_engine.retro.award import Cost, Person, preview, preview_cases
from odoo.addons.police_engine.retro.differences import differences
from odoo.addons.police_engine.retro.history import Known, history_of
from odoo.addons.police_engine.retro.settle import settle, with_arrears

from .builders import RULES, before_the_award, cases, constable, months, overtime, sergeant

FAR = date(2030, 1, 1)
PERIODS = months(2025, 9, 3)
BEFORE = before_the_award()
OFFICER = (constable(date(2020, 1, 1), FAR),)
SERGEANT = (sergeant(date(2020, 1, 1), FAR, cost_centre="2000"),)
STAFF = (
    EmploymentSlice(
        date(2020, 1, 1), FAR, "staff", annual_salary=30_000_00, hours=3700, full_time_hours=3700
    ),
)
CLAIMS = {date(2025, 10, 1): (overtime(8, date(2025, 10, 3)),)}


def everybody():
    lgps = PensionMembership("lgps", None, Decimal("18.75"))
    return [
        *cases(PERIODS, OFFICER, CLAIMS, reference="P1"),
        *cases(PERIODS, OFFICER, reference="P2"),
        *cases(PERIODS, SERGEANT, reference="P3"),
        *cases(PERIODS, STAFF, reference="S1", pension=lgps),
    ]


def test_arrears_by_rank_and_cost_centre():
    found = preview_cases(everybody(), BEFORE, RULES, PERIODS)
    month = 168_75  # 50,256 / 12 - 48,231 / 12
    overtime_change = 256_90 - 246_55  # 8 h at 4/3 of annual x 6/12520, at the pennies
    constables = found.places["constable", "1000"]
    assert (constables.people, constables.gross) == (2, 6 * month + overtime_change)
    sergeants = found.places["sergeant", "2000"]
    assert (sergeants.people, sergeants.gross) == (1, 3 * (53_568_00 // 12 - 51_408_00 // 12))
    assert set(found.places) == {("constable", "1000"), ("sergeant", "2000")}
    assert "S1" not in found.people and found.total.people == 3
    assert found.total.gross == sum(found.periods.values()) == sum(r.gross for r in found.people.values())
    assert found.total.pension_employee == 3 * (2 * 22_68) + sergeants.pension_employee
    assert found.problems == [] and found.overpaid == {}


def test_on_costs_are_those_of_the_period_of_payment():
    history = history_of(cases(PERIODS, OFFICER, CLAIMS), BEFORE)
    current = cases(months(2025, 12, 1), OFFICER)[0]
    found = preview([Person(history, current)], RULES)
    retro = differences(history, RULES)
    paid = calculate(with_arrears(current, settle(retro)), RULES)
    plain = calculate(current, RULES)
    assert found.total == Cost(
        1,
        paid.totals.gross - plain.totals.gross,
        paid.totals.pension_employee - plain.totals.pension_employee,
        paid.totals.pension_employer - plain.totals.pension_employer,
        paid.totals.employer_nic - plain.totals.employer_nic,
    )
    assert found.total.employer_nic == round(found.total.gross * 0.15)
    assert employer_cost(current, RULES).gross == plain.totals.gross


def test_overpayments_are_listed_apart_and_problems_named():
    history = history_of(cases(PERIODS, OFFICER), RULES)
    lower = Known(slices=(constable(date(2020, 1, 1), FAR, point="6"),))
    lost = Known(changed_from=date(2020, 9, 1))
    other = replace(history, reference="P9")
    found = preview([Person(history, known=lower), Person(other, known=lost)], RULES)
    assert found.places == {} and found.total == Cost()
    assert found.overpaid["P1"] > 0
    assert [(p.person, p.on) for p in found.problems] == [("P9", date(2020, 9, 1))]
