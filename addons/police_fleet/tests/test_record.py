"""Equipment, checklists, disposal, recalls, and whether a vehicle may be used."""

from datetime import timedelta

from odoo import Command
from odoo.addons.police_fleet.services.due import add_months
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import FleetCase


@tagged("post_install", "-at_install", "police")
class TestEquipment(FleetCase):
    def item(self, kind="winch", **vals):
        values = {"name": "Warn M8", "kind": kind, "serial": "S1", "company_id": self.force.id}
        return self.env["police.fleet.equipment"].create(values | vals)

    def test_loler_sets_the_interval_and_a_policy_may_only_shorten_it(self):
        winch = self.item()
        self.assertEqual((winch.interval_months, winch.test_state), (12, "never"))
        self.assertIn("1998", winch.interval_source)
        winch.policy_months = 24
        self.assertEqual(winch.interval_months, 12)
        winch.policy_months = 6
        self.assertEqual(winch.interval_months, 6)
        self.assertEqual(self.item("person_lift", serial="S2").interval_months, 6)

    def test_due_dates_and_the_worklist(self):
        car = self.vehicle()
        radio = self.item("radio", vehicle_id=car.id, policy_months=12)
        tested = self.today - timedelta(days=360)
        self.env["police.fleet.equipment.test"].create(
            {"equipment_id": radio.id, "tested_on": tested, "tester": "A Tester"}
        )
        self.assertEqual((radio.test_due, radio.state), (add_months(tested, 12), "fitted"))
        self.assertEqual((radio.test_state, car.equipment_due), ("soon", radio.test_due))
        found = self.env["police.fleet.equipment"].search(
            [("test_state", "in", ("soon", "overdue")), ("company_id", "=", self.force.id)]
        )
        self.assertEqual(found, radio)
        self.env["police.fleet.equipment.test"].create(
            {"equipment_id": radio.id, "tested_on": self.today, "tester": "A Tester", "result": "fail"}
        )
        self.assertTrue(radio.failed)
        self.assertEqual(radio.last_tested_on, tested)
        radio.action_remove()
        self.assertEqual((radio.state, car.equipment_ids.ids, car.equipment_due), ("store", [], False))

    @mute_logger("odoo.sql_db")
    def test_a_serial_number_is_recorded_once(self):
        self.item()
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.item(serial="s1")
        with self.assertRaisesRegex(ValidationError, "future"):
            self.env["police.fleet.equipment.test"].create(
                {
                    "equipment_id": self.item(serial="S3").id,
                    "tested_on": self.today + timedelta(1),
                    "tester": "x",
                }
            )


@tagged("post_install", "-at_install", "police")
class TestLife(FleetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._user("f.boss", "police_core.group_force_manager")
        cls.accountant = cls._user("f.acc", "police_core.group_force_accountant")
        accounts = cls.env["account.account"]
        made = accounts.with_company(cls.force).create(
            [
                {
                    "name": name,
                    "code": code,
                    "account_type": kind,
                    "company_ids": [Command.set(cls.force.ids)],
                }
                for name, code, kind in (
                    ("Proceeds due", "T100", "asset_current"),
                    ("Vehicles", "T101", "asset_fixed"),
                    ("Gains", "T400", "income_other"),
                    ("Losses", "T500", "expense"),
                    ("Depreciation", "T102", "asset_fixed"),
                    ("Depreciation charge", "T501", "expense_depreciation"),
                )
            ]
        )
        cls.due_account, cls.cars_account, cls.gains, cls.losses, cls.depreciation, cls.charge = made
        cls.journal = cls.env["account.journal"].create(
            {"name": "Disposals", "code": "DISP", "type": "general", "company_id": cls.force.id}
        )
        cls.force.write(
            {
                "fleet_disposal_journal_id": cls.journal.id,
                "fleet_proceeds_account_id": cls.due_account.id,
                "fleet_asset_account_id": cls.cars_account.id,
                "fleet_gain_account_id": cls.gains.id,
                "fleet_loss_account_id": cls.losses.id,
            }
        )
        cls.buyer = cls.env["res.partner"].create({"name": "Auction House (test)"})

    def stripped(self, car):
        """``car`` decommissioned and certified, as the users would."""
        mine = car.with_user(self.manager)
        mine.action_decommission()
        checklist = mine.checklist_ids.filtered(lambda c: c.kind == "decommissioning")
        checklist.line_ids.write({"done": True})
        checklist.action_done()
        checklist.with_user(self.boss).action_certify()
        return checklist

    def sale(self, car, **vals):
        values = {
            "vehicle_id": car.id,
            "proceeds": 4_200.0,
            "book_value": 3_000.0,
            "partner_id": self.buyer.id,
        }
        return self.env(user=self.manager)["police.fleet.disposal"].create(values | vals)

    def balances(self, move):
        return {line.account_id: line.balance for line in move.line_ids}

    def test_no_service_with_an_open_item(self):
        car = self.vehicle().with_user(self.manager)
        car.action_commission()
        checklist = car.checklist_ids
        self.assertEqual((car.life_state, car.road_state), ("commissioning", "off"))
        with self.assertRaisesRegex(UserError, "Open: .*Radio fitted"):
            car.action_back_in_service()
        checklist.line_ids[:-1].write({"done": True})
        with self.assertRaisesRegex(UserError, "still open: Keys, fuel card"):
            checklist.action_done()
        checklist.line_ids[-1:].not_applicable = "Keyless"
        checklist.action_done()
        car.action_back_in_service()
        self.assertEqual((car.life_state, car.road_state, checklist.progress), ("in_service", "on", 100))
        self.assertEqual(checklist.line_ids[0].done_by_id, self.manager)
        with self.assertRaisesRegex(UserError, "kept as it was"):
            checklist.line_ids[0].done = False
        with self.assertRaisesRegex(UserError, "checklists"):
            car.life_state = "disposed"

    def test_the_template_is_that_of_the_role(self):
        template = self.env["police.fleet.checklist.template"]
        arv = template._for(self.vehicle(police_role="arv"), "commissioning")
        self.assertEqual(arv, self.env.ref("police_fleet.checklist_arv"))
        van = template._for(self.vehicle("AB12 CDF", police_role="van"), "commissioning")
        self.assertEqual(van, self.env.ref("police_fleet.checklist_general"))

    def test_equipment_comes_off_and_another_person_certifies(self):
        car = self.vehicle().with_user(self.manager)
        radio = self.env["police.fleet.equipment"].create(
            {"name": "R", "kind": "radio", "serial": "1", "vehicle_id": car.id, "company_id": self.force.id}
        )
        car.action_decommission()
        checklist = car.checklist_ids
        checklist.line_ids.write({"done": True})
        with self.assertRaisesRegex(UserError, "still carries R"):
            checklist.action_done()
        radio.action_remove()
        checklist.action_done()
        with self.assertRaisesRegex(AccessError, "another person"):
            checklist.action_certify()
        checklist.with_user(self.boss).action_certify()
        self.assertEqual((checklist.certified_by_id, car.livery), (self.boss, "stripped"))
        paper = self.env["ir.attachment"].search(
            [("res_model", "=", checklist._name), ("res_id", "=", checklist.id)]
        )
        self.assertTrue(paper.raw.startswith(b"%PDF"))

    def test_a_plain_sale_is_posted_once(self):
        car = self.vehicle()
        sale = self.sale(car)
        with self.assertRaisesRegex(UserError, "decommission it first"):
            sale.with_user(self.accountant).action_post()
        self.stripped(car)
        with self.assertRaises(AccessError):
            sale.action_post()
        sale.with_user(self.accountant).action_post()
        self.assertEqual(sale.move_id.state, "posted")
        self.assertEqual(
            self.balances(sale.move_id),
            {self.due_account: 4_200, self.cars_account: -3_000, self.gains: -1_200},
        )
        self.assertEqual(
            (car.active, car.life_state, sale.approved_by_id), (False, "disposed", self.accountant)
        )
        with self.assertRaisesRegex(UserError, "has been sold or is being sold already"):
            self.sale(car)
        with self.assertRaisesRegex(UserError, "is not waiting to be posted"):
            sale.with_user(self.accountant).action_post()
        with self.assertRaisesRegex(UserError, "disposed of"):
            car.action_unarchive()

    def test_a_loss(self):
        car = self.vehicle()
        self.stripped(car)
        sale = self.sale(car, proceeds=500.0, method="scrap")
        sale.with_user(self.accountant).action_post()
        self.assertEqual(
            self.balances(sale.move_id),
            {self.due_account: 500, self.cars_account: -3_000, self.losses: 2_500},
        )

    def test_through_the_fixed_asset(self):
        profile = self.env["account.asset.profile"].create(
            {
                "name": "Vehicles (test)",
                "company_id": self.force.id,
                "account_asset_id": self.cars_account.id,
                "account_depreciation_id": self.depreciation.id,
                "account_expense_depreciation_id": self.charge.id,
                "journal_id": self.journal.id,
                "method_time": "year",
                "method_number": 5,
                "method_period": "year",
            }
        )
        asset = self.env["account.asset"].create(
            {
                "name": "Car",
                "profile_id": profile.id,
                "company_id": self.force.id,
                "purchase_value": 20_000,
                "date_start": self.today.replace(month=1, day=1),
            }
        )
        asset.validate()
        car = self.vehicle(asset_id=asset.id)
        self.stripped(car)
        sale = self.sale(car, proceeds=18_000.0)
        sale.with_user(self.accountant).action_post()
        self.assertEqual(asset.state, "removed")
        move = sale.move_id
        self.assertEqual(move.state, "posted")
        found = self.balances(move)
        self.assertEqual((found[self.cars_account], found[self.due_account]), (-20_000, 18_000))
        result = found.get(self.gains, 0) + found.get(self.losses, 0)
        self.assertAlmostEqual(-result, sale.gain, 2)
        self.assertAlmostEqual(sale.book_value, 20_000 - found[self.depreciation], 2)

    def test_missing_accounts_are_named(self):
        car = self.vehicle()
        self.stripped(car)
        self.force.fleet_loss_account_id = False
        with self.assertRaisesRegex(UserError, "account of losses"):
            self.sale(car).with_user(self.accountant).action_post()


@tagged("post_install", "-at_install", "police")
class TestRelease(FleetCase):
    def test_truth_table(self):
        yesterday, exempt = (
            self.today - timedelta(1),
            {"mot_exempt": True, "mot_exempt_reason": "Approved workshop"},
        )
        cases = (
            ({}, ()),
            ({"mot_due": yesterday}, ("MOT ends",)),
            ({"mot_due": False}, ("No date is recorded for the MOT",)),
            ({"mot_due": yesterday, **exempt, "inspection_due": self.today}, ()),
            ({**exempt, "inspection_due": yesterday}, ("approved inspection ends",)),
            ({**exempt}, ("No date is recorded for the approved inspection",)),
            ({"ved_due": yesterday}, ("vehicle tax ends",)),
            ({"ved_due": yesterday, "ved_exempt": True, "ved_exempt_reason": "x"}, ()),
            ({"insurance_due": yesterday}, ("insurance ends",)),
            ({"police_role": "cycle", "mot_due": False, "ved_due": False, "license_plate": False}, ()),
        )
        for number, (vals, words) in enumerate(cases):
            with self.subTest(vals):
                found = self.vehicle(f"AB{number + 10} CDE", **vals)._release_obstacles()
                self.assertEqual(len(found), len(words), found)
                for text, word in zip(found, words, strict=True):
                    self.assertIn(word, text)

    def test_to_the_end_of_the_use_and_on_the_way_to_the_test(self):
        car = self.vehicle(mot_due=self.today + timedelta(3))
        self.assertFalse(car._release_obstacles(start=self.today, stop=self.today + timedelta(3)))
        late = self.today + timedelta(4)
        self.assertTrue(car._release_obstacles(start=self.today, stop=late))
        self.assertFalse(car._release_obstacles(stop=late, purpose="mot"))

    def test_without_any_insurance_recorded(self):
        self.force.write({"fleet_self_insured": False})
        self.assertIn("insurance", self.vehicle()._release_obstacles()[0])
        self.force.fleet_insured_until = self.today
        self.assertFalse(
            self.env["fleet.vehicle"].search([("company_id", "=", self.force.id)])._release_obstacles()
        )

    def test_off_the_road_and_recalled(self):
        car = self.vehicle(vin_sn="VF30000000000150")
        other = self.vehicle("AB12 CDF", vin_sn="VF30000000000250")
        blank = self.vehicle("AB12 CDG")
        recall = self.env["police.fleet.recall"].create(
            {
                "name": "Brake hose", "reference": "R/2026/1", "brand_id": self.model.brand_id.id,
                "stop_use": True,
                "vin_from": "100", "vin_to": "200", "company_id": self.force.id,
            }
        )  # fmt: skip
        recall.action_find()
        recall.action_find()
        self.assertEqual(recall.line_ids.vehicle_id, car | blank)
        self.assertFalse(other._release_obstacles())
        self.assertIn("R/2026/1", car._release_obstacles()[0])
        with self.assertRaisesRegex(UserError, "2 vehicles are still to be done"):
            recall.action_close()
        lines = {line.vehicle_id: line for line in recall.line_ids}
        with self.assertRaisesRegex(ValidationError, "when was it done"):
            lines[car].state = "done"
        lines[car].write({"state": "done", "done_on": self.today})
        lines[blank].write({"state": "not_affected", "note": "Plate read: 250"})
        self.assertEqual((recall.affected, recall.progress), (1, 100))
        recall.action_close()
        self.assertFalse(car._release_obstacles())
        car._take_off_road("defect", "Tyre")
        self.assertIn("Off the road: Defect: Tyre", car._release_obstacles()[0])
