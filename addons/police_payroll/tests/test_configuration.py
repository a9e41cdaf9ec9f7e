"""Calendars, profiles, openings, posting accounts: good facts in, bad ones refused with a reason."""

from datetime import date

from odoo.addons.police_engine import ledger
from odoo.addons.police_engine.pension.contributions import SCHEMES
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestConfiguration(PayrollCase):
    def test_months_of_a_tax_year(self):
        periods = self.calendar.period_ids.sorted("date_from")
        self.assertEqual(periods.mapped("tax_period"), list(range(1, 13)))
        self.assertEqual(set(periods.mapped("tax_year")), {"2026-27"})
        paid = {p.date_from: p.pay_date for p in periods}
        self.assertEqual(paid[date(2026, 9, 1)], date(2026, 9, 30))
        self.assertEqual(paid[date(2026, 5, 1)], date(2026, 5, 29))  # 30 and 31 May are a weekend
        self.assertEqual(paid[date(2026, 8, 1)], date(2026, 8, 28))  # Monday 31 August is a bank holiday

    def test_generating_again_adds_nothing(self):
        self.calendar._generate_periods("2026-27")
        self.assertEqual(len(self.calendar.period_ids), 12)

    def test_weeks_of_a_tax_year(self):
        weekly = self.env["police.pay.calendar"].create(
            {
                "name": "Weekly",
                "company_id": self.company.id,
                "frequency": "weekly",
                "first_period_start": "2026-04-06",
            }
        )
        periods = weekly._generate_periods("2026-27").sorted("date_from")
        self.assertEqual((periods[0].tax_period, periods[0].pay_date), (1, date(2026, 4, 10)))
        self.assertEqual(len(periods), 52)

    def test_tax_year_must_be_one(self):
        for text in ("2026", "2026-28", "next", ""):
            with self.subTest(text=text), self.assertRaises(UserError):
                self.calendar._generate_periods(text)

    def test_overlapping_periods_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "overlaps"):
            self.env["police.pay.period"].create(
                {
                    "calendar_id": self.calendar.id,
                    "date_from": "2026-09-15",
                    "date_to": "2026-10-14",
                    "pay_date": "2026-10-14",
                }
            )

    def test_malformed_tax_code_is_refused(self):
        for code in ("1257", "X1257L", "BANANA", "K", "12577777777L"):
            with self.subTest(code=code), self.assertRaisesRegex(ValidationError, "tax code"):
                self.profile(self.pcso).tax_code = code

    def test_tax_code_is_kept_as_hmrc_writes_it(self):
        profile = self.profile(self.pcso)
        profile.tax_code = " s1257l m1 "
        self.assertEqual((profile.tax_code, profile.tax_basis), ("S1257L", "week1month1"))

    @mute_logger("odoo.sql_db")
    def test_two_versions_of_payroll_facts_on_one_day_are_refused(self):
        with self.assertRaisesRegex(Exception, "police_pay_profile_one_per_day"), self.env.cr.savepoint():
            self.profile(self.pcso).copy()

    def test_later_facts_hold_from_their_date(self):
        self.env["police.pay.profile"].create(
            {"employee_id": self.pcso.id, "date_from": "2026-09-30", "tax_code": "BR", "ni_category": "A"}
        )
        self.env["police.pay.profile"].create(
            {"employee_id": self.staff.id, "date_from": "2026-10-01", "tax_code": "BR", "ni_category": "A"}
        )
        run = self.calculated()
        self.assertEqual(self.slip(run, self.pcso).tax_code, "BR")
        self.assertEqual(self.slip(run, self.staff).tax_code, "1257L")

    def test_absurd_opening_figures_are_refused(self):
        make = self.env["police.pay.opening"].create
        base = {"employee_id": self.pcso.id, "tax_year": "2026-27"}
        for extra in ({"gross": -1}, {"nic": [{"letter": "?"}]}, {"nic": [{"letter": "A", "bonus": "1"}]}):
            with self.subTest(extra=extra), self.assertRaises(ValidationError):
                make({**base, **extra})

    def test_posting_accounts_are_set_up_from_the_chart(self):
        accounts = self.env["police.pay.account.map"]._accounts_for(self.company)
        self.assertEqual(accounts["net_pay_clearing"].account_type, "liability_current")
        self.assertEqual(accounts["pay_officers"].account_type, "expense")
        self.assertEqual(len(accounts), len(set(accounts.values())))

    def test_one_account_does_not_serve_two_control_totals(self):
        maps = self.env["police.pay.account.map"]
        accounts = maps._accounts_for(self.company)
        row = maps.search([("company_id", "=", self.company.id), ("role", "=", "nic_creditor")])
        with self.assertRaisesRegex(ValidationError, "control total"):
            row.account_id = accounts["paye_creditor"]

    def test_every_posting_role_of_the_ledger_has_an_account(self):

        roles = {*ledger.COST_ROLES, *ledger.CREDITOR_ROLES, *(f"pension_creditor_{s}" for s in SCHEMES)}
        self.assertLessEqual(roles, set(self.env["police.pay.account.map"]._accounts_for(self.company)))
