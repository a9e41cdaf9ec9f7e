"""Requisitions reserve, orders commit, invoices turn commitment into actual; nothing passes the budget."""

from datetime import date

from odoo import Command
from odoo.addons.police_commissioning.services import orders
from odoo.addons.police_finance.services import invoices
from odoo.addons.police_finance.services.budgets import set_budget
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OrderCase


class BudgetCase(OrderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = date.today()
        cls.start, cls.end = date(today.year - 1, 4, 1), date(today.year + 1, 3, 31)
        cls.budget = cls._budget("Revenue", 1000_00)
        cls.line = cls.budget.crossovered_budget_line_ids

    @classmethod
    def _budget(cls, name, amount, centre=None, **kw):
        return set_budget(
            cls.env,
            cls.force,
            name,
            [(centre or cls.centre, amount, cls.manager, kw.pop("accounts", None))],
            date_from=cls.start,
            date_to=cls.end,
            prepared_by=cls.accountant,
            approved_by=cls.accountant2,
            **kw,
        )

    def stands(self, line=None):
        """(reserved, committed, actual, available) in pounds."""
        line = line or self.line
        line.invalidate_recordset()
        return (
            line.police_reserved,
            line.police_committed,
            line.police_actual,
            line.police_available,
        )

    def requisition(self, cost=400.0, centre=None):
        request = (
            self.env["purchase.request"]
            .with_user(self.requester)
            .with_company(self.force)
            .create(
                {
                    "company_id": self.force.id,
                    "requested_by": self.requester.id,
                    "description": "Boots for probationers",
                    "line_ids": [
                        Command.create(
                            {
                                "product_id": self.products["supplies_uniform"].id,
                                "name": "Boots",
                                "product_qty": 4,
                                "product_uom_id": self.products["supplies_uniform"].uom_id.id,
                                "estimated_cost": cost,
                                "date_required": date.today(),
                                "analytic_distribution": {str((centre or self.centre).id): 100},
                            }
                        )
                    ],
                }
            )
        )
        request.button_to_approve()
        return request

    def proved(self):
        self.assertEqual(self.env["police.budget.entry"]._differences(self.line), [])


@tagged("post_install", "-at_install", "police")
class TestBudget(BudgetCase):
    def test_from_need_to_ledger(self):
        request = self.requisition(400)
        self.assertEqual(self.stands(), (400, 0, 0, 600))
        request.with_user(self.manager2).button_approved()
        self.assertEqual(self.stands(), (400, 0, 0, 600))
        order = self.order(price=9000, quantity=4)  # £360
        self.assertEqual(self.stands(), (760, 0, 0, 240))
        order.with_user(self.manager2).button_approve()
        self.assertEqual(self.stands(), (400, 360, 0, 240))
        self.proved()
        order.with_user(self.buyer).action_police_release_budget()
        self.assertEqual(self.stands(), (400, 0, 0, 600))
        request.with_user(self.manager2).sudo().write({"state": "rejected"})
        self.assertEqual(self.stands(), (0, 0, 0, 1000))
        self.proved()

    def test_open_documents_call_on_a_budget_that_comes_later(self):
        self.requisition(70, self.centre2)
        late = self._budget("Late", 50_00, self.centre2)
        line = late.crossovered_budget_line_ids
        self.assertEqual(self.stands(line), (70, 0, 0, -20))
        self.assertEqual(self.env["police.budget.entry"]._differences(line), [])
        self.assertIn("open orders are more than the budget", " ".join(late.message_ids.mapped("body")))
        with self.assertRaisesRegex(UserError, "refuses"):
            self.requisition(1, self.centre2)

    def test_too_much_is_refused_in_words_and_nothing_is_kept(self):
        with self.assertRaisesRegex(UserError, r"£1,000.01 is £0.01 more than the £1,000.00 that is left"):
            self.requisition(1000.01)
        self.assertEqual(self.stands(), (0, 0, 0, 1000))
        self.requisition(1000)
        with self.assertRaisesRegex(UserError, "refuses"), self.cr.savepoint():
            self.order(price=1, quantity=1)

    def test_an_invoice_turns_commitment_into_actual(self):
        order = self.order(price=10000, quantity=4)
        order.with_user(self.manager2).button_approve()
        self.assertEqual(self.stands(), (0, 400, 0, 600))
        orders.receive(order, self.receiver, {order.order_line: 3})
        row = {"supplier": self.supplier, "reference": "B-1", "order": order,
               "invoice_date": date.today(), "received_on": date.today()}  # fmt: skip
        bill = invoices.enter_and_post(self.env(user=self.clerk), self.force, [row])
        self.assertEqual(self.stands(), (0, 100, 300, 600))
        self.proved()
        bill.with_user(self.accountant).button_draft()
        self.assertEqual(self.stands(), (0, 400, 0, 600))
        self.proved()

    def test_closed_between_asking_and_approving(self):
        order = self.order(price=10000, quantity=1)
        self.budget.with_user(self.accountant).action_budget_done()
        with self.assertRaisesRegex(UserError, "is closed: nothing more"), self.cr.savepoint():
            order.with_user(self.manager2).button_approve()
        order.with_user(self.buyer).action_police_withdraw()
        self.assertEqual(self.stands(), (0, 0, 0, 1000), "what is given back is welcome on a closed budget")
        self.budget.with_user(self.accountant).action_police_reopen()
        self.assertEqual(self.budget.state, "validate")

    def test_advisory_warns_and_tells_the_holder(self):
        budget = self._budget("Advice", 100_00, self.centre2, control="advisory")
        self.requisition(150, self.centre2)
        entry = self.env["police.budget.entry"].search([("line_id.crossovered_budget_id", "=", budget.id)])
        self.assertIn("£150.00 is £50.00 more", entry.warning)
        self.assertIn(
            self.manager.partner_id, budget.message_ids.notified_partner_ids | budget.message_ids.partner_ids
        )

    def test_a_named_account_goes_before_all_running_costs(self):
        uniform = self.roles["supplies_uniform"]
        named = self._budget("Uniform", 50_00, accounts=uniform).crossovered_budget_line_ids
        with self.assertRaisesRegex(UserError, "more than the £50.00"), self.cr.savepoint():
            self.requisition(60)
        self.requisition(40)
        self.assertEqual(self.stands(named), (40, 0, 0, 10))
        self.assertEqual(self.stands(), (0, 0, 0, 1000))

    def test_virement_by_two_and_only_what_is_there(self):
        other = self._budget("Custody", 200_00, self.centre2).crossovered_budget_line_ids
        self.requisition(900)
        virement = (
            self.env["police.budget.virement"]
            .with_user(self.accountant)
            .create({"name": "Boots", "from_line_id": self.line.id, "to_line_id": other.id, "amount": 100.01})
        )
        with self.assertRaises(AccessError):
            virement.with_user(self.accountant).action_approve()
        with self.assertRaisesRegex(UserError, "less than"):
            virement.with_user(self.accountant2).action_approve()
        virement.with_user(self.accountant).amount = 100
        virement.with_user(self.accountant2).action_approve()
        self.assertEqual(self.stands(), (900, 0, 0, 0))
        self.assertEqual(self.stands(other), (0, 0, 0, 300))
        with self.assertRaises(UserError):
            virement.with_user(self.accountant).amount = 5

    def test_nobody_sets_entries_states_or_amounts_by_hand(self):
        self.requisition(100)
        entry = self.line.entry_ids
        for step in (
            lambda: entry.with_user(self.accountant).sudo().write({"amount": 1}),
            lambda: entry.sudo().unlink(),
            lambda: self.env["police.budget.entry"].sudo().create({"line_id": self.line.id}),
            lambda: self.budget.with_user(self.accountant).write({"state": "done"}),
            lambda: self.line.with_user(self.accountant).write({"police_amount": 9_000_000}),
            lambda: self.line.with_user(self.accountant).unlink(),
            lambda: self.budget.with_user(self.accountant).write({"police_tolerance": 90}),
            lambda: self.budget.with_user(self.accountant).unlink(),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                step()
        draft = self.env["crossovered.budget"].with_user(self.accountant).create(
            {"name": "Own", "company_id": self.force.id, "date_from": self.start, "date_to": self.end,
             "crossovered_budget_line_ids": [Command.create(
                 {"analytic_account_id": self.centre2.id, "general_budget_id": self.line.general_budget_id.id,
                  "date_from": self.start, "date_to": self.end, "police_amount": 5})]}
        )  # fmt: skip
        draft.action_budget_confirm()
        with self.assertRaises(AccessError):
            draft.action_budget_validate()

    def test_who_sees_what(self):
        own = self.env["crossovered.budget.lines"]
        self.assertEqual(own.with_user(self.manager).search([]), self.line)
        self.assertFalse(own.with_user(self.manager2).search([]))
        self.assertIn(self.line, own.with_user(self.auditor).search([]))
        with self.assertRaises(AccessError):
            own.with_user(self.requester).search([])
        with self.assertRaises(AccessError):
            self.budget.with_user(self.auditor).write({"name": "x"})

    def test_no_budget_no_order_where_the_force_says_so(self):
        self.force.police_budget_required = True
        with self.assertRaisesRegex(UserError, "has no budget for"):
            self.requisition(1, self.centre2)

    def test_the_page_shows_the_room_before_sending(self):
        order = self.order(price=30000, quantity=4, send=False)
        page = str(order.police_budget_page)
        self.assertIn("£1,000.00", page)
        self.assertIn("-£200.00", page)

    def test_a_changed_entry_is_found_by_the_proof(self):
        self.requisition(100)
        self.env.flush_all()
        self.cr.execute("UPDATE police_budget_entry SET amount = 99 WHERE line_id = %s", [self.line.id])
        self.env.invalidate_all()
        found = self.env["police.budget.entry"]._differences(self.line)
        self.assertEqual(len(found), 1)
        self.assertIn("£99.00 on record, £100.00 by document", found[0])
        with self.assertRaisesRegex(UserError, "differ"):
            self.budget.with_user(self.accountant).action_police_prove()
