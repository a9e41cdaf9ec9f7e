"""Records of orders on earnings. All money is pence of the pay period."""

from datetime import date
from typing import NamedTuple

from ..problems import Problem
from ..records import ElementInput

KINDS = ("maintenance", "fine", "judgment", "council_tax", "direct", "child_maintenance", "arrestment",
         "current_maintenance", "conjoined")  # fmt: skip
BY_TABLE = ("fine", "council_tax", "arrestment")


class Order(NamedTuple):
    """One order as received.

    ``made``: the date that ranks it among its class (Scotland: received). ``starts`` and ``ends``: first
    and last pay day it applies to. ``normal`` and ``protected`` are the order's rates for the pay
    period (current maintenance: a day); child maintenance without ``protected`` protects 60%.
    ``table``: england or wales (council tax), standard or higher (direct), ordinary, maintenance or both
    (conjoined, whose ``normal`` adds up the daily rates of maintenance). ``total``: the debt, None for a
    running order.
    """

    reference: str
    kind: str
    made: date
    starts: date
    normal: int = 0
    protected: int | None = None
    table: str = ""
    total: int | None = None
    ends: date | None = None
    payee: str = ""
    administration: bool = False  # take the employer's pound


class OrderState(NamedTuple):
    """What an order brings from earlier pay days: shortfalls carried, and the sum taken so far."""

    deduction_carried: int = 0
    protection_carried: int = 0
    taken: int = 0


class NetFacts(NamedTuple):
    """Pay of a person for a period as orders see it.

    ``earnings``: attachable pay after salary sacrifice, without statutory family pay and expenses;
    ``tax``, ``nic`` and ``pension`` (all contributions) come off. ``student_loans``: what would be
    deducted without orders. ``net``: what the person would be paid before orders and voluntary
    deductions; no order may take more.
    """

    person: str
    frequency: str
    days: int
    earnings: int
    tax: int
    nic: int
    pension: int
    student_loans: int
    net: int

    @property
    def attachable(self) -> int:
        """Earnings less tax, National Insurance and pension contributions."""
        return max(0, self.earnings - self.tax - self.nic - self.pension)


class OrderLine(NamedTuple):
    """What one order takes. ``facts``: (label, text) pairs; ``rule`` keys ``data/rules``."""

    order: Order
    amount: int
    administration: int
    rule: str
    facts: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    state: OrderState


class OrdersResult(NamedTuple):
    """All orders of a person. With a blocking problem there are no lines.

    ``student_loans`` is what may still be deducted for them; when it is less than due the payslip
    must be worked out again without the rest.
    """

    person: str
    lines: tuple[OrderLine, ...]
    student_loans: int
    problems: tuple[Problem, ...]

    @property
    def elements(self) -> tuple[ElementInput, ...]:
        """Deductions for ``PayCase.elements``."""
        found = [
            ElementInput(f"order_{line.order.kind}", line.amount, reference=line.order.reference)
            for line in self.lines
            if line.amount
        ]
        found += [
            ElementInput("order_administration", line.administration, reference=line.order.reference)
            for line in self.lines
            if line.administration
        ]
        return tuple(found)

    @property
    def states(self) -> dict[str, OrderState]:
        """{order reference: what it takes to the next pay day}."""
        return {line.order.reference: line.state for line in self.lines}
