"""Compare with HMRC: what was told against the payslips; the additional FPS that puts it right."""

from datetime import date, datetime

from odoo.addons.police_engine.adapters.rti import corrections, fps
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RtiCase


@tagged("post_install", "-at_install", "police")
class TestCorrections(RtiCase):
    def compared(self, user=None, year="2026-27"):
        wizard = self.at(
            self.env["police.rti.correction"].create({"company_id": self.company.id, "tax_year": year}),
            user=user,
        )
        wizard.action_compare()
        return wizard

    @classmethod
    def _before_runs(cls):
        figures = {"taxable_pay": 20000, "tax": 3000, "gross": 20000}
        cls.opening = cls.env["police.pay.opening"].create(
            {"employee_id": cls.sergeant.id, "tax_year": "2026-27", **figures}
        )

    def test_nothing_differs_after_two_months(self):
        self.at(self.fps(0), datetime(2026, 8, 28, 9)).action_send()
        self.sent("accept")
        wizard = self.compared()
        self.assertEqual((wizard.people_compared, wizard.people_differing), (4, 0))
        self.assertFalse(wizard.line_ids)

    def test_nothing_is_compared_before_hmrc_has_accepted(self):
        self.assertEqual(self.compared().people_compared, 0)

    def test_an_earlier_mistake_in_the_opening_figures_is_put_right(self):
        self.at(self.fps(0), datetime(2026, 8, 28, 9)).action_send()
        told = self.sent("accept")
        self.opening.write({"tax": 3100.50, "taxable_pay": 20100})
        wizard = self.compared()
        lines = {line.what: line for line in wizard.line_ids}
        self.assertEqual(wizard.line_ids.employee_id.ids, self.sergeant.ids)
        self.assertEqual(lines["Income tax to date"].difference, 100.50)
        self.assertEqual(lines["Taxable pay to date"].difference, 100)
        action = wizard.action_create()
        one = self.at(self.env["police.rti.submission"].browse(action["res_id"]))
        self.assertEqual((one.state, one.correction, one.corrects_id.id), ("ready", True, told.id))
        document = one.sudo()._document_bytes()
        ((reference, right),) = corrections.told(document).items()
        self.assertEqual(reference, "100001")
        slips = self.env["police.payslip"].sudo().search([("employee_id", "=", self.sergeant.id)])
        self.assertEqual(right.ytd.tax, 310050 + round(100 * sum(slips.mapped("tax"))))
        self.assertEqual(right.ytd.taxable_pay, 2010000 + round(100 * sum(slips.mapped("taxable_pay"))))
        totals = fps.read_totals(document)
        self.assertEqual((totals.tax, totals.taxable_pay, totals.employee_nic), (10050, 10000, 0))
        self.assertIn(b"<PmtDate>2026-09-30</PmtDate><LateReason>H</LateReason>", document)
        again = self.compared()
        self.assertTrue(all(again.line_ids.mapped("under_way")))
        again.line_ids.chosen = True
        with self.assertRaisesRegex(UserError, "on its way"):
            again.action_create()
        one.action_send()
        self.assertEqual(one.state, "accepted")
        self.assertEqual(self.compared().people_differing, 0)

    def test_a_new_payroll_number_and_a_leaver_are_told(self):
        self.at(self.fps(0), datetime(2026, 8, 28, 9)).action_send()
        self.sent("accept")
        self.sergeant.sudo().payroll_reference = "100099"
        self.constable.sudo().version_id.contract_date_end = date(2026, 9, 30)
        wizard = self.compared()
        facts = {line.what: (line.told_text, line.right_text) for line in wizard.line_ids}
        self.assertEqual(facts["Payroll number"], ("100001", "100099"))
        self.assertEqual(facts["Leaving date"][1], "2026-09-30")
        one = self.env["police.rti.submission"].browse(wizard.action_create()["res_id"]).sudo()
        document = one._document_bytes()
        self.assertIn(b"<PayId>100099</PayId><PayIdChgd>", document)
        self.assertIn(b"<OldPayrollId>100001</OldPayrollId>", document)
        self.assertIn(b"<LeavingDate>2026-09-30</LeavingDate>", document)
        self.assertEqual(fps.read_totals(document).tax, 0)
        self.assertEqual(one.state, "ready")

    def test_a_year_that_has_ended(self):
        self.at(self.fps(0), datetime(2026, 8, 28, 9)).action_send()
        self.sent("accept")
        self.opening.tax = 3001
        moment = datetime(2027, 5, 4, 9)
        wizard = self.at(self.env["police.rti.correction"].create({"tax_year": "2026-27"}), moment)
        wizard.company_id = self.company
        wizard.action_compare()
        one = self.env["police.rti.submission"].browse(wizard.action_create()["res_id"]).sudo()
        document = one._document_bytes()
        self.assertIn(
            b"<PmtDate>2027-04-05</PmtDate><LateReason>H</LateReason><MonthNo>12</MonthNo>", document
        )
        self.assertEqual(fps.read_totals(document).tax, 0)
        self.assertEqual((one.state, one.tax_month), ("ready", 12))

    def test_nobody_ticked_and_who_may(self):
        self.sent("accept")
        wizard = self.compared()
        wizard.line_ids.chosen = False
        with self.assertRaisesRegex(UserError, "Tick the people"):
            wizard.action_create()
        with self.assertRaises(AccessError):
            self.env["police.rti.correction"].with_user(self.auditor).create({"tax_year": "2026-27"})

    def test_an_accepted_fps_is_not_corrected_by_resending(self):
        with self.assertRaisesRegex(UserError, "Compare with HMRC"):
            self.sent("accept").action_correct()
