"""Defect, off the road, job card, parts, test, back in service: led by the card, every minute once."""

from datetime import datetime, timedelta

from freezegun import freeze_time
from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RepairCase


@tagged("post_install", "-at_install", "police")
class TestRepair(RepairCase):
    def test_off_the_road_the_workshop_has_a_card_the_same_minute(self):
        defect = self.report(description="Metal on metal")
        card = defect.job_id
        self.assertEqual(
            (card.vehicle_id, card.kind, card.priority, card.state, card.workshop_id, card.skill_id),
            (self.car, "repair", "1", "open", self.workshop, self.light),
        )
        self.assertIn("Rear brakes grind", card.fault)
        self.assertIn("Metal on metal", card.fault)
        self.assertEqual(card.task_ids.defect_id, defect)
        self.assertEqual((self.car.road_state, card.spell_ids.began_on), ("off", defect.reported_on))

    def test_a_passed_test_closes_the_defect_and_puts_the_car_back(self):
        defect = self.report()
        card = defect.job_id.with_user(self.manager)
        self.mend(card)
        self.assertEqual((defect.state, defect.work_done, defect.worked_by_id),
                         ("test", "Pads and discs replaced", self.ann.user_id))  # fmt: skip
        with self.assertRaisesRegex(UserError, "what was tested"):
            card.action_done()
        said = self.sign(card)
        self.assertEqual(
            (defect.state, defect.test_passed, defect.test_note, defect.closed_by_id, self.car.road_state),
            ("closed", True, "Road test 5 miles, brakes even", self.manager, "on"),
        )
        self.assertIn("back in service", said["params"]["message"])

    def test_every_minute_from_report_to_back_in_service(self):
        """08:00 reported, 08:20 begun, 09:00 waits for pads, 13:30 they come, 14:00 on, 15:10 test,
        15:20 fails, 16:00 test again, 16:25 back: 505 minutes."""
        day = datetime(2026, 11, 23)
        at = lambda hour, minute=0: freeze_time(day.replace(hour=hour, minute=minute))  # noqa: E731
        with at(8):
            defect = self.report()
        card = defect.job_id.with_user(self.manager)
        card.technician_id = self.ann
        with at(8, 20):
            card.action_start()
        part = card.part_ids.create({"job_id": card.id, "product_id": self.pads.id})
        with at(9):
            part.action_reserve()
            card.action_wait_parts()
        self.assertEqual((defect.state, "Brake pads" in defect.part), ("parts", True))
        self.on_shelf(self.pads, 2)
        part.action_reserve()
        with at(13, 30):
            card._parts_may_have_come()
        self.assertEqual((card.state, defect.state), ("open", "diagnosed"))
        with at(14):
            card.action_start()
            part.action_issue()
            self.work(card, 1)
            card.task_ids.done = True
        with at(15, 10):
            card.action_test()
        with at(15, 20):
            card._fail("Pulls to the left")
        self.assertEqual((card.state, defect.state), ("rework", "work"))
        with at(15, 30):
            card.action_start()
        with at(16):
            card.action_test()
        with at(16, 25):
            self.sign(card)
        minutes = {}
        for step in defect.step_ids:
            minutes[step.state] = minutes.get(step.state, 0) + step.minutes
        self.assertEqual(
            minutes, {"reported": 20, "diagnosed": 30, "work": 40 + 70 + 40, "parts": 270, "test": 10 + 25}
        )
        self.assertEqual(sum(card.spell_ids.mapped("minutes")), 505)
        self.assertAlmostEqual(defect.off_road_id.hours, 505 / 60, 2)
        self.assertEqual(defect.off_road_id.ended_on, defect.closed_on)
        ends = [step.ended_on for step in defect.step_ids]
        self.assertEqual(ends[:-1], [step.began_on for step in defect.step_ids][1:], "no gap between steps")

    def test_a_second_defect_joins_the_card_and_both_are_closed(self):
        first = self.report()
        second = self.report(title="Nearside rear tyre", item_id=self.tyres.id)
        card = first.job_id.with_user(self.manager)
        self.assertEqual(second.job_id, card)
        self.assertEqual(len(card.task_ids), 2)
        self.mend(card)
        third = self.report(title="Horn silent", item_id=False)  # found on the test drive: a card of its own
        self.assertNotEqual(third.job_id, card)
        said = self.sign(card)
        self.assertEqual((first.state, second.state, third.state), ("closed", "closed", "reported"))
        self.assertEqual(self.car.road_state, "off")
        self.assertIn("Horn silent", said["params"]["message"])

    def test_a_service_under_way_takes_the_defect_along(self):
        booking = self.booking()
        booking._make_jobs()
        card = booking.job_id.with_user(self.manager)
        waiting = self.report(title="Wiper split", item_id=False, severity="safety")
        self.assertNotEqual(waiting.job_id, card, "a service booked for next week is no repair today")
        card.technician_id = self.ann
        waiting.job_id.with_user(self.manager).action_cancel()
        self.assertFalse(waiting.job_id)
        card.action_start()
        found = self.report()
        self.assertEqual((found.job_id, found.state), (card, "work"))

    def test_another_cars_card_is_not_joined(self):
        other = self.vehicle("AB12 CDX")
        self.assertNotEqual(self.report().job_id, self.report(other).job_id)

    def test_a_lesser_defect_gets_a_card_when_the_manager_opens_one(self):
        defect = self.report(severity="minor", title="Glove box rattles", item_id=False)
        self.assertFalse(defect.job_id)
        self.assertEqual(self.car.road_state, "on")
        shown = defect.action_open_card()
        self.assertEqual((shown["res_id"], defect.job_id.priority), (defect.job_id.id, "0"))
        card = defect.job_id.with_user(self.manager)
        self.mend(card)
        self.assertEqual(self.car.road_state, "off", "in the workshop")
        self.sign(card)
        self.assertEqual((defect.state, self.car.road_state), ("closed", "on"))

    def test_the_card_leads_and_the_defect_says_so(self):
        defect = self.report()
        with self.assertRaisesRegex(UserError, defect.job_id.name):
            defect.action_work()
        defect.action_diagnosed()
        with self.assertRaisesRegex(UserError, "Test passed"):
            defect.action_sign_back()

    def test_no_fault_found_takes_the_card_back(self):
        defect = self.report()
        card = defect.job_id
        defect.cause = "Stone between pad and disc, removed"
        defect.action_no_fault()
        self.assertEqual((defect.state, card.state, self.car.road_state), ("no_fault", "cancelled", "on"))

    def test_without_a_word_of_what_was_done_no_test(self):
        card = self.report().job_id.with_user(self.manager)
        card.technician_id = self.ann
        card.action_start()
        self.work(card)
        card.task_ids.done = True
        with self.assertRaisesRegex(UserError, "Found and done"):
            card.action_test()

    def test_a_force_without_a_workshop_loses_no_defect(self):
        self.env["police.fleet.workshop"].search([("company_id", "=", self.force.id)]).active = False
        defect = self.report()
        self.assertEqual((defect.state, self.car.road_state, bool(defect.job_id)), ("reported", "off", False))
        self.assertTrue(defect.message_ids.filtered(lambda m: "No workshop" in (m.body or "")))
        with self.assertRaisesRegex(UserError, "has no workshop"):
            defect.action_open_card()

    def test_a_known_defect_makes_no_second_card(self):
        first = self.report(severity="minor")
        again = self.report(severity="safety")
        self.assertEqual((again.state, first.severity), ("duplicate", "safety"))
        self.assertTrue(first.job_id)
        self.assertFalse(again.job_id)

    def test_the_skill_is_the_items_when_somebody_has_it(self):
        self.assertEqual(self.report(title="Tyre", item_id=self.tyres.id).job_id.skill_id, self.tyre)
        self.ben.skill_ids = [Command.set(self.light.ids)]
        other = self.vehicle("AB12 CDX")
        self.assertEqual(self.report(other, item_id=self.tyres.id).job_id.skill_id, self.light)

    def test_an_open_defect_does_not_stop_a_service_from_being_recorded(self):
        booking = self.booking()
        booking._make_jobs()
        card = booking.job_id.with_user(self.manager)
        self.mend(card)
        third = self.report(title="Horn silent", item_id=False)
        card.odometer = 20_000
        card.with_user(self.manager).action_done()
        self.assertEqual((card.state, booking.state, third.state), ("done", "done", "reported"))
        self.assertEqual(self.car.road_state, "off")

    def test_the_part_awaited_has_the_orders_date(self):
        card = self.report().job_id.with_user(self.manager)
        card.technician_id = self.ann
        card.action_start()
        part = card.part_ids.create({"job_id": card.id, "product_id": self.pads.id})
        part.action_reserve()
        card.action_order_parts()
        when = datetime.combine(self.today + timedelta(days=5), datetime.min.time())
        card.purchase_line_ids.sudo().date_planned = when
        card.action_wait_parts()
        self.assertEqual(card.defect_ids.part_eta, self.today + timedelta(days=5))
