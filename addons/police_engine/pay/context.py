"""What one pay period has in common for everybody, worked out once: figures, elements, texts.

A :class:`PayContext` only remembers answers of the rule set, so it never changes a result; it is
what lets ten thousand people be paid without reading a parameter twice.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple

from ..exceptions import InvalidParameterFile
from ..money import Pence, display, pence
from ..params.loader import Period, RuleSet
from ..paye.figures import per_rule_set
from ..records import PayPeriod
from . import scales
from .elements import catalogue

CALCULATION = "police/pay/calculation"
LONDON = "police/pay/london_weighting"


class Calculation(NamedTuple):
    """How annual pay becomes pay for officers or for staff; shares are (numerator, denominator)."""

    month_share: tuple[int, int]
    day_share: tuple[int, int]
    hour_share: tuple[int, int]
    part_month_by_days: bool  # a month not wholly in pay earns day's pays, else days of the month
    sources: tuple[str, ...]
    hour_sources: tuple[str, ...]


class Salary(NamedTuple):
    """A full-time annual salary (pence), the keys of its source, and how it reads."""

    annual: Pence
    sources: tuple[str, ...]  # empty for a local salary
    rate: str


class Figure(NamedTuple):
    """A parameter that prices an element, its source, and who may have it (empty: everybody)."""

    value: Any
    source: str
    ranks: tuple[str, ...]
    person_types: tuple[str, ...]


class Limits(NamedTuple):
    """Bounds beyond which a figure is taken for a keying error. Pence and hundredths."""

    annual_minimum: int
    annual_maximum: int
    weekly_hours: int
    element: int
    units: int


def period_text(period: PayPeriod) -> str:
    """A period as lines keep it; ``replay.parse_period`` reads it."""
    return "/".join(
        (
            period.frequency,
            period.start.isoformat(),
            period.end.isoformat(),
            period.pay_date.isoformat(),
            period.tax_year,
            str(period.tax_period),
        )
    )


class PayContext:
    """Remembered figures of one pay period under one rule set."""

    __slots__ = (
        "_figures",
        "_london",
        "_salaries",
        "_unverified",
        "calculation",
        "cuts",
        "days",
        "elements",
        "limits",
        "nic_texts",
        "period",
        "period_text",
        "rules",
    )

    def __init__(self, rules: RuleSet, period: PayPeriod):
        self.rules = rules
        self.period = period
        self.period_text = period_text(period)
        self.days = (period.end - period.start).days + 1
        self.elements = catalogue(rules, period.pay_date)
        self.cuts = sorted(
            {
                *rules.starts_within(scales.SCALES, period.start, period.end),
                *rules.starts_within(LONDON, period.start, period.end),
            }
        )
        law = rules.at(CALCULATION, period.end)
        self.calculation = {
            "officer": _calculation(law, "officer"),
            **dict.fromkeys(("staff", "pcso", "special"), _calculation(law, "staff")),
        }
        self.limits = Limits(
            pence(law["limits.annual_minimum"]),
            pence(law["limits.annual_maximum"]),
            law["limits.weekly_hours_maximum"] * 100,
            pence(law["limits.element_maximum"]),
            law["limits.element_units_maximum"] * 100,
        )
        self._salaries: dict[tuple[str, str, date], Salary] = {}
        self._london: dict[date, tuple[Salary, bool]] = {}
        self._figures: dict[tuple[str, date], Figure] = {}
        self.nic_texts: dict[str, tuple[str, str]] = {}  # letter: how the rates of employee and employer read
        self._unverified: dict[tuple[tuple[str, ...], ...], tuple[str, ...]] = {}

    def salary(self, scale: str, point: str, on: date) -> Salary:
        """Salary of a published point on a date; MissingParameter when it is not known."""
        key = (scale, point, on)
        found = self._salaries.get(key)
        if found is None:
            annual, source = scales.salary_and_source(self.rules, scale, point, on)
            found = Salary(annual, (source,), f"{display(annual)} a year")
            self._salaries[key] = found
        return found

    def london_weighting(self, on: date) -> tuple[Salary, bool]:
        """London weighting on a date, and whether it is pensionable."""
        found = self._london.get(on)
        if found is None:
            period = self.rules.at(LONDON, on)
            annual = pence(period["annual"])
            salary = Salary(annual, (f"{period.source}#annual",), f"{display(annual)} a year")
            found = self._london[on] = (salary, period["pensionable"])
        return found

    def figure(self, key: str, on: date) -> Figure:
        """The parameter ``file#key`` that prices an element on a date."""
        found = self._figures.get((key, on))
        if found is None:
            name, _, entry = key.partition("#")
            if not entry:
                raise InvalidParameterFile(f"Element figure {key!r} is not written file#key.")
            period = self.rules.at(name, on)
            value = period[entry]
            found = Figure(
                list(period.pair(entry)) if isinstance(value, list) else value,  # lists here are fractions
                f"{period.source}#{entry}",
                tuple(period.get("ranks", ())),
                tuple(period.get("person_types", ())),
            )
            self._figures[key, on] = found
        return found

    def unverified(self, sources: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        """Those of the lines' sources that are not 'verified', sorted."""
        found = self._unverified.get(sources)
        if found is None:
            names = {name for line in sources for name in line}
            found = tuple(sorted(name for name in names if self.rules.mark(name).confidence != "verified"))
            self._unverified[sources] = found
        return found


def _calculation(law: Period, kind: str) -> Calculation:
    week = law.pair(f"{kind}.week")
    key = f"{law.source}#{kind}"
    return Calculation(
        month_share=(1, law[f"{kind}.months_in_year"]),
        day_share=(week[0], week[1] * law[f"{kind}.days_in_week"]),
        hour_share=law.pair(f"{kind}.hour"),
        part_month_by_days=law[f"{kind}.part_month"] == "daily",
        sources=(key,),
        hour_sources=(f"{key}.hour",),
    )


@per_rule_set
def context_for(rules: RuleSet, period: PayPeriod) -> PayContext:
    """The remembered context of a period."""
    return PayContext(rules, period)


def day_before(day: date) -> date:
    """The day before ``day``."""
    return day - timedelta(days=1)
