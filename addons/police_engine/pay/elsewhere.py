"""What was paid to a person for the same earnings period by another payment or in another employment.

Earnings of one earnings period are added together before National Insurance and student loans are worked
out (Social Security (Contributions) Regulations 2001 reg 15: several employments; reg 3: several payments),
and on week 1/month 1 all pay of the tax period is taxed as one. A supplementary payment therefore owes the
contributions on everything less those already taken.

The facts travel with the case as a memo line of ``PayCase.arrears`` (rule :data:`RULE`, no amount), so that
they are hashed, stored and replayed with it.
"""

from typing import NamedTuple

from ..records import NicToDate, PayCase, PayLine

RULE = "paid_elsewhere"


class Elsewhere(NamedTuple):
    """Pence, of the same earnings period. ``letter`` is the category letter of ``employee_nic`` and the
    bands.

    ``taxable`` and ``tax``: only of this employment. ``salary_paid``: basic pay of the period is paid
    already, the job only prices claims. ``weekly``: an irregular payment after leaving, whose earnings
    period is a week (reg 3(5)). ``why``: in words, for the payslip's explanation.
    """

    why: str = ""
    letter: str = ""
    nicable: int = 0
    at_lel: int = 0
    lel_to_pt: int = 0
    pt_to_uel: int = 0
    employee_nic: int = 0
    employer_nic: int = 0
    taxable: int = 0
    tax: int = 0
    student_loan: int = 0
    postgraduate_loan: int = 0
    salary_paid: bool = False
    weekly: bool = False

    def plus(self, other: "Elsewhere") -> "Elsewhere":
        """Both together. National Insurance is only added under one letter; the first letter stays."""
        nic = other if other.letter == self.letter or not self.letter else Elsewhere(letter=self.letter)
        sums = {name: getattr(self, name) + getattr(nic if name in _NIC else other, name) for name in _SUMMED}
        return Elsewhere(
            why="; ".join(text for text in (self.why, other.why) if text),
            letter=self.letter or other.letter,
            salary_paid=self.salary_paid or other.salary_paid,
            weekly=self.weekly or other.weekly,
            **sums,
        )


_NIC = ("nicable", "at_lel", "lel_to_pt", "pt_to_uel", "employee_nic", "employer_nic")
_SUMMED = (*_NIC, "taxable", "tax", "student_loan", "postgraduate_loan")
NOTHING = Elsewhere()


def from_nic(row: NicToDate, why: str, **others: int | bool) -> Elsewhere:
    """The facts of one category letter's figures of a payslip (``employee`` and bands in the period)."""
    return Elsewhere(
        why, row.letter, row.gross, row.at_lel, row.lel_to_pt, row.pt_to_uel, row.employee, row.employer,
        **others,
    )  # fmt: skip


def memo(facts: Elsewhere) -> PayLine:
    """The memo line that carries ``facts`` with a case."""
    return PayLine(RULE, facts.why or "Paid elsewhere", "employer", 0, RULE, dict(facts._asdict()))


def is_memo(line: PayLine) -> bool:
    """True for a line that pays nothing and only carries facts."""
    return line.rule == RULE


def of(case: PayCase) -> Elsewhere:
    """All that was paid elsewhere by the memo lines of ``case``; :data:`NOTHING` without any."""
    found = NOTHING
    for line in case.arrears:
        if line.rule == RULE:
            found = found.plus(Elsewhere(**line.inputs)) if found is not NOTHING else Elsewhere(**line.inputs)
    return found
