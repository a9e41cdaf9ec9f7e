"""The gate on real records: vehicle, driver, override by a second person of rank, what is kept."""

from datetime import date, timedelta

from odoo import fields
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_fleet_road.models.release import PURPOSES
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RoadCase


@tagged("post_install", "-at_install", "police")
class TestGate(RoadCase):
    def codes(self, vehicle=None, driver=None, **use):
        found = (vehicle or self.car)._release_findings(driver or self.pc, **use)
        return sorted(finding.code for finding in found if finding.severity == "stop")

    def ask(self, user=None, **vals):
        user = user or self.officer
        release = (
            self.env["police.fleet.release"]
            .with_user(user)
            .create({"vehicle_id": self.car.id, "driver_id": self.pc.id} | vals)
        )
        release.action_decide()
        return release

    def test_purposes_are_those_of_the_law_file(self):
        law = RuleSet.load().at("fleet/release", date(2026, 9, 1))
        self.assertEqual(dict(PURPOSES), {key: purpose["label"] for key, purpose in law["purposes"].items()})

    def test_legal_and_fit_is_released(self):
        self.assertEqual(self.car._release_obstacles(driver=self.pc, purpose="response"), [])

    def test_each_lapse_of_the_vehicle(self):
        for field, code in (("mot_due", "mot"), ("ved_due", "ved"), ("insurance_due", "insurance")):
            with self.subTest(field):
                old = self.car[field]
                self.car[field] = self.before
                self.assertEqual(self.codes(), [code])
                self.car[field] = old
        self.car.mot_due = False
        self.assertEqual(self.codes(), ["mot"])

    def test_police_exemption_from_the_mot_needs_all_of_its_conditions(self):
        workshop = self.env["police.fleet.workshop"].create(
            {
                "name": "Approved",
                "company_id": self.force.id,
                "bays": 1,
                "approval_reference": "DfT 12",
                "approved_until": self.later,
            }
        )
        self.car.write(
            {
                "mot_exempt": True,
                "mot_exempt_reason": "Approved workshop",
                "mot_due": False,
                "inspection_due": self.later,
            }
        )
        row = self.car.requirement_ids.filtered(lambda r: r.kind == "mot")
        self.assertEqual((row.basis, row.due_on), ("exempt", self.later))
        self.assertEqual(self.codes(), ["mot", "mot"], "no workshop, no record")
        row.write({"workshop_id": workshop.id, "reference": "IR 7781"})
        self.assertEqual(self.codes(), [])
        self.assertEqual(self.codes(purpose="outside"), ["mot"])
        workshop.approved_until = self.before
        self.assertEqual(self.codes(), ["mot"])
        workshop.approved_until = self.later
        self.car.inspection_due = self.before
        self.assertEqual(self.codes(), ["mot"])

    def test_an_mot_out_of_date_may_go_to_its_booked_test(self):
        self.car.mot_due = self.before
        self.assertEqual(self.codes(purpose="mot"), [])

    def test_loler_and_tachograph_where_the_vehicle_has_them(self):
        for kind in ("loler", "tachograph"):
            self.env["police.fleet.requirement"].create(
                {"vehicle_id": self.car.id, "kind": kind, "due_on": self.before}
            )
        self.assertEqual(self.codes(), ["loler", "tachograph"])

    def test_the_driver(self):
        self.assertEqual(self.codes(driver=self.employee_of_inspector), ["driver"])
        self.driver.grade = "basic"
        self.assertEqual(self.codes(purpose="response"), ["grade"])
        self.assertEqual(self.codes(), [])
        self.driver.write({"disqualified_from": self.before, "checked_on": self.today - timedelta(days=400)})
        self.assertEqual(self.codes(), ["check", "disqualified"])

    def test_before_driver_records_are_kept_a_missing_one_is_pointed_out_only(self):
        self.force.fleet_driver_check_from = False
        self.assertEqual(self.codes(driver=self.employee_of_inspector), [])
        self.driver.withdrawn_on, self.driver.withdrawn_reason = self.before, "Collision on 1 May"
        self.assertEqual(self.codes(), ["withdrawn"], "what is recorded and bad stops all the same")

    def test_class(self):
        self.car.vehicle_class = "carrier"
        self.assertEqual(self.codes(), ["category", "class"])

    def test_a_defect_stops_it(self):
        self.report(self.car)
        self.assertEqual(self.codes(), ["defect", "off_road"])

    def test_emission_zone_is_advice(self):
        self.station.emission_zone = "london"
        self.car.write({"fuel_type": "diesel", "euro_standard": 5})
        found = self.car._release_findings()
        self.assertEqual([(f.code, f.severity) for f in found], [("zone", "advise")])
        self.assertIn("Euro 6 needed", self.car.zone_standing)

    # -- releases ----------------------------------------------------------------------------

    def test_released_and_back(self):
        release = self.ask()
        self.assertEqual((release.state, release.obstacles), ("released", ""))
        self.assertTrue(release.name.startswith("VR/"))
        again = self.ask(self.manager)
        self.assertEqual(again.state, "refused")
        self.assertIn(release.name, again.obstacles)
        release.action_return()
        self.assertEqual(release.state, "returned")
        again.action_decide()
        self.assertEqual(again.state, "released")

    def test_refused_says_every_reason(self):
        self.car.write({"mot_due": self.before, "ved_due": self.before})
        release = self.ask()
        self.assertEqual(release.state, "refused")
        self.assertEqual(len(release.obstacles.splitlines()), 2)

    def test_an_inspector_overrides_policy_with_a_reason_and_it_stays(self):
        self.driver.checked_on = self.today - timedelta(days=400)
        release = self.ask()
        self.assertEqual(release.state, "refused")
        with self.assertRaisesRegex(ValidationError, "reason"):
            release.with_user(self.inspector)._override("ok")
        wizard = (
            self.env["police.fleet.release.override"]
            .with_user(self.inspector)
            .create({"release_id": release.id, "reason": "Missing child, no other driver on the island."})
        )
        wizard.action_override()
        self.assertEqual(
            (release.state, release.overridden_by_id, release.override_rank),
            ("overridden", self.inspector, "Inspector"),
        )
        self.assertIn("licence check", release.obstacles)
        with self.assertRaises(UserError):
            release.unlink()
        for user in (self.inspector, self.manager):
            with self.assertRaises(AccessError):
                release.with_user(user).override_reason = "something else"

    def test_nobody_overrides_an_offence(self):
        self.car.ved_due = self.before
        release = self.ask()
        with self.assertRaisesRegex(AccessError, "Nobody may override"):
            release.with_user(self.manager)._override("We really need this one tonight.")
        self.assertEqual(release.state, "refused")

    def test_rank_decides(self):
        self.driver.grade_until = self.before  # superintendent or above
        release = self.ask()
        with self.assertRaisesRegex(AccessError, "Superintendent or above"):
            release.with_user(self.inspector)._override("We really need this one tonight.")

    def test_not_by_the_one_who_asked_nor_by_the_driver(self):
        self.driver.checked_on = self.today - timedelta(days=400)
        with self.assertRaisesRegex(AccessError, "Another person"):
            self.ask(self.manager)._override("I am sure that this is in order.")
        self._driver(self.employee_of_inspector, checked_on=self.today - timedelta(days=400))
        release = self.ask(self.manager, driver_id=self.employee_of_inspector.id)
        with self.assertRaisesRegex(AccessError, "Another person"):
            release.with_user(self.inspector)._override("I am sure that this is in order.")

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_a_release_is_not_made_by_hand(self):
        forged = (
            self.env["police.fleet.release"]
            .with_user(self.officer)
            .create(
                {
                    "vehicle_id": self.car.id,
                    "driver_id": self.pc.id,
                    "state": "released",
                    "override_reason": "x",
                    "name": "Mine",
                }
            )
        )
        self.assertEqual((forged.state, forged.override_reason), ("requested", False))
        with self.assertRaises(AccessError):
            forged.state = "released"
        release = self.ask()
        with self.assertRaises(UserError):
            release.purpose = "pursuit"

    def test_a_use_that_ends_after_the_mot(self):
        self.car.mot_due = self.today + timedelta(days=3)
        start = fields.Datetime.now()
        self.assertEqual(self.ask(start=start, stop=start + timedelta(days=2)).state, "released")
        later = self.ask(start=start + timedelta(days=2, hours=1), stop=start + timedelta(days=5))
        self.assertEqual(later.state, "refused")
