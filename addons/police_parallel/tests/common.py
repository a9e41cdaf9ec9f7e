"""A force of four that is not live yet, its rehearsals, and old payslips like them but for chosen faults."""

from unittest.mock import patch

from odoo import Command
from odoo.addons.police_engine.parallel.legacy_csv import LegacyRow, write_legacy
from odoo.addons.police_engine.parallel.migration import OBJECTS
from odoo.addons.police_parallel.services import counting
from odoo.addons.police_parallel.services.importer import LegacyLoader
from odoo.addons.police_parallel.services.migration_counts import loaded
from odoo.addons.police_parallel.services.rehearser import take
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.addons.police_payroll.tests.common import PayrollCase


class ParallelCase(PayrollCase):
    live_already = False

    def setUp(self):
        """The gate asks for the whole payroll; these tests run with whatever is installed."""
        super().setUp()
        self.must_have()

    def must_have(self, *names):
        """The gate asks for the addons ``names``."""
        self.startPatcher(patch.object(counting, "MUST_HAVE", names))

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("setUpClass")  # the steps of the payroll tests are methods of an instance
        cls.clerk2 = cls._user("payroll_clerk")
        cls.project = cls._project()
        cls.amounts = {}
        # A rehearsal: calculated, copied, and cancelled before the next month begins.
        cls.run_august = case.rehearsed(cls.august)
        cls.run_august.with_user(cls.clerk).action_cancel()
        cls.run_september = case.rehearsed(cls.september)

    def rehearsed(self, period):
        """A run of ``period``, its amounts noted and its payslips copied."""
        run = self.calculated(period)
        self.accept_all(run)
        self.amounts[period] = {slip.employee_id: self._amounts(slip) for slip in run.sudo().slip_ids}
        take(self.project, period)
        return run

    @staticmethod
    def _amounts(slip):
        found = {}
        for item in slip.line_ids.filtered(lambda row: row.kind != "employer"):
            found[item.code] = found.get(item.code, 0) + to_pence(item.amount)
        return {**found, "net": to_pence(slip.net)}

    @classmethod
    def _project(cls, **values):
        return (
            cls.env["police.parallel.project"]
            .with_user(cls.approver)
            .create(
                {
                    "name": "Parallel run 2026",
                    "company_id": cls.company.id,
                    "calendar_id": cls.calendar.id,
                    "legacy_system": "Old payroll",
                    "criteria_desk_clerks": 1,
                    **values,
                }
            )
        )

    def freeze(self, project=None):
        """Proposed by the approver of payroll, signed by the accountant; the clerk maps every element."""
        project = project or self.project
        project.with_user(self.approver).action_propose()
        project.with_user(self.accountant).action_freeze()
        codes = {code for people in self.amounts.values() for lines in people.values() for code in lines}
        self.env["police.parallel.mapping"].with_user(self.clerk).create(
            [
                {"project_id": project.id, "legacy_element": f"OLD-{code}", "code": code}
                for code in sorted(codes)
            ]
        )
        return project

    def old_rows(self, run, changes=None, numbers=None):
        """Old payslips equal to ours but for ``changes`` {(person, code): pence or None}."""
        rows, line = [], 1
        for person, lines in self.amounts[run.period_id].items():
            amounts = {**lines, **{code: v for (who, code), v in (changes or {}).items() if who == person}}
            number = (numbers or {}).get(person, person.payroll_reference)
            for code, amount in amounts.items():
                if amount is not None:
                    line += 1
                    rows.append(LegacyRow(line, number, run.period_id.date_from, f"OLD-{code}", amount))
        return rows

    def take(self, run, changes=None, name="old.csv", **kwargs):
        """Import such payslips as the clerk; returns (imports, errors)."""
        project = self.project.with_user(self.clerk)
        return LegacyLoader(project).load(name, write_legacy(self.old_rows(run, changes, **kwargs)))

    def migrated(self):
        """The old system has just what is here; pension history is listed as left with the administrator."""
        here = loaded(self.env, self.company)
        clerk = self.env["police.parallel.object"].with_user(self.clerk)
        for code in OBJECTS:
            count, total = here[code]
            item = clerk.create(
                {"project_id": self.project.id, "code": code, "source_count": count,
                 "source_total": str(total), "evidence": "Control report of 31 August 2026"}
            )  # fmt: skip
            if code == "pension_history":
                members = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
                item.source_count += len(members)
                item.left_ids = [
                    Command.create({"reference": m.payroll_reference, "reason": "With the administrator"})
                    for m in members
                ]
            item.with_user(self.approver).action_agree()

    def compared(self, august=None, september=None):
        """Frozen, both months in and compared, and the rest of the old system accounted for."""
        self.freeze()
        self.migrated()
        for run, changes in ((self.run_august, august), (self.run_september, september)):
            _imports, errors = self.take(run, changes)
            self.assertEqual(errors, [])
        self.project.with_user(self.clerk).action_compare()
        return self.current()

    def current(self):
        """The variances of the current comparisons."""
        return self.env["police.parallel.variance"].search(
            [("project_id", "=", self.project.id), ("current", "=", True)]
        )

    def sign(self, variances, cause="legacy_error"):
        """Decided by the clerk, agreed by the approver."""
        if variances:
            variances.with_user(self.clerk)._decide(cause, "Checked against the old system's log")
            variances.with_user(self.approver).action_agree()

    def checks(self):
        """{code: Check} of the gate, counted now."""
        self.env.flush_all()
        self.env.invalidate_all()
        return {check.code: check for check in self.project._gate()}

    def open_codes(self):
        """Codes of the conditions that are not met."""
        return {code for code, check in self.checks().items() if not check.passed}
