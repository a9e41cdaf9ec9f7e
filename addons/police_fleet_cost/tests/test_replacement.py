"""The replacement programme from records: approved figures only, the best list, and two people."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import CostCase


@tagged("post_install", "-at_install", "police")
class TestReplacement(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.young = cls.vehicle("AB12 CDE", acquisition_date=cls.today - timedelta(days=400))
        cls.old = cls.vehicle("AB12 CDF", acquisition_date=cls.today - timedelta(days=3000))

    def rate(self, approve=True, **vals):
        values = {
            "company_id": self.force.id,
            "police_role": "response",
            "price": 30000,
            "date_from": "2020-01-01",
            "source": "Framework",
            "line_ids": [
                Command.create({"age": age, "residual_percent": residual, "pence_a_mile": pence})
                for age, residual, pence in (
                    (0, 100, 10),
                    (1, 60, 12),
                    (2, 40, 15),
                    (3, 25, 25),
                    (4, 10, 60),
                    (5, 5, 90),
                )
            ],
        }
        rate = self.env["police.fleet.rate"].with_user(self.manager).create(values | vals)
        if approve:
            rate.with_user(self.accountant).action_approve()
        return rate

    def scenario(self, *capital):
        Scenario = self.env["police.fleet.scenario"].with_user(self.manager)
        year = Scenario._next_year()
        return Scenario.create(
            {
                "name": "Plan",
                "company_id": self.force.id,
                "limit_ids": [
                    Command.create({"year": year + n, "capital": sum_}) for n, sum_ in enumerate(capital)
                ],
            }
        )

    def drive(self):
        for car in self.young | self.old:
            self.read(car, (360, 1000), (1, 21000))

    def test_the_old_one_goes_within_the_capital(self):
        self.rate()
        self.drive()
        scenario = self.scenario(30000, 0, 0)
        scenario.action_work_out()
        self.assertTrue(scenario.proven)
        replaced = scenario.line_ids.filtered("year")
        self.assertEqual((replaced.vehicle_id, scenario.capital), (self.old, 30000))
        self.assertIn("saves", replaced.why)
        self.assertTrue(all(scenario.line_ids.mapped("why")))
        with self.assertRaises(AccessError):
            scenario.action_adopt()
        scenario.with_user(self.accountant).action_adopt()
        with self.assertRaisesRegex(UserError, "adopted"):
            scenario.action_work_out()

    def test_figures_that_nobody_approved_are_not_used(self):
        self.rate(approve=False)
        with self.assertRaisesRegex(UserError, "No approved prices"):
            self.scenario(30000).action_work_out()

    def test_figures_are_whole_and_stay(self):
        gap = self.rate(
            approve=False,
            line_ids=[
                Command.create({"age": 0, "residual_percent": 9, "pence_a_mile": 1}),
                Command.create({"age": 2, "residual_percent": 9, "pence_a_mile": 1}),
            ],
        )
        with self.assertRaisesRegex(ValidationError, "without a gap"):
            gap.with_user(self.accountant).action_approve()
        gap.unlink()
        rate = self.rate()
        with self.assertRaisesRegex(UserError, "stay as they are"):
            rate.price = 1
        with self.assertRaisesRegex(UserError, "stay as they are"):
            rate.line_ids[0].pence_a_mile = 1

    def test_an_age_limit_beyond_the_capital_is_told(self):
        self.rate(age_limit=5)
        with self.assertRaisesRegex(UserError, "AB12 CDF.*of capital is missing"):
            self.scenario(1000).action_work_out()

    def test_years_without_a_gap(self):
        self.rate()
        scenario = self.scenario(1000)
        scenario.first_year += 1
        with self.assertRaisesRegex(UserError, "capital of each year"):
            scenario.action_work_out()
