"""HMRC's notices: whole or not at all, in order, by two people; codes of a new year."""

import base64
from datetime import date

from odoo.exceptions import AccessError, UserError

from .common import MoversCase, tagged

HEAD = "form,issued,effective,payroll_id,code,basis,previous_pay,previous_tax,plan"


@tagged("post_install", "-at_install", "police")
class TestNotices(MoversCase):
    def file(self, *rows, name="notices.csv", content=None):
        text = content or "\r\n".join([HEAD, *rows]).encode()
        record = self.clerk_env["police.hmrc.notice.file"].create(
            {"name": name, "content": base64.b64encode(text)}
        )
        record.action_read()
        return record

    def applied(self, *rows, **kwargs):
        record = self.file(*rows, **kwargs)
        record.with_user(self.approver).action_apply()
        return record

    def test_codes_and_loans_become_dated_facts(self):
        record = self.applied(
            "P6,2026-09-03,2026-09-10,100001,1100L,week1month1,5000.00,400.00,",
            "SL2,2026-09-04,2026-09-10,100001,,,,,", "PGL1,2026-09-04,2026-10-06,200001,,,,,",
        )  # fmt: skip
        self.assertEqual(set(record.notice_ids.mapped("state")), {"applied"})
        rows = self.profile(self.sergeant).sorted("date_from")
        self.assertEqual(rows.mapped("tax_code"), ["1257L", "1100L"])
        newest = rows[-1]
        self.assertEqual(
            (newest.date_from, newest.tax_basis, newest.student_loan_plan, newest.pension_scheme),
            (date(2026, 9, 10), "week1month1", "none", "pps_2015"),
        )
        self.assertIn("notices.csv", newest.source)
        opening = self.env["police.pay.opening"].search([("employee_id", "=", self.sergeant.id)])
        self.assertEqual(opening.previous_pay, 5000)
        self.assertTrue(self.profile(self.staff).sorted("date_from")[-1].postgraduate_loan)

    def test_a_bad_row_refuses_the_whole_file_and_lists_all(self):
        record = self.file(
            "P6,2026-09-03,2026-09-10,100001,1100L,,,,",
            "P6,2026-13-03,2026-09-10,100002,1100L,,,,",
            "P6,2026-09-03,2026-09-10,100002,ABC,,,,",
        )
        self.assertEqual((record.state, len(record.notice_ids)), ("refused", 0))
        self.assertIn("Row 3", record.findings)
        self.assertIn("Row 4", record.findings)
        self.assertIn("well-formed", self.file(content=b"<DPSdata>", name="x.xml").findings)

    def test_out_of_order_is_found_owned_and_not_applied(self):
        self.applied("P6,2026-09-10,2026-09-10,100001,1100L,,,,")
        record = self.file(
            "P6,2026-09-05,2026-09-05,100001,900L,,,,",
            "P6,2026-09-05,2026-09-05,100002,900L,,,,",
            "P9,2026-09-05,2026-09-05,999999,900L,,,,",
            name="second.csv",
        )
        findings = {n.payroll_reference: n.finding for n in record.notice_ids}
        self.assertEqual(findings, {"100001": "out_of_order", "100002": "apply", "999999": "unknown_person"})
        with self.assertRaises(UserError):
            record.with_user(self.approver).action_apply()
        wrong = record.notice_ids.filtered(lambda n: n.finding != "apply").with_user(self.clerk)
        with self.assertRaises(UserError):
            wrong.action_set_aside()
        wrong.write({"set_aside_reason": "A later P6 is applied"})
        wrong.action_set_aside()
        record.with_user(self.approver).action_apply()
        self.assertEqual(self.profile(self.sergeant).sorted("date_from")[-1].tax_code, "1100L")
        self.assertEqual(self.profile(self.constable).sorted("date_from")[-1].tax_code, "900L")
        self.assertEqual(wrong.owner_id, self.clerk)

    def test_two_people_and_no_file_twice(self):
        record = self.file("P6,2026-09-10,2026-09-10,100001,1100L,,,,")
        with self.assertRaises(AccessError):
            record.action_apply()
        with self.assertRaises(UserError):
            self.file("P6,2026-09-10,2026-09-10,100001,1100L,,,,", name="again.csv")
        with self.assertRaises(UserError):
            record.content = base64.b64encode(b"other")
        with self.assertRaises(UserError):
            record.notice_ids.sudo().write({"code": "BR"})

    def test_later_facts_follow_unless_they_say_otherwise(self):
        self.env["police.pay.profile"].create(
            {"employee_id": self.staff.id, "date_from": "2026-11-01", "tax_code": "1257L", "ni_category": "A",
             "pension_scheme": "lgps_50_50"}
        )  # fmt: skip
        self.applied("P6,2026-09-10,2026-09-10,200001,1000L,,,,")
        rows = self.profile(self.staff).sorted("date_from")
        self.assertEqual(rows.mapped("tax_code"), ["1257L", "1000L", "1000L"])
        self.assertEqual(rows.mapped("pension_scheme"), ["lgps", "lgps", "lgps_50_50"])

    def test_codes_of_a_new_year(self):
        self.profile(self.pcso).tax_basis = "week1month1"
        self.applied("P9,2026-02-05,2026-04-06,100001,1300L,,,,")
        uplift = self.clerk_env["police.code.uplift"].create({"tax_year": "2026-27"})
        self.env["police.pay.profile"].search([]).filtered(lambda p: p.employee_id != self.sergeant).write(
            {"date_from": "2025-04-06"}
        )
        uplift.action_prepare()
        self.assertEqual((uplift.people, uplift.changed, uplift.notified), (3, 1, 1))
        with self.assertRaises(AccessError):
            uplift.action_apply()
        uplift.with_user(self.approver).action_apply()
        newest = self.profile(self.pcso).sorted("date_from")[-1]
        self.assertEqual(
            (newest.date_from, newest.tax_code, newest.tax_basis), (date(2026, 4, 6), "1257L", "cumulative")
        )
        late = self.clerk_env["police.code.uplift"].create({"tax_year": "2035-36"})
        with self.assertRaises(UserError):
            late.action_prepare()
