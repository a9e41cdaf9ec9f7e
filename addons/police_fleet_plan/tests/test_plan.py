"""Plans made from records: within every limit, honest about what cannot be, tried slot by slot."""

from datetime import timedelta

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install", "police")
class TestPlan(PlanCase):
    def test_one_car_at_a_time_when_the_base_needs_three_of_four(self):
        self.minimum(3)
        plan = self.made()
        self.assertEqual((plan.state, plan.lawful, plan.shortfall, plan.left_out), ("proposed", True, 0, 0))
        days = [line.slot[:10] for line in plan.line_ids]
        self.assertEqual(len(set(days)), 4, "two cars away on one day leave two of three")
        self.assertTrue(all(line.technician_id in self.people for line in plan.line_ids))
        self.assertLessEqual(plan.bound, plan.objective)

    def test_a_statutory_date_is_never_passed(self):
        self.plan.statutory = True
        self.minimum(4)  # every job costs a shortfall, the law is kept all the same
        plan = self.made()
        self.assertTrue(plan.lawful)
        for line in plan.line_ids:
            self.assertTrue(line.by_law)
            self.assertLessEqual(line.slot[:10], line.due_on.isoformat())
        self.assertEqual(
            plan.shortfall, sum(plan.short_ids.filtered(lambda s: s.method == "optimal").mapped("vehicles"))
        )
        self.assertGreater(plan.shortfall, 0)

    def test_impossible_is_told_in_words_and_not_published(self):
        self.plan.statutory = True
        self.env["police.fleet.technician.absence"].create(
            [
                {
                    "technician_id": person.id,
                    "date_from": self.first,
                    "date_to": self.first + timedelta(days=20),
                }
                for person in self.people
            ]
        )
        plan = self.made()
        self.assertFalse(plan.lawful)
        self.assertTrue(plan.relaxation_ids)
        with self.assertRaisesRegex(UserError, "breaks"):
            plan.action_publish()
        self.assertFalse(
            self.env["police.fleet.service.booking"].search([("vehicle_id", "in", [c.id for c in self.cars])])
        )

    def test_a_closed_bay_holds_nothing(self):
        bay = self.workshop.bay_ids.sorted("number")[0]
        bay.write(
            {"closed_from": self.first, "closed_to": self.first + timedelta(days=30), "closed_why": "lift"}
        )
        plan = self.made()
        self.assertTrue(plan.lawful, plan.breaches)
        self.assertEqual(set(plan.line_ids.mapped("bay_number")), {2})
        said = plan.try_slot(plan.line_ids[0].id, self.workshop.id, 1, plan.line_ids[0].slot)
        self.assertFalse(said["feasible"])
        self.assertIn("closed", " ".join(said["broken"]))

    def test_parts_that_come_later_wait(self):
        self.dues[0].parts_ready_on = self.first + timedelta(days=8)
        line = self.line(self.made(), self.cars[0])
        self.assertGreaterEqual(line.slot[:10], (self.first + timedelta(days=8)).isoformat())
        self.assertEqual(line.late_days, 8)

    def test_a_plan_that_begins_today_is_refused(self):
        with self.assertRaisesRegex(UserError, "today"):
            self.new_plan(date_from=self.today).action_plan()

    def test_nothing_due_is_an_empty_plan(self):
        for due in self.dues:
            due.due_on = self.first + timedelta(days=300)
        plan = self.made()
        self.assertEqual((plan.state, plan.lawful, len(plan.line_ids)), ("proposed", True, 0))
        self.assertEqual(plan.board()["bars"], [])

    def test_no_workshop_is_said_at_once(self):
        self.workshop.active = False
        with self.assertRaisesRegex(UserError, "no workshop"):
            self.new_plan().action_plan()

    def test_a_slot_is_tried_without_changing_anything(self):
        self.minimum(3)
        plan = self.made()
        one, two = self.line(plan, self.cars[0]), self.line(plan, self.cars[1])
        same_time = plan.try_slot(one.id, self.workshop.id, two.bay_number, two.slot)
        self.assertFalse(same_time["feasible"])
        other_bay = plan.try_slot(one.id, self.workshop.id, 3 - two.bay_number, two.slot)
        self.assertTrue(other_bay["feasible"])
        self.assertTrue(any("short" in words for words in other_bay["short"]))
        self.assertIn("vehicle-shifts short", other_bay["change"])
        early = plan.try_slot(one.id, self.workshop.id, 1, self.stamp(0, "06:00"))
        self.assertIn("open from 08:00", " ".join(early["broken"]))
        self.assertEqual((one.promised, two.promised), (False, False))

    def test_a_drop_is_promised_and_counted(self):
        plan = self.made()
        line = self.line(plan, self.cars[0])
        plan.move_job(line.id, self.workshop.id, 2, self.stamp(8, "10:00"))
        self.assertEqual((line.slot, line.bay_number, line.promised), (self.stamp(8, "10:00"), 2, True))
        self.assertEqual((line.slot_end[11:], line.late_days), ("14:00", 8))
        self.assertEqual(plan.late, 8)
        with self.assertRaises(ValidationError):
            plan.move_job(line.id, self.workshop.id, 2, self.stamp(5, "10:00"))  # a Saturday
        self.assertEqual(line.slot, self.stamp(8, "10:00"))

    def test_the_form_says_the_same(self):
        plan = self.made()
        line = self.line(plan, self.cars[0])
        move = (
            self.env["police.fleet.plan.move"]
            .with_user(self.manager)
            .create({"line_id": line.id, "start": self.moment(9, "08:00")})
        )
        move.action_try()
        self.assertTrue(move.feasible, move.answer)
        self.assertIn("late", move.answer)
        move.action_move()
        self.assertEqual(line.start, self.moment(9, "08:00"))
        move.start = self.moment(5, "08:00")
        move.action_try()
        self.assertIn("shut", move.answer)
        self.assertFalse(move.feasible)
