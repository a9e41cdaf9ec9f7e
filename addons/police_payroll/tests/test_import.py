"""The people import: all or nothing, every bad row listed, each kind of bad input of the brief."""

import base64
import csv
import io
from datetime import date

from odoo.addons.police_engine.adapters import people_csv
from odoo.addons.police_payroll.services.people_import import PeopleImport
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ACCOUNT, PayrollCase

_GOOD = {
    "title": "Mr",
    "forenames": "Im Port",
    "birth_date": "14/03/1988",
    "gender": "M",
    "address_line_1": "1 High Street",
    "address_line_2": "Testford",
    "postcode": "TS1 2QJ",
    "person_type": "officer",
    "rank": "constable",
    "pay_point": "7",
    "appointed_on": "06/04/2015",
    "start_date": "06/04/2015",
    "weekly_hours": "40",
    "full_time_hours": "40",
    "cost_centre": "RES",
    "tax_code": "1257L",
    "ni_category": "A",
    "pension_scheme": "pps_2015",
    "sort_code": ACCOUNT["sort_code"],
    "account_number": ACCOUNT["account_number"],
    "account_name": "I PORT",
    "ytd_gross": "21310.00",
    "ytd_taxable_pay": "18443.80",
    "ytd_tax": "2640.40",
    "ytd_nic_gross": "21310.00",
    "ytd_nic_employee": "1260.10",
    "ytd_nic_employer": "2884.00",
}


@tagged("post_install", "-at_install", "police")
class TestPeopleImport(PayrollCase):
    def rows(self, count, **changes):
        """``count`` good rows; ``changes`` go into the last one."""
        rows = [
            {**_GOOD, "payroll_reference": str(500000 + n), "surname": f"Row{n}", "nino": f"AE{n:06d}C"}
            for n in range(count)
        ]
        rows[-1] |= changes
        return rows

    def content(self, rows, header=None, encoding="utf-8"):
        buffer = io.StringIO(newline="")
        writer = csv.DictWriter(buffer, header or [column.name for column in people_csv.COLUMNS])
        writer.writeheader()
        writer.writerows(rows)
        return buffer.getvalue().encode(encoding)

    def load(self, content):
        before = self.count()
        ids, errors = PeopleImport(self.env(user=self.clerk), self.company, date(2026, 9, 1)).load(content)
        self.assertEqual(self.count() - before, len(ids))
        return ids, errors

    def count(self):
        return (
            self.env["hr.employee"]
            .with_context(active_test=False)
            .search_count([("company_id", "=", self.company.id)])
        )

    def refused(self, content, column, text):
        ids, errors = self.load(content)
        self.assertEqual(ids, [])
        self.assertTrue([e for e in errors if e.column == column and text in e.reason], errors)
        return errors

    def test_good_file_brings_people_ready_to_be_paid(self):
        ids, errors = self.load(self.content(self.rows(3)))
        self.assertEqual((len(ids), errors), (3, []))
        run = self.calculated()
        self.assertEqual(run.people_count, 7)
        slip = run.sudo().slip_ids.filtered(lambda s: s.payroll_reference == "500000")
        self.assertEqual(
            (slip.tax_code, slip.ni_category, slip.account_number), ("1257L", "A", ACCOUNT["account_number"])
        )
        self.assertEqual(slip.ytd["gross"], 2131000 + round(slip.gross * 100))
        self.assertEqual([row[1] for row in slip.ytd["nic"]], [2131000 + round(slip.nicable_pay * 100)])

    def test_one_bad_row_in_three_thousand(self):
        errors = self.refused(self.content(self.rows(3000, nino="QQ123456C")), "nino", "")
        self.assertEqual([error.row for error in errors], [3001])

    def test_every_bad_row_is_listed(self):
        rows = self.rows(6)
        rows[1]["tax_code"] = "BANANA"
        rows[3]["sort_code"] = "12-34"
        rows[5]["weekly_hours"] = "-5"
        _ids, errors = self.load(self.content(rows))
        self.assertEqual([error.row for error in errors], [3, 5, 7])

    def test_bad_cells(self):
        cases = {
            "nino": ("AB12345", ""),
            "tax_code": ("1257", "tax code"),
            "sort_code": ("12-34", ""),
            "birth_date": ("31/02/1988", "calendar"),
            "ytd_gross": ("£12.345", "money"),
            "ytd_nic_gross": ("-1", ""),
            "surname": ("=HYPERLINK(1)", "formula"),
            "rank": ("admiral", "not a rank"),
            "station": ("NOWHERE", "not the code"),
            "cost_centre": ("XXX", "not the code"),
            "ni_category": ("Q", "letters"),
            "pay_point": ("", "pay point"),
            "payroll_reference": ("100001", "already belongs"),
            "account_number": ("66374959", ""),
        }
        for column, (value, reason) in cases.items():
            with self.subTest(column=column):
                self.refused(self.content(self.rows(2, **{column: value})), column, reason)

    def test_wrong_header(self):
        header = [column.name for column in people_csv.COLUMNS]
        rows = self.rows(1)
        self.refused(
            self.content([{**rows[0], "shoe_size": "9"}], [*header, "shoe_size"]), "shoe_size", "not a column"
        )
        self.refused(
            self.content(
                [{k: v for k, v in rows[0].items() if k != "surname"}], [h for h in header if h != "surname"]
            ),
            "surname",
            "missing",
        )

    def test_mixed_encodings(self):
        good = self.content(self.rows(2, surname="Łukasik"))
        bad = good.replace(b"Im Port", "Ren\xe9e".encode("latin-1"), 1)
        self.refused(bad, "", "encodings are mixed")

    def test_same_number_twice_in_the_file(self):
        rows = self.rows(2)
        rows[1]["payroll_reference"] = rows[0]["payroll_reference"]
        self.refused(self.content(rows), "payroll_reference", "already used")

    def test_nothing_is_kept_when_the_database_refuses(self):
        """A fault that only the last step can see takes everything back."""
        self.env["hr.employee"].search([("id", "=", self.pcso.id)]).collar_number = "4711"
        rows = self.rows(2, collar_number="4711")
        ids, errors = self.load(self.content(rows))
        self.assertEqual(ids, [])
        self.assertTrue(errors)

    def test_local_salary_by_grade_and_point(self):
        staff = {
            "person_type": "staff", "rank": "", "pay_point": "", "appointed_on": "", "local_grade": "G",
            "local_point": "20", "weekly_hours": "37", "full_time_hours": "37", "pension_scheme": "lgps",
        }  # fmt: skip
        ids, errors = self.load(self.content(self.rows(1, **staff)))
        self.assertFalse(errors)
        self.assertEqual(self.env["hr.employee"].browse(ids).version_id.local_salary_id, self.salary)
        self.refused(
            self.content(self.rows(2, **staff, annual_salary="99999")[1:]), "annual_salary", "differs from"
        )
        self.refused(
            self.content(self.rows(2, **{**staff, "local_point": "77"})[1:]), "local_point", "no salary"
        )

    def test_new_salary_is_not_paid_before_it_is_approved(self):
        staff = {
            "person_type": "staff", "rank": "", "pay_point": "", "appointed_on": "", "annual_salary": "28000",
            "weekly_hours": "37", "full_time_hours": "37", "pension_scheme": "none",
        }  # fmt: skip
        ids, errors = self.load(self.content(self.rows(1, **staff)))
        self.assertFalse(errors)
        salary = self.env["hr.employee"].browse(ids).version_id.local_salary_id
        self.assertFalse(salary.approved)
        run = self.calculated()
        blocking = run.sudo().problem_ids.filtered(lambda p: p.severity == "blocking")
        self.assertEqual(blocking.employee_id.ids, ids)

    def test_wizard_lists_faults_and_then_loads(self):
        wizard = self.env["police.people.import"].with_user(self.clerk)
        bad = wizard.create(
            {
                "company_id": self.company.id,
                "content": base64.b64encode(self.content(self.rows(2, nino="X"))),
                "date_from": "2026-09-01",
            }
        )
        bad.action_import()
        self.assertEqual((bad.state, bad.error_count, bad.error_ids.row), ("refused", 1, 3))
        good = wizard.create(
            {
                "company_id": self.company.id,
                "content": base64.b64encode(self.content(self.rows(2))),
                "date_from": "2026-09-01",
            }
        )
        good.action_import()
        self.assertEqual((good.state, good.loaded_count), ("done", 2))

    def test_three_loads_from_scratch_are_the_same(self):
        content, found = self.content(self.rows(5)), set()
        for _turn in range(3):
            with self.env.cr.savepoint() as savepoint:
                ids, _errors = self.load(content)
                found.add(self.picture(ids))
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(found), 1)
        self.assertIn("Row4", next(iter(found)))

    def picture(self, ids):
        """What was loaded, as text without ids and times."""
        people = self.env["hr.employee"].sudo().browse(ids)
        profiles = self.env["police.pay.profile"].sudo().search([("employee_id", "in", ids)])
        openings = self.env["police.pay.opening"].sudo().search([("employee_id", "in", ids)])
        rows = [
            *people.mapped(lambda p: (p.payroll_reference, p.surname, p.nino, str(p.birthday), p.pay_point)),
            *people.bank_account_ids.mapped("acc_number"),
            *profiles.mapped(lambda p: (p.employee_id.surname, p.tax_code, p.ni_category, p.pension_scheme)),
            *openings.mapped(lambda o: (o.employee_id.surname, o.gross, o.tax, str(o.nic))),
        ]
        return "\n".join(sorted(map(str, rows)))

    def test_only_payroll_and_hr_import(self):
        with self.assertRaises(AccessError):
            self.env["police.people.import"].with_user(self.auditor).create({"company_id": self.company.id})
        with self.assertRaises(AccessError):
            PeopleImport(self.env(user=self.approver), self.company, date(2026, 9, 1)).load(
                self.content(self.rows(1))
            )
