"""May this person give up pay? Who may join a scheme, and whether what is left is the minimum wage.

Constables hold an office and have no contract, so the National Minimum Wage Act 1998 s.54 does not
reach them; for them only what a determination or the force's published scheme allows is possible.
"""

from datetime import date
from typing import NamedTuple

from ..exceptions import EngineError, InvalidRecord
from ..money import display, half_up
from ..params.loader import RuleSet
from ..pay.elements import catalogue
from ..paye.figures import in_pence
from ..problems import Problem, Severity
from ..records import EmploymentSlice, PayCase, PayResult

SCHEMES = "police/deductions/salary_sacrifice"
WAGE = "hmrc/minimum_wage"
SALARY = ("basic_pay", "london_weighting")
RULE = "minimum_wage"
_WEEK, _MONTHS, _YEAR = 7, 12, 365


class WageCheck(NamedTuple):
    """``pay`` counts after what was given up; ``needed`` at the rate of the person's age; pence."""

    pay: int
    hours: int  # hundredths
    rate: int
    needed: int
    sources: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """True when nothing is missing."""
        return self.pay >= self.needed


def may_join(code: str, person_type: str, rules: RuleSet, on: date) -> bool:
    """May somebody of this kind give up pay for the benefit of element ``code``?"""
    return code in rules.at(SCHEMES, on).get(person_type, ())


def sacrificed(case: PayCase, result: PayResult, rules: RuleSet) -> tuple[str, ...]:
    """Codes of the salary sacrifices on the payslip."""
    elements = catalogue(rules, case.period.pay_date)
    return tuple(
        line.code
        for line in result.lines
        if line.code in elements and elements[line.code].rule == "salary_sacrifice" and line.amount
    )


def wage(case: PayCase, result: PayResult, rules: RuleSet) -> WageCheck:
    """Basic pay less sacrifice, against contracted hours × the rate. InvalidRecord without a birth date."""
    codes = set(sacrificed(case, result, rules))
    pay = sum(line.amount for line in result.lines if line.code in SALARY and line.kind == "earning")
    pay -= sum(line.amount for line in result.lines if line.code in codes)
    hours = sum(_hours(case, piece) for piece in case.slices if piece.paid)
    rate, source = _rate(case, rules)
    return WageCheck(pay, hours, rate, half_up(hours * rate, 100), (source,))


def _hours(case: PayCase, piece: EmploymentSlice) -> int:
    """Contracted hours, hundredths: a month counts a twelfth of the year's (salaried hours work)."""
    period = case.period
    days = (piece.date_to - piece.date_from).days + 1
    if period.frequency != "monthly":
        return half_up(piece.hours * days, _WEEK)
    whole = (period.end - period.start).days + 1
    return half_up(piece.hours * _YEAR * days, _WEEK * _MONTHS * whole)


def _rate(case: PayCase, rules: RuleSet) -> tuple[int, str]:
    """The rate from the first day of the pay period on, by age on that day."""
    if case.birth_date is None:
        raise InvalidRecord("the date of birth is needed for the minimum wage check.")
    start, born = case.period.start, case.birth_date
    age = start.year - born.year - ((start.month, start.day) < (born.month, born.day))
    key = "age_21_plus" if age >= 21 else "age_18_20" if age >= 18 else "under_18"
    law = rules.at(WAGE, start)
    return in_pence(law[key]), f"{law.source}#{key}"


def check_sacrifice(case: PayCase, result: PayResult, rules: RuleSet) -> list[Problem]:
    """Blocking problems of the salary sacrifices on a calculated payslip."""
    codes, on = sacrificed(case, result, rules), case.period.pay_date
    if not codes or not case.slices:
        return []
    kind = case.slices[-1].person_type
    found = [
        _problem(case, "sacrifice_not_allowed", f"{_label(code, rules, on)} may not be taken from a {kind}'s"
                 " pay by salary sacrifice: no determination allows it. End the agreement.")
        for code in codes
        if not may_join(code, kind, rules, on)
    ]  # fmt: skip
    if kind in ("officer", "special"):
        return found
    try:
        check = wage(case, result, rules)
    except EngineError as error:
        return [*found, _problem(case, "minimum_wage_unknown", str(error))]
    if not check.enough:
        found.append(
            _problem(
                case, "below_minimum_wage",
                f"salary sacrifice leaves {display(check.pay)} for {check.hours / 100:.2f} hours; the minimum"
                f" wage of {display(check.rate)} an hour needs {display(check.needed)}. End or lower it.",
            )
        )  # fmt: skip
    return found


def _label(code: str, rules: RuleSet, on: date) -> str:
    return catalogue(rules, on)[code].label


def _problem(case: PayCase, code: str, text: str) -> Problem:
    return Problem(
        Severity.BLOCKING, code, f"{case.reference}: {text}", case.reference, RULE, case.period.pay_date
    )


