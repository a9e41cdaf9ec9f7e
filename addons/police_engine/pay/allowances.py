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
