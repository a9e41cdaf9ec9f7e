"""Telematics by day: taken once; under-used against the role."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CostCase

HEAD = "registration,date,miles,hours,trips\n"


@tagged("post_install", "-at_install", "police")
class TestUsage(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plates = ["AB12 CDE", "AB12 CDF", "AB12 CDG"]
        for plate in cls.plates:
            cls.vehicle(plate)

    def test_under_used_against_the_median_of_the_role(self):
        miles = {"AB12 CDE": 100, "AB12 CDF": 80, "AB12 CDG": 20}
        text = "".join(f"{p},{self.day(ago)},{miles[p]},3,4\n" for p in self.plates for ago in (1, 2))
        self.receive("telematics", HEAD + text + f"AB12 CDG,{self.day(3)},0,0,0\n")
        rows = (
            self.env["police.fleet.utilisation"]
            .with_user(self.manager)
            .search([("company_id", "=", self.force.id)], order="id")
        )
        self.assertEqual(rows.mapped("under_used"), [False, False, True])  # 13 a day, median 80, limit 40 %
        self.assertEqual(rows.mapped("used_days"), [2, 2, 2])
        self.assertEqual(rows[2].days, 3)

    def test_a_day_is_taken_once(self):
        self.receive("telematics", HEAD + f"AB12CDE,{self.day(1)},10,1,1\n")
        with self.assertRaisesRegex(UserError, "Line 3: AB12CDE on .* was received already"):
            self.receive("telematics", HEAD + f"AB12CDE,{self.day(2)},10,1,1\nAB12CDE,{self.day(1)},10,1,1\n")
        self.assertEqual(self.env["police.fleet.day"].search_count([("company_id", "=", self.force.id)]), 1)
