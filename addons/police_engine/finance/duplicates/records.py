"""What goes in and what comes out: an invoice or credit note, and the verdict on it."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ...money import Pence


@dataclass(frozen=True, slots=True)
class Invoice:
    """A supplier's document as it arrived. Amounts are pence without sign; ``credit`` tells the sign."""

    id: str
    supplier_id: str
    reference: str
    invoice_date: date
    net: Pence
    vat: Pence
    gross: Pence
    credit: bool = False
    channel: str = ""
    supplier_name: str = ""
    bank: str = ""  # sort code and account number, digits only; "" when either is missing
    po: str = ""


class Finding(NamedTuple):
    """``score`` is how sure, in hundredths (100: certain; 0: not held); ``kind`` names what was found."""

    id: str
    held: bool
    duplicate_of: str = ""
    reason: str = ""
    score: int = 0
    kind: str = ""
