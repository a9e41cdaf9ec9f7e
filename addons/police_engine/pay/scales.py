"""Pay scales: the salary of a point, the next point, increments, promotion and awards.

Figures come from ``data/params/police/pay/scales.toml``; a point that is not published is an
error, never a guess. Annual salaries are full-time, in pence.
"""

from datetime import date
from decimal import Decimal

from ..exceptions import InvalidRecord, MissingParameter
from ..money import Pence, half_up, up
from ..params.loader import RuleSet

SCALES = "police/pay/scales"
BY_REGION = {"inspector", "chief_inspector"}
RANKS = (
    "constable",
    "sergeant",
    "inspector",
    "chief_inspector",
    "superintendent",
    "chief_superintendent",
    "assistant_chief_constable",
    "deputy_chief_constable",
    "chief_constable",
)
_CHIEF_OFFICERS = {
    "assistant_chief_constable": "assistant_chief_constable_commander",
    "deputy_chief_constable": "deputy_chief_constable_chief_constable",
    "chief_constable": "deputy_chief_constable_chief_constable",
}


def annual_salary(rules: RuleSet, scale: str, point: str, on: date) -> Pence:
    """Full-time salary of ``point`` on ``scale`` in force on ``on``; MissingParameter if not known."""
    return salary_and_source(rules, scale, point, on)[0]


def salary_and_source(rules: RuleSet, scale: str, point: str, on: date) -> tuple[Pence, str]:
    """As :func:`annual_salary`, with the key of the figure for citations."""
    if not scale or not point:
        raise MissingParameter(
            f"No pay scale and point in force on {on:%-d %B %Y}: enter rank and pay point."
        )
    period = rules.at(SCALES, on)
    value = period[f"{scale}.{point}"]
    if not isinstance(value, int):
        raise MissingParameter(f"{period.title}: {scale} {point} is not a single salary.")
    return value * 100, f"{period.source}#{scale}.{point}"


def scale_of(rules: RuleSet, rank: str, region: str, appointed_on: date | None, on: date) -> str:
    """Key of the scale for a rank: constables by date of appointment, inspecting ranks by region."""
    if rank not in RANKS:
        raise InvalidRecord(f"{rank!r} is not a rank. Use one of: {', '.join(RANKS)}.")
    if rank == "constable":
        first = rules.at("police/pay/progression", on)["new_constable_scale_from"]
        old = appointed_on is not None and appointed_on < first
        return (
            "constable_appointed_before_2013_04_01" if old else "constable_appointed_on_or_after_2013_04_01"
        )
    if rank in BY_REGION:
        return f"{rank}_{'london' if region == 'london' else 'outside_london'}"
    return _CHIEF_OFFICERS.get(rank, rank)


def points(rules: RuleSet, scale: str, on: date) -> tuple[str, ...]:
    """The numbered points of a scale in order, including those whose salary is not known."""
    period = rules.at(SCALES, on)
    known = [key for key in period.values.get(scale, {}) if key.isdigit()]
    missing = [key.rpartition(".")[2] for key in period.unknown if key.startswith(scale + ".")]
    return tuple(sorted({*known, *missing}, key=int))


def next_point(rules: RuleSet, scale: str, point: str, on: date) -> str | None:
    """The point after ``point``; None at the top of the scale or for a personal point."""
    ladder = points(rules, scale, on)
    if point not in ladder:
        return None
    position = ladder.index(point) + 1
    return ladder[position] if position < len(ladder) else None


def next_increment(anchor: date, after: date) -> date:
    """First anniversary of ``anchor`` later than ``after`` (one point for twelve months' service).

    A 29 February anchor completes twelve months on 28 February, so it moves to 1 March.

    >>> next_increment(date(2024, 2, 29), date(2024, 6, 1))
    datetime.date(2025, 3, 1)
    """
    year = max(after.year, anchor.year + 1)
    while True:
        if (anchor.month, anchor.day) == (2, 29) and not _leap(year):
            candidate = date(year, 3, 1)
        else:
            candidate = anchor.replace(year=year)
        if candidate > after:
            return candidate
        year += 1


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def point_on_promotion(rules: RuleSet, rate_held: Pence, higher_scale: str, on: date) -> str:
    """Lowest point of the higher rank whose salary exceeds the rate held (Annex F, gain from promotion).

    An unknown point on the way is an error: it may be the right one.
    """
    for point in points(rules, higher_scale, on):
        if annual_salary(rules, higher_scale, point, on) > rate_held:
            return point
    raise InvalidRecord(
        f"No point of {higher_scale} exceeds the rate held on {on:%-d %B %Y}: a local decision is needed."
    )


def awarded(annual: Pence, percent: Decimal, multiple: int = 3, rounding: str = "nearest") -> Pence:
    """A salary after an award of ``percent``, rounded to a multiple of whole pounds.

    Officers round to the nearest £3, police staff spine points up to £3.

    >>> awarded(29907_00, Decimal("4.2")), awarded(29907_00, Decimal("4.2"), rounding="up")
    (3116400, 3116400)
    """
    numerator, denominator = (1 + Decimal(percent) / 100).as_integer_ratio()
    rounded = half_up if rounding == "nearest" else up
    step = multiple * 100
    return rounded(annual * numerator, denominator * step) * step
