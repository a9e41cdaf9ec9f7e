"""Whether two documents are one: what must come together, and how sure that is.

The table is read by likeness of the references: the weaker it is, the closer amounts and dates must be.
"""

import enum
from dataclasses import dataclass

from . import days, references, suppliers
from .amounts import Amounts, compare, round_sum
from .records import Invoice
from .references import Likeness

_ANY = 10**6
_SURE = {
    Likeness.SAME: 100, Likeness.LOOKALIKE: 96, Likeness.ADDED: 92, Likeness.PART: 90, Likeness.SWAPPED: 86,
    Likeness.NEARLY: 76, Likeness.BLANK: 74, Likeness.OTHER_KIND: 66, Likeness.DISTINCT: 60,
}  # fmt: skip
_DOUBT = {Amounts.EQUAL: 0, Amounts.CROSSED: 5, Amounts.MISTYPED: 12, Amounts.DIFFERENT: 25}

# Days that may lie between the two, by likeness and amounts, for one supplier and for two that are linked.
_ONE_SUPPLIER = {
    (Likeness.SAME, Amounts.EQUAL): _ANY,
    (Likeness.SAME, Amounts.CROSSED): _ANY,
    (Likeness.SAME, Amounts.MISTYPED): 45,
    (Likeness.SAME, Amounts.DIFFERENT): 25,
    (Likeness.LOOKALIKE, Amounts.EQUAL): _ANY,
    (Likeness.LOOKALIKE, Amounts.CROSSED): _ANY,
    (Likeness.LOOKALIKE, Amounts.MISTYPED): 3,
    (Likeness.ADDED, Amounts.EQUAL): 45,
    (Likeness.ADDED, Amounts.CROSSED): 45,
    (Likeness.PART, Amounts.EQUAL): 14,
    (Likeness.PART, Amounts.CROSSED): 14,
    (Likeness.SWAPPED, Amounts.EQUAL): 0,
    (Likeness.SWAPPED, Amounts.CROSSED): 0,
    (Likeness.NEARLY, Amounts.EQUAL): 0,
    (Likeness.BLANK, Amounts.EQUAL): 0,
    (Likeness.OTHER_KIND, Amounts.EQUAL): 0,
}
_TWO_SUPPLIERS = {
    (Likeness.SAME, Amounts.EQUAL): 45,
    (Likeness.SAME, Amounts.CROSSED): 45,
    (Likeness.LOOKALIKE, Amounts.EQUAL): 45,
    (Likeness.LOOKALIKE, Amounts.CROSSED): 45,
    (Likeness.ADDED, Amounts.EQUAL): 45,
    (Likeness.PART, Amounts.EQUAL): 14,
    (Likeness.SWAPPED, Amounts.EQUAL): 0,
    (Likeness.NEARLY, Amounts.EQUAL): 0,
    (Likeness.BLANK, Amounts.EQUAL): 0,
    (Likeness.OTHER_KIND, Amounts.EQUAL): 0,
    (Likeness.DISTINCT, Amounts.EQUAL): 0,
}
# Where a slip of the keys in the date explains the distance. The rest must be that close.
_DATE_MAY_BE_MISTYPED = {
    Likeness.SAME, Likeness.LOOKALIKE, Likeness.ADDED, Likeness.PART, Likeness.SWAPPED,
}  # fmt: skip


_HABITUAL = {Likeness.SAME, Likeness.LOOKALIKE, Likeness.ADDED, Likeness.PART}


class Habit(enum.IntEnum):
    """What a supplier puts on every regular invoice: nothing, the reference, or amount and reference."""

    NONE = 0
    REFERENCE = 1
    AMOUNT_TOO = 2


@dataclass(frozen=True, slots=True)
class Match:
    """How ``later`` repeats ``earlier``; ``score`` in hundredths, 0 when it does not."""

    score: int
    reason: str = ""
    copy: bool = False  # the very same document: same reference, amount and date
    kind: str = ""  # likeness and amounts, for programs: ``lookalike equal``


NO = Match(0)


def compare_documents(earlier: Invoice, later: Invoice, habit: Habit = Habit.NONE) -> Match:
    """``habit``: what tells nothing about these two, such as an account number on every bill."""
    amounts = compare(earlier, later)
    if amounts is Amounts.DIFFERENT and _other_reference(earlier, later):
        return NO
    link = suppliers.link(earlier, later)
    likeness = references.likeness(earlier.reference, later.reference)
    gap = abs((earlier.invoice_date - later.invoice_date).days)
    if not link:
        return _unlinked(earlier, later, likeness, gap)
    if likeness is Likeness.SAME and references.vague(later.reference):
        likeness = Likeness.BLANK
    one = link == "same supplier"
    limit = (_ONE_SUPPLIER if one else _TWO_SUPPLIERS).get((likeness, amounts), -1)
    limit = _habitual(limit, habit, likeness, amounts)
    if limit < 0 or not _close(earlier, later, likeness, gap, limit, habit):
        return NO
    if not _believable(earlier, later, likeness, link):
        return NO
    return _match(earlier, later, link, likeness, amounts, gap)


def _other_reference(earlier: Invoice, later: Invoice) -> bool:
    """Quick refusal of most pairs: neither amount nor reference is shared."""
    one, other = references.read(earlier.reference), references.read(later.reference)
    return one.letters != other.letters and one.plain != other.plain


def _habitual(limit: int, habit: Habit, likeness: Likeness, amounts: Amounts) -> int:
    if not habit or likeness not in _HABITUAL:
        return limit
    if amounts in (Amounts.MISTYPED, Amounts.DIFFERENT):
        return -1
    return min(limit, 3) if habit is Habit.AMOUNT_TOO else limit


def _close(earlier, later, likeness, gap, limit, habit) -> bool:
    if gap <= limit:
        return True
    if likeness is Likeness.BLANK:
        return gap <= 3 and bool(later.po) and earlier.po == later.po
    slip = likeness in _DATE_MAY_BE_MISTYPED and habit is not Habit.AMOUNT_TOO
    return slip and days.mistyped(earlier.invoice_date, later.invoice_date)


def _believable(earlier, later, likeness, link) -> bool:
    """Weak likenesses need more: an amount that is something, and no sign of two different orders."""
    if likeness in (Likeness.BLANK, Likeness.OTHER_KIND, Likeness.NEARLY):
        two_orders = earlier.po and later.po and earlier.po != later.po
        return later.gross > 0 and not two_orders
    if likeness is Likeness.DISTINCT:
        return "bank" in link and not round_sum(later.gross)
    return True


def _unlinked(earlier, later, likeness, gap) -> Match:
    """Posted to a supplier that has nothing to do with it: only the very same document counts."""
    specific = len(references.read(later.reference).core) >= 4 and later.gross > 0
    sames = likeness is Likeness.SAME and gap == 0 and earlier.gross == later.gross
    if not (specific and sames) or round_sum(later.gross):
        return NO
    return _match(earlier, later, "two suppliers", likeness, Amounts.EQUAL, gap)


def _match(earlier, later, link, likeness, amounts, gap) -> Match:
    score = _SURE[likeness] - _DOUBT[amounts] - (0 if not gap else min(10, 2 + gap // 15))
    score -= {"same supplier": 0, "two suppliers": 30}.get(link, 4)
    parts = [link, likeness.value, amounts.value, days.words(earlier.invoice_date, later.invoice_date)]
    if earlier.channel and later.channel and earlier.channel != later.channel:
        parts.append(f"came by {earlier.channel} and by {later.channel}")
    copy = likeness is Likeness.SAME and amounts is Amounts.EQUAL and not gap
    return Match(score, ", ".join(parts), copy, f"{likeness.name} {amounts.name}".lower())
