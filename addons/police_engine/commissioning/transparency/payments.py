"""How promptly invoices were paid, by regulation 38 of the Procurement Regulations 2024.

Day 1 is the day after the invoice is received. A payment is counted in the period in which it is made; a sum
is counted as payable in the period in which its term ends. Disputed days do not stop this clock: they are
counted apart, and the average without them is a figure for management, not for the notice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from ...money import Pence


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum under an invoice. ``paid_on``: the supplier has it; ``due_on``: the last day of the term."""

    key: str
    amount: Pence
    received_on: date
    due_on: date
    paid_on: date | None = None
    disputed_days: int = 0


class Notice(NamedTuple):
    """The figures of the notice; ``None`` where there is nothing to divide by. Percentages to two places."""

    payments: int
    average_days: Decimal | None
    shares: tuple[Decimal | None, ...]  # by band: within 30, 31 to 60, from 61 days
    became_payable: int
    not_paid_in_period: int
    not_paid_percent: Decimal | None
    late: int
    late_amount: Pence
    disputed: int
    disputed_days: int
    average_without_disputes: Decimal | None


def due_day(received_on: date, term: int) -> date:
    """Last day on which payment is in time."""
    return received_on + timedelta(days=term)


def days_taken(item: Sum) -> int:
    """Days to payment, day 1 being the day after receipt; paid on the day of receipt or before is 0."""
    return max(0, (item.paid_on - item.received_on).days)


def band(days: int, limits: Sequence[int]) -> int:
    """0 for within the first limit, 1 up to the second, and so on."""
    return sum(days > limit for limit in limits)


def notice(items: Iterable[Sum], start: date, end: date, limits: Sequence[int]) -> Notice:
    """The figures for the period from ``start`` to ``end``, both inclusive."""
    items = list(items)
    paid = [item for item in items if item.paid_on and start <= item.paid_on <= end]
    payable = [item for item in items if start <= item.due_on <= end]
    missed = [item for item in payable if not item.paid_on or item.paid_on > end]
    days = [days_taken(item) for item in paid]
    counts = [0] * (len(limits) + 1)
    for number in days:
        counts[band(number, limits)] += 1
    late = [item for item in paid if item.paid_on > item.due_on]
    disputed = [item for item in paid if item.disputed_days]
    return Notice(
        payments=len(paid),
        average_days=_mean(days),
        shares=tuple(_percent(count, len(paid)) for count in counts),
        became_payable=len(payable),
        not_paid_in_period=len(missed),
        not_paid_percent=_percent(len(missed), len(payable)),
        late=len(late),
        late_amount=sum(item.amount for item in late),
        disputed=len(disputed),
        disputed_days=sum(item.disputed_days for item in disputed),
        average_without_disputes=_mean([max(0, days_taken(i) - i.disputed_days) for i in paid]),
    )


def _mean(days: Sequence[int]) -> Decimal | None:
    return _rounded(Decimal(sum(days)) / len(days)) if days else None


def _percent(part: int, whole: int) -> Decimal | None:
    return _rounded(Decimal(100 * part) / whole) if whole else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
