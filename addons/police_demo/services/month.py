"""The demo month from an empty database to the finance director's summary.

Each step runs as the user whose job it is and is committed when done, so that memory stays low and
a look into the database shows how far the month has come.
"""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from odoo import fields

from ..generator import generate, trade, vehicles
from ..generator.csvfile import people_csv
from . import company as companies
from . import fleet, papers, payroll, people, purchasing, stories, users
from .award import apply_award
from .facts import Facts
from .progress import Steps

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


class DemoMonth:
    """Runs the month in ``env``'s database. ``out``: folder for everything that leaves the system."""

    def __init__(self, env, heads, seed, out, quiet=False, commit=None):
        self.env = env
        self.commit = commit or env.cr.commit
        self.heads, self.seed, self.out = heads, seed, Path(out)
        self.steps = Steps(quiet)
        self.facts = Facts(seed=seed)

    def run(self):
        """All steps; returns the :class:`~.facts.Facts` and writes ``summary.json``."""
        self.out.mkdir(parents=True, exist_ok=True)
        with self.steps("Making up the force, with balances by the real engine"):
            self.force = generate(self.seed, self.heads)
        for name, step in (
            ("The force, its chart of accounts and users", self.set_up),
            ("Stations, cost centres, local scale (HR, accountant)", self.prepare),
            ("People by CSV (payroll clerk)", self.import_people),
            ("Standing elements and August's claims (payroll clerk)", self.august_elements),
            ("Duty, absence, orders and the rest until August", self.stories("august")),
            ("August: calculated, approved, paid", self.august),
            ("September: award, joiners, increments, promotions (HR)", self.september_changes),
            ("September's claims (payroll clerk)", self.september_elements),
            ("Duty, absence, orders and the rest in September", self.stories("september")),
            ("September: calculated and reviewed (payroll clerk)", self.calculate),
            ("September: approved, journal posted (payroll approver)", self.approve),
            ("September: certificate, bank file released (approver)", self.pay),
            ("After pay day: HMRC, certificates, queries", self.stories("paid")),
            ("Payslips and files written", self.write_outputs),
            ("Orders, deliveries and 200 invoices (finance, commissioning)", self.purchasing),
            ("Vehicles, services due and booked (fleet manager)", self.fleet),
            ("Duty, absence, orders and the rest in October", self.stories("october")),
            ("October: calculated, waiting for review", self.october),
            ("Work in progress on every desk", self.stories("finish")),
        ):
            with self.steps(name):
                step()
                self.commit()
                self.env.invalidate_all()
        self.facts.seconds, self.facts.parts = self.steps.seconds, self.steps.parts
        self.facts.notices = self.force.notices
        self._write_summary()
        return self.facts

    def stories(self, moment):
        """The step that tells every story's part for ``moment``."""
        return lambda: stories.tell(self, moment)

    # -- the force ---------------------------------------------------------------------------------

    def set_up(self):
        lang = companies.use_british_english(self.env)
        self.company = companies.set_up(self.env)
        self.users = users.create(self.env, self.company, lang)
        companies.set_up_pay(self.env, self.company, self.users)
        self.periods = payroll.set_up_calendar(self.env, self.company, self.users)

    def prepare(self):
        people.prepare(self.env, self.company, self.users, self.force)

    def import_people(self):
        self.facts.imported = self._import("people-in-post.csv", date(2026, 4, 6), joiners=False)
        first = people.by_reference(self.env, self.company)[self._self_service_person()]
        users.link_employee(self.users, first)

    def _import(self, name, since, joiners):
        if not any((p.job.service_date >= SEPTEMBER) == joiners for p in self.force.people):
            return 0  # a very small force may have nobody who joins
        content = people_csv(self.force, joiners=joiners)
        (self.out / name).write_bytes(content)
        return len(people.load_csv(self.env, self.company, self.users, content, since))

    def _self_service_person(self):
        """A constable in post, whom the self-service user is; anybody with a payslip where there is none."""
        paid = [p for p in self.force.people if p.payroll_id in self.force.openings]
        return next((p for p in paid if p.job.rank == "constable"), paid[0]).payroll_id

    # -- pay ---------------------------------------------------------------------------------------

    def august_elements(self):
        in_post = [e for e in self.force.recurring if e.date_from < SEPTEMBER]
        payroll.load_elements(self.env, self.company, self.users, [*in_post, *self.force.august])

    def august(self):
        _, problems = people.apply_increments(self.env, self.company, self.users, date(2026, 8, 31))
        people.refuse_problems("Increments of August", problems)
        run = payroll.calculate(self.env, self.users, self.periods[date(2026, 8, 1)])
        payroll.refuse_blocking(run)
        payroll.accept_warnings(run)
        payroll.approve(run, self.users)
        payroll.pay(run, self.users)
        self.facts.august = payroll.totals(run)

    def september_changes(self):
        raised = apply_award(self.env, self.company, self.users, self.force)
        joined = self._import("joiners-september.csv", SEPTEMBER, joiners=True)
        stepped, problems = people.apply_increments(self.env, self.company, self.users, date(2026, 9, 30))
        people.refuse_problems("Increments", problems)
        counts = people.apply_changes(self.env, self.company, self.users, self.force)
        self.facts.changes = {
            "salaries raised": raised,
            "joiners": joined,
            "increments": len(stepped),
            **counts,
        }

    def september_elements(self):
        new = [e for e in self.force.recurring if e.date_from >= SEPTEMBER]
        payroll.load_elements(self.env, self.company, self.users, [*new, *self.force.september])

    def calculate(self):
        self.run_record = payroll.calculate(self.env, self.users, self.periods[SEPTEMBER])
        payroll.refuse_blocking(self.run_record)
        self.facts.warnings_accepted = payroll.accept_warnings(self.run_record)

    def approve(self):
        payroll.approve(self.run_record, self.users)

    def pay(self):
        payroll.pay(self.run_record, self.users)
        self.facts.september = payroll.totals(self.run_record)
        self.facts.certificate = payroll.certificate(self.run_record)
        self.facts.unverified = self.run_record.sudo().source_count

    def write_outputs(self):
        files = payroll.write_outputs(self.run_record, self.users, self.out / "september-2026")
        self.facts.ledger = payroll.ledger(self.env, self.company, self.run_record)
        sizes = papers.write(self.out / "september-2026", self.facts)
        sizes |= {name: len(data) for name, data in files.items() if "/" not in name}
        self.facts.files = dict(sorted(sizes.items()))
        self.facts.payslips = sum("/" in name for name in files)

    def october(self):
        people.apply_increments(self.env, self.company, self.users, date(2026, 10, 31))
        run = payroll.calculate(self.env, self.users, self.periods[OCTOBER])
        self.facts.october = payroll.totals(run)

    # -- the other three users ---------------------------------------------------------------------

    def purchasing(self):
        month = trade.generate(self.seed)
        self.facts.purchasing = purchasing.run(self.env, self.company, self.users, month)

    def fleet(self):
        today = fields.Date.context_today(self.company)
        made = vehicles.generate(self.seed, self.heads, today)
        self.facts.fleet = fleet.run(self.env, self.company, self.users, made, today)

    # -- summary -----------------------------------------------------------------------------------

    def _write_summary(self):
        self.facts.heads = people.heads(self.env, self.company)
        self.facts.out = str(self.out)
        text = json.dumps(asdict(self.facts), indent=2, default=str) + "\n"
        (self.out / "summary.json").write_text(text, encoding="utf-8")
