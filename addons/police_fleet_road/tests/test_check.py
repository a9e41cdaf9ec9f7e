"""The daily check: items by role, answers, failures that stop the vehicle, the reading in the ledger."""

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RoadCase

PIXEL = b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install", "police")
class TestCheck(RoadCase):
    def line(self, check, item):
        return check.line_ids.filtered(lambda row: row.item_id == item)

    def test_fit(self):
        check = self.check_of(self.car)
        self.assertEqual(check.line_ids.mapped("name"), [self.brakes.name, self.body.name])
        with self.assertRaisesRegex(ValidationError, "Still to answer: Brakes, Bodywork"):
            check.action_submit()
        check.action_pass_rest()
        self.assertEqual(self.line(check, self.brakes).answer, "todo", "safety-critical items one by one")
        self.line(check, self.brakes).action_pass()
        with self.assertRaisesRegex(ValidationError, "odometer"):
            check.action_submit()
        check.odometer = 41250
        check.action_submit()
        self.assertEqual((check.state, check.result), ("done", "pass"))
        reading = self.env["fleet.vehicle.odometer"].search([("vehicle_id", "=", self.car.id)])
        self.assertEqual((reading.value, reading.source), (41250, "daily_check"))
        self.assertTrue(self.car.last_check_on)

    def test_a_safety_critical_failure_stops_the_vehicle_before_the_check_is_handed_in(self):
        check = self.check_of(self.car)
        line = self.line(check, self.brakes)
        with self.assertRaisesRegex(ValidationError, "what is wrong"):
            line.action_report()
        line.note = "Pedal goes to the floor"
        line.action_report()
        self.assertEqual((self.car.road_state, check.state), ("off", "draft"))
        defect = line.defect_id
        self.assertEqual(
            (defect.severity, defect.check_id, defect.reported_by_id), ("safety", check, self.officer)
        )
        with self.assertRaisesRegex(UserError, "reported as a defect"):
            line.action_pass()
        self.line(check, self.body).action_pass()
        check.odometer = 41250
        check.action_submit()
        self.assertEqual(check.result, "off_road")

    def test_a_lesser_failure_leaves_it_on_the_road(self):
        check = self.check_of(self.car)
        line = self.line(check, self.body)
        line.note = "Dent in the rear door"
        line.action_report()
        self.line(check, self.brakes).action_pass()
        check.odometer = 41250
        check.action_submit()
        self.assertEqual(
            (check.result, self.car.road_state, line.defect_id.severity), ("defects", "on", "major")
        )

    def test_the_next_crew_reports_it_again_and_it_is_linked(self):
        for user in (self.officer, self.other_officer):
            line = self.line(self.check_of(self.car, user), self.body)
            line.note = "Dent in the rear door"
            line.action_report()
        first, second = self.env["police.fleet.defect"].search([("vehicle_id", "=", self.car.id)], order="id")
        self.assertEqual((second.state, second.duplicate_of_id), ("duplicate", first))

    def test_photo_where_the_template_wants_one(self):
        self.template.line_ids.filtered(lambda row: row.item_id == self.body).photo_needed = True
        line = self.line(self.check_of(self.car), self.body)
        line.note = "Dent"
        with self.assertRaisesRegex(ValidationError, "photo"):
            line.action_report()
        line.photo = PIXEL
        line.action_report()
        self.assertTrue(line.defect_id.photo)

    def test_not_fitted_is_no_answer_for_what_is_safety_critical(self):
        check = self.check_of(self.car)
        with self.assertRaisesRegex(UserError, "safety-critical"):
            self.line(check, self.brakes).action_na()
        self.line(check, self.body).action_na()
        self.assertEqual(self.line(check, self.body).answer, "na")

    def test_the_template_of_the_role_comes_first(self):
        frame = self.env.ref("police_fleet_road.item_frame")
        self.env["police.fleet.check.template"].create(
            {
                "name": "Cycles", "company_id": self.force.id, "police_role": "cycle",
                "odometer_needed": False,
                "line_ids": [Command.create({"item_id": frame.id, "safety_critical": True})],
            }
        )  # fmt: skip
        cycle = self.vehicle(False, police_role="cycle", fleet_number="C1", mot_due=False, ved_due=False)
        check = self.check_of(cycle)
        self.assertEqual(check.line_ids.item_id, frame)
        check.line_ids.action_pass()
        check.action_submit()
        self.assertEqual(check.result, "pass")

    def test_without_a_template_it_says_what_to_do(self):
        self.template.active = False
        with self.assertRaisesRegex(UserError, "enters a template"):
            self.check_of(self.car)

    def test_a_mad_reading_is_kept_and_does_not_block(self):
        self.read(self.car, (10, 41000))
        check = self.check_of(self.car)
        check.line_ids.action_pass()
        check.odometer = 412500  # a nought too many
        check.action_submit()
        self.assertEqual((check.state, self.car.odometer), ("done", 41000))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_handed_in_is_handed_in(self):
        check = self.check_of(self.car)
        check.line_ids.action_pass()
        check.odometer = 41250
        check.action_submit()
        for change in ({"odometer": 1}, {"vehicle_id": self.vehicle("CD34 EFG").id}):
            with self.assertRaises(UserError):
                check.write(change)
        with self.assertRaises(UserError):
            check.line_ids.action_pass()
        with self.assertRaises(AccessError):
            check.line_ids.answer = "fail"
        with self.assertRaises(AccessError):
            check.result = "off_road"
        with self.assertRaises(AccessError):
            check.with_user(self.other_officer).read(["odometer"])
