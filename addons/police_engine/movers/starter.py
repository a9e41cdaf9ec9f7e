"""A starter's tax code, previous figures and loans from the P45 or the starter declaration."""

from datetime import date
from typing import NamedTuple

from ..exceptions import EngineError
from ..identifiers import tax_code
from ..params.loader import RuleSet
from ..paye.tax import CUMULATIVE, NON_CUMULATIVE, emergency_code
from ..problems import Problem, Severity
from ..records import TaxPosition
from ..taxcalendar import tax_year_of, tax_year_start


class P45(NamedTuple):
    """Parts 2 and 3 of a P45. Pence; pay and tax to date are nil on week 1/month 1."""

    code: str
    basis: str
    leaving_date: date
    pay_to_date: int = 0
    tax_to_date: int = 0
    continue_student_loan: bool = False


class Starter(NamedTuple):
    """What a starter gave: declaration A, B or C (or ''), a P45, loan plans from the checklist."""

    person: str
    first_pay: date
    declaration: str = ""
    p45: P45 | None = None
    loan_plans: tuple[str, ...] = ()
    region: str = "rUK"


class StarterPosition(NamedTuple):
    """How to tax the first pay. ``previous_*`` go to ``YearToDate``; None position: a problem blocks."""

    tax: TaxPosition | None
    previous_pay: int
    previous_tax: int
    loans: tuple[str, ...]
    why: str
    problems: tuple[Problem, ...]


def position(starter: Starter, rules: RuleSet) -> StarterPosition:
    """The tax position on the first pay day."""
    problems = list(_loan_problems(starter))
    try:
        tax, pay, paid, why = _position(starter, rules)
    except EngineError as error:
        problems.append(_problem(starter, Severity.BLOCKING, "starter", str(error)))
        return StarterPosition(None, 0, 0, (), "", tuple(problems))
    if not starter.declaration:
        text = "no starter declaration: ask for the checklist; RTI needs it."
        problems.append(_problem(starter, Severity.WARNING, "no_declaration", text))
    return StarterPosition(tax, pay, paid, starter.loan_plans, why, tuple(problems))


def _position(starter: Starter, rules: RuleSet) -> tuple[TaxPosition, int, int, str]:
    p45, on = starter.p45, starter.first_pay
    if p45 is not None:
        code = tax_code.parse(p45.code)
        if p45.leaving_date > on:
            raise EngineError(f"the P45 gives a leaving date after the first pay day: {p45.leaving_date}.")
        alone = p45.basis == NON_CUMULATIVE or code.non_cumulative
        if tax_year_of(p45.leaving_date) == tax_year_of(on):
            if alone:
                return TaxPosition(code.code, NON_CUMULATIVE), 0, 0, "P45 of this year, month 1"
            return TaxPosition(code.code, CUMULATIVE), p45.pay_to_date, p45.tax_to_date, "P45 of this year"
        started = tax_year_start(on)
        last_year = tax_year_start(p45.leaving_date).year == started.year - 1
        if last_year and on <= date(started.year, 5, 24):
            return TaxPosition(code.code, CUMULATIVE), 0, 0, "P45 of last year, its code without figures"
    code, basis = emergency_code(rules, on, starter.region, starter.declaration or None)
    return TaxPosition(code, basis), 0, 0, f"declaration {starter.declaration or 'not given'}"


def _loan_problems(starter: Starter) -> tuple[Problem, ...]:
    if starter.p45 and starter.p45.continue_student_loan and not starter.loan_plans:
        text = "the P45 says student loan deductions go on: ask for the plan; none is deducted until then."
        return (_problem(starter, Severity.BLOCKING, "loan_plan", text),)
    return ()


def _problem(starter: Starter, severity: Severity, code: str, text: str) -> Problem:
    return Problem(severity, code, f"{starter.person}: {text}", starter.person, "starter", starter.first_pay)


def after_leaving(current: TaxPosition) -> TaxPosition:
    """The position for a payment after the P45 was issued: 0T month 1, Scottish or Welsh if the code was.

    >>> after_leaving(TaxPosition("S1257L"))
    TaxPosition(code='S0T', basis='week1month1')
    """
    return TaxPosition(tax_code.parse(current.code).prefix + "0T", NON_CUMULATIVE)
