"""Credit notes take their invoice away; each of them once."""

from collections import defaultdict
from collections.abc import Sequence

from . import references
from .records import Invoice
from .references import Likeness

_NAMES_IT = {Likeness.SAME, Likeness.LOOKALIKE, Likeness.ADDED, Likeness.PART}


class Credits:
    """The credit notes of a file, by supplier group and amount."""

    def __init__(self, invoices: Sequence[Invoice], groups: Sequence[int]):
        self._invoices = invoices
        self._open: dict[tuple, list[int]] = defaultdict(list)
        self._billed: dict[tuple, list[int]] = defaultdict(list)
        for i, (invoice, group) in enumerate(zip(invoices, groups, strict=True)):
            (self._open if invoice.credit else self._billed)[(group, invoice.gross)].append(i)
        self._groups = groups

    def use(self, earlier: int, later: int) -> bool:
        """Use up a credit note for ``earlier`` that came before ``later``. False when there is none."""
        key = (self._groups[earlier], self._invoices[earlier].gross)
        fit = [c for c in self._open.get(key, ()) if self._between(earlier, c, later)]
        named = [c for c in fit if self._names(c, earlier)]
        loose = [c for c in fit if not any(self._names(c, other) for other in self._billed[key][:40])]
        for credit in (*named, *loose):
            self._open[key].remove(credit)
            return True
        return False

    def _between(self, earlier: int, credit: int, later: int) -> bool:
        on = self._invoices[credit].invoice_date
        after = credit > earlier or on >= self._invoices[earlier].invoice_date
        return after and (credit < later or on <= self._invoices[later].invoice_date)

    def _names(self, credit: int, invoice: int) -> bool:
        said, billed = self._invoices[credit].reference, self._invoices[invoice].reference
        core = references.read(billed).core
        if len(core) >= 3 and core in references.read(said).look:
            return True
        return references.likeness(billed, said) in _NAMES_IT
