"""Attempts to get past the gate: by RPC, as superuser, with forged contexts, and in SQL."""

import psycopg2
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ParallelCase

GATE = ("gate_open", "gate_found", "gate_page")


@tagged("post_install", "-at_install", "police")
class TestAttacks(ParallelCase):
    def setUp(self):
        super().setUp()
        self.found = self.compared(september={(self.sergeant, "net"): 1, (self.pcso, "net"): 1})

    def ways(self, record):
        """The record as everybody who might try."""
        forged = {"police_parallel_key": True, "police_approval_write": True, "install_mode": True}
        for user in (self.clerk, self.approver, self.accountant):
            yield record.with_user(user)
            yield record.with_user(user).sudo()
            yield record.with_user(user).with_context(**forged)
        yield record.sudo()
        yield record.with_user(self.env.ref("base.user_admin")).sudo()

    def refused(self, record, values):
        for attacker in self.ways(record):
            who = f"{attacker.env.user.login}{' as superuser' * attacker.env.su}"
            with self.subTest(values=values, user=who), self.assertRaises(UserError):
                attacker.write(values)

    def test_the_answer_has_no_field_that_can_be_written(self):
        for name in GATE:
            field = self.project._fields[name]
            self.assertFalse(field.store)
            self.assertFalse(field.inverse)
            self.refused(self.project, {name: True})
        self.assertFalse(self.project.gate_open)

    def test_criteria_after_freezing(self):
        for values in (
            {"criteria_periods": 1},
            {"criteria_most_accepted": 1_000_000},
            {"criteria_hash": "0" * 64},
            {"criteria_text": "{}"},
            {"state": "draft"},
            {"frozen_on": "2020-01-01"},
            {"calendar_id": self.calendar.id},
        ):
            self.refused(self.project, values)
        with self.assertRaises(UserError):
            self.project.with_user(self.approver).action_back()

    def test_criteria_changed_in_sql_show(self):
        self.sign(self.found)
        self.assertEqual(self.open_codes(), set())
        self.env.cr.execute(
            "UPDATE police_parallel_project SET criteria_rounding = 9999 WHERE id = %s", [self.project.id]
        )
        check = self.checks()["frozen"]
        self.assertFalse(check.passed)
        self.assertIn("CRITERIA CHANGED", check.open)

    def test_signatures_are_not_written(self):
        for values in (
            {"approved_by_id": self.approver2.id},
            {"prepared_by_id": self.approver2.id},
        ):
            self.refused(self.project, values)

    def test_variances_are_neither_written_nor_deleted(self):
        row = self.found[0]
        for values in (
            {"cause": "by_design", "reason": "Fine", "state": "agreed"},
            {"difference": 0},
            {"legacy": 5},
            {"agreed_by_id": self.approver.id},
            {"comparison_id": False},
        ):
            self.refused(row, values)
        for attacker in self.ways(row):
            with self.subTest(user=attacker.env.user.login), self.assertRaises(UserError):
                attacker.unlink()
        self.assertTrue(row.exists())

    def test_a_variance_deleted_in_sql_shows(self):
        self.sign(self.found[0])
        self.assertEqual(self.open_codes(), {"unexplained"})
        self.env.cr.execute("DELETE FROM police_parallel_variance WHERE id = %s", [self.found[1].id])
        self.assertEqual(self.open_codes(), {"untouched"})
        self.assertIn("1 gone or changed", self.checks()["untouched"].found)

    def test_a_variance_made_smaller_in_sql_shows(self):
        self.sign(self.found)
        self.env.cr.execute(
            "UPDATE police_parallel_variance SET legacy = ours, difference = 0, size = 0 WHERE id = %s",
            [self.found[0].id],
        )
        self.assertEqual(self.open_codes(), {"untouched"})

    def test_old_payslips_changed_in_sql_show(self):
        self.sign(self.found)
        amount = self.project.import_ids[0].amount_ids[0]
        self.env.cr.execute(
            "UPDATE police_parallel_amount SET amount = amount + 0.01 WHERE id = %s", [amount.id]
        )
        codes = self.open_codes()
        self.assertIn("untouched", codes)
        self.assertIn("current", codes)

    def test_a_signature_in_sql_does_not_help(self):
        """PostgreSQL itself refuses one person in both places, and agreement without a cause."""
        for values in (
            "decided_by_id = 2, agreed_by_id = 2, state = 'agreed', cause = 'by_design'",
            "state = 'agreed'",
            "cause = 'by_design'",
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(psycopg2.errors.CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE police_parallel_variance SET {values} WHERE id = %s", [self.found[0].id]
                )

    def test_evidence_is_not_made_by_hand(self):
        batch = self.project.import_ids[0]
        for name, values in (
            ("police.parallel.import", {"project_id": self.project.id, "name": "x"}),
            ("police.parallel.amount", {"import_id": batch.id, "element": "X", "amount": 1}),
            ("police.parallel.comparison", {"project_id": self.project.id}),
            ("police.parallel.variance", {"project_id": self.project.id}),
            ("police.parallel.report", {"project_id": self.project.id, "found": "OPEN"}),
            ("police.parallel.rehearsal", {"project_id": self.project.id}),
            ("police.parallel.person", {"project_id": self.project.id, "state": "matched"}),
        ):
            model = self.env[name].with_user(self.approver)
            with self.subTest(model=name), self.assertRaises(AccessError):
                model.create(values)
            with self.subTest(model=name, su=True), self.assertRaises(AccessError):
                model.sudo().create(values)
        for record in (batch, batch.amount_ids[0], self.project.comparison_ids[0], self.project):
            with self.subTest(model=record._name), self.assertRaises(UserError):
                record.sudo().unlink()

    def test_our_copied_payslips_changed_in_sql_show(self):
        self.sign(self.found)
        copy = self.project.rehearsal_ids.filtered(lambda row: row.period_id == self.september)
        self.env.cr.execute(
            "UPDATE police_parallel_ours SET amount = amount + 0.01 WHERE rehearsal_id = %s AND code = 'net'",
            [copy.id],
        )
        self.assertIn("untouched", self.open_codes())
        self.assertIn("our payslips of September 2026", self.checks()["untouched"].found)
