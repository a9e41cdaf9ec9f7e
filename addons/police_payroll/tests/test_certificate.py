"""The control certificate: one penny changed anywhere and it fails, and the bank file is refused."""

import base64
from unittest.mock import patch

from odoo.addons.police_payroll.services.certificate_pdf import printed_certificate, printed_rows
from odoo.addons.police_payroll.services.outputs import Outputs
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestCertificate(PayrollCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls()
        cls.run_approved = case.approved()

    def setUp(self):
        super().setUp()
        self.run_now = self.run_approved.with_env(self.env)

    def assert_refused(self, place):
        self.env.invalidate_all()
        certificate = self.run_now.with_user(self.approver)._certificate()
        self.assertFalse(certificate.agreed, place)
        self.assertTrue(certificate.findings)
        with self.assertRaisesRegex(UserError, "refused"), self.env.cr.savepoint():
            self.run_now.with_user(self.approver).action_pay()
        self.assertEqual(self.run_now.state, "approved")
        return certificate

    def sql(self, query, *params):
        self.env.flush_all()
        self.env.cr.execute(query, params)
        self.assertTrue(self.env.cr.rowcount)

    def test_untouched_it_agrees_everywhere(self):
        certificate = self.run_now.with_user(self.approver)._certificate()
        self.assertTrue(certificate.agreed, certificate.findings)
        self.assertEqual(set(certificate.line_ids.mapped("difference")), {0.0})
        self.assertEqual(certificate.people_differing, 0)
        net = certificate.line_ids.filtered(lambda row: row.code == "net")
        self.assertEqual(
            [net.slips, net.lines, net.ledger, net.bacs, net.fps], [round(self.run_now.net_total, 2)] * 5
        )
        pension = certificate.line_ids.filtered(lambda row: row.code == "pension")
        self.assertEqual(pension.schedules, pension.ledger)
        self.assertGreater(pension.schedules, 0)

    def test_penny_in_a_payslip(self):
        for column in (
            "gross",
            "net",
            "tax",
            "employee_nic",
            "employer_nic",
            "pension_employee",
            "student_loan",
        ):
            with self.subTest(column=column), self.env.cr.savepoint() as savepoint:
                self.sql(
                    f"UPDATE police_payslip SET {column} = {column} + 0.01"
                    " WHERE run_id = %s AND payroll_reference = '100001'",
                    self.run_now.id,
                )
                self.assert_refused(column)
                savepoint.rollback()

    def test_penny_in_a_line(self):
        for code in ("basic_pay", "income_tax", "nic_employee", "nic_employer", "pension_pps_2015"):
            with self.subTest(code=code), self.env.cr.savepoint() as savepoint:
                self.sql(
                    """UPDATE police_payslip_line SET amount = amount + 0.01 WHERE id = (
                        SELECT l.id FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
                         WHERE s.run_id = %s AND l.code = %s LIMIT 1)""",
                    self.run_now.id,
                    code,
                )
                self.assert_refused(code)
                savepoint.rollback()

    def test_penny_between_two_payslips(self):
        """The totals still agree; the people do not."""
        self.sql(
            """UPDATE police_payslip SET net = net +
                      CASE payroll_reference WHEN '100001' THEN 0.01 ELSE -0.01 END
                WHERE run_id = %s AND payroll_reference IN ('100001', '200001')""",
            self.run_now.id,
        )
        certificate = self.assert_refused("swap")
        self.assertGreaterEqual(certificate.people_differing, 2)

    def test_a_failed_certificate_never_prints_as_balanced(self):
        """Totals agree, only the stored text was touched: the hash finding alone must show on paper."""
        places = ["slips", "ledger", "bacs", "fps", "schedules"]
        good = self.run_now.with_user(self.approver)._certificate()
        self.assertEqual({row.difference for row in printed_rows(good, places)}, {0})
        self.sql("UPDATE police_payslip SET tax_code = 'BR' WHERE run_id = %s", self.run_now.id)
        bad = self.assert_refused("text")
        self.assertTrue(any(row.difference for row in printed_rows(bad, places)))
        self.assertTrue(printed_certificate(bad.sudo()).startswith(b"%PDF"))

    def test_penny_in_the_journal(self):
        move = self.run_now.sudo().move_id
        for line in move.line_ids:
            with self.subTest(account=line.account_id.code), self.env.cr.savepoint() as savepoint:
                self.sql("UPDATE account_move_line SET balance = balance + 0.01 WHERE id = %s", line.id)
                self.assert_refused(line.account_id.code)
                savepoint.rollback()

    def test_journal_taken_back_to_draft(self):
        self.sql("UPDATE account_move SET state = 'draft' WHERE id = %s", self.run_now.sudo().move_id.id)
        self.assert_refused("draft journal")

    def test_penny_in_the_bank_file(self):
        good = Outputs(self.run_now.sudo().env, self.run_now.sudo()).bank_file()
        amount = f"{round(self.slip(self.run_now, self.pcso).net * 100):011d}".encode()
        self.assertIn(amount, good)
        bad = good.replace(amount, f"{int(amount) + 1:011d}".encode())
        with patch.object(Outputs, "bank_file", lambda self: bad):
            self.assert_refused("bank file")

    def test_one_payment_missing_from_the_bank_file(self):
        with patch.object(Outputs, "bank_file", lambda self: b"VOL1\r\n"):
            self.assert_refused("unreadable bank file")

    def test_penny_in_the_submission(self):
        output = self.run_now.sudo().output_ids.filtered(lambda o: o.kind == "fps")
        good = output._bytes()
        for element in ("TaxDeductedOrRefunded", "EmpeeContribnsInPd", "TaxablePay"):
            with self.subTest(element=element):
                bad = _one_more_penny(good, element)
                with patch.object(
                    type(output),
                    "_bytes",
                    lambda self, bad=bad, good=good: bad if self.kind == "fps" else _original(self),
                ):
                    self.assert_refused(element)

    def test_penny_in_a_schedule(self):
        output = self.run_now.sudo().output_ids.filtered(lambda o: o.name.startswith("lgps"))
        lines = output._bytes().decode("utf-8-sig").split("\r\n")
        cells = lines[1].split(",")
        cells[-1] = f"{float(cells[-1]) + 0.01:.2f}"
        bad = "\r\n".join([lines[0], ",".join(cells), *lines[2:]]).encode("utf-8-sig")
        with patch.object(
            type(output),
            "_bytes",
            lambda self, bad=bad: bad if self.name.startswith("lgps") else _original(self),
        ):
            self.assert_refused("schedule")


def _one_more_penny(message, element):
    start = message.index(f"<{element}>".encode()) + len(element) + 2
    end = message.index(b"<", start)
    pennies = int(message[start:end].replace(b".", b"")) + 1
    return message[:start] + f"{pennies // 100}.{pennies % 100:02d}".encode() + message[end:]


def _original(output):
    return base64.b64decode(output.with_context(bin_size=False).content)
