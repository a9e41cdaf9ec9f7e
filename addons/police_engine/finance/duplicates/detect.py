"""``find``: every document in order of arrival, held when it repeats an earlier one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from . import judge, references, splits, suppliers
from .credits import Credits
from .index import Index
from .judge import Habit
from .records import Finding, Invoice

# Days between regular invoices: weekly, fortnightly, four-weekly or monthly, quarterly, yearly.
_RHYTHMS = ((6, 8), (13, 15), (26, 35), (85, 97), (360, 370))


def find(invoices: Sequence[Invoice]) -> list[Finding]:
    """One finding a document, in the same order. Same answer for the same rows, always."""
    return _Search(invoices).run()


class _Search:
    def __init__(self, invoices: Sequence[Invoice]):
        self.invoices = invoices
        numbers = suppliers.groups(invoices)
        self.groups = [numbers[suppliers.supplier_key(invoice)] for invoice in invoices]
        self.index = Index(invoices, self.groups)
        self.credits = Credits(invoices, self.groups)
        self.habits = _habits(invoices, self.groups)
        self.held: dict[int, tuple[int, str, int, str]] = {}
        self.replaced: dict[int, int] = {}  # credited invoice -> the one that was billed in its place

    def run(self) -> list[Finding]:
        for i in range(len(self.invoices)):
            self._compare(i)
            self.index.add(i)
        for whole, parts, how in splits.find(self.invoices, self.groups, self._payable):
            self._hold_split(whole, parts, how)
        return [self._finding(i) for i in range(len(self.invoices))]

    def _payable(self, i: int) -> bool:
        return i not in self.held and not self.invoices[i].credit

    def _compare(self, i: int) -> None:
        best, match = self._closest(i)
        if best < 0:
            return
        first = self._first(best)
        invoice = self.invoices[i]
        if not match.copy and not invoice.credit and self.credits.use(first, i):
            self.replaced[first] = i
        else:
            self.held[i] = (first, match.reason, match.score, match.kind)

    def _closest(self, i: int) -> tuple[int, judge.Match]:
        invoice, best, found = self.invoices[i], -1, judge.NO
        for j in self.index.candidates(i):
            if self.invoices[j].credit == invoice.credit:
                habit = max(self.habits[i], self.habits[j])
                match = judge.compare_documents(self.invoices[j], invoice, habit)
                if match.score > found.score:
                    best, found = j, match
        return best, found

    def _first(self, i: int) -> int:
        """The payable document behind ``i``: what a held one repeats, what replaced a credited one."""
        while i in self.held or i in self.replaced:
            i = self.held[i][0] if i in self.held else self.replaced[i]
        return i

    def _hold_split(self, whole: int, parts: tuple[int, ...], how: str) -> None:
        if not all(self._payable(i) for i in (whole, *parts)):
            return
        if whole < min(parts):
            for part in parts:
                self.held[part] = (whole, f"split in {len(parts)}: {how}", 88, "split")
        else:
            self.held[whole] = (min(parts), f"whole of {len(parts)} parts already there: {how}", 88, "split")

    def _finding(self, i: int) -> Finding:
        if i not in self.held:
            return Finding(self.invoices[i].id, False)
        first, *rest = self.held[i]
        return Finding(self.invoices[i].id, True, self.invoices[first].id, *rest)


def _habits(invoices: Sequence[Invoice], groups: Sequence[int]) -> list[Habit]:
    """Row by row: does the supplier put this reference, and this amount, on every regular invoice?"""
    seen: dict[tuple, set[date]] = defaultdict(set)
    keys = []
    for invoice, group in zip(invoices, groups, strict=True):
        plain = references.read(invoice.reference).plain
        keys.append(((group, plain), (group, plain, invoice.gross)))
        if plain and not invoice.credit:
            for key in keys[-1]:
                seen[key].add(invoice.invoice_date)
    regular = {key for key, dates in seen.items() if len(dates) >= 3 and _regular(sorted(dates))}
    return [
        Habit.AMOUNT_TOO if fixed in regular else Habit.REFERENCE if plain in regular else Habit.NONE
        for plain, fixed in keys
    ]


def _regular(dates: list[date]) -> bool:
    gaps = [(b - a).days for a, b in pairwise(dates)]
    return any(sum(low <= gap <= high for gap in gaps) >= max(2, 0.6 * len(gaps)) for low, high in _RHYTHMS)
