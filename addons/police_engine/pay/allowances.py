"""Flat allowances: so much a day, night or session, or a share of an annual amount or of pay."""

from decimal import Decimal

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


def percent_of_month(
    annual: Pence,
    hours: int,
    full_time_hours: int,
    percent: Decimal,
    month_share: tuple[int, int],
    hundredths: int,
) -> Pence:
    """A percentage of a month's pay for the hours contracted, for so many hundredths of months.

    >>> percent_of_month(30_000_00, 3700, 3700, Decimal("12.5"), (1, 12), 100)
    31250
    """
    top, bottom = percent.as_integer_ratio()
    above = annual * hours * month_share[0] * top * hundredths
    return half_up(above, full_time_hours * month_share[1] * bottom * 10_000)


def of_average(total: Pence, divisor: int, hundredths: int) -> Pence:
    """So many hundredths of days, a day being ``total`` over ``divisor``.

    >>> of_average(2_600_00, 260, 150)
    1500
    """
    return half_up(total * hundredths, divisor * 100)
