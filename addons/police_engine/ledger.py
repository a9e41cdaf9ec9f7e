"""Payslips -> one balanced set of journal lines by account role and cost centre. Pure, to the penny.

Roles: pay_officers, pay_staff, pay_pcso, overtime, allowances, employer_nic, employer_pension (cost);
paye_creditor, nic_creditor, student_loan_creditor, pension_creditor_<scheme>,
deductions_creditor_<code>, net_pay_clearing (balance sheet). Debits are positive pence.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from .exceptions import InvalidRecord
from .money import Pence, split
from .params.loader import RuleSet
from .pay.elements import Element, catalogue
from .records import PayLine, PayTotals

COST_ROLES = (
    "pay_officers",
    "pay_staff",
    "pay_pcso",
    "overtime",
    "allowances",
    "employer_nic",
    "employer_pension",
)
CREDITOR_ROLES = ("paye_creditor", "nic_creditor", "student_loan_creditor", "net_pay_clearing")
_PAY_ROLES = {"officer": "pay_officers", "special": "pay_officers", "staff": "pay_staff", "pcso": "pay_pcso"}
_STATUTORY = {
    "income_tax": "paye_creditor",
    "nic_employee": "nic_creditor",
    "nic_employer": "nic_creditor",
    "student_loan": "student_loan_creditor",
    "postgraduate_loan": "student_loan_creditor",
}


class LedgerSlip(NamedTuple):
    """What the ledger needs of one payslip."""

    lines: tuple[PayLine, ...]
    totals: PayTotals
    person_type: str = "officer"
    reference: str = ""


class Posting(NamedTuple):
    """One journal line. ``amount`` pence: debit positive, credit negative. Creditors have no cost centre."""

    role: str
    cost_centre: str
    amount: Pence


def role_of(line: PayLine, person_type: str, elements: Mapping[str, Element]) -> str:
    """Account role of an earning or a deduction; InvalidRecord for a line nobody mapped."""
    code = line.code
    if code in ("basic_pay", "london_weighting"):
        return pay_role(person_type)
    if code in _STATUTORY:
        return _STATUTORY[code]
    if code.startswith("pension_"):
        return "pension_creditor_" + code.removeprefix("pension_").removesuffix("_employer")
    element = elements.get(code)
    if element is None:
        raise InvalidRecord(f"Payslip line {code!r} has no account role: add it to the element catalogue.")
    if element.ledger == "pay":
        return pay_role(person_type)
    return f"deductions_creditor_{code}" if element.ledger == "deductions_creditor" else element.ledger


def pay_role(person_type: str) -> str:
    """Role that basic pay of a person type is charged to."""
    try:
        return _PAY_ROLES[person_type]
    except KeyError:
        raise InvalidRecord(f"No pay account for person type {person_type!r}.") from None


def employer_cost_role(code: str) -> str:
    """Role that an employer's line is charged to: NIC or pension."""
    return "employer_nic" if code == "nic_employer" else "employer_pension"


def postings(slips: Iterable[LedgerSlip], rules: RuleSet, on: date) -> list[Posting]:
    """Balanced journal lines, sorted by role and cost centre; zero lines are left out.

    Employer's costs are shared over the cost centres of the person's earnings in proportion to
    them. Raises InvalidRecord when a slip does not balance (net is not earnings less deductions).
    """
    elements = catalogue(rules, on)
    book: dict[tuple[str, str], Pence] = {}
    for slip in slips:
        _post(book, slip, elements)
    result = [Posting(role, centre, amount) for (role, centre), amount in sorted(book.items()) if amount]
    if out := sum(posting.amount for posting in result):
        raise InvalidRecord(f"The pay journal does not balance by {out} pence.")
    return result


def _post(book: dict[tuple[str, str], Pence], slip: LedgerSlip, elements: Mapping[str, Element]) -> None:
    net = 0
    for line in slip.lines:
        if line.kind == "employer":
            continue
        role = role_of(line, slip.person_type, elements)
        if line.kind == "earning":
            _add(book, role, line.cost_centre, line.amount)
            net += line.amount
        else:
            _add(book, role, "", -line.amount)
            net -= line.amount
    if net != slip.totals.net:
        raise InvalidRecord(
            f"Payslip {slip.reference}: lines come to {net} pence but net pay is {slip.totals.net}."
            " Recalculate it."
        )
    _add(book, "net_pay_clearing", "", -net)
    employer = [line for line in slip.lines if line.kind == "employer" and line.amount]
    if employer:
        centres, weights = cost_shares(slip.lines)
        for line in employer:
            for centre, amount in zip(centres, split(line.amount, weights), strict=True):
                _add(book, employer_cost_role(line.code), centre, amount)
            _add(book, role_of(line, slip.person_type, elements), "", -line.amount)


def cost_shares(lines: Iterable[PayLine]) -> tuple[list[str], list[int]]:
    """Cost centres of a slip's earnings and their weights (pence, never negative)."""
    weights: dict[str, int] = {}
    for line in lines:
        if line.kind == "earning":
            weights[line.cost_centre] = weights.get(line.cost_centre, 0) + line.amount
    if not weights:
        return [""], [0]
    return list(weights), [max(0, weight) for weight in weights.values()]


def _add(book: dict[tuple[str, str], Pence], role: str, centre: str, amount: Pence) -> None:
    key = (role, centre)
    book[key] = book.get(key, 0) + amount


def ledger_totals(journal: Iterable[Posting]) -> dict[str, Pence]:
    """Sums of the creditor roles, as control figures (credits positive)."""
    found: dict[str, Pence] = {}
    for posting in journal:
        if posting.role not in COST_ROLES:
            found[posting.role] = found.get(posting.role, 0) - posting.amount
    return found
