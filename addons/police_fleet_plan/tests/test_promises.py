"""Publishing books; planning again keeps what is promised and says what moves."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PlanCase


@tagged("post_install", "-at_install", "police")
class TestPromises(PlanCase):
    def published(self, **values):
        plan = self.made(**values)
        plan.action_publish()
        return plan

    def test_publishing_books_each_visit(self):
        plan = self.published()
        self.assertEqual(plan.state, "published")
        for due, car in zip(self.dues, self.cars, strict=True):
            line, booking = self.line(plan, car), due.booking_id
            self.assertEqual(booking.state, "booked")
            self.assertEqual(
                (booking.start, booking.stop, booking.workshop_id), (line.start, line.stop, self.workshop)
            )

    def test_planned_again_nothing_moves(self):
        self.minimum(3)
        plan = self.published()
        places = {line.key: (line.slot, line.workshop_id) for line in plan.line_ids}
        again = plan._new_version()
        again.action_plan()
        self.assertEqual((again.version, again.moved, again.lawful), (2, 0, True))
        self.assertEqual({line.key: (line.slot, line.workshop_id) for line in again.line_ids}, places)
        again.action_publish()
        self.assertEqual((plan.state, again.state), ("superseded", "published"))
        self.assertEqual(len(self.dues[0].booking_ids), 1, "the booking is kept, not made twice")

    def test_a_shut_day_moves_only_its_promise(self):
        plan = self.published()
        gone = self.line(plan, self.cars[1])
        day = gone.slot[:10]
        self.env["police.fleet.technician.absence"].create(
            [{"technician_id": p.id, "date_from": day, "date_to": day} for p in self.people]
        )
        again = plan._new_version()
        again.action_plan()
        moved = again.line_ids.filtered("moved")
        hit = plan.line_ids.filtered(lambda line: line.slot[:10] == day)
        self.assertEqual(moved.vehicle_id, hit.vehicle_id)
        self.assertEqual(again.moved, len(hit))
        again.action_publish()
        self.assertEqual(gone.due_id.booking_id.start, self.line(again, self.cars[1]).start)

    def test_what_changed_meanwhile_is_not_booked_over(self):
        plan = self.made()
        due = self.dues[2]
        self.env["police.fleet.service.booking"].create(
            {
                "vehicle_id": due.vehicle_id.id,
                "plan_id": self.plan.id,
                "due_id": due.id,
                "workshop_id": self.workshop.id,
                "start": self.moment(8, "09:00"),
                "stop": self.moment(8, "13:00"),
                "state": "booked",
            }
        )
        with self.assertRaisesRegex(UserError, "changed"):
            plan.action_publish()
        self.assertEqual(plan.state, "proposed")

    def test_a_job_dragged_in_the_plan_in_force_takes_its_booking_along(self):
        plan = self.published()
        line = self.line(plan, self.cars[3])
        plan.move_job(line.id, self.workshop.id, 1, self.stamp(9, "13:00"))
        self.assertEqual(line.booking_id.start, self.moment(9, "13:00"))

    def test_two_services_of_a_vehicle_are_one_visit(self):
        tyres = self.plan.copy({"name": "Tyres", "hours": 1, "skill_code": "light"})
        extra = self._due(self.cars[0], self.first + timedelta(days=2), tyres, together_group="x")
        self.dues[0].together_group = "x"
        plan = self.published()
        lines = self.line(plan, self.cars[0]).sorted("slot")
        self.assertEqual((len(lines), lines[0].slot_end), (2, lines[1].slot))
        self.assertEqual(extra.booking_id, self.dues[0].booking_id)
        again = plan._new_version()
        again.action_plan()
        self.assertEqual(again.moved, 0)

    def test_every_night_a_new_version(self):
        plan = self.published()
        plan._cron_replan()
        fresh = self.env["police.fleet.plan"].search([("previous_id", "=", plan.id)])
        self.assertEqual((fresh.state, fresh.moved, plan.state), ("proposed", 0, "published"))

    def test_stopped_before_it_began(self):
        plan = self.new_plan()
        plan.state = "planning"
        plan.action_stop()
        self.assertEqual((plan.state, bool(plan.outcome)), ("draft", True))

    def test_stopped_while_planning(self):
        plan = self.new_plan(seconds=30)
        plan.write({"state": "planning", "stop_asked": True})
        plan._work()
        self.assertEqual(plan.state, "draft")
        self.assertIn("Stopped", plan.outcome)
        self.assertFalse(plan.line_ids)
