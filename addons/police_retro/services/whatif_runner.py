"""Costs the scenarios of a ``police.whatif`` on the real engine and stores the result by rank, month and
budget.

Everybody employed in the months asked for, at the dated facts already recorded (leavers, promotions to come),
each month with the claims of the last closed run; absence is left out. The engine works in processes of its
own.
"""

import os
import time
from dataclasses import replace
from datetime import date

from odoo import fields
from odoo.addons.police_engine.money import split
from odoo.addons.police_engine.params.overlay import held_still
from odoo.addons.police_engine.taxcalendar import monthly_period
from odoo.addons.police_engine.whatif.scenario import Scenario
from odoo.addons.police_engine.whatif.worker import ask
from odoo.addons.police_hr.services.version_reader import slices_for
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.computation import Computation
from odoo.addons.police_payroll.services.progress import no_progress

from .force_law import law_of

AS_IT_STANDS = "As it stands"
_COLUMNS = (
    "whatif_id", "company_id", "scenario_id", "place", "scenario", "month", "rank", "cost_centre", "people",
    "gross",
    "employer_nic", "pension_employer", "levy", "cost", "extra",
)  # fmt: skip


class WhatIfRunner:
    """Runs ``question`` and replaces its result."""

    def __init__(self, env, question, progress=no_progress):
        self.env = env(su=True, context={**env.context, "police_retro": True, "tracking_disable": True})
        self.question = question.with_env(self.env)
        self.company = self.question.company_id
        self.progress = progress
        self.basis = ""

    def run(self):
        """Calculate and store; the outcome in words."""
        begun = time.perf_counter()
        months = self.months()
        law = held_still(law_of(self.env, self.company), months[-1].end)
        self.progress("Collecting people and their facts")
        cases = self.cases(months)
        scenarios = [Scenario(AS_IT_STANDS), *(one._to_engine() for one in self.question.scenario_ids)]
        self.progress(f"Paying {len(cases):,} people in {len(scenarios)} scenarios")
        answer = ask(cases, law, scenarios, months, processes=min(4, os.cpu_count() or 1))
        self.progress("Storing the result")
        self._store(answer, len(cases), time.perf_counter() - begun)
        return self.env._("%(n)s people in %(s)s scenarios", n=len(cases), s=len(scenarios))

    def months(self):
        """The engine's monthly periods asked for."""
        first = self.question.month_from
        found = []
        for number in range(self.question.months):
            year, month = divmod(first.month - 1 + number, 12)
            found.append(monthly_period(first.year + year, month + 1))
        return found

    def cases(self, months):
        """One case for each person, with the job over all the months and a typical month's claims."""
        work = Computation(self.env, company=self.company, period=months[0])
        collected = work.collect()
        slices = slices_for(self.env, self.company, months[0].start, months[-1].end)
        stored = self._last_closed()
        codes = self.env["police.pay.contributor"]._standing_codes()
        found = []
        for case in collected.cases:
            employee_id = collected.employee_ids[case.reference]
            given = stored[employee_id].elements if employee_id in stored else case.elements
            elements = tuple(e for e in given if e.code not in codes)
            own = slices.get(employee_id, ())
            if own:
                found.append(replace(case, slices=tuple(own), elements=elements, arrears=()))
        return found

    def _last_closed(self):
        """``{employee id: PayCase}`` of the last closed run; remembers in words what it is."""
        run = self.env["police.pay.run"].search(
            [
                ("company_id", "=", self.company.id),
                ("kind", "=", "regular"),
                ("state", "in", ("approved", "paid")),
            ],
            order="pay_date desc, id desc",
            limit=1,
        )
        if not run:
            self.basis = self.env._("Facts as recorded now; no run is closed yet")
            return {}
        self.basis = self.env._("Facts as recorded now, claims of %s", run.period_id.name)
        self.env.cr.execute(
            'SELECT employee_id, "case" FROM police_payslip WHERE run_id = %s AND "case" IS NOT NULL',
            [run.id],
        )
        return {employee_id: case_store.read(facts) for employee_id, facts in self.env.cr.fetchall()}

    # -- the result -------------------------------------------------------------------------------

    def _store(self, answer, people, seconds):
        question = self.question
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM police_whatif_result WHERE whatif_id = %s", [question.id])
        names = self._names()
        books = [_book(outcome) for outcome in answer.outcomes]
        records = [question.scenario_ids.browse(), *question.scenario_ids]
        rows = []
        for place, (record, outcome, book) in enumerate(zip(records, answer.outcomes, books, strict=True)):
            rows += self._rows(place, record, outcome, book, books[0], names)
        statement = f"INSERT INTO police_whatif_result ({', '.join(_COLUMNS)}) VALUES %s"
        if rows:
            self.env.cr.execute_values(statement, rows, page_size=2000)
        self.env["police.whatif.result"].invalidate_model()
        base = answer.outcomes[0].cost()
        for record, outcome in zip(records[1:], answer.outcomes[1:], strict=True):
            total, levy = outcome.total(), sum(outcome.levy.values())
            extra = outcome.cost() - base
            record.write(
                {
                    "gross": total.gross / 100,
                    "on_costs": (total.employer_nic + total.pension_employer + levy) / 100,
                    "cost": outcome.cost() / 100,
                    "extra": extra / 100,
                    "extra_percent": round(100 * extra / base, 2) if base else 0,
                }
            )
        messages = dict.fromkeys(problem.message for problem in answer.outcomes[0].problems)
        question.write(
            {
                "calculated_on": fields.Datetime.now(),
                "seconds": round(seconds, 1),
                "people": people,
                "basis": self.basis,
                "problems": "\n".join(list(messages)[:50]) or False,
            }
        )

    def _names(self):
        ranks = self.env["police.rank"].with_context(active_test=False).search([])
        return {**{rank.code: rank.name for rank in ranks}, "staff": "Police staff", "pcso": "PCSO"}

    def _rows(self, place, record, outcome, book, base, names):
        for (month, rank, centre), amounts in sorted(book.items()):
            people, gross, nic, pension, levy = amounts
            cost = gross + nic + pension + levy
            before = base.get((month, rank, centre))
            extra = cost - (sum(before[1:]) if before else 0)
            yield (
                self.question.id, self.company.id, record.id or None, place, outcome.scenario.name, month,
                names.get(rank, rank), centre or None, people, *(a / 100 for a in (gross, nic, pension,
                levy, cost, extra)),
            )  # fmt: skip


def _book(outcome):
    """``{(month, rank, centre): (people, gross, NI, pension, levy)}``; the levy follows NIC-able pay."""
    by_month: dict[date, list] = {}
    for (period, rank, centre), cost in outcome.rows.items():
        by_month.setdefault(period, []).append(((period.start, rank, centre), cost))
    book = {}
    for period, rows in by_month.items():
        shares = split(outcome.levy.get(period, 0), [max(0, cost.nicable) for _key, cost in rows])
        for (key, cost), levy in zip(rows, shares, strict=True):
            book[key] = (cost.people, cost.gross, cost.employer_nic, cost.pension_employer, levy)
    return book
