"""Ages and rates are counted from the queries, not typed in."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import SelfServiceCase


@tagged("post_install", "-at_install", "police")
class TestReport(SelfServiceCase):
    def row(self, query):
        self.env.flush_all()
        return (
            self.env["police.pay.query.report"].with_user(self.auditor).search([("query_id", "=", query.id)])
        )

    def aged(self, days, **values):
        query = self.env["police.pay.query"]._ask(self.constable, "other", "Hello?").with_user(self.clerk)
        asked = fields.Datetime.now() - timedelta(days=days, hours=1)
        query._guarded().write({"asked_on": asked, **values})
        return query

    def test_age_bands(self):
        for days, band in (
            (0, "0"),
            (1, "1"),
            (4, "1"),
            (5, "2"),
            (13, "2"),
            (20, "3"),
            (30, "4"),
            (400, "4"),
        ):
            with self.subTest(days=days):
                self.assertEqual(self.row(self.aged(days)).age_band, band)

    def test_rates(self):
        solved, again = self.aged(2), self.aged(2)
        for query in (solved, again):
            query._answer("Because.")
        again._say("No.")
        again._answer("Really.")
        for query in (solved, again):
            query.cause_id = self.env.ref("police_selfservice.cause_right")
            query.action_close()
        waiting = self.aged(1, due_on=fields.Datetime.now() - timedelta(hours=1))
        self.assertEqual(self.row(solved).first_contact_percent, 100)
        self.assertEqual(self.row(again).first_contact_percent, 0)
        self.assertEqual((self.row(waiting).overdue_queries, self.row(solved).overdue_queries), (1, 0))
        self.assertAlmostEqual(self.row(solved).hours_to_answer, 49, delta=0.2)
        self.assertFalse(self.row(waiting).hours_to_answer)

    def test_pivot_by_cause(self):
        self.aged(3).cause_id = self.env.ref("police_selfservice.cause_claim_late")
        self.env.flush_all()
        groups = dict(
            self.env["police.pay.query.report"]._read_group(
                [("company_id", "=", self.company.id)], ["cause_id"], ["__count"]
            )
        )
        self.assertEqual(groups, {self.env.ref("police_selfservice.cause_claim_late"): 1})
