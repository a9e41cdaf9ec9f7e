"""The pay-award wizard's arithmetic: what an award costs in arrears, by rank and cost centre.

Every person's closed periods are recalculated with the law after the award; the differences are
what the wizard would pay. Employer's National Insurance falls in the period of payment: it is the
difference between that period's contributions with and without the arrears.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..money import Pence, split
from ..params.loader import RuleSet
from ..payslip import employer_cost
from ..problems import Problem, Severity
from ..records import PayCase, PayLine, PayPeriod
from .differences import Retro, differences
from .history import AS_PAID, ClosedPeriod, History, Known, history_of, period_text
from .settle import settle, with_arrears

Place = tuple[str, str]  # rank (or person type), cost centre


@dataclass(slots=True)
class Cost:
    """Pence. ``people`` counts those with a difference."""

    people: int = 0
    gross: Pence = 0
    pension_employee: Pence = 0
    pension_employer: Pence = 0
    employer_nic: Pence = 0

    @property
    def employer(self) -> Pence:
        """Pay and on-costs together."""
        return self.gross + self.pension_employer + self.employer_nic


@dataclass(slots=True)
class Preview:
    """Arrears by rank and cost centre, by period earned, in total; each person's differences."""

    places: dict[Place, Cost] = field(default_factory=dict)
    periods: dict[str, Pence] = field(default_factory=dict)  # period text: gross earned in it
    total: Cost = field(default_factory=Cost)
    people: dict[str, Retro] = field(default_factory=dict)
    overpaid: dict[str, Pence] = field(default_factory=dict)  # person: gross not paid but put on record
    problems: list[Problem] = field(default_factory=list)


class Person(NamedTuple):
    """``current``: the case of the period the arrears are to be paid in (None: on-cost not known)."""

    history: History
    current: PayCase | None = None
    known: Known = AS_PAID


def preview(
    people: Iterable[Person], rules_after: RuleSet, keep: Callable[[Retro], bool] | None = None
) -> Preview:
    """Arrears of everybody under the law after the award.

    ``keep`` chooses whose lines stay in ``Preview.people`` (default: everybody with differences).
    """
    result = Preview()
    for person in people:
        retro = differences(person.history, rules_after, person.known)
        result.problems.extend(retro.problems)
        if retro.lines:
            _count(result, person, retro, rules_after)
            if keep is None or keep(retro):
                result.people[retro.reference] = retro
    return result


def preview_cases(
    cases: Iterable[PayCase], rules_before: RuleSet, rules_after: RuleSet, periods: Iterable[PayPeriod]
) -> Preview:
    """As :func:`preview` for cases whose slips are not stored: paid by ``rules_before`` in ``periods``."""
    wanted = set(periods)
    by_person: dict[str, list[PayCase]] = {}
    for case in cases:
        if case.period in wanted:
            by_person.setdefault(case.reference, []).append(case)
    return preview(
        (Person(history_of(sorted(own, key=_start), rules_before)) for own in by_person.values()),
        rules_after,
    )


def _start(case: PayCase):
    return case.period.start


def _count(result: Preview, person: Person, retro: Retro, rules: RuleSet) -> None:
    settlement = settle(retro)
    if settlement.overpayment:
        result.overpaid[retro.reference] = settlement.overpayment.gross
        return
    ranks = _ranks(person.history)
    places: dict[Place, Cost] = {}
    for line in retro.lines:
        text = line.inputs["period_earned"]
        if line.kind == "earning":
            place = _place(ranks[text], line)
            _cost(places, place).gross += line.amount
            result.periods[text] = result.periods.get(text, 0) + line.amount
    on_costs = _on_costs(result, person, retro, rules)
    _share(places, on_costs)
    for place, cost in places.items():
        cost.people = 1
        _merge(_cost(result.places, place), cost)
        _merge(result.total, cost)
    result.total.people += 1 - len(places)


def _ranks(history: History) -> dict[str, ClosedPeriod]:
    return {period_text(closed.case.period): closed for closed in history.periods}


def _place(closed: ClosedPeriod, line: PayLine) -> Place:
    """Rank held where the line was charged; police staff stand under their person type."""
    pieces = closed.case.slices
    piece = next((p for p in pieces if p.cost_centre == line.cost_centre), pieces[-1] if pieces else None)
    if piece is None:
        return "", line.cost_centre
    return piece.rank or piece.person_type, line.cost_centre


def _cost(places: Mapping[Place, Cost], place: Place) -> Cost:
    return places.setdefault(place, Cost())


def _on_costs(result: Preview, person: Person, retro: Retro, rules: RuleSet) -> Cost:
    """Contributions that come with the arrears, and National Insurance of the period they are paid in."""
    own = sum(line.amount for line in retro.lines if line.kind == "deduction")
    theirs = sum(line.amount for line in retro.lines if line.kind == "employer")
    nic = 0
    if person.current is not None:
        without = employer_cost(person.current, rules)
        paid = employer_cost(with_arrears(person.current, settle(retro)), rules)
        result.problems += [p for p in paid.problems if p.severity is Severity.BLOCKING]
        nic = paid.employer_nic - without.employer_nic
    return Cost(0, 0, own, theirs, nic)


def _share(places: dict[Place, Cost], on_costs: Cost) -> None:
    """On-costs follow the pay, as in the pay journal."""
    if not places:
        places["", ""] = Cost()
    weights = [max(0, cost.gross) for cost in places.values()]
    for name in ("pension_employee", "pension_employer", "employer_nic"):
        for cost, amount in zip(places.values(), split(getattr(on_costs, name), weights), strict=True):
            setattr(cost, name, amount)


def _merge(into: Cost, cost: Cost) -> None:
    for name in Cost.__slots__:
        setattr(into, name, getattr(into, name) + getattr(cost, name))
