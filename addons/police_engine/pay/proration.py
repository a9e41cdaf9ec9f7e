"""Share of annual pay that belongs to a stretch of days. Exact fractions, rounded once a series.

Officers (regulation 30, Annex M): a month wholly in pay earns annual/12, shared by calendar days
between the rates held in it; in a month not wholly in pay each day earns a day's pay,
annual x 6/313 / 7. Staff: annual/12 x days in pay / days in the month.

Rounding: the parts of one series are rounded as a running total (halves up), so parts at one rate
always add up to the whole, to the penny.
"""

from fractions import Fraction

from ..money import Pence, half_up

Share = tuple[int, int]  # of annual pay, numerator and denominator; from params police/pay/calculation


def month(annual: Pence, hours: int, full_time_hours: int, share: Share) -> Pence:
    """Pay for a whole month: its share of annual pay (a twelfth), in proportion to hours.

    >>> month(50256_00, 4000, 4000, (1, 12)), month(50256_00, 2000, 4000, (1, 12))
    (418800, 209400)
    """
    return half_up(annual * hours * share[0], share[1] * full_time_hours)


def of_month(
    annual: Pence, hours: int, full_time_hours: int, days: int, month_days: int, share: Share
) -> Fraction:
    """Exact pence for ``days`` of a month of ``month_days``, whose pay is ``share`` of annual pay."""
    return Fraction(annual * hours * days * share[0], share[1] * full_time_hours * month_days)


def of_days(annual: Pence, hours: int, full_time_hours: int, days: int, share: Share) -> Fraction:
    """Exact pence for ``days`` when a day's pay is ``share`` of annual pay (6/2191 = 6/313 / 7).

    >>> round(of_days(50256_00, 4000, 4000, 7, (6, 2191)))
    96337
    """
    return Fraction(annual * hours * days * share[0], share[1] * full_time_hours)


def part(carried: Fraction, exact: Fraction) -> Pence:
    """Pence of one part of a series, after parts worth exactly ``carried``.

    >>> part(Fraction(0), Fraction(201, 2)), part(Fraction(201, 2), Fraction(201, 2))
    (101, 100)
    """
    return _pence(carried + exact) - _pence(carried)


def _pence(exact: Fraction) -> Pence:
    return half_up(exact.numerator, exact.denominator)
