"""Orders on earnings from entry to payment: two people, the order of the law, protected pay, once a run."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DeductionCase


@tagged("post_install", "-at_install", "police")
class TestOrders(DeductionCase):
    def test_two_people_and_nothing_before(self):
        order = self.order(self.pcso, "council_tax", self.council, approve=False, table="england")
        run = self.calculated()
        self.assertEqual(self.line(run, self.pcso, "order_council_tax"), 0)
        self.assertIn("order_waiting", self.codes(run, "warning"))
        both = self._user("payroll_clerk")
        both.group_ids |= self.env.ref("police_core.group_payroll_approver")
        mine = self.order(self.staff, "fine", approve=False)
        mine.with_user(both).action_take_back()
        mine.with_user(both).action_submit()
        with self.assertRaises(AccessError):
            mine.with_user(both).action_approve()
        order.with_user(self.approver).action_approve()
        self.assertEqual((order.state, order.approved_by_id), ("running", self.approver))
        with self.assertRaises(UserError):
            order.with_user(self.clerk).normal = 5
        with self.assertRaises(AccessError):
            order.with_user(self.clerk).state = "ended"

    def test_council_tax_by_the_table_on_what_is_left_after_tax_and_ni(self):
        """England, monthly: 17% up to 2,020; above it half of the rest (SI 1992/613 Sch 4)."""
        self.order(self.pcso, "council_tax", self.council, table="england", administration=True)
        run = self.calculated()
        slip = self.slip(run, self.pcso)
        attachable = round((slip.gross - slip.tax - slip.employee_nic) * 100)
        self.assertGreater(attachable, 2_020_00)
        expected = 343_40 + (attachable - 2_020_00 + 1) // 2
        self.assertEqual(self.line(run, self.pcso, "order_council_tax"), expected)
        self.assertEqual(self.line(run, self.pcso, "order_administration"), 100)
        row = self.env["police.deduction.taken"].search([("run_id", "=", run.id)])
        self.assertEqual((row.state, round(row.amount * 100)), ("expected", expected))
        self.assertIn("Attachable earnings", row.working)
        self.assertIn("ctaeo_england", row.working)

    def test_a_percentage_order_stops_the_student_loan(self):
        before = self.slip(self.calculated(), self.sergeant).student_loan
        self.assertGreater(before, 0)
        self.order(self.sergeant, "council_tax", self.council, table="wales")
        run = self.env["police.pay.run"].search([("period_id", "=", self.september.id)])
        run.with_user(self.clerk)._calculate_now()
        self.assertEqual(self.slip(run, self.sergeant).student_loan, 0)
        self.assertIn("student_loan_limited", self.codes(run, "notice"))
        self.assertNotIn("Work the payslip out again", " ".join(run.problem_ids.mapped("message")))

    def test_what_protected_earnings_leave_short_is_carried_and_owned(self):
        slip = self.slip(self.calculated(self.august), self.pcso)
        net = round((slip.gross - slip.tax - slip.employee_nic) * 100)
        order = self.order(
            self.pcso, "maintenance", normal=300, states_protected=True, protected=(net - 100_00) / 100
        )
        august = self.env["police.pay.run"].search([("period_id", "=", self.august.id)])
        august.with_user(self.clerk)._calculate_now()
        problem = august.problem_ids.filtered(lambda p: p.code == "order_not_met")
        self.assertEqual((problem.employee_id, problem.severity), (self.pcso, "warning"))
        self.assertEqual((problem.rule, problem.on_date), ("order_maintenance", self.august.pay_date))
        self.assertIn(self.clerk.name, problem.message)
        self.assertEqual(self.line(august, self.pcso, "order_maintenance"), 100_00)
        self.assertEqual(order.carried, 0)  # nothing has happened until the run is approved
        self.accept_all(august)
        august.with_user(self.approver).action_approve()
        order.invalidate_recordset()
        self.assertEqual((order.taken_total, order.carried, order.last_short), (100, 200, 200))
        september = self.calculated()
        row = order.taken_ids.filtered(lambda r: r.run_id == september)
        self.assertEqual(row.due, 500)  # 300 and the 200 carried
        self.assertGreaterEqual(net - round(row.amount * 100), net - 100_00)
        again = self.env["police.deduction.taken"]._order_positions(order.ids, before=date(2026, 9, 1))
        self.assertEqual(again[order.id][:3], (200_00, 0, 100_00))

    def test_states_advance_once_and_sealed_rows_stay(self):
        order = self.order(self.pcso, "judgment", normal=50, states_protected=True, protected=500, total=80)
        run = self.approved(self.august)
        row = order.taken_ids
        self.assertEqual((row.state, row.amount), ("taken", 50))
        with self.assertRaises(UserError):
            run.env["police.pay.contributor"]._paid(run.sudo())
        with self.assertRaises(UserError):
            row.sudo().amount = 1
        with self.assertRaises(UserError):
            row.sudo().unlink()
        self.approved()
        order.invalidate_recordset()
        self.assertEqual((order.taken_total, order.state, order.end_reason), (80, "ended", "paid"))

    def test_schedule_of_the_payee_agrees_to_payslips_and_ledger(self):
        self.order(self.pcso, "council_tax", self.council, table="england", administration=True)
        self.order(self.staff, "maintenance", normal=100, states_protected=True, protected=900)
        run = self.approved()
        schedules = self.env["police.deduction.schedule"].search([("run_id", "=", run.id)])
        by_payee = {s.payee_id: s for s in schedules}
        council = by_payee[self.council]
        self.assertEqual(round(council.total * 100), self.line(run, self.pcso, "order_council_tax"))
        self.assertEqual(by_payee[self.court].total, 100)
        self.assertEqual(by_payee[self.env["police.deduction.payee"]].total, 1)  # the pound stays here
        self.assertTrue(all(schedules.mapped("agreed")))
        self.assertEqual(council.due_on, date(2026, 10, 18))
        council.with_user(self.clerk).action_csv()
        text = base64.b64decode(council.csv_file).decode("utf-8-sig")
        self.assertIn("REF-council_tax", text)
        self.assertEqual(text.splitlines()[-1].split(",")[-1], f"{council.total:.2f}")
        council.with_user(self.accountant).action_make_payable()
        self.assertEqual((council.state, council.move_id.amount_total), ("payable", council.total))
        with self.assertRaises(UserError):
            council.with_user(self.clerk).action_make_payable()
        income = (
            self.env["police.deduction.posting"].search([("role", "=", "order_administration")]).account_id
        )
        lines = self.env["account.move.line"].search([("account_id", "=", income.id)])
        self.assertEqual(round(sum(lines.mapped("balance")), 2), -1)

    def test_a_leaver_gets_a_last_deduction_and_the_authority_a_letter(self):
        order = self.order(self.pcso, "direct", table="standard")
        self.pcso.sudo().version_id.contract_date_end = "2026-09-18"
        run = self.approved()
        self.assertGreater(self.line(run, self.pcso, "order_direct"), 0)
        self.assertEqual((order.state, order.end_reason), ("ended", "left"))
        notice = order.notice_ids
        self.assertEqual((notice.kind, notice.due_on), ("left", date(2026, 9, 28)))
        notice.with_user(self.clerk).action_open_letter()
        self.assertEqual(base64.b64decode(notice.letter)[:4], b"%PDF")
        notice.with_user(self.clerk).action_sent()
        self.assertEqual(notice.state, "sent")

    def test_incomplete_orders_are_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "protected earnings"):
            self.order(self.pcso, "maintenance", normal=10)
        with self.assertRaisesRegex(UserError, "normal deduction"):
            self.order(self.pcso, "current_maintenance")

    def test_a_third_council_tax_order_blocks_the_person_and_nothing_is_taken(self):
        for number in (1, 2, 3):
            self.order(self.pcso, "council_tax", self.council, table="england", reference=f"CT{number}",
                       made_on=date(2026, 7, number))  # fmt: skip
        run = self.calculated()
        problem = run.problem_ids.filtered(lambda p: p.code == "too_many_orders")
        self.assertEqual((problem.severity, problem.employee_id), ("blocking", self.pcso))
        self.assertIn("CT3", problem.message)
        self.assertEqual(self.line(run, self.pcso, "order_council_tax"), 0)

    def test_agreed_deductions_give_way_to_orders(self):
        slip = self.slip(self.calculated(), self.pcso)
        net = round((slip.gross - slip.tax - slip.employee_nic) * 100)
        club = self.scheme("Sports club", "sports_club", 20)
        agreement = self.agree(self.pcso, club)
        self.order(self.pcso, "judgment", normal=(net - 10_00) / 100, states_protected=True, protected=0)
        run = self.env["police.pay.run"].search([("period_id", "=", self.september.id)])
        run.with_user(self.clerk)._calculate_now()
        self.assertEqual(self.line(run, self.pcso, "sports_club"), 0)
        self.assertEqual(self.line(run, self.pcso, "order_judgment"), net - 10_00)
        self.assertIn("agreement_left_out", self.codes(run, "warning"))
        self.assertFalse(agreement.taken_ids)
