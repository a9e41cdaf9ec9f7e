"""What work costs, in whole pence. Pure: no database, no Odoo.

Each labour line and each statement line is rounded once, half away from zero, as an invoice is.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from odoo.addons.police_engine.money import pounds

HOUR = 3600  # seconds


def to_pence(amount) -> int:
    """Pence of an amount in pounds as Odoo keeps it (a float of two decimals)."""
    return int((Decimal(str(amount or 0)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def to_pounds(pence: int) -> float:
    """Pounds for a Monetary field."""
    return float(pounds(pence))


def labour(seconds: int, rate: int) -> int:
    """Pence for ``seconds`` of work at ``rate`` pence an hour.

    >>> labour(90 * 60, 5000)
    7500
    """
    return _rounded(Decimal(seconds) * rate / HOUR)


def with_handling(pence: int, percent: Decimal) -> int:
    """``pence`` and ``percent`` of it on top.

    >>> with_handling(1000, Decimal("12.5"))
    1125
    """
    return _rounded(Decimal(pence) * (100 + percent) / 100)


def _rounded(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


class Charge(NamedTuple):
    """What one job is charged at, in pence."""

    labour: int
    parts: int
    vendor: int

    @property
    def total(self) -> int:
        return self.labour + self.parts + self.vendor


def charge(*, seconds: int, rate: int, parts: int, vendor: int, handling: Decimal) -> Charge:
    """A partner's charge: hours at the agreed rate; parts and outside work at cost with handling."""
    return Charge(labour(seconds, rate), with_handling(parts, handling), with_handling(vendor, handling))
