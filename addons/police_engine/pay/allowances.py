"""Flat allowances: so much a day, night or session, or a share of an annual amount."""

from ..money import Pence, half_up


def per_unit(figure: Pence, hundredths: int) -> Pence:
    """``figure`` for each unit; units come in hundredths (150 = one and a half).

    >>> per_unit(3500, 300)
    10500
    """
    return half_up(figure * hundredths, 100)


def annual_share(figure: Pence, hundredths_of_months: int) -> Pence:
    """A month's share of an annual allowance, for so many hundredths of months.

    >>> annual_share(240000, 100)
    20000
    """
    return half_up(figure * hundredths_of_months, 1200)


def days_pay(
    annual: Pence, hours: int, full_time_hours: int, hundredths: int, day_share: tuple[int, int]
) -> Pence:
    """Pay of so many hundredths of days, when a day's pay is ``day_share`` of annual pay.

    >>> days_pay(50256_00, 4000, 4000, 100, (6, 2191))
    13762
    """
    return half_up(annual * hours * hundredths * day_share[0], day_share[1] * full_time_hours * 100)
