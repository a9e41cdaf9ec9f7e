"""The whole demo month with a small force: every step by its user, and what must be true afterwards."""

import json
import tempfile
from datetime import date
from pathlib import Path
from unittest.mock import patch

from odoo.addons.police_demo.generator import trade
from odoo.addons.police_demo.services.month import DemoMonth
from odoo.addons.police_demo.services.summary import render
from odoo.addons.police_demo.services.users import USERS
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, tagged

HEADS, SEED = 120, 3


def small_trade(seed):
    """A month's buying cut down to a dozen invoices and three orders of each fate."""
    month = REAL_TRADE(seed)
    orders = [
        o for fate in ("invoiced", "open", "waiting") for o in [o for o in month.orders if o.fate == fate][:3]
    ]
    kept = {month.orders.index(order): place for place, order in enumerate(orders)}
    invoices = [i._replace(order=kept[i.order]) for i in month.invoices if i.order in kept]
    invoices += [i for i in month.invoices if i.order is None][:9]
    return trade.Trade(month.suppliers, tuple(orders), tuple(invoices))


REAL_TRADE = trade.generate


@tagged("post_install", "-at_install", "police")
class TestDemoMonth(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        with patch.object(trade, "generate", small_trade):
            cls.month = DemoMonth(cls.env, HEADS, SEED, cls.folder, quiet=True, commit=cls.env.flush_all)
            cls.facts = cls.month.run()
        cls.users = cls.month.users
        cls.run_record = cls.month.run_record.sudo()

    def test_certificate_has_no_differences(self):
        self.assertTrue(self.facts.certificate)
        self.assertEqual({row["difference"] for row in self.facts.certificate}, {0})
        net = next(row for row in self.facts.certificate if row["label"].startswith("Net"))
        self.assertEqual(set(net["columns"].values()), {self.facts.september["net"]})

    def test_everyone_employed_is_paid_and_volunteers_are_not(self):
        september = [p for p in self.month.force.people if p.paid and p.job.service_date <= date(2026, 9, 30)]
        self.assertEqual(self.facts.september["people"], len(september))
        types = self.run_record.slip_ids.employee_id.mapped("police_type")
        self.assertNotIn("special", types)

    def test_gross_less_deductions_is_net(self):
        pay = self.facts.september
        taken = sum(
            pay[key]
            for key in (
                "tax",
                "employee_nic",
                "student_loan",
                "postgraduate_loan",
                "pension_employee",
                "other_deductions",
            )
        )
        self.assertEqual(pay["gross"] - taken, pay["net"])

    def test_journal_balances_and_clears_net_pay(self):
        debit = sum(row[2] for row in self.facts.ledger)
        self.assertEqual(debit, sum(row[3] for row in self.facts.ledger))
        self.assertIn(self.facts.september["net"], [row[3] for row in self.facts.ledger])

    def test_clerk_prepared_and_approver_approved(self):
        self.assertEqual(self.run_record.prepared_by_id, self.users["payroll.clerk"])
        self.assertEqual(self.run_record.approved_by_id, self.users["payroll.approver"])
        self.assertEqual(self.run_record.state, "paid")

    def test_paying_twice_is_refused(self):
        with self.assertRaises(UserError):
            self.run_record.with_user(self.users["payroll.approver"]).action_pay()

    def test_increments_applied_are_those_the_generator_expected(self):
        expected = sum(change.kind == "increment" for change in self.month.force.changes)
        self.assertEqual(self.facts.changes["increments"], expected)

    def test_october_waits_for_review_with_figures(self):
        run = self.env["police.pay.run"].search([("period_id.date_from", "=", date(2026, 10, 1))])
        self.assertEqual(run.state, "review")
        self.assertGreater(self.facts.october["people"], 0)

    def test_files_are_written(self):
        names = [path.name for path in (self.folder / "september-2026").iterdir()]
        for start in ("BACS", "FPS", "payslips"):
            self.assertTrue([name for name in names if name.startswith(start)], names)
        singles = list((self.folder / "september-2026" / "payslips").glob("*.pdf"))
        self.assertEqual(len(singles), self.facts.september["people"])

    def test_summary_json_holds_the_same_figures(self):
        kept = json.loads((self.folder / "summary.json").read_text("utf-8"))
        self.assertEqual(kept["september"], self.facts.september)

    def test_summary_reads_as_agreed(self):
        self.assertIn("Every total agrees to the penny", render(self.facts))

    def test_buying_is_approved_by_another_and_some_waits(self):
        bought = self.facts.purchasing
        self.assertEqual((bought["orders"], bought["approved"], bought["waiting"]), (9, 6, 3))
        self.assertEqual((bought["invoices"], bought["matched"]), (12, 3))
        order = self.env["purchase.order"].search([("state", "=", "to approve")], limit=1)
        with self.assertRaises(AccessError):
            order.with_user(order.create_uid).button_approve()

    def test_fleet_has_bookings(self):
        self.assertEqual(self.facts.fleet["vehicles"], 9)
        self.assertGreater(self.facts.fleet["booked_into_a_workshop"], 0)

    def test_each_user_holds_one_role(self):
        self.assertEqual(set(self.users), set(USERS))
        auditor = self.users["auditor"]
        self.assertFalse(auditor.has_group("police_core.group_payroll_clerk"))
        with self.assertRaises(AccessError):
            self.env["police.pay.element"].with_user(auditor).create({"code": "mileage"})
