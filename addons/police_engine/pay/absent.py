"""Pricing of absence: days at half or no pay, and statutory pay set against the pay of the same days.

Everything is worked out from the salary lines already on the slip, so a later rate of pay re-prices the
days as well. Pay of a day is a salary line shared by the calendar days it covers.
"""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from ..exceptions import InvalidRecord
from ..money import Pence, display, half_up
from ..records import ElementInput, PayLine
from .arrears import SALARY_CODES
from .elements import Element
from .slip import Slip

PRICES = ("salary_share", "statutory_floor", "statutory_within", "statutory_above")
_DAY = timedelta(days=1)
_SHARE_WORDS = {(1, 1): "whole pay", (1, 2): "half pay"}


def pay_of_days(slip: Slip, given: ElementInput) -> Fraction:
    """Exact pence of basic pay and London weighting for the element's days, before any reduction."""
    first = given.on
    assert first is not None
    last = first + (days_of(given) - 1) * _DAY
    return sum((_shared(line, first, last) for line in slip.lines if line.code in SALARY_CODES), Fraction(0))


def _shared(line: PayLine, first, last) -> Fraction:
    if line.date_from is None or line.date_to is None:
        return Fraction(0)
    days = (min(line.date_to, last) - max(line.date_from, first)).days + 1
    if days <= 0:
        return Fraction(0)
    return Fraction(line.amount * days, (line.date_to - line.date_from).days + 1)


def days_of(given: ElementInput) -> int:
    """Whole days of the element; InvalidRecord without a first day or with odd parts of days."""
    if given.on is None:
        raise InvalidRecord("enter the first day of the absence.")
    days = Decimal(given.units or 0)
    if days != int(days) or not 1 <= days <= 366:
        raise InvalidRecord(f"{given.units} is not a number of whole days of absence.")
    return int(days)


def price(slip: Slip, element: Element, given: ElementInput) -> tuple[Pence, dict, str]:
    """Amount, the facts it can be recomputed from, and how the rate reads."""
    pay = pay_of_days(slip, given)
    inputs: dict = {
        "absent_days": days_of(given), "pay_of_days_pence": _pence(pay), "pay_share": element.share,
        "pay_of_days": (pay.numerator, pay.denominator),
    }  # fmt: skip
    if element.price == "salary_share":
        carried = _carried(slip, element, given)
        if carried:
            inputs["carried"] = (carried.numerator, carried.denominator)
        rate = f"{_SHARE_WORDS.get(element.share, '')} not due"
    else:
        if given.amount is None or given.amount < 0:
            raise InvalidRecord("enter the statutory pay of the days.")
        inputs["statutory_pence"] = given.amount
        rate = f"{display(given.amount)} for the days"
    if element.sign < 0:
        inputs["sign"] = -1
    return amount_of(element.price, inputs), inputs, rate


def _carried(slip: Slip, element: Element, given: ElementInput) -> Fraction:
    """Exact reductions of earlier days of the slip: all of them are rounded as one running total."""
    place = (given.on, element.code)
    total = Fraction(0)
    for other in slip.case.elements:
        known = slip.context.elements.get(other.code)
        if known is None or known.price != "salary_share" or other.units is None or other.on is None:
            continue
        if (other.on, other.code) < place:
            total += pay_of_days(slip, other) * Fraction(*known.share)
    return total


def amount_of(kind: str, inputs) -> Pence:
    """The amount from stored facts, signed; the same for the slip and for a replay years later.

    ``salary_share``: the share of the days' pay that is not due. ``statutory_floor``: statutory pay beyond
    the share that is paid. ``statutory_within``: statutory pay already inside the share that is paid.
    ``statutory_above``: what statutory pay and the share together exceed full pay by.
    """
    pay = Fraction(*inputs["pay_of_days"])
    part = pay * Fraction(*inputs["pay_share"])
    sign = inputs.get("sign", 1)
    if kind == "salary_share":
        carried = Fraction(*inputs["carried"]) if "carried" in inputs else Fraction(0)
        return sign * (_pence(carried + part) - _pence(carried))
    statutory = inputs["statutory_pence"]
    if kind == "statutory_floor":
        return sign * max(0, statutory - _pence(part))
    if kind == "statutory_within":
        return sign * min(statutory, _pence(part))
    return sign * max(0, statutory - _pence(pay - part))


def _pence(exact: Fraction) -> Pence:
    return half_up(exact.numerator, exact.denominator)


def plain_hours(annual: Pence, hour: tuple[int, int], hundredths: int, set_off: Pence) -> Pence:
    """Hours worked at the plain hourly rate, less what is paid for the day anyway; never below nothing.

    >>> plain_hours(50256_00, (6, 12520), 800, 27_76)
    16492
    """
    return max(0, half_up(annual * hour[0] * hundredths, hour[1] * 100) - set_off)
