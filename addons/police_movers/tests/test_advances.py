"""Emergency payments recovered by themselves."""

from datetime import date

from odoo.exceptions import AccessError, UserError

from .common import MoversCase, tagged


@tagged("post_install", "-at_install", "police")
class TestAdvances(MoversCase):
    def advance(self, amount=500.0, **facts):
        values = {"employee_id": self.staff.id, "amount": amount, "pay_date": "2026-09-08",
                  "recover_from": "2026-09-08", "reason": "nil_pay"}  # fmt: skip
        return self.clerk_env["police.pay.advance"].create({**values, **facts})

    def paid(self, **facts):
        advance = self.advance(**facts)
        approver = advance.with_user(self.approver)
        approver.action_approve()
        approver.action_pay()
        return advance

    def test_paid_by_two_people_and_taken_back_by_the_next_run(self):
        advance = self.advance()
        with self.assertRaises(AccessError):
            advance.action_approve()
        approver = advance.with_user(self.approver)
        approver.action_approve()
        approver.action_pay()
        self.assertEqual(round(sum(advance.sudo().move_id.line_ids.mapped("balance")), 2), 0)
        run = self.calculated()
        line = self.slip(run, self.staff).deduction_ids.filtered(
            lambda x: x.code == "salary_advance_recovery"
        )
        self.assertEqual(line.amount, 500)
        self.assertEqual(advance.state, "paid", "nothing is recovered before approval")
        self.finish(run, pay=True)
        self.assertEqual((advance.state, advance.outstanding), ("recovered", 0))
        october = self.calendar.period_ids.filtered(lambda p: p.date_from == date(2026, 10, 1))
        codes = self.slip(self.calculated(october), self.staff).deduction_ids.mapped("code")
        self.assertNotIn("salary_advance_recovery", codes)

    def test_over_several_pay_days_to_the_penny(self):
        advance = self.paid(amount=100.0, instalments=3)
        taken = []
        for month in (9, 10, 11):
            period = self.calendar.period_ids.filtered(
                lambda p, month=month: p.date_from == date(2026, month, 1)
            )
            run = self.finish(self.calculated(period), pay=True)
            lines = self.slip(run, self.staff).deduction_ids
            taken.append(lines.filtered(lambda x: x.code == "salary_advance_recovery").amount)
        self.assertEqual(taken, [33.34, 33.34, 33.32])
        self.assertEqual(advance.state, "recovered")

    def test_refusals(self):
        with self.assertRaises(UserError) as caught:
            self.advance(amount=9000.0).with_user(self.approver).action_approve()
        self.assertIn("expected on the next pay day", str(caught.exception))
        advance = self.paid()
        with self.assertRaises(UserError):
            advance.with_user(self.approver).action_pay()
        with self.assertRaises(UserError):
            advance.amount = 1
        with self.assertRaises(UserError):
            advance.unlink()
        by_bank = self.advance(amount=50, method="bacs")
        by_bank.with_user(self.approver).action_approve()
        by_bank.with_user(self.approver).action_pay()
        self.assertTrue(by_bank.file_name.startswith("BACS-ADV"))
