"""Employer Payment Summary: levy and recovery to date, the 19th, what a public body may not say."""

from dataclasses import replace
from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..services import law
from ..services.deadlines import DeadlineWatch
from .common import RtiCase

OCTOBER = datetime(2026, 10, 8, 9)


@tagged("post_install", "-at_install", "police")
class TestEps(RtiCase):
    def eps(self, month=6, **values):
        model = self.at(self.env["police.rti.submission"], OCTOBER)
        return model.create(
            {
                "kind": "eps",
                "company_id": self.company.id,
                "tax_year": "2026-27",
                "tax_month": month,
                **values,
            }
        )

    def recovering(self, figures):
        """ABSENCE's answer for a tax month: ``{month: {kind: pence}}``."""
        kind = type(self.env["police.pay.contributor"])
        return patch.object(
            kind, "_statutory_recovery", lambda model, company, year, month: figures.get(month, {})
        )

    def test_due_on_the_19th(self):
        one = self.eps()
        self.assertEqual((one.due_on, one.due_status), (date(2026, 10, 19), "open"))

    def test_recovery_is_added_up_to_date(self):
        with self.recovering({5: {"SMP": 50000}, 6: {"SMP": 30012, "ShPP": 100}}):
            one = self.eps()
            one.action_fill_eps()
        self.assertEqual((one.eps_smp, one.eps_shpp, one.eps_spp), (800.12, 1.0, 0))
        one.action_ready()
        self.assertEqual(one.state, "ready")
        document = one.sudo()._document_bytes()
        self.assertIn(b"<TaxMonth>6</TaxMonth><SMPRecovered>800.12</SMPRecovered>", document)
        self.assertIn(b"<ShPPRecovered>1.00</ShPPRecovered>", document)
        one.action_send()
        self.assertEqual(one.state, "accepted")
        with self.recovering({5: {"SMP": 99999}, 6: {"SMP": 1}, 7: {"SMP": 1000}}):
            following = self.eps(7)
            following.action_fill_eps()
        self.assertEqual(following.eps_smp, 810.12)  # what HMRC has, and the month since

    def test_a_small_employers_compensation_is_added_up_too(self):
        kind = type(self.env["police.pay.contributor"])
        figures = {5: {"SMP": 4250}, 6: {"SMP": 2551}}
        with patch.object(kind, "_statutory_compensation", lambda model, force, year, m: figures.get(m, {})):
            one = self.eps()
            one.action_fill_eps()
        self.assertEqual((one.eps_compensation_smp, one.eps_compensation_spp), (68.01, 0))
        one.action_ready()
        self.assertIn(b"<NICCompensationOnSMP>68.01<", one.sudo()._document_bytes())

    def test_unknown_kind_is_refused(self):
        with self.recovering({6: {"SSP": 100}}), self.assertRaisesRegex(UserError, "SSP"):
            self.eps().action_fill_eps()

    def test_levy_on_a_large_pay_bill(self):
        """Pay bill 4,000,000.00 to month 6: 0.5% is 20,000.00, less 6/12 of 15,000: 12,500.00."""
        slips = self.env["police.payslip"].sudo().search([("company_id", "=", self.company.id)])
        gross = 4_000_000 - sum(slips.mapped("nicable_pay"))
        self.env["police.pay.opening"].create(
            {
                "employee_id": self.sergeant.id, "tax_year": "2026-27",
                "nic": [{"letter": "A", "gross": f"{gross:.2f}"}],
            }
        )  # fmt: skip
        one = self.eps()
        one.action_fill_eps()
        self.assertEqual((one.eps_levy, one.eps_levy_allowance), (12500, 15000))
        one.action_ready()
        self.assertIn(
            b"<LevyDueYTD>12500.00</LevyDueYTD><TaxMonth>6</TaxMonth><AnnualAllce>15000.00</AnnualAllce>",
            one.sudo()._document_bytes(),
        )

    def test_a_summary_that_says_nothing_stays_a_draft_with_an_exception(self):
        one = self.eps()
        one.action_ready()
        self.assertEqual((one.state, one.error_ids.number), ("draft", "7913"))
        self.assertEqual((one.error_ids.owner_id, one.error_ids.source), (self.clerk, "check"))

    def test_a_month_may_be_named_until_the_19th_only(self):
        one = self.at(self.eps(eps_smp=10), datetime(2026, 10, 20, 9))
        one.action_ready()
        self.assertEqual((one.state, one.error_ids.number), ("draft", "7923"))
        one.tax_month = 7
        one.action_ready()
        self.assertEqual(one.state, "ready")
        self.assertEqual(one.error_ids.mapped("state"), ["solved"])

    def test_no_payment(self):
        one = self.eps(eps_no_payment_from=date(2026, 8, 6))
        with self.assertRaisesRegex(UserError, "both dates"):
            one.action_ready()
        one.eps_no_payment_to = date(2026, 9, 5)
        one.action_ready()
        self.assertIn(
            b"<NoPaymentDates><From>2026-08-06</From><To>2026-09-05</To></NoPaymentDates>",
            one.sudo()._document_bytes(),
        )

    def test_a_public_body_claims_no_employment_allowance(self):
        with self.assertRaisesRegex(ValidationError, "Employment Allowance"):
            self.eps(eps_allowance="yes")
        self.company.rti_public_body = False
        one = self.eps(eps_allowance="yes")
        one.action_ready()
        self.assertIn(b"<EmpAllceInd>yes</EmpAllceInd><DeMinimisStateAid>", one.sudo()._document_bytes())

    def test_changed_figures_take_approval_back(self):
        one = self.eps(eps_smp=10)
        one.action_ready()
        self.at(one, user=self.approver).action_approve()
        one.eps_smp = 11
        self.assertEqual((one.state, one.approved_by_id.id), ("draft", False))

    def test_watch_makes_the_missing_eps_and_reminds(self):
        with self.recovering({6: {"SMP": 100}}):
            watch = DeadlineWatch(self.env(su=True), self.company, date(2026, 10, 15))
            made = watch.run()
            self.assertEqual((made.kind, made.tax_month, made.eps_smp), ("eps", 6, 1.0))
            self.assertEqual(made.activity_ids.user_id, self.clerk)
            self.assertFalse(watch.run())

    def test_a_deadline_that_is_deleted_from_the_law_is_named(self):
        values = {key: value for key, value in law.rti(OCTOBER.date()).values.items() if key != "eps_day"}
        without = replace(law.rti(OCTOBER.date()), values=values)
        with patch.object(law, "rti", lambda on: without), self.assertRaisesRegex(UserError, "eps_day"):
            law.eps_due("2026-27", 6)

    def test_watch_makes_nothing_where_nothing_is_to_say(self):
        self.assertFalse(DeadlineWatch(self.env(su=True), self.company, date(2026, 10, 15)).run())
