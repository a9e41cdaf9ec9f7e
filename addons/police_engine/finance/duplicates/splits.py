"""Parts of an invoice that is there as a whole too.

Instalments and call-offs add up to something as well; so parts count when their references are that of the
whole with a part number, or when two or three invoices of the very same day make an odd sum exactly.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import gcd

from . import references
from .amounts import whole_pounds
from .records import Invoice

_PARTS, _DAYS, _CROWD = 12, 62, 24


def find(
    invoices: Sequence[Invoice], groups: Sequence[int], free: Callable[[int], bool]
) -> Iterator[tuple[int, tuple[int, ...], str]]:
    """``(whole, parts, how)`` among the rows that are ``free``, that is neither held nor credit notes."""
    rows = [i for i in range(len(invoices)) if free(i) and invoices[i].gross > 0]
    yield from _by_reference(invoices, groups, rows)
    yield from _by_day(invoices, groups, rows)


def _by_reference(invoices, groups, rows):
    parts: dict[tuple, list[int]] = defaultdict(list)
    for i in rows:
        ref = references.read(invoices[i].reference)
        for base in ref.bases:
            parts[(groups[i], base)].append(i)
        if ref.look:  # parts that keep the reference of the whole belong to its day
            parts[(groups[i], ref.look, invoices[i].invoice_date)].append(i)
    if not parts:
        return
    for whole in rows:
        ref = references.read(invoices[whole].reference)
        keys = [(base,) for base in sorted({ref.look, ref.bare})]
        for key in (*keys, (ref.look, invoices[whole].invoice_date)):
            near = [i for i in parts.get((groups[whole], *key), ()) if _is_part(invoices, whole, i)]
            if found := _adding_up(invoices, whole, near, slack=True):
                yield whole, found, "parts of the same reference add up to the whole"
                break


def _is_part(invoices, whole, i):
    gap = abs((invoices[i].invoice_date - invoices[whole].invoice_date).days)
    return i != whole and invoices[i].gross < invoices[whole].gross and gap <= _DAYS


def _by_day(invoices, groups, rows):
    crowds: dict[tuple, list[int]] = defaultdict(list)
    for i in rows:
        crowds[(groups[i], invoices[i].invoice_date)].append(i)
    for crowd in crowds.values():
        if 3 <= len(crowd) <= _CROWD:
            for whole in crowd:
                smaller = [i for i in crowd if invoices[i].gross < invoices[whole].gross]
                if whole_pounds(invoices[whole]) or not _same_order(invoices, whole, smaller):
                    continue
                found = _adding_up(invoices, whole, smaller, slack=False, most=3)
                if found and not _multiples(invoices, (whole, *found)):
                    yield whole, found, "invoices of the same day add up to it exactly"


def _multiples(invoices, rows):
    """The amounts are a few of one unit price each, as call-offs are: any sum of them is lawful."""
    unit = gcd(*(invoices[i].net for i in rows))
    return unit * 60 >= max(invoices[i].net for i in rows)


def _same_order(invoices, whole, parts):
    orders = {invoices[i].po for i in (whole, *parts)} - {""}
    return len(orders) <= 1


def _adding_up(invoices, whole, parts, slack, most=_PARTS):
    """The parts that make the whole; all of them if they do, else the smallest set that does."""
    if len(parts) < 2:
        return ()
    goal = invoices[whole]
    if len(parts) <= most and _makes(invoices, goal, parts, slack):
        return tuple(parts)
    few = parts[:_PARTS] if slack else parts
    for count in range(2, min(len(few), 6 if slack else most) + 1):
        for some in combinations(few, count):
            if _makes(invoices, goal, some, slack):
                return some
    return ()


def _makes(invoices: Sequence[Invoice], goal: Invoice, parts: Sequence[int], slack: bool) -> bool:
    off = len(parts) if slack else 0  # each part's VAT may be rounded on its own
    gross, net = sum(invoices[i].gross for i in parts), sum(invoices[i].net for i in parts)
    if not slack:
        return gross == goal.gross
    return any(abs(total - goal_sum) <= off for total in (gross, net) for goal_sum in (goal.gross, goal.net))
