"""Defect to back in service: off the road at once, steps in order, every minute timed, duplicates linked."""

from datetime import timedelta

from freezegun import freeze_time
from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RoadCase


@tagged("post_install", "-at_install", "police")
class TestDefect(RoadCase):
    def test_a_safety_critical_defect_takes_the_vehicle_off_the_road_at_once(self):
        defect = self.report(self.car)
        self.assertEqual(self.car.road_state, "off")
        self.assertEqual(
            (defect.off_road_id.reason, defect.off_road_id.began_by_id), ("defect", self.officer)
        )
        self.assertTrue(defect.name.startswith("DF/"))
        self.assertEqual(self.report(self.vehicle("CD34 EFG"), severity="minor").vehicle_id.road_state, "on")

    def test_raised_to_safety_critical(self):
        defect = self.report(self.car, severity="minor")
        defect.with_user(self.manager).severity = "safety"
        self.assertEqual(self.car.road_state, "off")

    def test_from_report_to_back_in_service_every_minute(self):
        start = fields.Datetime.now().replace(microsecond=0)
        with freeze_time(start) as clock:
            defect = self.report(self.car).with_user(self.manager)
            plan = [
                (45, {"cause": "Pads worn to the metal"}, defect.action_diagnosed),
                (15, {"part": "Rear pads and discs"}, defect.action_parts),
                (1440, {}, defect.action_work),
                (120, {"work_done": "Pads and discs replaced"}, defect.action_test),
            ]
            for minutes, vals, step in plan:
                clock.tick(timedelta(minutes=minutes))
                defect.write(vals)
                step()
            clock.tick(timedelta(minutes=20))
            defect.write({"test_passed": True, "test_note": "Road test 5 miles, brakes even"})
            defect.action_sign_back()
            defect.flush_recordset()
        self.assertEqual((defect.state, defect.closed_by_id), ("closed", self.manager))
        self.assertEqual(self.car.road_state, "on")
        self.assertEqual(
            {s.state: s.minutes for s in defect.step_ids},
            {"reported": 45, "diagnosed": 15, "parts": 1440, "work": 120, "test": 20},
        )
        spell = defect.off_road_id
        total = (spell.ended_on - spell.began_on).total_seconds() / 60
        self.assertEqual(
            (total, sum(defect.step_ids.mapped("minutes")), defect.hours_open), (1640, 1640, 27.33)
        )
        joined = zip(defect.step_ids, defect.step_ids[1:], strict=False)
        self.assertTrue(
            all(a.ended_on == b.began_on for a, b in joined), "no minute between two steps is lost"
        )

    def test_steps_in_order_only(self):
        defect = self.report(self.car).with_user(self.manager)
        for state in ("work", "test", "closed", "parts"):
            with self.assertRaises(UserError):
                defect.state = state
        defect.state = "diagnosed"  # dragged on the board
        self.assertEqual(defect.step_ids.mapped("state"), ["reported", "diagnosed"])
        with self.assertRaisesRegex(ValidationError, "which part"):
            defect.action_parts()
        defect.action_work()
        with self.assertRaisesRegex(ValidationError, "what was done"):
            defect.action_test()

    def test_closed_only_after_a_passed_test(self):
        defect = self._on_test(self.car)
        with self.assertRaisesRegex(ValidationError, "test is passed"):
            defect.action_sign_back()
        defect.action_work()
        self.assertFalse(defect.test_passed)
        self.assertEqual(defect.step_ids.mapped("state"), ["reported", "diagnosed", "work", "test", "work"])

    def _on_test(self, vehicle, **vals):
        defect = self.report(vehicle, **vals).with_user(self.manager)
        defect.action_diagnosed()
        defect.action_work()
        defect.work_done = "Repaired"
        defect.action_test()
        return defect

    def test_a_second_unsafe_defect_keeps_it_off(self):
        first = self._on_test(self.car)
        second = self.report(self.car, title="Cracked windscreen")
        first.write({"test_passed": True, "test_note": "Road test"})
        told = first.action_sign_back()
        self.assertEqual((first.state, self.car.road_state), ("closed", "off"))
        self.assertIn(second.name, told["params"]["message"])
        with self.assertRaisesRegex(UserError, "may not go back"):
            self.car.with_user(self.manager).action_back_in_service()

    def test_law_keeps_it_off_and_says_so(self):
        defect = self._on_test(self.car)
        self.car.mot_due = self.before
        defect.write({"test_passed": True, "test_note": "Road test"})
        told = defect.action_sign_back()
        self.assertEqual((defect.state, self.car.road_state), ("closed", "off"))
        self.assertIn("MOT", told["params"]["message"])

    def test_a_second_report_is_linked_to_the_open_one(self):
        first = self.report(self.car, severity="minor", title="Wiper smears")
        again = self.report(
            self.car,
            severity="safety",
            title="wiper smears ",
            description="Came off in the rain",
            user=self.other_officer,
        )
        self.assertEqual((again.state, again.duplicate_of_id), ("duplicate", first))
        self.assertEqual((first.severity, self.car.road_state), ("safety", "off"), "the graver report counts")
        self.assertIn("Came off in the rain", "".join(first.message_ids.mapped("body")))
        self.assertFalse(again.open)
        self.assertEqual(self.report(self.vehicle("CD34 EFG"), title="Wiper smears").state, "reported")

    def test_after_it_is_closed_the_same_defect_is_new_again(self):
        first = self.report(self.car, severity="minor").with_user(self.manager)
        first.cause = "Looked at: nothing"
        first.action_no_fault()
        self.assertEqual(self.report(self.car, severity="minor").state, "reported")

    def test_no_fault_puts_it_back(self):
        defect = self.report(self.car).with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "what was looked at"):
            defect.action_no_fault()
        defect.cause = "Stone between disc and guard, removed"
        defect.action_no_fault()
        self.assertEqual((defect.state, self.car.road_state), ("no_fault", "on"))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_officers_report_and_do_not_close(self):
        defect = self.report(self.car)
        with self.assertRaises(AccessError):
            defect.action_diagnosed()
        with self.assertRaises(AccessError):
            defect.state = "diagnosed"
        with self.assertRaises(UserError):
            defect.with_user(self.manager).sudo().unlink()

    def test_taken_off_the_road_for_a_defect_the_defect_is_recorded(self):
        wizard = self.env(user=self.manager)["police.fleet.off.road.wizard"].create(
            {"vehicle_ids": self.car.ids, "reason": "defect", "note": "Nearside tyre"}
        )
        wizard.action_confirm()
        defect = self.car.defect_ids
        self.assertEqual(
            (defect.title, defect.severity, defect.state), ("Nearside tyre", "safety", "reported")
        )
        self.assertEqual(defect.off_road_id, self.car.off_road_ids)
        with self.assertRaisesRegex(UserError, "is open. Test and close it"):
            self.car.with_user(self.manager).action_back_in_service()
