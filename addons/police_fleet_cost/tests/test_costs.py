"""Whole-life cost adds up to the flagged accounts to the penny, whatever way a cost comes to a vehicle."""

import json

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import CostCase


@tagged("post_install", "-at_install", "police")
class TestCosts(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ledger()
        cls.cars = cls.vehicle() | cls.vehicle("AB12 CDF") | cls.vehicle("AB12 CDG")
        cls.cars.action_open_cost_account()

    def costs(self, user=None):
        rows = (
            self.env["police.fleet.cost"]
            .with_user(user or self.manager)
            .search([("company_id", "=", self.force.id)])
        )
        return {(row.vehicle_id.license_plate or "", row.how): row.amount for row in rows}

    def assert_tied(self):
        """The ledger is added up here from journal items alone, by another way than the report."""
        tie = self.env["police.fleet.tieout"].search([("company_id", "=", self.force.id)])
        self.assertEqual(set(tie.mapped("difference")), {0.0})
        whole = self.env["account.move.line"]._read_group(
            [
                ("account_id", "in", (self.accounts["fuel"] + self.accounts["wear"]).ids),
                ("parent_state", "=", "posted"),
            ],
            [],
            ["balance:sum"],
        )[0][0]
        pay = sum(
            round(
                line.balance
                * sum(
                    p
                    for k, p in (line.analytic_distribution or {}).items()
                    if str(self.centre.id) in k.split(",")
                )
                / 100,
                2,
            )
            for line in self.env["account.move.line"].search(
                [("account_id", "=", self.accounts["pay"].id), ("parent_state", "=", "posted")]
            )
        )
        rows = self.env["police.fleet.cost"].search([("company_id", "=", self.force.id)])
        self.assertAlmostEqual(sum(rows.mapped("amount")), (whole or 0) + pay, places=2)
        self.assertAlmostEqual(sum(tie.mapped("ledger")), (whole or 0) + pay, places=2)

    def analytic(self, *percents, centre=False):
        keys = [str(car.cost_account_id.id) + (f",{self.centre.id}" if centre else "") for car in self.cars]
        return dict(zip(keys, percents, strict=False))

    def test_named_on_the_line(self):
        self.post("fuel", 100.0, vehicle_id=self.cars[0].id)
        self.post("rates", 55.0, vehicle_id=self.cars[0].id)  # not flagged
        self.post("fuel", 70.0, post=False)  # not posted
        self.assertEqual(self.costs(), {("AB12 CDE", "line"): 100.0})
        self.assert_tied()

    def test_thirds_of_a_pound_lose_no_penny(self):
        self.post("fuel", 1.0, analytic_distribution=self.analytic(33.33, 33.33, 33.34))
        self.post("fuel", 0.01, analytic_distribution=self.analytic(50, 50))
        self.assert_tied()
        self.assertFalse([key for key in self.costs() if not key[0]])

    def test_what_no_vehicle_bears_is_shown(self):
        self.post("fuel", 100.0, analytic_distribution=self.analytic(40))
        self.assertEqual(self.costs(), {("AB12 CDE", "analytic"): 40.0, ("", "none"): 60.0})
        tie = (
            self.env["police.fleet.tieout"]
            .with_user(self.accountant)
            .search([("company_id", "=", self.force.id)])
        )
        self.assertRecordValues(
            tie, [{"ledger": 100.0, "vehicles": 40.0, "unallocated": 60.0, "difference": 0.0}]
        )

    def test_pay_counts_only_as_far_as_it_is_the_workshops(self):
        self.post("pay", 1000.0, analytic_distribution={str(self.centre.id): 30})
        self.post("pay", 500.0)
        self.assertEqual(self.costs(), {("", "none"): 300.0})
        self.assert_tied()

    def test_depreciation_follows_the_asset(self):
        profile = self.env["account.asset.profile"].create(
            {
                "name": "Cars",
                "company_id": self.force.id,
                "journal_id": self.journal.id,
                "method_number": 4,
                "account_asset_id": self.accounts["bank"].id,
                "account_depreciation_id": self.accounts["bank"].id,
                "account_expense_depreciation_id": self.accounts["wear"].id,
            }
        )
        asset = self.env["account.asset"].create(
            {
                "name": "AB12 CDF",
                "profile_id": profile.id,
                "purchase_value": 20000,
                "company_id": self.force.id,
                "date_start": fields.Date.to_date("2025-01-01"),
            }
        )
        self.cars[1].asset_id = asset
        self.env = self.env(context=self.env.context | {"allow_asset": True})
        self.post("wear", 416.67, asset_id=asset.id)
        self.assertEqual(self.costs(), {("AB12 CDF", "asset"): 416.67})
        self.assert_tied()

    def share(self, line, method="equal", flag="fuel", user=None):
        wizard = (
            self.env["police.fleet.share.wizard"]
            .with_user(user or self.manager)
            .create(
                {
                    "move_line_id": line.id,
                    "cost_account_id": self.flags[flag].id,
                    "method": method,
                    "date_from": self.day(30),
                    "date_to": self.day(0),
                }
            )
        )
        return wizard.action_share()

    def test_a_bill_is_shared_to_the_penny_and_once(self):
        line = self.post("fuel", 100.0)
        self.share(line)
        self.assertEqual(sorted(self.costs().values()), [33.33, 33.33, 33.34])
        self.assert_tied()
        with self.assertRaisesRegex(UserError, "on vehicles already"):
            self.share(line)

    def test_workshop_pay_is_shared_by_hours_of_bookings(self):
        line = self.post("pay", 1000.0, analytic_distribution={str(self.centre.id): 30})
        for car, hours in ((self.cars[0], 1), (self.cars[1], 2)):
            booking = self.env["police.fleet.service.booking"].create(
                {"vehicle_id": car.id, "plan_id": self.plan.id, "state": "done"}
            )
            booking.write({"done_on": self.today})
            booking.plan_id = self.plan.copy({"name": f"{hours} hours", "hours": hours})
        self.share(line, "hours", "pay")
        self.assertEqual(self.costs(), {("AB12 CDE", "share"): 100.0, ("AB12 CDF", "share"): 200.0})
        self.assert_tied()

    def test_nothing_to_share_by_is_told(self):
        with self.assertRaisesRegex(UserError, "Nothing to share by.*Choose another way"):
            self.share(self.post("fuel", 100.0), "fuel")

    def test_an_account_is_flagged_whole_or_by_centre(self):
        with self.assertRaisesRegex(ValidationError, "not both"):
            self.env["police.fleet.cost.account"].create(
                {"company_id": self.force.id, "account_id": self.accounts["pay"].id, "kind": "other"}
            )

    def test_pence_a_mile_of_a_group_is_cost_by_miles(self):
        for car, amount, miles in ((self.cars[0], 1000.0, 1000), (self.cars[1], 1000.0, 9000)):
            self.post("fuel", amount, vehicle_id=car.id)
            self.read(car, (300, 1000), (1, 1000 + miles))
        Cost = self.env["police.fleet.vehicle.cost"].with_user(self.manager)
        rows = Cost.search([("vehicle_id", "in", self.cars[:2].ids)], order="id")
        self.assertEqual(rows.mapped("pence_per_mile"), [100.0, 11.1])
        [(together,)] = Cost._read_group(
            [("vehicle_id", "in", self.cars[:2].ids)], [], ["pence_per_mile:avg"]
        )
        self.assertAlmostEqual(float(together), 20.0)  # £2,000 over 10,000 miles; the mean would be 55.6

    def test_drill_down(self):
        self.post("fuel", 100.0, analytic_distribution=self.analytic(40))
        tie = self.env["police.fleet.tieout"].search([("company_id", "=", self.force.id)])
        for action, model, total in (
            (tie.action_costs(), "police.fleet.cost", 100),
            (tie.action_unallocated(), "police.fleet.cost", 60),
        ):
            self.assertEqual(sum(self.env[model].search(action["domain"]).mapped("amount")), total)
        lines = self.env["account.move.line"].search(tie.action_ledger()["domain"])
        self.assertEqual(sum(lines.mapped("balance")), 100)

    def test_the_dashboard_counts_what_its_tiles_open(self):
        self.post("fuel", 100.0, vehicle_id=self.cars[0].id)
        self.cars[2]._take_off_road("defect", "x")
        figures = (
            self.env["police.fleet.dashboard"]
            .with_user(self.manager)
            .with_context(allowed_company_ids=self.force.ids)
            .figures()
        )
        tiles = {tile["key"]: tile for tile in json.loads(json.dumps(figures, default=str))["tiles"]}
        self.assertEqual(tiles["availability"]["value"], "66.7 %")
        self.assertEqual(tiles["tieout"]["value"], "£0.00")
        self.assertEqual(tiles["vor"]["value"], "1")
        for tile in figures["tiles"]:
            action = self.env["ir.actions.act_window"]._for_xml_id(tile["action"])
            found = self.env[action["res_model"]].with_user(self.manager).search_count(tile["domain"])
            if tile["value"].isdigit():
                self.assertEqual(found, int(tile["value"]), tile["key"])

    def test_expense_on_a_vehicle_in_an_account_that_is_not_flagged_is_told(self):
        def tiles():
            board = self.env["police.fleet.dashboard"].with_user(self.manager)
            figures = board.with_context(allowed_company_ids=self.force.ids).figures()
            return {tile["key"]: tile["value"] for tile in figures["tiles"]}

        self.post("fuel", 100.0, vehicle_id=self.cars[0].id)
        self.assertNotIn("unflagged", tiles())
        self.post("rates", 55.0, vehicle_id=self.cars[0].id)
        self.assertEqual(tiles()["unflagged"], "£55")

    def test_a_line_of_a_foreign_vehicle_is_on_no_vehicle(self):
        foreign = self.vehicle("AB12 CDH", company_id=self.other_force.id, station_id=False)
        line = self.post("fuel", 10.0)
        line.vehicle_id = foreign
        self.assertEqual(self.costs(), {("", "none"): 10.0})
