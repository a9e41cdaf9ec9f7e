"""How two amounts relate: equal, net taken for gross, mistyped, or simply different."""

import enum

from .records import Invoice


class Amounts(enum.Enum):
    """The value is how it reads in a reason."""

    EQUAL = "same amount"
    CROSSED = "net of one is gross of the other"
    MISTYPED = "amount mistyped"
    DIFFERENT = "another amount"


def compare(one: Invoice, other: Invoice) -> Amounts:
    """The closest relation of the two documents' amounts. Nothing equals nothing only by reference."""
    if one.gross == other.gross:
        return Amounts.EQUAL
    if {one.net, one.gross} & {other.net, other.gross} - {0}:
        return Amounts.CROSSED
    if _mistyped(one.gross, other.gross) or _mistyped(one.net, other.net):
        return Amounts.MISTYPED
    return Amounts.DIFFERENT


def round_sum(pence: int) -> bool:
    """Whole tens of pounds: amounts that two documents may share by chance."""
    return pence % 1000 == 0


def whole_pounds(invoice: Invoice) -> bool:
    """No pence before or after VAT: such amounts add up to one another by chance."""
    return invoice.net % 100 == 0 or invoice.gross % 100 == 0


def _mistyped(one: int, other: int) -> bool:
    """Neighbouring digits transposed, or the decimal point moved."""
    if min(one, other) < 1000:
        return False
    if max(one, other) in (min(one, other) * 10, min(one, other) * 100):
        return True
    first, second = str(one), str(other)
    if len(first) != len(second):
        return False
    differ = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    i, j = differ
    return first[i] == second[j] and first[j] == second[i]
