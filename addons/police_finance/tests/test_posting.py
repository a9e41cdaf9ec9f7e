"""Who may post a supplier invoice: limits, own and others' work, and every way round them."""

from datetime import date

from odoo import Command
from odoo.addons.police_finance.services import invoices
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ForceCase


@tagged("post_install", "-at_install", "police")
class TestPosting(ForceCase):
    def test_a_clerk_posts_own_invoices_up_to_the_limit(self):
        bill = self.bill(1000)
        bill.action_post()
        self.assertEqual(bill.state, "posted")
        self.assertEqual(bill.police_posted_by_id, self.clerk)
        self.assertEqual(bill.police_limit_ids, self.limit_own)

    def test_above_the_limit_another_person_posts(self):
        bill = self.bill(1000.01)
        self.assertTrue(bill.police_over_limit)
        with self.assertRaisesRegex(AccessError, "above the limit"):
            bill.action_post()
        bill.with_user(self.clerk2).action_post()
        self.assertEqual(bill.police_limit_ids, self.limit_other)

    def test_touching_an_invoice_makes_it_own_work(self):
        bill = self.bill(2000)
        bill.with_user(self.clerk2).invoice_line_ids.price_unit = 2001
        self.assertEqual(bill.sudo().preparer_ids, self.clerk | self.clerk2)
        with self.assertRaisesRegex(AccessError, "above the limit"):
            bill.with_user(self.clerk2).action_post()

    def test_no_way_round_the_limit(self):
        bill = self.bill(4000)
        attacks = {
            "write the state": lambda b: b.write({"state": "posted"}),
            "private post": lambda b: b._post(soft=False),
            "forge the preparers": lambda b: b.write({"preparer_ids": [Command.clear()]}),
            "forge the poster": lambda b: b.write({"police_posted_by_id": self.accountant.id}),
            "forge on create": lambda b: b.copy({"preparer_ids": [Command.set(self.clerk2.ids)]}),
            "a context flag": lambda b: b.with_context(police_preparer_write=True).write(
                {"preparer_ids": [Command.clear()]}
            ),
        }
        for name, attack in attacks.items():
            with self.subTest(name), self.assertRaises(AccessError):
                attack(bill)
        self.assertEqual(bill.state, "draft")

    def test_the_auto_post_job_posts_in_the_name_of_who_set_it_up(self):
        bill = self.bill(4000)
        bill.auto_post = "at_date"
        with self.assertRaisesRegex(AccessError, "t.clerk.* above|above the limit of t.clerk"):
            bill.with_user(self.env.ref("base.user_root"))._post(soft=False)

    def test_without_a_limit_nothing_is_posted(self):
        bill = self.bill(1, user=self.accountant)
        with self.assertRaisesRegex(AccessError, "no delegated limit"):
            bill.action_post()

    def test_every_expense_line_needs_a_cost_centre(self):
        bill = self.bill(10, line={"analytic_distribution": False})
        self.assertEqual(bill.police_work_state, "to_code")
        with self.assertRaisesRegex(UserError, "Boots.* has no cost centre"):
            bill._post(soft=False)
        bill.invoice_line_ids.analytic_distribution = {str(self.centre.id): 100}
        self.assertEqual(bill.police_work_state, "ready")

    def test_a_clerk_posts_no_journals(self):
        lines = [
            Command.create(
                {
                    "account_id": self.roles["overtime"].id,
                    "debit": 5,
                    "credit": 0,
                    "analytic_distribution": {str(self.centre.id): 100},
                }
            ),
            Command.create({"account_id": self.roles["net_pay_clearing"].id, "debit": 0, "credit": 5}),
        ]
        entry = (
            self.env["account.move"]
            .with_user(self.clerk)
            .with_company(self.force)
            .create({"move_type": "entry", "date": date(2026, 9, 1), "line_ids": lines})
        )
        with self.assertRaisesRegex(AccessError, "a force accountant posts"):
            entry.action_post()
        entry.with_user(self.accountant).action_post()
        self.assertEqual(entry.state, "posted")

    def test_batch_entry_posts_all_or_none(self):
        row = {
            "supplier": self.supplier,
            "invoice_date": date(2026, 9, 2),
            "received_on": date(2026, 9, 3),
            "lines": [{"name": "Gloves", "amount": 1050, "role": "supplies_uniform", "cost_centre": "T100"}],
        }
        rows = [
            row | {"reference": f"B-{n}", "lines": [row["lines"][0] | {"amount": 1050 + n}]} for n in range(5)
        ]
        moves = invoices.enter_and_post(self.env(user=self.clerk), self.force, rows)
        self.assertEqual(set(moves.mapped("state")), {"posted"})
        self.assertEqual([round(move.amount_untaxed * 100) for move in moves], [1050 + n for n in range(5)])
        self.assertEqual(moves[0].police_received_on, date(2026, 9, 3))
        with self.assertRaisesRegex(UserError, "no cost centre X9"):
            invoices.enter_and_post(
                self.env(user=self.clerk),
                self.force,
                [row | {"reference": "C-1", "lines": [row["lines"][0] | {"cost_centre": "X9"}]}],
            )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_the_other_force_sees_nothing(self):
        bill = self.bill(100)
        outsider = self._user("t.outsider", "police_core.group_finance_clerk", self.other_force)
        self.assertNotIn(bill.id, self.env["account.move"].with_user(outsider).search([]).ids)
        with self.assertRaises(AccessError):
            bill.with_user(outsider).read(["amount_total"])
        self.assertFalse(self.env["police.ledger.role"].with_user(outsider).search([]))
        self.assertFalse(self.env["police.delegation.limit"].with_user(outsider).search([]))
