"""Where the rooms of payroll meet: a payslip taken back and one paid between, with a bit of each room."""

from datetime import date

from odoo.addons.police_deductions.tests.common import DeductionCase
from odoo.addons.police_duty.tests.common import DutyCase
from odoo.addons.police_movers.tests.common import AFTER, MoversCase
from odoo.addons.police_retro.tests.common import AUGUST, RetroCase
from odoo.tests import tagged

PAID_AGAIN = date(2026, 10, 7)


def pence(value):
    return round(value * 100)


@tagged("post_install", "-at_install", "police")
class TestTakenBack(DutyCase, DeductionCase, MoversCase, RetroCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        it = cls("setUp")
        it.uid = cls.env.uid
        cls.duty_entry = it.approve(it.late_tour())
        cls.claim = cls.bonus(cls.sergeant, 50)
        cls.fee = it.agree(cls.sergeant, it.scheme("Federation", "federation_subscription", 24.31))
        cls.season = it.loan(cls.sergeant, principal=60, count=1, date_from="2026-09-01")
        cls.fine = it.order(cls.sergeant, "fine", total=70, made_on="2026-08-28", received_on="2026-09-01",
                            date_from="2026-09-01")  # fmt: skip
        cls.advance = cls.clerk_env["police.pay.advance"].create(
            {"employee_id": cls.sergeant.id, "amount": 300.0, "pay_date": "2026-09-08",
             "recover_from": "2026-09-08", "reason": "hardship"}
        )  # fmt: skip
        cls.advance.with_user(cls.approver).action_approve()
        cls.advance.with_user(cls.approver).action_pay()
        it.changed(cls.sergeant, AUGUST, pay_point="4")
        it.check()
        cls.arrears_due = it.change(cls.sergeant)
        cls.arrears_due.with_user(cls.approver2).action_approve()
        cls.regular = it.finish(it.calculated(), pay=True)

    def take_back(self, slips, on=AFTER):
        wizard = self.clerk_env["police.reversal.wizard"].create(
            {"slip_ids": slips.ids, "pay_date": on, "reason": "Paid to the wrong account"}
        )
        run = self.clerk_env["police.pay.run"].browse(wizard.action_create()["res_id"])
        run._calculate_now()
        return self.finish(run, pay=True)

    def states(self):
        """What each room says of the sergeant's things: taken, or not."""
        self.env.invalidate_all()
        return {
            "claim": bool(self.claim.paid_run_id),
            "duty": {*self.duty_entry.sudo().piece_ids.mapped("state"), self.duty_entry.state},
            "loan": (self.season.state, pence(self.season.balance)),
            "fine": (self.fine.state, pence(self.fine.left)),
            "fee": pence(self.fee.taken_total),
            "advance": (self.advance.state, pence(self.advance.outstanding)),
            "arrears": (self.arrears_due.state, self.arrears_due.open),
        }

    def pensions(self):
        """(pensionable, contributions, service) of the sergeant by period earned."""
        self.env.cr.execute(
            """SELECT earned_from, sum(pensionable), sum(employee_amount), sum(service_days), sum(days)
                 FROM police_pension_history WHERE employee_id = %s AND scheme = 'pps_2015'
                GROUP BY 1 ORDER BY 1""",
            [self.sergeant.id],
        )
        return {row[0]: tuple(map(float, row[1:])) for row in self.env.cr.fetchall()}

    TAKEN = {
        "claim": True, "duty": {"paid"}, "loan": ("ended", 0), "fine": ("ended", 0), "fee": 24_31,
        "advance": ("recovered", 0), "arrears": ("paid", False),
    }  # fmt: skip
    GIVEN_BACK = {
        "claim": False, "duty": {"open", "approved"}, "loan": ("running", 60_00), "fine": ("running", 70_00),
        "fee": 0, "advance": ("paid", 300_00), "arrears": ("approved", True),
    }  # fmt: skip

    def test_all_that_a_payslip_took_is_given_back_and_then_taken_once_more(self):
        slip = self.slip(self.regular, self.sergeant)
        self.assertEqual(self.states(), self.TAKEN)
        history = self.pensions()
        back = self.take_back(slip)
        self.assertEqual(self.states(), self.GIVEN_BACK)
        after = self.pensions()
        self.assertEqual(after[date(2026, 9, 1)], (0, 0, 0, 0))
        self.assertEqual(after[AUGUST][0], history[AUGUST][0] - 129.00, "arrears of August taken back")
        schedules = self.env["police.deduction.schedule"].search(
            [("run_id", "=", back.id), ("payee_id", "!=", False)]
        )
        self.assertEqual(
            sorted((s.payee_id.name, pence(s.total), s.agreed) for s in schedules),
            [("Police Federation", -24_31, True), ("Testford Magistrates' Court", -70_00, True)],
        )
        credit = schedules[0].sudo()._make_bill() if schedules[0].payee_id.partner_id else None
        self.assertTrue(credit is None or credit.move_type == "in_refund")
        self.assertEqual(self.check(full=True), 4)
        due = self.change(self.sergeant)
        basic = {line.period: (line.before, line.after) for line in due.line_ids if line.code == "basic_pay"}
        self.assertEqual(
            basic, {"August 2026": (4555.00, 4684.00), "September 2026": (0.00, 4848.00)}, "as if never paid"
        )
        self.assertEqual(due.state, "open", "other figures than those approved")
        again = self.finish(self.off_cycle(self.sergeant, on=PAID_AGAIN), pay=True)
        paid = self.slip(again, self.sergeant)
        self.assertEqual(pence(paid.gross), pence(slip.gross) - 129_00, "the arrears are not decided")
        self.assertEqual(self.states() | {"arrears": None}, self.TAKEN | {"arrears": None})
        self.assertEqual(self.pensions()[date(2026, 9, 1)], history[date(2026, 9, 1)])
        self.check()  # the payment between is noticed without being told
        self.assertEqual((due.periods, pence(due.gross)), (1, 129_00), "September is paid")
        due.with_user(self.approver2).action_approve()
        october = self.calendar.period_ids.filtered(lambda p: p.date_from == date(2026, 10, 1))
        later = self.finish(self.calculated(october))
        self.assertEqual(dict(self.arrears(later, self.sergeant))["basic_pay"], 129_00)
        self.assertEqual(due.state, "paid")
        self.assertEqual(self.pensions()[AUGUST], history[AUGUST])
        self.check(full=True)
        self.assertFalse(self.env["police.retro.change"].search([("open", "=", True)]))

    def test_the_ledger_of_debts_stands_as_before(self):
        journals = self.env["account.move"].sudo()
        ref = f"Debts from pay {self.regular.name}"
        own = {line.account_id: line.balance for line in journals.search([("ref", "=", ref)]).line_ids}
        self.assertTrue(own)
        back = self.take_back(self.slip(self.regular, self.sergeant))
        ref = f"Debts from pay {back.name}"
        opposite = {line.account_id: -line.balance for line in journals.search([("ref", "=", ref)]).line_ids}
        self.assertEqual(opposite, own)

    def test_a_payment_between_takes_only_what_it_holds(self):
        """What comes after the regular run waits for the next one unless the payment between holds it."""
        late = self.approve(self.duty(self.sergeant, "2026-09-03", "0700-1700", "0700-1500",
                                      told_at="2026-09-03 05:00:00"))  # fmt: skip
        next_fee = self.agree(self.sergeant, self.scheme("Club", "sports_club", 5), date_from="2026-10-01")
        before = self.pensions()
        run = self.finish(self.off_cycle(self.sergeant), pay=True)
        slip = self.slip(run, self.sergeant)
        self.assertEqual(set(slip.earning_ids.mapped("code")), {"overtime_casual"})
        self.assertEqual(set(late.sudo().piece_ids.mapped("state")), {"paid"})
        self.assertEqual((pence(next_fee.taken_total), pence(self.fee.taken_total)), (0, 24_31))
        after = self.pensions()
        self.assertEqual(after, before, "overtime is not pensionable and the days are not served twice")
        self.take_back(slip, on=date(2026, 10, 6))
        self.assertEqual(set(late.sudo().piece_ids.mapped("state")), {"open"})
        self.assertEqual(self.pensions(), before)
