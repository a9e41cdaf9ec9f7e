"""An overpayment from finding to clearing: figures by the engine, two people, fair recovery, the ledger."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DeductionCase


@tagged("post_install", "-at_install", "police")
class TestOverpayment(DeductionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        profile = cls.env["police.pay.profile"].search([("employee_id", "=", cls.pcso.id)])
        profile.tax_basis = "week1month1"  # the year's allowances of April to July are not due
        run = cls.env["police.pay.run"].with_user(cls.clerk).create({"period_id": cls.august.id})
        run._calculate_now()
        run.problem_ids.filtered(lambda p: p.severity == "warning").with_user(cls.clerk)._acknowledge("Seen")
        run.with_user(cls.approver).action_approve()
        cls.august_run = run

    def found(self, person, *lines, **facts):
        """Recorded by the clerk: (run, gross, pensionable) of each payslip."""
        return self.env["police.overpayment"].with_user(self.clerk).create(
            {
                "employee_id": person.id, "cause": "rate", "known_on": "2026-09-01",
                "line_ids": [
                    (0, 0, {"slip_id": self.slip(run, person).id, "label": "Basic pay", "gross": gross,
                            "pensionable": pensionable})
                    for run, gross, pensionable in lines
                ],
                **facts,
            }
        )  # fmt: skip

    def recovering(self, overpayment):
        overpayment.with_user(self.clerk).action_assess()
        overpayment.with_user(self.approver).action_approve()
        overpayment.with_user(self.clerk).action_letter()
        overpayment.with_user(self.clerk).action_recover()
        return overpayment

    def agreed(self):
        posting = self.env["police.deduction.posting"].search(
            [("role", "=", "overpaid"), ("company_id", "=", self.company.id)]
        )
        posting.invalidate_recordset()
        return posting.records, posting.ledger, posting.difference

    def test_after_tax_by_the_engine(self):
        """A basic-rate PCSO without pension: 100.00 less 20% tax and 8% NI is 72.00 (tax to the table)."""
        overpayment = self.found(self.pcso, (self.august_run, 100, False))
        overpayment.action_assess()
        line = overpayment.line_ids
        self.assertEqual(line.tax, 20)
        self.assertEqual((line.employee_nic, line.employer_nic), (8, 15))
        self.assertEqual((overpayment.net_total, overpayment.state), (72, "assessed"))
        self.assertEqual((overpayment.treatment, overpayment.to_recover), ("gross", 100))

    def test_two_people_and_fixed_amounts(self):
        overpayment = self.found(self.pcso, (self.august_run, 100, False))
        overpayment.action_assess()
        with self.assertRaises(AccessError):
            overpayment.with_user(self.clerk).action_approve()
        overpayment.with_user(self.approver).action_approve()
        with self.assertRaises(UserError):
            overpayment.with_user(self.clerk).to_recover = 1
        with self.assertRaises(UserError):
            overpayment.with_user(self.clerk).state = "cleared"
        self.assertEqual(self.agreed(), (100, 100, 0))

    def test_same_length_unless_agreed(self):
        august = self.august_run
        overpayment = self.found(
            self.pcso, (august, 100, False),
            line_ids=[(0, 0, {"pay_date": f"2026-0{month}-28", "label": "Allowance", "gross": 50, "net": 36})
                      for month in (5, 6, 7)],
        )  # fmt: skip
        overpayment.action_assess()
        self.assertEqual((overpayment.periods, len(overpayment.instalment_ids)), (3, 3))
        wizard = (
            self.env["police.overpayment.plan"]
            .with_user(self.clerk)
            .create({"overpayment_id": overpayment.id, "date_from": "2026-09-01", "count": 2})
        )
        with self.assertRaisesRegex(UserError, "over 3 pay periods"):
            wizard.action_apply()
        wizard.agreed_faster_on = date(2026, 9, 2)
        wizard.action_apply()
        self.assertEqual(overpayment.instalment_ids.mapped("amount"), [75, 75])

    def test_recovered_before_tax_in_the_same_year_and_cleared(self):
        overpayment = self.recovering(self.found(self.pcso, (self.august_run, 100, False)))
        self.assertTrue(base64.b64decode(overpayment.letter).startswith(b"%PDF"))
        self.assertEqual(overpayment.told_on, overpayment.agreed_on)
        run = self.approved()
        self.assertEqual(self.line(run, self.pcso, "overpayment_recovery_other"), -100_00)
        overpayment.invalidate_recordset()
        self.assertEqual((overpayment.recovered, overpayment.balance, overpayment.state), (100, 0, "cleared"))
        self.assertEqual(self.agreed(), (0, 0, 0))

    def test_pensionable_pay_gives_the_contribution_back(self):
        august = self.august_run
        overpayment = self.found(self.staff, (august, 200, True))
        overpayment.action_assess()
        self.assertGreater(overpayment.line_ids.pension, 0)
        self.assertGreater(overpayment.line_ids.employer_pension, 0)
        self.recovering(overpayment)
        before = self.slip(august, self.staff).pensionable_pay
        self.assertEqual(self.slip(self.calculated(), self.staff).pensionable_pay, before - 200)

    def test_after_the_tax_year_the_net_amount_is_recovered(self):
        overpayment = self.found(self.pcso, (self.august_run, 100, False))
        overpayment.action_assess()
        wizard = (
            self.env["police.overpayment.plan"]
            .with_user(self.clerk)
            .create({"overpayment_id": overpayment.id, "date_from": "2026-09-01", "count": 9})
        )
        wizard.action_apply()
        self.assertEqual((overpayment.treatment, overpayment.to_recover), ("net", 72))
        self.recovering(overpayment)
        self.assertEqual(self.agreed(), (72, 72, 0))
        run = self.approved()
        taken = self.line(run, self.pcso, "net_overpayment_recovery")
        self.assertGreater(taken, 0)
        self.assertEqual(self.agreed()[2], 0)

    def test_a_longer_plan_past_the_year_turns_the_rest_to_net(self):
        overpayment = self.recovering(self.found(self.pcso, (self.august_run, 100, False)))
        overpayment.with_user(self.clerk)._hardship_asked("Two children at nursery", 10)
        with self.assertRaises(AccessError):
            clerk_too = self.clerk
            clerk_too.group_ids |= self.env.ref("police_core.group_payroll_approver")
            overpayment.with_user(clerk_too).action_grant_hardship()
        self.assertTrue(overpayment.on_hold)
        run = self.calculated()
        self.assertEqual(self.line(run, self.pcso, "overpayment_recovery_other"), 0)
        overpayment.with_user(self.approver).action_grant_hardship()
        self.assertEqual(overpayment.treatment, "net")
        self.assertEqual(overpayment.balance, 72)
        self.assertLessEqual(max(overpayment.instalment_ids.mapped("amount")), 10)
        self.assertEqual(self.agreed(), (72, 72, 0))

    def test_protected_net_pay_stays_with_the_person(self):
        overpayment = self.recovering(self.found(self.pcso, (self.august_run, 1500, False)))
        run = self.calculated()
        row = overpayment.taken_ids
        self.assertGreater(row.short, 0)
        self.assertIn("recovery_not_met", self.codes(run, "warning"))
        usual = self.slip(self.august_run, self.pcso).net
        self.assertGreaterEqual(self.slip(run, self.pcso).net, usual * 0.75 - 0.01)

    def test_write_off_needs_another_person_with_the_authority(self):
        overpayment = self.recovering(self.found(self.pcso, (self.august_run, 300, False)))
        wizard = (
            self.env["police.deduction.reason"]
            .with_user(self.clerk)
            .create(
                {
                    "purpose": "write_off",
                    "overpayment_id": overpayment.id,
                    "amount": 120,
                    "reason": "Good faith",
                }
            )
        )
        wizard.action_go()
        row = overpayment.writeoff_ids
        with self.assertRaisesRegex(AccessError, "up to £0.00"):
            row.with_user(self.approver).action_approve()
        limit = self.env["police.overpayment.authority"].with_user(self.accountant).create(
            {"role": "police_core.group_payroll_approver", "limit": 100, "source": "Delegation 4.3",
             "company_id": self.company.id, "date_from": "2026-01-01"}
        )  # fmt: skip
        with self.assertRaises(AccessError):
            limit.action_approve()
        limit.with_user(self.manager).action_approve()
        with self.assertRaisesRegex(AccessError, "up to £100.00"):
            row.with_user(self.approver).action_approve()
        higher = limit.with_user(self.accountant).create(
            {"role": "police_core.group_force_accountant", "limit": 5000, "source": "Delegation 4.4",
             "company_id": self.company.id, "date_from": "2026-01-01"}
        )  # fmt: skip
        higher.with_user(self.manager).action_approve()
        row.with_user(self.accountant).action_approve()
        overpayment.invalidate_recordset()
        self.assertEqual((overpayment.written_off, overpayment.balance), (120, 180))
        self.assertEqual(self.agreed(), (180, 180, 0))
        with self.assertRaises(ValidationError):
            row.with_user(self.clerk).create(
                {"overpayment_id": overpayment.id, "amount": 181, "reason": "More than is owed"}
            )

    def test_a_leavers_debt_becomes_an_invoice(self):
        overpayment = self.recovering(self.found(self.pcso, (self.august_run, 300, False)))
        with self.assertRaisesRegex(UserError, "has not left"):
            overpayment.with_user(self.approver).action_invoice()
        self.pcso.sudo().version_id.contract_date_end = "2026-08-31"
        overpayment.invalidate_recordset()
        overpayment.with_user(self.approver).action_invoice()
        self.assertEqual((overpayment.state, overpayment.balance), ("invoiced", 0))
        self.assertEqual(overpayment.invoice_id.amount_total, 300)
        self.assertEqual(self.agreed(), (0, 0, 0))

    def test_what_cannot_have_been_paid_is_refused_in_words(self):
        overpayment = self.found(self.pcso, (self.august_run, 99_000, False))
        with self.assertRaisesRegex(UserError, "can not have been too high by"):
            overpayment.action_assess()
        bare = self.found(self.pcso, line_ids=[(0, 0, {"pay_date": "2026-05-28", "label": "X", "gross": 10})])
        with self.assertRaisesRegex(UserError, "no payslip here"):
            bare.action_assess()

    def test_other_addons_hand_over_what_they_cannot_take_back(self):
        self.env["police.pay.contributor"]._overpaid(
            self.company, [(self.pcso, "reversal", self.august._to_engine(), 123_45)]
        )
        record = self.env["police.overpayment"].search([("employee_id", "=", self.pcso.id)])
        self.assertEqual((record.cause, record.gross_total, record.state), ("reversal", 123.45, "found"))
        rows = [(self.staff, "rate", self.august, 10_00), (self.staff.id, "rate", self.september, 5_00)]
        self.env["police.pay.contributor"]._overpaid(self.company, rows)
        record = self.env["police.overpayment"].search([("employee_id", "=", self.staff.id)])
        self.assertEqual((len(record), len(record.line_ids), record.gross_total), (1, 2, 15.0))
