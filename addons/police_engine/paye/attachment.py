"""Orders on earnings: DWP direct earnings attachments, council tax, fines, and court orders with a
normal deduction rate and protected earnings. Amounts are pence; ``net`` is attachable earnings.
"""

from bisect import bisect_left
from datetime import date
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import half_up
from ..params import Period, RuleSet
from ..taxcalendar import frequency as frequency_named
from .figures import SHARE, in_pence, percent, share

DEA = "hmrc/attachments/dea"
COUNCIL_TAX = {"england": "hmrc/attachments/ctaeo_england", "wales": "hmrc/attachments/ctaeo_wales"}
FINES = "hmrc/attachments/fines"
ARRESTMENT = "hmrc/attachments/arrestment_scotland"


class Attachment(NamedTuple):
    """``amount`` to deduct; ``by_table`` before protection; ``protected``: what must be left."""

    amount: int
    by_table: int
    protected: int
    rate_text: str
    sources: tuple[str, ...]


class OrderResult(NamedTuple):
    """``deduction`` now; shortfalls of deduction and of protected earnings to carry to the next pay day."""

    deduction: int
    deduction_carried: int
    protection_carried: int


def _table_key(frequency: str) -> tuple[str, int]:
    """Which table a pay frequency uses and how many of its units one pay covers."""
    if frequency == "daily":
        return "daily", 1
    kind = frequency_named(frequency)
    return ("weekly" if kind.unit == "week" else "monthly"), kind.count


def by_table(law: Period, key: str, net: int, units: int = 1) -> tuple[int, str]:
    """(deduction, rate text): the one rate of the band ``net / units`` falls in, on the whole of ``net``.

    Above the last limit of a table with a ``remainder`` rate, that rate applies to the excess and
    the last band's rate to the rest.
    """
    limits = [in_pence(limit) * units for limit in law[f"{key}.up_to"]]
    rates = [share(rate) for rate in law[f"{key}.rates"]]
    index = bisect_left(limits, net)
    if index < len(rates):
        return half_up(net * rates[index], SHARE), percent(rates[index])
    remainder = share(law[f"{key}.remainder"])
    above = net - limits[-1]
    text = f"{percent(rates[-1])} and {percent(remainder)} of the excess"
    return half_up(limits[-1] * rates[-1] + above * remainder, SHARE), text


def direct_earnings_attachment(
    rules: RuleSet, on: date, frequency: str, net: int, rate: str = "standard", other_orders: int = 0
) -> Attachment:
    """DWP attachment at the ``standard`` or ``higher`` rate; 60% of net stays after all priority orders."""
    law = rules.at(DEA, on)
    name, units = _table_key(frequency)
    key = f"{rate}.{name}"
    amount, text = by_table(law, key, max(0, net), units)
    protected = half_up(max(0, net) * share(law["protected_share"]), SHARE)
    room = max(0, net - other_orders - protected)
    return Attachment(min(amount, room), amount, protected, text, (f"{law.source}#{key}",))


def unprotected(rules: RuleSet, on: date, net: int) -> int:
    """What of net earnings may be taken under the sixty per cent rule."""
    return max(0, net) - half_up(max(0, net) * share(rules.at(DEA, on)["protected_share"]), SHARE)


def council_tax_order(
    rules: RuleSet, on: date, country: str, frequency: str, net: int, earlier_orders: int = 0
) -> Attachment:
    """Council tax attachment by the table of the issuing authority's country.

    A second order is worked out on what the first leaves (``earlier_orders``).
    """
    if country not in COUNCIL_TAX:
        raise InvalidRecord(f"No council tax attachment table for {country!r}; use england or wales.")
    return _order_by_table(rules, COUNCIL_TAX[country], on, frequency, net - earlier_orders)


def fines_order(rules: RuleSet, on: date, frequency: str, net: int) -> Attachment:
    """Attachment for a fine by the fixed tables of SI 2006/501."""
    return _order_by_table(rules, FINES, on, frequency, net)


def _order_by_table(rules: RuleSet, name: str, on: date, frequency: str, net: int) -> Attachment:
    law = rules.at(name, on)
    key, units = _table_key(frequency)
    amount, text = by_table(law, key, max(0, net), units)
    return Attachment(amount, amount, 0, text, (f"{law.source}#{key}",))


def earnings_arrestment(rules: RuleSet, on: date, net: int, frequency: str = "monthly") -> Attachment:
    """Scottish arrestment (Debtors (Scotland) Act 1987 s.49, Sch 2); several weeks are shared out by week."""
    law = rules.at(ARRESTMENT, on)
    key, units = _table_key(frequency)
    starts = [in_pence(start) for start in law[f"{key}.over"]]
    index = max(0, bisect_left(starts, max(0, net) / units) - 1)
    rate = share(law[f"{key}.rates"][index])
    part = _half_down((max(0, net) - starts[index] * units) * rate, SHARE * units)
    amount = in_pence(law[f"{key}.base"][index]) + part
    if index:
        amount = max(amount, in_pence(law[f"{key}.minimum"]))
    amount *= units
    return Attachment(amount, amount, 0, percent(rate), (f"{law.source}#{key}",))


def _half_down(numerator: int, denominator: int) -> int:
    """Nearest whole penny, an exact half down (note to Sch 2 of the 1987 Act)."""
    return -((denominator - 2 * numerator) // (2 * denominator))


def court_order(
    net: int, normal_deduction: int, protected: int, *, deduction_carried: int = 0,
    protection_carried: int = 0, priority: bool = True,
) -> OrderResult:
    """Attachment of Earnings Act order: normal deduction, never below protected earnings.

    A priority order carries both shortfalls to the next pay day; a non-priority one carries neither.
    """
    wanted = normal_deduction + (deduction_carried if priority else 0)
    floor = protected + (protection_carried if priority else 0)
    deduction = max(0, min(wanted, net - floor))
    if not priority:
        return OrderResult(deduction, 0, 0)
    return OrderResult(deduction, wanted - deduction, max(0, floor - max(0, net - deduction)))


def maintenance_order(
    rules: RuleSet, on: date, net: int, normal_deduction: int, carried: int = 0
) -> OrderResult:
    """Child maintenance deduction order: 60% of net is protected, the shortfall of deduction is carried."""
    protected = half_up(max(0, net) * share(rules.at(DEA, on)["protected_share"]), SHARE)
    wanted = normal_deduction + carried
    deduction = max(0, min(wanted, net - protected))
    return OrderResult(deduction, wanted - deduction, 0)
