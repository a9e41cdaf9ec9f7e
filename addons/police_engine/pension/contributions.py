"""Employee and employer pension contributions: police schemes by tier, LGPS by band.

Police: the tier follows the annualised full-time pensionable pay of the period; SI 2015/445 regs
168 and 170. LGPS: the band follows actual annual pensionable pay, rounded down to the pound. Both
charge their rate on the whole pensionable pay. No rule on pennies was found: halves round up.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from ..exceptions import InvalidParameterFile, InvalidRecord, MissingParameter
from ..money import Pence, half_up
from ..params.loader import Period, RuleSet
from ..paye.figures import per_rule_set

POLICE_SCHEMES = ("pps_2015", "npps_2006", "pps_1987")
LGPS_SECTIONS = {"lgps": "main", "lgps_50_50": "fifty_fifty"}
SCHEMES = (*POLICE_SCHEMES, *LGPS_SECTIONS)
LABELS = {
    "pps_2015": "Police Pension Scheme 2015",
    "npps_2006": "New Police Pension Scheme 2006",
    "pps_1987": "Police Pension Scheme 1987",
    "lgps": "Local Government Pension Scheme",
    "lgps_50_50": "Local Government Pension Scheme, 50/50 section",
}


CLOSED_SCHEMES = ("npps_2006", "pps_1987")


class Rate(NamedTuple):
    """A contribution rate as an exact share, how it reads, and its source key."""

    numerator: int
    denominator: int
    text: str
    source: str


class Tier(NamedTuple):
    """A rate for annual pay up to and including ``ceiling`` pence (None: no limit)."""

    ceiling: Pence | None
    rate: Rate


def contribution(pensionable: Pence, rate: Rate) -> Pence:
    """Rate x pensionable pay of the period, halves of a penny up (assumption).

    >>> contribution(445050, Rate(1344, 10000, "13.44%", ""))
    59815
    """
    return half_up(pensionable * rate.numerator, rate.denominator)


def family(scheme: str) -> str:
    """``pps`` or ``lgps``: which pensionable pay counts. InvalidRecord for another word."""
    if scheme in POLICE_SCHEMES:
        return "pps"
    if scheme in LGPS_SECTIONS:
        return "lgps"
    raise InvalidRecord(f"{scheme!r} is not a pension scheme. Use one of {', '.join(SCHEMES)}.")


def police_rate(rules: RuleSet, scheme: str, on: date, annual: Pence) -> Rate:
    """Member's rate of a police scheme for annualised full-time pensionable pay.

    2015 scheme: £27,000 or less, more than £27,000 but less than £60,000, £60,000 or more.
    """
    return _find(police_tiers(rules, scheme, on), annual)


@per_rule_set
def police_tiers(rules: RuleSet, scheme: str, on: date) -> tuple[Tier, ...]:
    """The member tiers of a police scheme in force on a date, lowest first."""
    period = _police_period(rules, scheme, on)
    source = f"{period.source}#employee"
    tiers = period["employee"]
    _check_whole(tiers, source)
    return tuple(Tier(_ceiling(tier), _rate(tier["percent"], source)) for tier in tiers)


def _check_whole(tiers: list[Mapping], source: str) -> None:
    """Each row says where it begins, so that a lost row is seen and nobody pays at its neighbour's rate."""
    tops = [tier.get("up_to", tier.get("below")) for tier in tiers]
    starts = [tier.get("above", tier.get("from")) for tier in tiers]
    if not tiers or starts != [None, *tops[:-1]] or tops[-1] is not None:
        raise InvalidParameterFile(f"{source}: the tiers do not follow on one another; a row is missing.")


def _ceiling(tier: Mapping) -> Pence | None:
    if "up_to" in tier:
        return tier["up_to"] * 100
    return tier["below"] * 100 - 1 if "below" in tier else None


@per_rule_set
def police_employer_rate(rules: RuleSet, scheme: str, on: date) -> Rate:
    """Employer's rate of a police scheme."""
    period = _police_period(rules, scheme, on)
    return _rate(period["employer"], f"{period.source}#employer")


def _police_period(rules: RuleSet, scheme: str, on: date) -> Period:
    if scheme not in POLICE_SCHEMES:
        raise InvalidRecord(
            f"{scheme!r} is not a police pension scheme. Use one of {', '.join(POLICE_SCHEMES)}."
        )
    try:
        return rules.at(f"police/pension/{scheme}", on)
    except MissingParameter as error:
        if scheme in CLOSED_SCHEMES:
            raise MissingParameter(
                f"{LABELS[scheme]} is closed to accrual since 1 April 2022:"
                f" move the person to pps_2015. ({error})"
            ) from error
        raise


def lgps_rate(rules: RuleSet, on: date, actual_annual: Pence, section: str = "main") -> Rate:
    """Employee's rate for actual annual pensionable pay; section main or fifty_fifty."""
    return _find(lgps_bands(rules, on, section), actual_annual)


@per_rule_set
def lgps_bands(rules: RuleSet, on: date, section: str) -> tuple[Tier, ...]:
    """The LGPS bands in force on a date for a section, lowest first."""
    if section not in LGPS_SECTIONS.values():
        raise InvalidRecord(f"{section!r} is not an LGPS section. Use main or fifty_fifty.")
    period = rules.at("lgps/contributions", on)
    source = f"{period.source}#bands"
    _check_whole(period["bands"], source)
    return tuple(
        # pay is rounded down to the pound, so the last penny of the band's top pound still belongs to it
        Tier(band["up_to"] * 100 + 99 if "up_to" in band else None, _rate(band[section], source))
        for band in period["bands"]
    )


def _find(tiers: tuple[Tier, ...], annual: Pence) -> Rate:
    for ceiling, rate in tiers:
        if ceiling is None or annual <= ceiling:
            return rate
    raise MissingParameter(f"No contribution tier covers {annual / 100:,.2f} a year.")


@lru_cache(maxsize=64)
def employer_rate_given(percent: Decimal) -> Rate:
    """The LGPS employer rate entered for this employer, from its fund's certificate."""
    if isinstance(percent, float) or not 0 <= Decimal(percent) <= 100:
        raise InvalidRecord(f"LGPS employer rate {percent!r} is not a percentage between 0 and 100.")
    return _rate(Decimal(percent), "")


def _rate(percent: Decimal | int, source: str) -> Rate:
    numerator, denominator = (Decimal(percent) / 100).as_integer_ratio()
    text = format(Decimal(percent).normalize(), "f")
    return Rate(numerator, denominator, f"{text}%", source)
