"""History written by runs once, imported whole or not at all, never edited; statements drawn up from it."""

import base64
import io

from odoo.addons.police_payroll.tests.common import PayrollCase
from odoo.addons.police_pensions.services import history, history_csv
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader
from psycopg2.errors import UniqueViolation

HEAD = ",".join(history_csv.COLUMNS)
OLD = "100001,pps_1987,2015-04-01,2016-03-31,2016-03-31,38000.00,5415.00,8892.00,14.25%,366,0,366.0000,"
LATER = "100001,pps_2015,2016-04-01,2017-03-31,2017-03-31,39000.00,5241.60,9438.00,13.44%,365,10,355.0000,"


@tagged("post_install", "-at_install", "police")
class TestPensionHistory(PayrollCase):
    def _import(self, *lines, user=None):
        content = "\n".join([HEAD, *lines]).encode()
        wizard = self.env["police.pension.import"].with_user(user or self.clerk).create(
            {"content": base64.b64encode(content), "file_name": "old.csv", "company_id": self.company.id}
        )  # fmt: skip
        wizard.action_import()
        return wizard

    def _rows(self, person=None):
        domain = [("company_id", "=", self.company.id)]
        return self.env["police.pension.history"].search(
            domain + ([("employee_id", "=", person.id)] if person else [])
        )

    def test_an_approved_run_adds_each_member_once(self):
        run = self.approved()
        rows = self._rows()
        self.assertEqual(
            {(row.employee_id, row.scheme) for row in rows},
            {(self.sergeant, "pps_2015"), (self.constable, "pps_2015"), (self.staff, "lgps")},
        )
        for row in rows:
            slip = self.slip(run, row.employee_id)
            self.assertEqual(row.pensionable, slip.pensionable_pay)
            self.assertEqual(
                (row.employee_amount, row.employer_amount), (slip.pension_employee, slip.pension_employer)
            )
            self.assertEqual((row.days, row.unpaid_days, row.scheme_year), (30, 0, "2026-27"))
        part_time = rows.filtered(lambda row: row.employee_id == self.constable)
        self.assertEqual(part_time.service_days, 15, "half-time for thirty days")

    def test_a_run_cannot_add_its_rows_twice(self):
        run = self.approved()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UniqueViolation, "police_pension_history"),
            self.env.cr.savepoint(),
        ):
            history.write_run(self.env(su=True), run)

    def test_nothing_is_ever_edited_or_deleted(self):
        self.approved()
        rows = self._rows().sudo()
        for attempt in (lambda: rows.write({"pensionable": 1}), rows.unlink, lambda: rows[0].copy()):
            with self.assertRaises(UserError):
                attempt()

    def test_import_and_export_are_equal(self):
        wizard = self._import(OLD, LATER)
        self.assertEqual((wizard.state, wizard.loaded_count), ("done", 2))
        rows = self._rows(self.sergeant)
        out = history_csv.write(
            [
                ("100001", row, "")
                for row in sorted(rows._to_engine()[self.sergeant.id], key=lambda r: r.earned_from)
            ]
        )
        self.assertEqual(out.decode("utf-8-sig").splitlines(), [HEAD, OLD, LATER])

    def test_every_bad_row_is_listed_and_nothing_loaded(self):
        wizard = self._import(
            OLD,
            OLD.replace("100001", "999999"),
            LATER.replace("pps_2015", "pps_1066"),
            LATER.replace("39000.00", "lots"),
            LATER.replace("2017-03-31,2017", "2017-04-30,2017"),
            OLD,
        )
        self.assertEqual(wizard.state, "refused")
        self.assertEqual({error.row for error in wizard.error_ids}, {4, 5, 6})
        self.assertFalse(self._rows())
        wizard = self._import(OLD, OLD.replace("100001", "999999"), OLD)
        self.assertEqual(
            {(e.row, e.column_name) for e in wizard.error_ids}, {(3, "payroll_reference"), (4, "earned_from")}
        )

    def test_a_correction_is_added_and_says_why(self):
        self._import(OLD)
        self.assertEqual(self._import(OLD).state, "refused")
        change = OLD.replace("38000.00,5415.00,8892.00", "-100.00,-14.25,-23.40").replace(
            "366,0,366.0000", "0,0,0.0000"
        )
        self.assertEqual(self._import(change + "paid to another member").state, "done")
        rows = self._rows(self.sergeant)
        self.assertEqual(round(sum(rows.mapped("pensionable")), 2), 37900)
        fixed = rows.filtered(lambda row: row.origin == "correction")
        self.assertIn("paid to another member", fixed.reference)

    def test_remedy_statement_states_years_and_gaps(self):
        with self.assertRaisesRegex(UserError, "import it from the former system"):
            self.sergeant.with_user(self.clerk).action_remedy_statement()
        self._import(OLD, LATER)
        action = self.sergeant.with_user(self.clerk).action_remedy_statement()
        attachment = self.env["ir.attachment"].browse(int(action["url"].split("/")[3].split("?")[0]))
        text = PdfFileReader(io.BytesIO(attachment.raw)).pages[0].extract_text()
        for words in ("2015-16", "2016-17", "38,000.00", "No record from 1 April 2017"):
            self.assertIn(words, text)

    def test_only_clerks_import(self):
        with self.assertRaises(AccessError):
            self._import(OLD, user=self.auditor)
