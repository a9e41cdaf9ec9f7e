"""Which earlier rows are worth comparing: those that share a reference, or an amount and a near date.

A supplier's rows of one amount are compared one by one while they are few; a supplier with thousands of
equal amounts is looked up by date and by form of the reference, so that no list is ever walked whole.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from . import days, references
from .records import Invoice

_FEW = 40


class Index:
    """``candidates(i)`` are rows before ``i``; call ``add(i)`` once they have been compared."""

    def __init__(self, invoices: Sequence[Invoice], groups: Sequence[int]):
        self._invoices, self._groups = invoices, groups
        self._rows: dict[tuple, list[int]] = defaultdict(list)
        self._amounts: Counter = Counter()
        self._forms: Counter = Counter()
        for i in range(len(invoices)):
            self._amounts.update(self._amount_keys(i))
            self._forms.update(self._form_keys(i))

    def candidates(self, i: int) -> list[int]:
        """In order of arrival, each once."""
        found: set[int] = set()
        for key in self._keys(i, looking=True):
            found.update(self._rows.get(key, ())[:_FEW])
        return sorted(found)

    def add(self, i: int) -> None:
        """Let later rows find ``i``."""
        for key in self._keys(i, looking=False):
            if len(self._rows[key]) < _FEW:
                self._rows[key].append(i)

    def _amount_keys(self, i: int) -> set[tuple]:
        invoice, group = self._invoices[i], self._groups[i]
        return {(group, "£", amount) for amount in (invoice.gross, invoice.net) if amount}

    def _form_keys(self, i: int) -> set[tuple]:
        ref, group = references.read(self._invoices[i].reference), self._groups[i]
        return {(group, form) for form in (ref.letters, ref.plain, ref.look) if form}

    def _keys(self, i: int, looking: bool) -> Iterator[tuple]:
        invoice = self._invoices[i]
        dates = tuple(days.variants(invoice.invoice_date, 3)) if looking else (invoice.invoice_date,)
        for key in self._form_keys(i):
            if self._forms[key] <= _FEW:
                yield key
            else:
                yield from ((*key, amount) for amount in {invoice.gross, invoice.net})
                yield (*key, invoice.gross, invoice.invoice_date)
        for key in self._amount_keys(i):
            if self._amounts[key] <= _FEW:
                yield key
            else:
                yield from self._narrow(invoice, key, dates)
        ref = references.read(invoice.reference)
        if len(ref.core) >= 4:
            yield ("all", ref.letters, invoice.gross, invoice.invoice_date)

    def _narrow(self, invoice: Invoice, key: tuple, dates: tuple) -> Iterator[tuple]:
        ref = references.read(invoice.reference)
        yield (*key, "sorted", "".join(sorted(ref.look)))
        yield (*key, "core", ref.core)
        yield (*key, "bare", ref.bare)
        yield from ((*key, day) for day in dates)
