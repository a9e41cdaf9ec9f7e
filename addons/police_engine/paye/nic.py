"""Class 1 National Insurance of one pay day: exact percentage method, every category letter.

Each band's product is rounded by itself (reg 12(1) Social Security (Contributions) Regulations
2001; :func:`~..money.nic_round`). All amounts are pence; rates are ten-thousandths.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from ..exceptions import InvalidRecord, MissingParameter
from ..money import nic_round
from ..params import RuleSet
from ..params.loader import Period
from ..records import PayPeriod
from ..taxcalendar import FREQUENCIES, WEEKS_IN_YEAR
from .figures import SHARE, in_pence, per_rule_set, percent, share

CLASS_1 = "hmrc/nic/class1"


class NicContext(NamedTuple):
    """Thresholds (pence) and rates (ten-thousandths) of one letter for one earnings period."""

    letter: str
    lel: int
    pt: int
    uel: int
    start: int  # employer's threshold of this letter
    start_name: str  # ST, UST, AUST, VUST, FUST or IZUST
    main_rate: int
    upper_rate: int
    employer_rate: int
    sources: tuple[str, ...]

    @property
    def employee_text(self) -> str:
        """'8% to the UEL, 2% above'."""
        return f"{percent(self.main_rate)} to the upper earnings limit, {percent(self.upper_rate)} above"

    @property
    def employer_text(self) -> str:
        """'15% above the ST'."""
        return f"{percent(self.employer_rate)} above the {self.start_name}"


class NicResult(NamedTuple):
    """Pence of this pay day. The three bands are those of the FPS; ``main + upper = employee``."""

    letter: str
    gross: int
    at_lel: int
    lel_to_pt: int
    pt_to_uel: int
    employee: int
    employer: int
    main: int
    upper: int
    context: NicContext

    @property
    def sources(self) -> tuple[str, ...]:
        """Parameter sources used."""
        return self.context.sources


def threshold(law: Period, name: str, frequency: str) -> int:
    """Threshold LEL, PT ... for a pay frequency, pence.

    The published figure by the week, month or year; for other intervals annual x share of the
    year, up to a whole pound (6,500 a year is 250 a fortnight).
    """
    kind = FREQUENCIES.get(frequency)
    if kind is None:
        raise InvalidRecord(f"No National Insurance earnings period for {frequency!r} pay.")
    published = {("week", 1): "weekly", ("month", 1): "monthly", ("month", 12): "annual"}
    interval = published.get((kind.unit, kind.count))
    if interval is not None:
        return in_pence(law[f"thresholds.{name}.{interval}"])
    return _up_to_pound(law[f"thresholds.{name}.annual"], kind.count, kind.periods_in_year)


def _up_to_pound(annual: int | Decimal, count: int, of: int) -> int:
    return -(-in_pence(annual) * count // (of * 100)) * 100


@per_rule_set
def context(rules: RuleSet, period: PayPeriod, letter: str) -> NicContext:
    """Figures of ``letter`` for the pay day; MissingParameter for an unknown letter or year."""
    law = rules.at(CLASS_1, period.pay_date)
    extra = ("multi_week",) if period.frequency in ("fortnightly", "four_weekly") else ()
    return _build(law, letter, lambda name: threshold(law, name, period.frequency), extra)


@per_rule_set
def director_context(rules: RuleSet, period: PayPeriod, letter: str, weeks: int) -> NicContext:
    """Annual thresholds, or their share for ``weeks`` when the directorship began in the year (reg 8)."""
    if not 1 <= weeks <= WEEKS_IN_YEAR + 1:
        raise InvalidRecord(f"A director's earnings period is 1 to 52 weeks, not {weeks}.")
    law = rules.at(CLASS_1, period.pay_date)
    if weeks >= WEEKS_IN_YEAR:
        return _build(law, letter, lambda name: in_pence(law[f"thresholds.{name}.annual"]))
    return _build(
        law, letter, lambda name: _up_to_pound(law[f"thresholds.{name}.annual"], weeks, WEEKS_IN_YEAR)
    )


def _build(
    law: Period, letter: str, value: Callable[[str], int], extra: tuple[str, ...] = ()
) -> NicContext:
    known = law["letters"]
    if letter not in known:
        raise MissingParameter(
            f"{letter!r} is not a National Insurance category letter of {law.source}."
            f" Use one of {', '.join(known)}."
        )
    rates = f"letters.{letter}"
    start = law[f"{rates}.employer.from"]
    main, upper = law.pair(f"{rates}.employee")
    named = dict.fromkeys(("LEL", "PT", "UEL", start))
    keys = (rates, *(f"thresholds.{name}" for name in named), *extra)
    return NicContext(
        letter=letter,
        lel=value("LEL"),
        pt=value("PT"),
        uel=value("UEL"),
        start=value(start),
        start_name=start,
        main_rate=share(main),
        upper_rate=share(upper),
        employer_rate=share(law[f"{rates}.employer.rate"]),
        sources=tuple(f"{law.source}#{key}" for key in keys),
    )


def compute(rules: RuleSet, period: PayPeriod, letter: str, gross: int) -> NicResult:
    """Contributions on ``gross`` NICable pence paid on one pay day."""
    return compute_in(context(rules, period, letter), gross)


def compute_in(figures: NicContext, gross: int) -> NicResult:
    """The routine on ready figures; see :func:`compute`."""
    lel, pt, uel = figures.lel, figures.pt, figures.uel
    if gross < lel or figures.letter == "X":  # X: no liability, and HMRC wants no bands
        at_lel = lel_to_pt = pt_to_uel = main = upper = 0
    else:
        at_lel = lel
        lel_to_pt = (gross if gross < pt else pt) - lel
        pt_to_uel = (gross if gross < uel else uel) - pt
        if pt_to_uel > 0:
            main = nic_round(figures.main_rate * pt_to_uel, SHARE)
        else:
            pt_to_uel = main = 0
        upper = nic_round(figures.upper_rate * (gross - uel), SHARE) if gross > uel else 0
    start = figures.start
    employer = nic_round(figures.employer_rate * (gross - start), SHARE) if gross > start else 0
    return NicResult(
        figures.letter, gross, at_lel, lel_to_pt, pt_to_uel, main + upper, employer, main, upper, figures
    )


def compute_director(
    rules: RuleSet, period: PayPeriod, letter: str, method: str, gross_in_period: int, gross_before: int,
    employee_before: int, employer_before: int, weeks: int = WEEKS_IN_YEAR, last: bool = False,
    bands_before: tuple[int, int, int] | None = None,
) -> NicResult:
    """Contributions of a director for one pay day (pence; results are this pay day's share).

    AN: annual earnings period, total due on pay to date less what was paid. AL: as an ordinary
    employee, and on the ``last`` pay of the year (or of the directorship) the annual basis less
    what was paid; its FPS bands stay those of the pay period, as in HMRC's test data (so 52 weeks
    of 1,000 report 6,084 between LEL and PT, not 6,070). ``weeks``: from appointment to the year's
    end when appointed in the year. ``bands_before``: FPS bands to date (at LEL, LEL to PT, PT to
    UEL) if not those of the annual basis. Contributions may be negative on the last AL pay.
    """
    if method not in ("AN", "AL"):
        raise InvalidRecord(f"Director's method {method!r} is neither AN (annual) nor AL (alternative).")
    ordinary = compute(rules, period, letter, gross_in_period) if method == "AL" else None
    if ordinary is not None and not last:
        return ordinary
    figures = director_context(rules, period, letter, weeks)
    total = compute_in(figures, gross_before + gross_in_period)
    earlier = compute_in(figures, gross_before)
    employee = total.employee - employee_before
    upper = total.upper - earlier.upper
    if ordinary is not None:
        bands = ordinary[2:5]
    else:
        bands = [now - then for now, then in zip(total[2:5], bands_before or earlier[2:5], strict=True)]
    return NicResult(
        letter, gross_in_period, *bands, employee, total.employer - employer_before,
        employee - upper, upper, figures,
    )
