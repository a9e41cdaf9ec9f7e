"""From facts to results: collect, calculate, settle. Nothing is stored; runs and previews share it."""

from dataclasses import replace

from odoo.addons.police_engine.params import RuleSet

from .calculator import Calculator
from .collector import Collected, Collector, fact_hash
from .progress import no_progress


class Computation:
    """The results of ``run``, or of ``company`` for the engine's ``period``. Arguments as the Collector's.

    After :meth:`calculate`: ``collected`` (with the cases as settled) and ``results``, in the same order.
    """

    def __init__(self, env, run=None, progress=no_progress, rules=None, **scope):
        self.progress = progress
        self.collector = Collector(env, run, progress, **scope)
        contributor = self.collector.env["police.pay.contributor"]
        self.rules = rules or contributor._law(self.collector.company, RuleSet.load())
        self.collected: Collected | None = None
        self.results = []

    def collect(self):
        """Read all facts."""
        self.collected = self.collector.collect(self.rules)
        return self.collected

    def calculate(self):
        """Calculate everybody, then once more those for whom something depends on the first result."""
        cases = self.collected.cases
        self.results = Calculator(self.rules, self.progress).calculate(cases)
        self._settle()
        return self.results

    def _settle(self):
        collected, gathering = self.collected, self.collected.gathering
        outcomes = {
            collected.employee_ids[case.reference]: (case, result)
            for case, result in zip(collected.cases, self.results, strict=True)
        }
        gathering.env["police.pay.contributor"]._settle(gathering, outcomes)
        touched = gathering.take_touched()
        if not touched:
            return
        places = [
            place for place, case in enumerate(collected.cases)
            if collected.employee_ids[case.reference] in touched
        ]  # fmt: skip
        for place in places:
            self._amend(place)
        again = Calculator(self.rules, self.progress).calculate([collected.cases[place] for place in places])
        for place, result in zip(places, again, strict=True):
            self.results[place] = result

    def _amend(self, place):
        """The case with what was added to it, and its new hash."""
        collected = self.collected
        case = collected.cases[place]
        employee_id = collected.employee_ids[case.reference]
        gathering = collected.gathering
        case = replace(
            case,
            elements=tuple(gathering.elements.get(employee_id, ())),
            arrears=tuple(gathering.arrears.get(employee_id, ())),
            **gathering.facts.get(employee_id, {}),
        )
        collected.cases[place] = case
        collected.hashes[case.reference] = fact_hash(case, collected.people[case.reference])
