"""Statutory pay: average weekly earnings, maternity, adoption, paternity, shared parental,
bereavement and neonatal care pay, and Statutory Sick Pay before and after April 2026.

Averages are exact fractions of a penny (they are never rounded); everything paid is whole pence.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import half_up, up
from ..params import RuleSet
from ..taxcalendar import MONTHS_IN_YEAR, WEEKS_IN_YEAR
from .figures import SHARE, in_pence, share

PAYMENTS = "hmrc/statutory_payments"
SICK_PAY = "hmrc/statutory_sick_pay"
KINDS = ("SMP", "SAP", "SPP", "ShPP", "SPBP", "SNCP")
_RELEVANT_WEEKS = 8


class WeeklyPay(NamedTuple):
    """``amount`` pence a week; ``basis``: earnings (share of the average) or flat."""

    amount: int
    basis: str
    sources: tuple[str, ...]


def relevant_period(pay_days: Sequence[date], saturday: date) -> tuple[date, date]:
    """First and last day of the period that earnings are averaged over.

    It ends with the last normal pay day on or before ``saturday`` (end of the qualifying week) and
    starts the day after the last pay day at least eight weeks before that. InvalidRecord when the
    pay days given do not reach back so far.
    """
    past = sorted(day for day in pay_days if day <= saturday)
    if not past:
        raise InvalidRecord(f"No normal pay day on or before {saturday:%-d %B %Y} to average earnings from.")
    end = past[-1]
    before = [day for day in past if day <= end - timedelta(weeks=_RELEVANT_WEEKS)]
    if not before:
        raise InvalidRecord(
            f"No pay day eight weeks before {end:%-d %B %Y}: average weekly earnings need one."
        )
    return before[-1] + timedelta(days=1), end


def whole_months(months: int, odd_days: int, february: bool = False) -> int:
    """Whole months from months and odd days: up to 15 (February 14) days drop, more count as one."""
    return months + (odd_days > (14 if february else 15))


def average_weekly_earnings(
    total: int, *, weeks: int | None = None, months: int | None = None, days: int | None = None
) -> Fraction:
    """Unrounded average in pence from earnings of whole weeks, whole months or any number of days.

    >>> round(average_weekly_earnings(150000, days=46), 3)
    Fraction(22826087, 1000)
    """
    if weeks:
        return Fraction(total, weeks)
    if months:
        return Fraction(total * MONTHS_IN_YEAR, months * WEEKS_IN_YEAR)
    if days:
        return Fraction(total * 7, days)
    raise InvalidRecord("Average weekly earnings need the number of weeks, months or days.")


def _up_to_penny(amount: Fraction) -> int:
    return up(amount.numerator, amount.denominator)


def qualifies(rules: RuleSet, kind: str, on: date, average: Fraction | int, weeks_of_service: int) -> bool:
    """Earnings and service tests for a payment (``on``: end of the qualifying week; average in pence)."""
    law = rules.at(PAYMENTS, on)
    needed = law[f"{kind}.continuous_weeks"]
    return average >= in_pence(law["lower_earnings_limit_weekly"]) and weeks_of_service >= needed


def weekly_pay(rules: RuleSet, kind: str, on: date, average: Fraction | int, week: int) -> WeeklyPay:
    """Pay of the ``week``-th week (from 1) of SMP, SAP, SPP, ShPP, SPBP or SNCP; ``average`` in pence.

    90% of the average is rounded up to the penny (SI 1986/1960 reg 28). Past the last week it is nil.
    """
    law = rules.at(PAYMENTS, on)
    sources = (f"{law.source}#{kind}",)
    if not 1 <= week <= law[f"{kind}.weeks"]:
        return WeeklyPay(0, "none", sources)
    related = _up_to_penny(Fraction(average) * share(law[f"{kind}.earnings_share"]) / SHARE)
    flat = in_pence(law[f"{kind}.flat_weekly"])
    if week <= law[f"{kind}.earnings_related_weeks"] or related < flat:
        return WeeklyPay(related, "earnings", sources)
    return WeeklyPay(flat, "flat", sources)


def part_week(weekly: int, days: int) -> int:
    """Pay for some days of a week: a seventh a day, up to the penny."""
    return up(weekly * days, 7)


def recovery(rules: RuleSet, on: date, paid: int, small_employer: bool = False) -> int:
    """What an employer may set off against the month's PAYE for statutory payments other than SSP."""
    key = "small_employer" if small_employer else "standard"
    rate = Fraction(rules.at(PAYMENTS, on)[f"recovery.{key}"]) * paid
    return half_up(rate.numerator, rate.denominator)


def ssp_weekly(
    rules: RuleSet, on: date, average: Fraction | int | None, in_spell_before_reform: bool = False
) -> WeeklyPay:
    """Weekly Statutory Sick Pay for average earnings in pence.

    To 5 April 2026: the flat rate from the lower earnings limit upwards, else nothing. From 6 April
    2026: the lower of the flat rate and 80% of the average, up to the penny; a spell running since
    before keeps the flat rate where the average is 125 pounds or more (``in_spell_before_reform``).
    """
    law = rules.at(SICK_PAY, on)
    sources = (f"{law.source}#flat_weekly",)
    flat = in_pence(law["flat_weekly"])
    if not law["earnings_related"]:
        if average is None or average >= in_pence(law["lower_earnings_limit_weekly"]):
            return WeeklyPay(flat, "flat", sources)
        return WeeklyPay(0, "none", sources)
    if average is None:
        raise InvalidRecord("Sick pay from 6 April 2026 depends on average weekly earnings: give them.")
    if in_spell_before_reform and average >= in_pence(law["transitional.average_from"]):
        return WeeklyPay(flat, "flat", (*sources, f"{law.source}#transitional"))
    related = _up_to_penny(Fraction(average) * share(law["earnings_share"]) / SHARE)
    if related < flat:
        return WeeklyPay(related, "earnings", (f"{law.source}#earnings_share",))
    return WeeklyPay(flat, "flat", sources)


def ssp_daily(weekly: int, qualifying_days: int) -> int:
    """Daily rate in ten-thousandths of a pound, cut (HMRC's unrounded daily rates).

    >>> ssp_daily(11875, 3)
    395833
    """
    return weekly * 100 // qualifying_days


def ssp_amount(weekly: int, qualifying_days: int, days: int) -> int:
    """Pay for ``days`` qualifying days, up to the penny."""
    return up(ssp_daily(weekly, qualifying_days) * days, 100)


def ssp_days_payable(
    rules: RuleSet, on: date, days_of_incapacity: int, qualifying_days: int, waiting_days_served: int = 0
) -> int:
    """Qualifying days to be paid in a spell: none in a spell too short, and none on waiting days."""
    law = rules.at(SICK_PAY, on)
    if days_of_incapacity < law["minimum_days"]:
        return 0
    return max(0, qualifying_days - max(0, law["waiting_days"] - waiting_days_served))
