"""Benefits in kind for P11D and payrolling: cars, car fuel, vans, van fuel, loans; and Class 1A.

Amounts are pence, the cash equivalents of a tax year in whole pounds (HMRC's working sheets 2, 3 and 4).
Days are counted inclusive and compared with the days of the tax year.
"""

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import half_up, nic_round
from ..params.loader import Period, RuleSet
from ..paye.figures import SHARE, in_pence, percent, share
from ..taxcalendar import tax_year_dates

CARS, VANS, LOANS = "hmrc/benefits/company_cars", "hmrc/benefits/vans", "hmrc/beneficial_loans"
CLASS_1 = "hmrc/nic/class1"
FUELS = ("petrol", "diesel", "diesel_rde2", "hybrid", "electric")


class Car(NamedTuple):
    """``list_price``: with accessories, before capital contributions. ``co2`` g/km; ``electric_range`` miles.

    ``payments`` for private use; ``fuel_provided``: fuel for private journeys is paid for.
    """

    list_price: int
    co2: int
    fuel: str = "petrol"
    electric_range: int = 0
    capital_contribution: int = 0
    payments: int = 0
    fuel_provided: bool = False


class Benefit(NamedTuple):
    """A cash equivalent, what it was worked out from and by which figures."""

    amount: int
    how: str
    sources: tuple[str, ...]


def appropriate_percentage(car: Car, on: date, rules: RuleSet) -> int:
    """Per cent of the list price. InvalidRecord for a fuel or emission that cannot be."""
    law = rules.at(CARS, on)
    if car.fuel not in FUELS or car.co2 < 0:
        raise InvalidRecord(f"A car of {car.co2} g/km running on {car.fuel!r} is not known.")
    if car.co2 == 0:
        return law["zero_emission"]
    if car.co2 < law["bands"][0][0]:
        found = next(rate for miles, rate in law["hybrids"] if car.electric_range >= miles)
    else:
        found = _band(car.co2, law)
    if car.fuel == "diesel":
        found += law["diesel_supplement"]
    return min(found, law["maximum"])


def _band(co2: int, law: Period) -> int:
    start, rate = next(row for row in reversed(law["bands"]) if co2 >= row[0])
    last = law["bands"][-1][0]
    return rate + (co2 - start) // law["step"] if start == last else rate


def car(given: Car, tax_year: str, date_from: date, date_to: date | None, rules: RuleSet) -> Benefit:
    """Cash equivalent of a car available between two days (``date_to`` None: to the end of the year)."""
    rate, law, days, whole = _available(given, tax_year, date_from, date_to, rules)
    limit = in_pence(law["capital_contribution_limit"])
    price = given.list_price - min(given.capital_contribution, limit)
    amount = _pounds(Fraction(price * rate * days, 100 * whole))
    amount = max(0, amount - given.payments)
    how = f"{rate}% of the list price less contributions, {days} of {whole} days"
    return Benefit(amount, how, (f"{law.source}#bands", f"{law.source}#zero_emission"))


def car_fuel(given: Car, tax_year: str, date_from: date, date_to: date | None, rules: RuleSet) -> Benefit:
    """Cash equivalent of fuel for private journeys in the car; nil when none is provided."""
    rate, law, days, whole = _available(given, tax_year, date_from, date_to, rules)
    if not given.fuel_provided or given.co2 == 0:
        return Benefit(0, "no fuel for private journeys", ())
    base = in_pence(law["fuel_multiplier"])
    amount = _pounds(Fraction(base * rate * days, 100 * whole))
    return Benefit(amount, f"{rate}% of the multiplier, {days} of {whole} days",
                   (f"{law.source}#fuel_multiplier",))  # fmt: skip


def _available(
    given: Car, tax_year: str, date_from: date, date_to: date | None, rules: RuleSet
) -> tuple[int, Period, int, int]:
    """Per cent, the law of the year, days available and days of the year."""
    first, days, whole = _days(tax_year, date_from, date_to)
    return appropriate_percentage(given, first, rules), rules.at(CARS, first), days, whole


def van(
    tax_year: str,
    date_from: date,
    date_to: date | None,
    rules: RuleSet,
    *,
    zero_emission: bool = False,
    payments: int = 0,
) -> Benefit:
    """Cash equivalent of a van with more than insignificant private use."""
    first, days, whole = _days(tax_year, date_from, date_to)
    law = rules.at(VANS, first)
    key = "zero_emission_van" if zero_emission else "van"
    amount = max(0, _pounds(Fraction(in_pence(law[key]) * days, whole)) - payments)
    return Benefit(amount, f"flat rate, {days} of {whole} days", (f"{law.source}#{key}",))


def van_fuel(tax_year: str, date_from: date, date_to: date | None, rules: RuleSet) -> Benefit:
    """Cash equivalent of fuel for private journeys in a van."""
    first, days, whole = _days(tax_year, date_from, date_to)
    law = rules.at(VANS, first)
    amount = _pounds(Fraction(in_pence(law["van_fuel"]) * days, whole))
    return Benefit(amount, f"flat rate, {days} of {whole} days", (f"{law.source}#van_fuel",))


def loan(
    tax_year: str,
    opening: int,
    closing: int,
    months: int,
    interest_paid: int,
    rules: RuleSet,
    highest_together: int | None = None,
) -> Benefit:
    """Cash equivalent of a cheap loan by the averaging method; nil up to the threshold all year.

    ``highest_together``: the most that all loans to the person came to (default: this loan's balance).
    """
    first, _last = tax_year_dates(tax_year)
    law = rules.at(LOANS, first)
    if not 0 <= months <= 12:
        raise InvalidRecord(f"A loan is outstanding for 0 to 12 complete tax months, not {months}.")
    highest = max(opening, closing) if highest_together is None else highest_together
    if highest <= in_pence(law["threshold"]):
        return Benefit(0, "not above the threshold at any time", (f"{law.source}#threshold",))
    interest = Fraction((opening + closing) * share(law["official_rate"]) * months, 2 * 12 * SHARE)
    amount = max(0, _pounds(interest - interest_paid))
    return Benefit(amount, f"average balance at the official rate for {months} months less interest paid",
                   (f"{law.source}#official_rate", f"{law.source}#threshold"))  # fmt: skip


def class_1a(total: int, tax_year: str, rules: RuleSet) -> Benefit:
    """The employer's Class 1A contributions on all benefits of a year (P11D(b))."""
    law = rules.at(CLASS_1, tax_year_dates(tax_year)[0])
    rate = share(law["class_1a.rate"])
    return Benefit(
        nic_round(total * rate, SHARE), f"{percent(rate)} of all benefits", (f"{law.source}#class_1a",)
    )


def monthly(annual: int, months_left: int) -> int:
    """What payrolling adds to taxable pay a month when so many are left (reg 61D onwards)."""
    if months_left < 1:
        raise InvalidRecord("There is no pay day left in the tax year to payroll the benefit: use the P11D.")
    return half_up(annual, months_left)


def _days(tax_year: str, date_from: date, date_to: date | None) -> tuple[date, int, int]:
    first, last = tax_year_dates(tax_year)
    start, end = max(first, date_from), min(last, date_to or last)
    whole = (last - first).days + 1
    return first, max(0, (end - start).days + 1), whole


def _pounds(amount: Fraction) -> int:
    """Down to a whole pound, in pence."""
    return amount.numerator // amount.denominator // 100 * 100
