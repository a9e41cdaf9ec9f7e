"""Year-to-date balances after July 2026, by running the real engine month by month from April.

Nothing is estimated: the balance that August starts from is what the engine would have paid.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PayPeriod,
    PensionMembership,
    TaxPosition,
    YearToDate,
)

from .figures import figures
from .records import Element, LocalSalary, Person

TAX_YEAR = "2026-27"
FIRST_MONTH, LAST_MONTH = 4, 7


def pay_date(month: int) -> date:
    """Last weekday of the month of 2026, and the Friday before a bank holiday Monday (31 August)."""
    day = date(2026, month, calendar.monthrange(2026, month)[1])
    while day.weekday() >= 5 or day == date(2026, 8, 31):
        day = day.replace(day=day.day - 1)
    return day


def period(month: int) -> PayPeriod:
    """Calendar month ``month`` of 2026 as a pay period."""
    last = calendar.monthrange(2026, month)[1]
    return PayPeriod(
        "monthly", date(2026, month, 1), date(2026, month, last), pay_date(month), TAX_YEAR, month - 3
    )


def balances(
    people: Sequence[Person],
    elements: dict[int, Sequence[Element]],
    recurring: Sequence[Element],
    salaries: Iterable[LocalSalary],
    rules: RuleSet,
) -> dict[str, YearToDate]:
    """Balance by payroll id after July. ``elements`` maps a month number to its one-off elements."""
    annual = {row.code: row for row in salaries if row.date_from <= date(2026, 4, 1)}
    by_month = {month: _by_person(rows) for month, rows in elements.items()}
    repeated = _by_person(recurring)
    found = {}
    for person in people:
        if person.paid and person.job.service_date <= period(LAST_MONTH).end:
            found[person.payroll_id] = _year(person, by_month, repeated, annual, rules)
    return found


def _by_person(rows: Iterable[Element]) -> dict[str, list[Element]]:
    grouped: dict[str, list[Element]] = defaultdict(list)
    for row in rows:
        grouped[row.payroll_id].append(row)
    return grouped


def _year(
    person: Person,
    by_month: dict[int, dict[str, list[Element]]],
    repeated: dict[str, list[Element]],
    annual: dict[str, LocalSalary],
    rules: RuleSet,
) -> YearToDate:
    mine = {
        month: [*repeated.get(person.payroll_id, ()), *rows.get(person.payroll_id, ())]
        for month, rows in by_month.items()
    }
    return run(person, range(FIRST_MONTH, LAST_MONTH + 1), annual, rules, mine)


def run(
    person: Person,
    months: Iterable[int],
    annual: dict[str, LocalSalary],
    rules: RuleSet,
    elements: dict[int, list[Element]] | None = None,
) -> YearToDate:
    """Pay ``person`` for ``months`` of 2026 and give the balance. InvalidRecord if they cannot be paid."""
    ytd = YearToDate(previous_pay=person.previous_pay, previous_tax=person.previous_tax)
    for month in months:
        when = period(month)
        if person.job.service_date > when.end:
            continue
        result = calculate(case(person, when, (elements or {}).get(month, ()), annual, ytd), rules)
        blocking = [p for p in result.problems if p.severity == "blocking"]
        if blocking:
            raise InvalidRecord(
                f"The demo force cannot be paid for {when.start:%B %Y}: {blocking[0].message}"
            )
        ytd = result.ytd
    return ytd


def membership(scheme: str) -> PensionMembership:
    """Membership with the made-up force's own LGPS employer rate."""
    if not scheme.startswith("lgps"):
        return PensionMembership(scheme)
    return PensionMembership(scheme, None, Decimal(figures("pay")["pensions"]["lgps_employer_percent"]))


def case(
    person: Person,
    when: PayPeriod,
    elements: Iterable[Element],
    annual: dict[str, LocalSalary],
    ytd: YearToDate,
) -> PayCase:
    """``person`` as the engine sees them in one month without changes."""
    job, tax = person.job, person.tax
    assert tax is not None
    local = annual.get(job.local_salary)
    loans = tuple(loan for loan in (tax.student_loan, "postgraduate" if tax.postgraduate else "") if loan)
    piece = EmploymentSlice(
        date_from=max(when.start, job.service_date),
        date_to=when.end,
        person_type=job.kind,
        rank=job.rank,
        scale=job.scale,
        pay_point=job.pay_point,
        annual_salary=local.annual if local else None,
        salary_source=local.source if local else "",
        hours=int(job.hours * 100),
        full_time_hours=int(job.full_time_hours * 100),
        cost_centre=job.cost_centre,
    )
    return PayCase(
        reference=person.payroll_id,
        name=person.name,
        birth_date=person.birth_date,
        period=when,
        slices=(piece,),
        tax=TaxPosition(tax.code, tax.basis) if tax.code else None,
        ni_category=tax.ni_category,
        student_loans=loans,
        starter_declaration=person.starter_declaration,
        pension=membership(tax.pension),
        ytd=ytd,
        elements=tuple(
            ElementInput(e.code, e.amount, e.units, max(when.start, e.date_from), e.reference)
            for e in elements
            if e.date_from <= when.end
        ),
    )
