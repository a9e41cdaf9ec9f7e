"""Award scenarios as law of their own: an overlay of the scales, never a formula beside the engine.

An award raises the figures in force on the day before it, by a percentage and then a flat sum, rounded
as the pay determinations round. Salaries set locally (police staff) are facts of people, not
figures of the law, so they are raised in the slices, from the same day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import Pence, pounds
from ..params.loader import Period, RuleSet
from ..params.overlay import overlay, with_period
from ..pay.context import CALCULATION, LONDON
from ..pay.scales import SCALES, awarded
from ..paye.figures import per_rule_set
from ..records import EmploymentSlice, PayCase


class Award(NamedTuple):
    """``percent`` and then ``flat`` (pence a year, full time) from ``on``.

    ``ranks`` (``constable`` ...) or ``scales`` (keys of police/pay/scales) choose officers; both empty: all
    officers. ``person_types`` says whose pay it is; ``london_weighting`` raises that too (by ``percent``
    only). ``minimum``: nobody is raised by less (pence a year, full time). ``multiple`` (pounds) and
    ``rounding`` (nearest | up): how this award rounds; 0 and '' are the law's own rule.
    """

    on: date
    percent: Decimal = Decimal(0)
    flat: Pence = 0
    ranks: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    person_types: tuple[str, ...] = ("officer",)
    london_weighting: bool = False
    minimum: Pence = 0
    multiple: int = 0
    rounding: str = ""

    def covers(self, scale: str) -> bool:
        """Whether it raises this scale."""
        if "officer" not in self.person_types:
            return False
        if not self.ranks and not self.scales:
            return True
        return scale in self.scales or any(scale == r or scale.startswith(f"{r}_") for r in self.ranks)


class Scenario(NamedTuple):
    """Named awards. Without any it is the law as it stands."""

    name: str
    awards: tuple[Award, ...] = ()


def rules_of(rules: RuleSet, scenario: Scenario) -> RuleSet:
    """The law with the scenario's awards: a rule set with its own hash; ``rules`` itself without awards.

    Where the law already has figures from the same day (a projection), those of the scales that are
    awarded are replaced, the others stay. InvalidRecord when later figures are on record.
    """
    result = rules
    for on in sorted({award.on for award in scenario.awards}):
        awards = [award for award in scenario.awards if award.on == on]
        _check(result, awards)
        files = {}
        if any("officer" in award.person_types for award in awards):
            files[SCALES] = with_period(result, _scales(result, scenario.name, on, awards))
        if any(award.london_weighting for award in awards):
            files[LONDON] = with_period(result, _weighting(result, scenario.name, on, awards))
        result = overlay(result, files)
    return result


def _check(rules: RuleSet, awards: Iterable[Award]) -> None:
    for award in awards:
        if any(isinstance(given, float) for given in (award.percent, award.flat, award.minimum)):
            raise InvalidRecord("Give the award's percentage as Decimal and its flat sum as whole pence.")
        known = rules.at(SCALES, award.on).values
        for scale in award.scales:
            if scale not in known:
                raise InvalidRecord(f"There is no pay scale {scale!r} on {award.on:%-d %B %Y}.")
        for rank in award.ranks:
            if not any(scale == rank or scale.startswith(f"{rank}_") for scale in known):
                raise InvalidRecord(f"No pay scale belongs to rank {rank!r} on {award.on:%-d %B %Y}.")


def _scales(rules: RuleSet, name: str, on: date, awards: list[Award]) -> Period:
    today, yesterday = rules.at(SCALES, on), rules.at(SCALES, on - timedelta(days=1))
    how = _rounding(rules, on, "officer")
    values = dict(today.values)
    unknown = dict(today.unknown)
    for scale in today.values:
        own = [award for award in awards if award.covers(scale)]
        if not own:
            continue
        before = yesterday.values.get(scale, {})
        values[scale] = {point: _raised_pounds(salary, own, how) for point, salary in before.items()}
        unknown |= {key: why for key, why in yesterday.unknown.items() if key.startswith(f"{scale}.")}
    return replace(
        yesterday,
        start=on,
        end=None,
        confidence="derived",
        note="A scenario, not law.",
        citation=_citation(name, awards),
        values=values,
        marks={},
        unknown={key: why for key, why in unknown.items() if not _has(values, key)},
    )


def _has(values: dict, key: str) -> bool:
    scale, _, point = key.partition(".")
    return point in values.get(scale, {}) if point else False


def _raised_pounds(salary, awards: list[Award], how: tuple[int, str]):
    """A point's salary in pounds; a text or table (not a single salary) stays as it is."""
    return raised(salary * 100, awards, *how) // 100 if isinstance(salary, int) else salary


def raised(annual: Pence, awards: Iterable[Award], multiple: int, rounding: str) -> Pence:
    """An annual amount after awards: percentage, then flat sum, each rounded to the multiple of pounds."""
    for award in awards:
        how = award.multiple or multiple, award.rounding or rounding
        least = awarded(annual + award.minimum, Decimal(0), *how) if award.minimum else 0
        annual = awarded(annual, award.percent, *how)
        if award.flat:
            annual = awarded(annual + award.flat, Decimal(0), *how)
        annual = max(annual, least)
    return annual


def _weighting(rules: RuleSet, name: str, on: date, awards: list[Award]) -> Period:
    own = [award._replace(flat=0, minimum=0) for award in awards if award.london_weighting]
    yesterday = rules.at(LONDON, on - timedelta(days=1))
    annual = _raised_pounds(yesterday["annual"], own, _rounding(rules, on, "officer"))
    return replace(
        yesterday,
        start=on,
        end=None,
        confidence="derived",
        note="A scenario, not law.",
        citation=_citation(name, own),
        values={**yesterday.values, "annual": annual},
        marks={"pensionable": yesterday.mark("pensionable"), "overtime": yesterday.mark("overtime")},
    )


def _citation(name: str, awards: Iterable[Award]) -> str:
    texts = []
    for award in awards:
        whom = ", ".join((*award.ranks, *award.scales)).replace("_", " ") or "all officers"
        parts = [f"{award.percent} %"] if award.percent else []
        parts += [f"£{pounds(award.flat)}"] if award.flat else []
        parts += [f"at least £{pounds(award.minimum)}"] if award.minimum else []
        texts.append(f"{' and '.join(parts) or 'nothing'} for {whom} from {award.on:%-d %B %Y}")
    return f"Scenario {name}: {'; '.join(texts)}"


def _rounding(rules: RuleSet, on: date, kind: str) -> tuple[int, str]:
    law = rules.at(CALCULATION, on)
    return law[f"{kind}.salary_multiple"], law[f"{kind}.salary_rounding"]


def facts_of(case: PayCase, rules: RuleSet, scenario: Scenario) -> PayCase:
    """The case with locally set salaries raised by the scenario's awards; itself when none applies."""
    slices = case.slices
    if all(piece.annual_salary is None for piece in slices):
        return case
    for award in sorted(scenario.awards, key=lambda award: award.on):
        if any(_is_local(piece, award) for piece in slices):
            slices = tuple(part for piece in slices for part in _raise_local(piece, award, rules))
    return case if slices is case.slices else replace(case, slices=slices)


def _is_local(piece: EmploymentSlice, award: Award) -> bool:
    return (
        piece.annual_salary is not None
        and piece.person_type in award.person_types
        and piece.date_to >= award.on
    )


def _raise_local(piece: EmploymentSlice, award: Award, rules: RuleSet) -> list[EmploymentSlice]:
    if not _is_local(piece, award):
        return [piece]
    assert piece.annual_salary is not None
    salary = _raised_local(rules, piece.annual_salary, award, piece.person_type == "officer")
    after = piece._replace(
        date_from=max(piece.date_from, award.on), annual_salary=salary, salary_source="scenario"
    )
    if piece.date_from >= award.on:
        return [after]
    return [piece._replace(date_to=award.on - timedelta(days=1)), after]


@per_rule_set
def _raised_local(rules: RuleSet, annual: Pence, award: Award, officer: bool) -> Pence:
    return raised(annual, [award], *_rounding(rules, award.on, "officer" if officer else "staff"))


def touches(scenario: Scenario, case: PayCase, end: date) -> bool:
    """Whether the scenario can change this case's pay up to ``end``."""
    for award in scenario.awards:
        if award.on > end:
            continue
        for piece in case.slices:
            if piece.annual_salary is not None:
                if _is_local(piece, award):
                    return True
            elif award.covers(piece.scale):
                return True
            if award.london_weighting and piece.region == "london":
                return True
    return False
