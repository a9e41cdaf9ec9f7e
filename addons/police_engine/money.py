"""Exact money: whole pence as ``int``, and the named rounding rules used by pay law.

Amounts cross the engine as integer pence. Rates and fractions are given as two
integers (numerator, denominator), so nothing is ever a binary float.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from .exceptions import InvalidMoney

Pence = int


def pence(value: Decimal | str | int) -> Pence:
    """Pounds as Decimal, text or whole number -> pence. Refuses floats and part pennies.

    >>> pence("1048.26"), pence(12570)
    (104826, 1257000)
    """
    if isinstance(value, float):
        raise InvalidMoney(f"Money may not be a float: {value!r}. Give text or Decimal.")
    try:
        scaled = Decimal(value) * 100
        whole = int(scaled)
    except (InvalidOperation, ValueError, OverflowError, TypeError) as error:
        raise InvalidMoney(f"{value!r} is not an amount in pounds.") from error
    if scaled != whole:
        raise InvalidMoney(f"{value!r} has a fraction of a penny.")
    return whole


def pounds(amount: Pence) -> Decimal:
    """Pence -> pounds with two decimals.

    >>> pounds(-5)
    Decimal('-0.05')
    """
    return Decimal(amount).scaleb(-2)


def text(amount: Pence) -> str:
    """Pence as plain text for files: ``'-1234.56'``."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 100)
    return f"{sign}{whole}.{part:02d}"


def display(amount: Pence) -> str:
    """Pence as people read it: ``'£1,234.56'``; negative as ``'-£1,234.56'``."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 100)
    return f"{sign}£{whole:,}.{part:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """Nearest whole unit, halves away from zero.

    >>> half_up(5, 2), half_up(-5, 2), half_up(7, 3)
    (3, -3, 2)
    """
    if numerator < 0:
        return -half_up(-numerator, denominator)
    return (2 * numerator + denominator) // (2 * denominator)


def down(numerator: int, denominator: int) -> int:
    """Whole unit at or below (towards minus infinity)."""
    return numerator // denominator


def up(numerator: int, denominator: int) -> int:
    """Whole unit at or above."""
    return -(-numerator // denominator)


def nic_round(numerator: int, denominator: int) -> Pence:
    """Pence by the third-decimal rule of reg 12(1) SSC Regulations 2001.

    The product (in pence) is cut to a tenth of a penny; tenths 0-5 are dropped, 6-9 count up.

    >>> nic_round(50155, 10), nic_round(50156, 10)
    (5015, 5016)
    """
    whole, tenth = divmod(numerator * 10 // denominator, 10)
    return whole + (tenth >= 6)


def split(total: Pence, weights: Sequence[int]) -> list[Pence]:
    """Share ``total`` in proportion to ``weights``, to the exact penny (largest remainder).

    Ties go to the earlier share, so the result is reproducible. All-zero weights put
    everything on the first share.

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    """
    if not weights:
        raise InvalidMoney("Cannot split an amount over no shares.")
    if total < 0:
        return [-share for share in split(-total, weights)]
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    shares = [total * weight // whole for weight in weights]
    left = total - sum(shares)
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in order[:left]:
        shares[index] += 1
    return shares
