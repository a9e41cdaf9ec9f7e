"""The month's expenditure: every ledger row finds one place, and the places add up to the ledger.

A document (an invoice, credit note, card statement, journal) is published when it is a payment to somebody
outside and its total exceeds the threshold; its rows then are all published, small ones too. Everything else
is left out under a named kind, so that the difference to the ledger can be shown as nil.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...money import Pence

PUBLISHED, BELOW = "published", "below"
BILLS = frozenset({"in_invoice", "in_refund", "in_receipt"})
SALES = frozenset({"out_invoice", "out_refund", "out_receipt"})


@dataclass(frozen=True, slots=True)
class Row:
    """An expenditure row of the ledger. ``total`` is the document's, on the basis that is compared."""

    key: str
    document: str
    kind: str  # Odoo's move type
    account_type: str
    amount: Pence
    total: Pence = 0
    card: bool = False
    role: str = ""  # the part that the account plays in the ledger
    account: str = ""
    partner: str = ""


class Rules(NamedTuple):
    """What a force has decided to leave out, by account or payee, with the kind it is left out under."""

    exceeds: Pence
    accounts: Mapping[str, str] = {}
    partners: Mapping[str, str] = {}
    pay_roles: frozenset[str] = frozenset()


class Place(NamedTuple):
    """How much of the ledger lies in one place."""

    kind: str
    documents: int
    rows: int
    amount: Pence


def place(row: Row, rules: Rules) -> str:
    """``published``, ``below``, or the kind under which the row is left out."""
    if row.kind in SALES:
        return "income"
    if row.partner in rules.partners:
        return rules.partners[row.partner]
    if row.account in rules.accounts:
        return rules.accounts[row.account]
    if row.kind not in BILLS and not row.card:
        if row.role in rules.pay_roles:
            return "pay"
        return "depreciation" if row.account_type == "expense_depreciation" else "journal"
    return PUBLISHED if abs(row.total) > rules.exceeds else BELOW


def places(rows: Iterable[Row], rules: Rules) -> dict[str, str]:
    """``{row key: place}``."""
    return {row.key: place(row, rules) for row in rows}


def summary(rows: Sequence[Row], found: Mapping[str, str]) -> list[Place]:
    """Documents, rows and amount by place: published first, then below, then the rest by name."""
    documents: dict[str, set[str]] = defaultdict(set)
    counts: dict[str, int] = defaultdict(int)
    amounts: dict[str, Pence] = defaultdict(int)
    for row in rows:
        kind = found[row.key]
        documents[kind].add(row.document)
        counts[kind] += 1
        amounts[kind] += row.amount
    order = sorted(counts, key=lambda kind: (kind != PUBLISHED, kind != BELOW, kind))
    return [Place(kind, len(documents[kind]), counts[kind], amounts[kind]) for kind in order]


def difference(ledger: Pence, parts: Iterable[Place]) -> Pence:
    """Ledger less everything that has a place: nil, or something is missing."""
    return ledger - sum(part.amount for part in parts)
