"""The tax year: checklist, P60s, benefits and Class 1A, levy, pay gap."""

from datetime import date

from odoo.exceptions import UserError

from .common import MoversCase, tagged


@tagged("post_install", "-at_install", "police")
class TestYear(MoversCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.march = cls.calendar.period_ids.filtered(lambda p: p.date_from == date(2027, 3, 1))

    def opening(self, person, **figures):
        values = {
            "employee_id": person.id,
            "tax_year": "2026-27",
            "taxable_pay": 20000,
            "tax": 1500,
            "gross": 20000,
            "nic": [
                {
                    "letter": "A",
                    "gross": "20000.00",
                    "at_lel": "6000.00",
                    "lel_to_pt": "5000.00",
                    "pt_to_uel": "9000.00",
                    "employer": "2000.00",
                    "employee": "720.00",
                }
            ],
        }
        return self.env["police.pay.opening"].create({**values, **figures})

    def test_p60s_once_everything_agrees(self):
        for person in self.people:
            self.opening(person)
        year_end = self.clerk_env["police.year.end"].create({"tax_year": "2026-27"})
        with self.assertRaises(UserError) as caught:
            year_end.action_p60s()
        self.assertIn("are not paid", str(caught.exception))
        self.leave(self.pcso, date(2027, 3, 31))
        self.finish(self.calculated(self.march), pay=True)
        year_end.action_p60s()
        made = self.env["police.pay.document"].search([("kind", "=", "p60")])
        self.assertEqual(
            made.employee_id, self.sergeant | self.constable | self.staff, "the leaver has a P45"
        )
        self.assertEqual(year_end.state, "done")
        with self.assertRaises(UserError):
            year_end.action_p60s()

    def test_a_year_to_date_that_is_not_the_sum_stops_the_p60s(self):
        opening = self.opening(self.staff)
        self.finish(self.calculated(self.march), pay=True)
        opening.taxable_pay = 19999
        year_end = self.clerk_env["police.year.end"].create({"tax_year": "2026-27"})
        year_end.action_check()
        failing = year_end.check_ids.filtered(lambda c: not c.passed and "sum" in c.name)
        self.assertIn(self.staff.name, failing.finding)

    def test_benefits_by_payroll_and_on_the_p11d(self):
        benefits = self.env["police.benefit"].create(
            [
                {"name": "Octavia", "employee_id": self.staff.id, "kind": "car", "tax_year": "2026-27",
                 "date_from": "2026-04-06", "list_price": 30000, "co2": 110, "payrolled": True},
                {"name": "Leaf", "employee_id": self.pcso.id, "kind": "car", "tax_year": "2026-27",
                 "date_from": "2026-04-06", "list_price": 30000, "co2": 0, "fuel": "electric"},
            ]
        )  # fmt: skip
        # 110 g/km in 2026-27: 18 + (110 - 55) / 5 = 29%; electric 4%
        self.assertEqual(benefits.mapped("cash_equivalent"), [8700, 1200])
        slip = self.slip(self.calculated(), self.staff)
        # registered from 6 April: spread over the seven pay days that are left of twelve would be too much,
        # so a twelfth falls on each
        self.assertEqual(slip.taxable_pay, slip.gross - slip.pension_employee + 725)
        self.assertFalse(slip.earning_ids.filtered(lambda line: "benefit" in line.code))
        year_end = self.clerk_env["police.year.end"].create({"tax_year": "2026-27"})
        self.assertEqual(
            (year_end.benefits_total, year_end.payrolled_total, year_end.class_1a_due), (9900, 8700, 1485)
        )
        year_end.action_p11ds()
        self.assertEqual(
            self.env["police.pay.document"].search([("kind", "=", "p11d")]).employee_id, self.pcso
        )
        wrong = self.env["police.benefit"].create(
            {
                "name": "?",
                "employee_id": self.pcso.id,
                "tax_year": "2031-32",
                "date_from": "2031-05-01",
                "co2": 100,
                "list_price": 1,
            }
        )
        self.assertTrue(wrong.fault)

    def test_the_levy_by_month(self):
        run = self.finish(self.calculated(), pay=True)
        levy = self.env["police.levy.month"]
        months = levy._compute_year(self.company, "2026-27")
        bill = round(sum(run.slip_ids.mapped("nicable_pay")), 2)
        self.assertEqual((months.month, round(months.pay_bill, 2), months.levy_due), (6, bill, 0))
        self.assertEqual(months.allowance_to_date, 7500)
        without = levy._compute_year(self.company, "2026-27", allowance=0)
        self.assertAlmostEqual(without.levy_due, bill * 0.005, delta=0.006)

    def test_the_pay_gap_from_the_payslips(self):
        self.finish(self.calculated(), pay=True)
        report = self.clerk_env["police.pay.gap"].create({"snapshot_date": "2026-09-15"})
        report.action_compute()
        self.assertFalse(report.is_statutory)
        self.assertEqual((report.relevant, report.full_pay), (4, 4))
        # hourly: month x 7 / 30.44 / weekly hours; one man against three women
        rate = {
            p: self.slip(self.september.run_ids, p).gross * 7 / 30.44 / p.sudo().weekly_hours
            for p in self.people
        }
        man = rate[self.staff]
        women = sorted(rate[p] for p in (self.sergeant, self.constable, self.pcso))
        self.assertAlmostEqual(report.mean_hourly, (man - sum(women) / 3) / man * 100, delta=0.051)
        self.assertAlmostEqual(report.median_hourly, (man - women[1]) / man * 100, delta=0.051)
        self.assertIn("bonus", report.unknown.lower())
        self.assertEqual(report.band_ids.mapped("people"), [1, 1, 1, 1])
        self.assertTrue(report.csv)
        empty = self.clerk_env["police.pay.gap"].create({"snapshot_date": "2026-03-31"})
        self.assertTrue(empty.is_statutory)
        with self.assertRaises(UserError):
            empty.action_compute()
