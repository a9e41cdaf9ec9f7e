"""Income tax of one pay day, by HMRC's *Specification for PAYE Tax Table Routines* (exact formulae).

Names follow the specification: free pay ``na1``, taxable pay to date ``Un`` and ``Tn`` (whole
pounds), bands ``c``, ``k``, ``v`` for n periods, tax ``Ln``. Pay and tax are pence; ``c`` and ``k``
are ten-thousandths of a pound; rates are ten-thousandths of one.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..exceptions import InvalidIdentifier, InvalidParameterFile, InvalidRecord
from ..identifiers import tax_code
from ..identifiers.tax_code import TaxCode
from ..params import RuleSet
from ..params.loader import Period
from ..records import PayPeriod
from ..taxcalendar import frequency, is_extra_period
from .figures import SHARE, in_pence, per_rule_set, percent, share

BANDS = "hmrc/income_tax"
CODES = "hmrc/tax_codes"
CUMULATIVE = "cumulative"
NON_CUMULATIVE = "week1month1"
_CENT_OF_SHARE = SHARE * SHARE // 100  # one penny, in products of k (1/10,000 pound) and SHARE


class FreePayRule(NamedTuple):
    """Constants of the free pay formula (4.3.1)."""

    block: int
    step: int
    remainder: int


class TaxContext(NamedTuple):
    """Everything about a pay day that does not depend on the person. One object serves thousands."""

    periods: int  # n
    periods_in_year: int  # 52 or 12
    rises_at: tuple[int, ...]  # v, pence
    limits: tuple[int, ...]  # c, 1/10,000 pound, starting with 0 for the first band
    tax_at: tuple[int, ...]  # k, 1/10,000 pound, starting with 0
    rates: tuple[int, ...]
    rate_texts: tuple[str, ...]
    basic_band: int  # G, counted from 1
    limit_share: int  # M
    free_pay: FreePayRule
    sources: tuple[str, ...]


class TaxResult(NamedTuple):
    """Pence, but ``taxable`` in whole pounds. ``free_pay`` is negative for K codes (additional pay).

    ``band`` counts from 1 (0: nothing taxable). ``before_limit`` is the period's tax before the 50%
    limit. ``to_date`` and ``pay_to_date`` include this pay.
    """

    in_period: int
    to_date: int
    before_limit: int
    limit: int
    limit_applied: bool
    free_pay: int
    taxable: int
    band: int
    rate_text: str
    pay_to_date: int
    sources: tuple[str, ...]


def context(rules: RuleSet, period: PayPeriod, region: str, cumulative: bool = True) -> TaxContext:
    """Bands of ``region`` (rUK, scotland, wales) for the pay day; MissingParameter if not known.

    ``cumulative`` False, and weeks 53, 54 and 56, give the bands of the one pay period.
    """
    return _context(rules, period, region, cumulative)


@per_rule_set
def _context(rules: RuleSet, period: PayPeriod, region: str, cumulative: bool) -> TaxContext:
    law = rules.at(BANDS, period.pay_date)
    bands = f"bands.{region}"
    _check_bands(law, bands)
    kind = frequency(period.frequency)
    count = period.tax_period if cumulative and not is_extra_period(period) else kind.count
    return build_context(
        law[f"{bands}.up_to"],
        law[f"{bands}.rates"],
        law[f"{bands}.basic_band"],
        law["regulatory_limit"],
        count,
        kind.periods_in_year,
        free_pay_rule(rules, period.pay_date),
        (f"{law.source}#{bands}", f"{law.source}#regulatory_limit"),
    )


def _check_bands(law: Period, bands: str) -> None:
    """A band lost from the file must not be taxed at its neighbour's rate: HMRC's K checks the rows."""
    limits, rates, checks = (law[f"{bands}.{name}"] for name in ("up_to", "rates", "tax_at_limit"))
    whole = len(rates) == len(law[f"{bands}.names"]) == len(limits) + 1 == len(checks) + 1
    due, below = Decimal(0), 0
    for limit, rate, check in zip(limits, rates, checks, strict=False):
        due, below = due + (limit - below) * rate, limit
        whole = whole and due == check
    if not whole:
        raise InvalidParameterFile(
            f"{law.source}: {bands} is not whole: names, rates, up_to and tax_at_limit do not fit together."
        )


@per_rule_set
def free_pay_rule(rules: RuleSet, on: date) -> FreePayRule:
    """Constants of the free pay formula in force on a date."""
    codes = rules.at(CODES, on)
    return FreePayRule(codes["block"], codes["step"], codes["remainder"])


def build_context(
    up_to: Sequence, rates: Sequence, basic_band: int, limit, periods: int, periods_in_year: int,
    rule: FreePayRule, sources: tuple[str, ...] = (),
) -> TaxContext:
    """Bands for n periods from annual limits in pounds and rates as shares; see :class:`TaxContext`."""
    shares = tuple(share(rate) for rate in rates)
    annual = [in_pence(limit_) * 100 for limit_ in up_to]  # 1/10,000 pound
    tax, taxes, below = 0, [], 0
    for limit_, rate in zip(annual, shares, strict=False):
        tax += (limit_ - below) * rate  # 1/10,000 pound x SHARE, exact
        taxes.append(tax)
        below = limit_
    return TaxContext(
        periods=periods,
        periods_in_year=periods_in_year,
        rises_at=tuple(-(-c * periods // (periods_in_year * SHARE)) * 100 for c in annual),
        limits=(0, *(c * periods // periods_in_year for c in annual)),
        tax_at=(0, *(k * periods // (periods_in_year * SHARE) for k in taxes)),
        rates=shares,
        rate_texts=tuple(percent(rate) for rate in shares),
        basic_band=basic_band,
        limit_share=share(limit),
        free_pay=rule,
        sources=sources,
    )


@lru_cache(maxsize=16384)
def period_allowance(number: int, periods_in_year: int, rule: FreePayRule) -> int:
    """a1: free (or additional) pay of one week or month for the number in a code, pence.

    >>> period_allowance(1257, 12, FreePayRule(500, 10, 9))
    104826
    """
    if number == 0:
        return 0
    blocks, place = divmod(number - 1, rule.block)
    of_block = -(-rule.block * rule.step * 100 // periods_in_year)
    return -(-((place + 1) * rule.step + rule.remainder) * 100 // periods_in_year) + blocks * of_block


def compute(
    rules: RuleSet, period: PayPeriod, code: str, basis: str, pay_in_period: int,
    pay_to_date_before: int, tax_to_date_before: int, benefits: int = 0,
) -> TaxResult:
    """Tax on ``pay_in_period`` (taxable pay, pence, payrolled ``benefits`` included in it).

    ``basis`` is cumulative or week1month1; a W1, M1 or X in the code prevails. Raises
    InvalidIdentifier for a bad code, InvalidRecord for a bad basis, MissingParameter for no bands.
    """
    parsed = tax_code.parse(code)
    if basis == NON_CUMULATIVE or parsed[4]:
        cumulative = False
    elif basis == CUMULATIVE:
        cumulative = not (period[5] > 52 and is_extra_period(period))
    else:
        raise InvalidRecord(f"Tax basis {basis!r} is neither {CUMULATIVE} nor {NON_CUMULATIVE}.")
    figures = _context(rules, period, tax_code.REGIONS[parsed[0]], cumulative)
    return compute_in(
        figures, parsed, cumulative, pay_in_period, pay_to_date_before, tax_to_date_before, benefits
    )


def compute_in(
    figures: TaxContext, code: TaxCode, cumulative: bool, pay_in_period: int,
    pay_to_date_before: int, tax_to_date_before: int, benefits: int = 0,
) -> TaxResult:
    """The routine itself, on a ready context; see :func:`compute`."""
    pay_to_date = pay_to_date_before + pay_in_period
    pay = pay_to_date if cumulative else pay_in_period
    earlier = tax_to_date_before if cumulative else 0
    total, free_pay, taxable, band = tax_on(figures, code, pay)
    before_limit = total - earlier
    limit = max(0, figures.limit_share * (pay_in_period - benefits) // SHARE) if pay_in_period > 0 else 0
    applied = before_limit > limit
    in_period = limit if applied else before_limit
    return TaxResult(
        in_period,
        tax_to_date_before + in_period,
        before_limit,
        limit,
        applied,
        free_pay,
        taxable,
        band,
        _rate_text(figures.rate_texts, code.kind, band),
        pay_to_date,
        figures.sources,
    )


def _rate_text(texts: tuple[str, ...], kind: str, band: int) -> str:
    """The rates charged as people read them: ``20%``, or ``20% to 40%`` when pay reaches a higher band."""
    if not band:
        return "0%"
    return texts[band - 1] if band == 1 or kind not in ("suffix", "K") else f"{texts[0]} to {texts[band - 1]}"


def tax_on(figures: TaxContext, code: TaxCode, pay: int) -> tuple[int, int, int, int]:
    """(tax pence, free pay pence, taxable whole pounds, band) on ``pay`` of n periods."""
    kind = code.kind
    if kind == "suffix" or kind == "K":
        free_pay = figures.periods * period_allowance(code.number, figures.periods_in_year, figures.free_pay)
        if kind == "K":
            free_pay = -free_pay
        unrounded = pay - free_pay
        if unrounded <= 0:
            return 0, free_pay, 0, 0
        # The text compares the unrounded Un with v (4.4.4); HMRC's rows agree with either reading.
        index = bisect_left(figures.rises_at, unrounded)
        taxable = unrounded // 100
        above = taxable * SHARE - figures.limits[index]
        tax = (figures.tax_at[index] * SHARE + above * figures.rates[index]) // _CENT_OF_SHARE
        return tax, free_pay, taxable, index + 1
    if kind == "NT" or pay <= 0:
        return 0, 0, 0, 0
    band = flat_band(figures, code)
    taxable = pay // 100
    return taxable * figures.rates[band - 1] * 100 // SHARE, 0, taxable, band


def flat_band(figures: TaxContext, code: TaxCode) -> int:
    """Band (from 1) whose rate a BR or D code charges; InvalidIdentifier if there is no such band."""
    band = figures.basic_band + (code.number + 1 if code.kind == "D" else 0)
    if band > len(figures.rates):
        raise InvalidIdentifier(
            f"Tax code {code.code}: there are only {len(figures.rates)} tax bands. Check the code with HMRC."
        )
    return band


def emergency_code(
    rules: RuleSet, on: date, region: str = "rUK", declaration: str | None = None
) -> tuple[str, str]:
    """(code, basis) for a starter with no usable P45, by starter declaration A, B, C or None."""
    if declaration not in ("A", "B", "C", "", None):
        raise InvalidRecord(f"Starter declaration {declaration!r} is not A, B, C or empty.")
    law, row = rules.at(CODES, on), f"starter_declaration.{declaration or 'none'}"
    code, basis = law[f"{row}.code"], law[f"{row}.basis"]
    if code == "emergency":
        return rules.at(BANDS, on)[f"emergency_code.{region}"], basis
    prefix = {name: letter for letter, name in tax_code.REGIONS.items()}[region]
    return prefix + code, basis
