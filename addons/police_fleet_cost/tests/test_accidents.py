"""Accidents are decided by two people; claims add up from their entries."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CostCase


@tagged("post_install", "-at_install", "police")
class TestAccidents(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.car = cls.vehicle()

    def accident(self, **vals):
        values = {
            "vehicle_id": self.car.id,
            "no_driver_reason": "Hit while parked",
            "happened_on": fields.Datetime.now() - timedelta(days=2),
            "place": "Harbour Road",
            "cause": "hit_parked",
            "account": "Found with a broken lamp",
        }
        return self.env["police.fleet.accident"].with_user(self.manager).create(values | vals)

    def test_blame_takes_two_people(self):
        accident = self.accident()
        self.assertEqual(accident.station_id, self.station)
        with self.assertRaisesRegex(UserError, "give the grounds"):
            accident.action_propose()
        accident.write({"blame": "third_party", "blame_reason": "Seen on camera"})
        accident.action_propose()
        with self.assertRaises(AccessError):
            accident.action_decide()
        accident.with_user(self.chief).action_decide()
        self.assertEqual((accident.state, accident.approved_by_id), ("decided", self.chief))
        with self.assertRaisesRegex(UserError, "send it back"):
            accident.blame = "police"

    def test_one_person_with_both_roles_does_not_decide_alone(self):
        both = self._user("f.both", "police_core.group_fleet_manager,police_core.group_force_manager")
        accident = self.accident(blame="third_party", blame_reason="x").with_user(both)
        accident.action_propose()
        with self.assertRaisesRegex(AccessError, "prepared"):
            accident.action_decide()

    def test_share_of_the_blame_fits(self):
        accident = self.accident(blame="shared", blame_reason="Both", blame_percent=100)
        with self.assertRaisesRegex(UserError, "1 to 99"):
            accident.action_propose()

    def test_facts(self):
        with self.assertRaisesRegex(ValidationError, "future"):
            self.accident(happened_on=fields.Datetime.now() + timedelta(days=1))
        with self.assertRaisesRegex(ValidationError, "name the police driver"):
            self.accident(no_driver_reason=False)

    def entry(self, claim, kind, amount):
        return claim.env["police.fleet.insurance.entry"].create(
            {"claim_id": claim.id, "kind": kind, "amount": amount, "note": kind}
        )

    def test_a_claim_adds_up(self):
        accident = self.accident()
        claim = accident.env["police.fleet.insurance.claim"].create(
            {"accident_id": accident.id, "kind": "property"}
        )
        for kind, amount in (
            ("reserve", 5000),
            ("payment", 1200),
            ("cost", 300),
            ("recovery", 200),
            ("reserve", -500),
        ):
            entry = self.entry(claim, kind, amount)
        self.assertEqual((claim.reserve, claim.paid, claim.outstanding, claim.cost), (4500, 1200, 3300, 1300))
        self.assertEqual((accident.cost, accident.reserve), (1300, 3300))
        with self.assertRaisesRegex(UserError, "stay as they are"):
            entry.amount = 1
        with self.assertRaisesRegex(UserError, "settled, not repudiated"):
            claim.action_repudiate()
        claim.action_settle()
        self.assertEqual((claim.outstanding, accident.reserve), (0, 0))
        with self.assertRaisesRegex(ValidationError, "reopen it first"):
            self.entry(claim, "payment", 1)

    def test_nothing_below_zero(self):
        accident = self.accident()
        claim = accident.env["police.fleet.insurance.claim"].create({"accident_id": accident.id})
        with self.assertRaisesRegex(ValidationError, "reserve would be below zero"):
            self.entry(claim, "reserve", -1)
