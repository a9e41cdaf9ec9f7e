"""The cost of an award before it is decided: applied within a savepoint, worked out, and taken back.

What is shown is therefore what will be paid: the same figures, the same reading of facts, the same engine. A
month is the force's next open period, with its claims; a full year is twelve such months. Arrears are those
of a check of all closed periods, with National Insurance of the period in which they are paid.
"""

from odoo.addons.police_engine.pay.arrears import SALARY_CODES
from odoo.addons.police_engine.payslip import employer_cost
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.retro.award import Person, preview
from odoo.addons.police_engine.whatif.groups import place_of
from odoo.addons.police_payroll.services.computation import Computation
from odoo.exceptions import UserError

from .force_law import law_of
from .next_period import next_period
from .retro_check import CHUNK, RetroCheck

_FIELDS = ("basic", "associated", "employer_nic", "pension_employer")
_ARREARS = ("arrears_basic", "arrears_associated", "arrears_nic", "arrears_pension")


class _TakeBack(Exception):
    """Ends the savepoint: nothing of the preview stays."""


class AwardCost:
    """Costs ``award`` and stores the result on it."""

    def __init__(self, env, award, progress):
        quiet = {"police_retro": True, "tracking_disable": True}
        self.env = env(su=True, context={**env.context, **quiet})
        self.award = award.with_env(self.env)
        self.progress = progress
        self.rows = {}
        self.problems = []

    def run(self):
        """Work out and store. Returns the outcome in words."""
        company = self.award.company_id
        period = next_period(self.env, company, self.award.date_from)
        before = self._cases(company, period, law_of(self.env, company), "Pay before the award")
        try:
            with self.env.cr.savepoint():
                self.award._enter(self.env.ref("base.user_root"))
                rules = law_of(self.env, company)
                after = self._cases(company, period, rules, "Pay after the award")
                self._month(before, after, rules)
                people = self._arrears(company, rules, after)
                raise _TakeBack
        except _TakeBack:
            self.env.invalidate_all()
        self._store(period, people)
        return self.env._("Costed for %s people", self.award.people)

    def _cases(self, company, period, rules, step):
        """``{employee id: (case, EmployerCost)}`` of everybody in the period."""
        work = Computation(self.env, company=company, period=period, rules=rules)
        collected = work.collect()
        found = {}
        for number, case in enumerate(collected.cases):
            if number % 500 == 0:
                self.progress(step, number, len(collected.cases))
            found[collected.employee_ids[case.reference]] = (case, employer_cost(case, rules))
        return found

    # -- a month ----------------------------------------------------------------------------------

    def _month(self, before, after, rules):
        for employee_id in sorted(before.keys() | after.keys()):
            old, new = before.get(employee_id), after.get(employee_id)
            if old is None or new is None or not old[1].lines or not new[1].lines:
                self._say_problems(new or old)
                continue
            self._person(old[1], *new)

    def _say_problems(self, pair):
        for problem in pair[1].problems if pair else ():
            if problem.severity is Severity.BLOCKING:
                self.problems.append(problem.message)

    def _person(self, old, case, new):
        """The differences of one person, charged where the lines are charged; on-costs follow the pay."""
        sums = {}
        for sign, cost in ((-1, old), (1, new)):
            for line in cost.lines:
                if line.kind == "earning":
                    kind = "basic" if line.code in SALARY_CODES else "associated"
                    place = sums.setdefault(line.cost_centre, dict.fromkeys(_FIELDS, 0))
                    place[kind] += sign * line.amount
        sums = {centre: row for centre, row in sums.items() if row["basic"] or row["associated"]}
        if not sums:
            return
        main = max(sums, key=lambda centre: abs(sums[centre]["basic"]))
        sums[main]["employer_nic"] += new.employer_nic - old.employer_nic
        sums[main]["pension_employer"] += new.pension_employer - old.pension_employer
        ranks = {piece.cost_centre: place_of(piece)[0] for piece in case.slices}
        last = place_of(case.slices[-1])[0] if case.slices else ""
        for centre, amounts in sums.items():
            row = self._row(ranks.get(centre, last), centre)
            row["people"] += centre == main
            for name, amount in amounts.items():
                row[name] += amount

    def _row(self, rank, centre):
        empty = dict.fromkeys(("people", *_FIELDS, *_ARREARS), 0)
        return self.rows.setdefault((rank, centre), empty)

    # -- arrears ----------------------------------------------------------------------------------

    def _arrears(self, company, rules, after):
        """Differences of all closed periods from the award's day on. Returns how many people have any."""
        check = RetroCheck(self.env, company, rules=rules)
        if not check.months or self.award.date_from > check.months[-1].period.end:
            return 0
        due = [one._replace(since=self.award.date_from, from_first=True) for one in check.everybody()]
        people = 0
        for start in range(0, len(due), CHUNK):
            self.progress("Arrears of closed periods", start, len(due))
            people += self._arrears_of(check, due[start : start + CHUNK], rules, after)
        return people

    def _arrears_of(self, check, due, rules, after):
        persons = []
        for one, _since, history, known, problems in check.histories(due):
            self.problems += [problem.message for problem in problems]
            if not problems and history.periods:
                current = after.get(one.employee_id)
                persons.append(Person(history, current[0] if current else None, known))
        found = preview(persons, rules)
        self.problems += [problem.message for problem in found.problems]
        for (rank, centre), cost in found.places.items():
            row = self._row(rank, centre)
            row["arrears_basic"] += cost.gross
            row["arrears_nic"] += cost.employer_nic
            row["arrears_pension"] += cost.pension_employer
        self._split_associated(found, {person.history.reference: person for person in persons})
        return len(found.people)

    def _split_associated(self, found, persons):
        """Move what follows from basic pay to its own column."""
        for reference, retro in found.people.items():
            if reference in found.overpaid:
                continue
            pieces = [p for closed in persons[reference].history.periods for p in closed.case.slices]
            ranks = {piece.cost_centre: place_of(piece)[0] for piece in pieces}
            for line in retro.lines:
                if line.kind == "earning" and line.code not in SALARY_CODES:
                    last = place_of(pieces[-1])[0] if pieces else ""
                    key = ranks.get(line.cost_centre, last), line.cost_centre
                    row = self.rows.get(key)
                    if row is not None:
                        row["arrears_basic"] -= line.amount
                        row["arrears_associated"] += line.amount

    # -- the result -------------------------------------------------------------------------------

    def _store(self, period, people):
        award = self.award
        if award.state not in ("draft", "costed"):
            raise UserError(self.env._("%s was applied meanwhile.", award.name))
        award.cost_ids.unlink()
        names = self._names()
        values = [self._values(rank, centre, row, names) for (rank, centre), row in sorted(self.rows.items())]
        award.env["police.award.cost"].create(values)
        problems = list(dict.fromkeys(self.problems))
        award.write(
            {
                "state": "costed",
                "costed_period": f"{period.end:%B %Y}"
                if period.frequency == "monthly"
                else f"{period.start}",
                "people": sum(row["people"] for row in self.rows.values()),
                "month_cost": sum(row["month"] for row in values),
                "year_cost": sum(row["year"] for row in values),
                "arrears_cost": sum(row["arrears"] for row in values),
                "arrears_people": people,
                "problems": "\n".join(problems[:50]) or False,
            }
        )

    def _names(self):
        names = {
            rank.code: rank.name
            for rank in self.env["police.rank"].with_context(active_test=False).search([])
        }
        return {**names, "staff": "Police staff", "pcso": "PCSO"}

    def _values(self, rank, centre, row, names):
        month = sum(row[name] for name in _FIELDS)
        return {
            "award_id": self.award.id,
            "company_id": self.award.company_id.id,
            "rank": names.get(rank, rank),
            "cost_centre": centre or "",
            "people": row["people"],
            **{name: row[name] / 100 for name in (*_FIELDS, *_ARREARS)},
            "month": month / 100,
            "year": month * 12 / 100,
            "arrears": sum(row[name] for name in _ARREARS) / 100,
        }
