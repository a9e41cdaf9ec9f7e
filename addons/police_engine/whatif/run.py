"""Award scenarios for everybody: pay, pension and National Insurance of each month by the real stages.

Only what an employer pays is worked out (``payslip.employer_cost``: the stages of ``calculate``
without tax, loans and net pay). Each distinct position is calculated once; a scenario that
cannot touch it takes over the result of the law as it stands.
"""

import multiprocessing
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..ledger import cost_shares
from ..money import Pence, split
from ..params.loader import RuleSet
from ..paye import levy
from ..payslip import EmployerCost, employer_cost
from ..problems import Problem, Severity
from ..records import PayCase, PayPeriod
from .groups import Group, Place, grouped, monthly_cases, place_of
from .scenario import Scenario, facts_of, rules_of, touches

_TURNS = 2  # parts for each worker: few, since every part answers all its rows, but enough to even out
_job: tuple = ()  # what forked workers inherit


class Cost(NamedTuple):
    """Pence; ``people`` counts the posts paid (a person charged to two places counts in each)."""

    people: int = 0
    gross: Pence = 0
    employer_nic: Pence = 0
    pension_employer: Pence = 0
    nicable: Pence = 0

    @property
    def employer(self) -> Pence:
        """Pay and on-costs, without the apprenticeship levy (which is due on the whole pay bill)."""
        return self.gross + self.employer_nic + self.pension_employer

    def plus(self, other: "Cost") -> "Cost":
        """Both together."""
        return Cost(*(one + two for one, two in zip(self, other, strict=True)))


Row = tuple[PayPeriod, str, str]  # month, rank, cost centre
_NOTHING = Cost()


@dataclass(slots=True)
class Outcome:
    """One scenario. ``levy``: apprenticeship levy of each month, pence, on the whole pay bill."""

    scenario: Scenario
    rules_hash: str
    rows: dict[Row, Cost] = field(default_factory=dict)
    levy: dict[PayPeriod, Pence] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def total(self) -> Cost:
        """Everything together, without the levy."""
        return _sum(self.rows.values())

    def cost(self) -> Pence:
        """All that the employer pays: pay, on-costs and levy."""
        return self.total().employer + sum(self.levy.values())

    def by(self, field_name: str) -> dict[str, Cost]:
        """Totals by ``month`` (first day, ISO), ``rank`` or ``cost_centre``."""
        index = ("month", "rank", "cost_centre").index(field_name)
        found: dict[str, Cost] = {}
        for row, cost in self.rows.items():
            name = row[0].start.isoformat() if index == 0 else str(row[index])
            found[name] = found.get(name, _NOTHING).plus(cost)
        return found


@dataclass(slots=True)
class WhatIf:
    """Every scenario's outcome, in the order asked. ``groups``: distinct positions calculated."""

    outcomes: list[Outcome]
    cases: int
    groups: int


def run(
    cases: Iterable[PayCase],
    rules: RuleSet,
    scenarios: Sequence[Scenario],
    months: Sequence[PayPeriod] | None = None,
    processes: int = 1,
    levy_allowance: Pence | None = None,
) -> WhatIf:
    """What each scenario costs the employer.

    ``cases``: everybody's, of any periods, as a pay run would calculate them; or, with ``months``, one
    for each person, repeated in those. A blocking problem leaves the person out and is listed, as in a
    real run. ``processes`` above 1 forks workers: not from a process that holds a database connection.
    """
    _check(scenarios)
    wanted = list(monthly_cases(cases, months))
    groups = grouped(wanted)
    law = [rules_of(rules, scenario) for scenario in scenarios]
    outcomes = [Outcome(s, own.hash) for s, own in zip(scenarios, law, strict=True)]
    books: list[Book] = [{} for _ in scenarios]
    for part in _parts(groups, rules, scenarios, law, processes):
        for outcome, book, (rows, problems) in zip(outcomes, books, part, strict=True):
            for row, amounts in rows.items():
                _add(book, row, amounts)
            outcome.problems += problems
    for outcome, book, own in zip(outcomes, books, law, strict=True):
        outcome.rows = {row: Cost(*amounts) for row, amounts in book.items()}
        outcome.levy = _levies(outcome, own, levy_allowance)
    return WhatIf(outcomes, len(wanted), len(groups))


def _check(scenarios: Sequence[Scenario]) -> None:
    names = [scenario.name for scenario in scenarios]
    if len(set(names)) != len(names):
        raise InvalidRecord("Two scenarios have the same name.")


Book = dict[Row, list[int]]  # the fields of Cost, added up in place
Part = list[tuple[Book, list[Problem]]]


def _parts(groups: list[Group], rules: RuleSet, scenarios, law, processes: int) -> Iterable[Part]:
    global _job
    count = 1 if processes <= 1 else processes * _TURNS
    _job = (groups, rules, scenarios, law, count)
    try:
        if count == 1:
            yield _part(0)
            return
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            yield from pool.imap(_part, range(count))
    finally:
        _job = ()


def _part(number: int) -> Part:
    """Every so many-th group: neighbours, who take alike long, are shared out."""
    groups, rules, scenarios, law, count = _job
    result: Part = [({}, []) for _ in scenarios]
    for group in groups[number::count]:
        as_it_stands = None
        for scenario, own, (rows, problems) in zip(scenarios, law, result, strict=True):
            if touches(scenario, group.case, group.case.period.end):
                cost = employer_cost(facts_of(group.case, rules, scenario), own)
            else:
                if as_it_stands is None:
                    as_it_stands = employer_cost(group.case, rules)
                cost = as_it_stands
            if cost.lines:
                _book(rows, group, cost)
            else:
                problems += _problems(group, rules, scenario, own)
    return result


def _problems(group: Group, rules: RuleSet, scenario: Scenario, own: RuleSet) -> list[Problem]:
    """The blocking problems of every member, in that member's own words."""
    costs = [employer_cost(facts_of(case, rules, scenario), own) for case in group.members]
    return [p for cost in costs for p in cost.problems if p.severity is Severity.BLOCKING]


def _book(rows: Book, group: Group, cost: EmployerCost) -> None:
    period = group.case.period
    if group.places is None:
        for (rank, centre), amount in _own_places(group.case, cost).items():
            _add(rows, (period, rank, centre), amount)
        return
    for (rank, centre), people in group.places:
        each = (people, *(amount * people for amount in _amounts(cost)))
        _add(rows, (period, rank, centre), each)


def _amounts(cost: EmployerCost) -> tuple[int, int, int, int]:
    return cost.gross, cost.employer_nic, cost.pension_employer, cost.nicable


def _own_places(case: PayCase, cost: EmployerCost) -> dict[Place, tuple[int, ...]]:
    """Several places in one month: earnings where their lines say, the rest follows as in the pay journal."""
    centres, weights = cost_shares(cost.lines)
    ranks = {piece.cost_centre: place_of(piece)[0] for piece in case.slices}
    other = place_of(case.slices[-1])[0] if case.slices else ""
    earned = dict.fromkeys(centres, 0)
    for line in cost.lines:
        if line.kind == "earning":
            earned[line.cost_centre] += line.amount
    shares = (split(amount, weights) for amount in _amounts(cost)[1:])
    rows = zip(centres, (earned[centre] for centre in centres), *shares, strict=True)
    return {(ranks.get(centre, other), centre): (1, *amounts) for centre, *amounts in rows}


def _add(rows: Book, row: Row, amounts: Sequence[int]) -> None:
    before = rows.get(row)
    if before is None:
        rows[row] = list(amounts)
        return
    for index, amount in enumerate(amounts):
        before[index] += amount


def _sum(costs: Iterable[Cost]) -> Cost:
    total = _NOTHING
    for cost in costs:
        total = total.plus(cost)
    return total


def _levies(outcome: Outcome, rules: RuleSet, allowance: Pence | None) -> dict[PayPeriod, Pence]:
    """Levy of each month by itself: its rate on the month's pay bill less a twelfth of the allowance."""
    bills: dict[PayPeriod, Pence] = {}
    for (period, _, _), cost in outcome.rows.items():
        bills[period] = bills.get(period, 0) + cost.nicable
    return {
        period: levy.to_date(rules, period.pay_date, bill, 1, allowance) for period, bill in bills.items()
    }
