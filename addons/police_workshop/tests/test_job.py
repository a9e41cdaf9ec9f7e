"""From booking to done: stages, times, and the service recorded."""

from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import WorkshopCase


@tagged("post_install", "-at_install", "police")
class TestJob(WorkshopCase):
    def test_a_booking_becomes_a_job_card_and_its_end_records_the_service(self):
        booking = self.booking()
        action = booking.action_make_job()
        job = booking.job_id
        self.assertEqual(action["res_id"], job.id)
        self.assertEqual(
            (job.vehicle_id, job.plan_id, job.bay_id, job.start, job.minutes, job.skill_id, job.kind),
            (self.car, self.plan, self.bay, booking.start, 240, self.light, "service"),
        )
        self.assertEqual(booking._make_jobs(), job, "a second press makes no second card")
        job.technician_id = self.ann
        job.action_start()
        self.assertEqual((booking.state, self.car.road_state), ("in_workshop", "off"))
        with self.assertRaisesRegex(UserError, "finish job card"):
            booking.action_done()
        self.work(job)
        job.odometer = 21_500
        self.finish(job)
        due = self.car.service_due_ids
        self.assertEqual((job.state, booking.state, self.car.road_state), ("done", "done", "on"))
        self.assertEqual((due.last_done_on, due.last_done_odometer), (self.today, 21_500))
        self.assertEqual(self.car.odometer, 21_500)

    def test_every_minute_from_opening_to_the_end_is_in_one_stage(self):
        noon = fields.Datetime.now().replace(microsecond=0) - timedelta(hours=6)
        with self.clock(noon):
            job = self.job()
            part = job.part_ids.create({"job_id": job.id, "product_id": self.pads.id, "quantity": 1})
        steps = ((10, "action_start"), (30, "wait"), (90, "come"), (95, "action_start"), (155, "action_test"))
        for minute, step in steps:
            with self.clock(noon + timedelta(minutes=minute)):
                if step == "wait":
                    part.action_reserve()
                    job.action_wait_parts()
                elif step == "come":
                    self.receive(part)
                    self.assertEqual(job.state, "open")
                else:
                    if step == "action_test":
                        part.action_issue()
                        self.work(job, hours=0.5, ago=1)
                    getattr(job, step)()
        with self.clock(noon + timedelta(minutes=170)):
            job._fail("Pedal still soft")
        with self.clock(noon + timedelta(minutes=180)):
            job.action_start()
        with self.clock(noon + timedelta(minutes=200)):
            job.action_test()
        with self.clock(noon + timedelta(minutes=205)):
            job.odometer = 100
            job.action_done()
        told = [(spell.state, round(spell.minutes)) for spell in job.spell_ids.sorted("id")]
        self.assertEqual(
            told,
            [("open", 10), ("in_work", 20), ("waiting_parts", 60), ("open", 5), ("in_work", 60),
             ("test", 15), ("rework", 10), ("in_work", 20), ("test", 5)],
        )  # fmt: skip
        self.assertEqual((round(job.hours_total * 60), round(job.hours_waiting * 60)), (205, 60))
        self.assertEqual(
            (job.rework_count, job.spell_ids.filtered("why").mapped("why")[-1]), (1, "Pedal still soft")
        )

    def receive(self, part):
        """Two arrive in the stores by an ordinary receipt."""
        move = self.env["stock.move"].create(
            {
                "product_id": part.product_id.id,
                "product_uom_qty": 2,
                "product_uom": part.product_id.uom_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": self.stores.id,
                "company_id": self.force.id,
            }
        )
        move._action_confirm()
        move.quantity, move.picked = 2, True
        move._action_done()

    def test_stages_are_changed_by_buttons_in_their_order(self):
        job = self.job()
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            job.state = "done"
        for step in ("action_test", "action_done"):
            with self.assertRaises(UserError):
                getattr(job, step)()
        with self.assertRaisesRegex(UserError, "begins as open"):
            self.job(state="done")
        job.action_start()
        with self.assertRaisesRegex(UserError, "no labour is booked"):
            job.action_test()

    def test_open_tasks_and_unfitted_parts_hold_up_the_test(self):
        job = self.job()
        task = job.task_ids.create({"job_id": job.id, "name": "Bleed the brakes"})
        part = job.part_ids.create({"job_id": job.id, "product_id": self.pads.id})
        job.action_start()
        self.work(job)
        with self.assertRaisesRegex(UserError, "Bleed the brakes"):
            job.action_test()
        task.with_user(self.ann.user_id).done = True
        self.assertEqual(task.done_by_id, self.ann.user_id)
        with self.assertRaisesRegex(UserError, "neither fitted nor taken off"):
            job.action_test()
        part.unlink()
        job.action_test()
        self.assertEqual(job.state, "test")

    def test_who_did_the_work_does_not_sign_the_test(self):
        job = self.job(odometer=500)
        job.action_start()
        self.work(job)
        job.with_user(self.ann.user_id).action_test()
        with self.assertRaisesRegex(UserError, "somebody else signs"):
            job.with_user(self.ann.user_id).action_done()
        job.with_user(self.ben.user_id).action_done()
        self.assertEqual((job.state, job.tested_by_id), ("done", self.ben.user_id))
        self.assertEqual(self.car.road_state, "on")
        with self.assertRaisesRegex(UserError, "stays as it is"):
            job.fault = "something else"

    def test_a_vehicle_off_the_road_for_another_reason_stays_there(self):
        self.car._take_off_road("accident", "Hit a deer")
        job = self.job(odometer=500)
        job.action_start()
        self.work(job)
        self.finish(job)
        self.assertEqual(self.car.road_state, "off")

    def test_cancelling_gives_back_what_was_reserved(self):
        self.on_shelf(self.pads, 1)
        job = self.job()
        part = job.part_ids.create({"job_id": job.id, "product_id": self.pads.id})
        part.action_reserve()
        self.assertEqual(self.free(), 0)
        job.action_cancel()
        self.assertEqual((job.state, self.free()), ("cancelled", 1))

    def free(self):
        self.env.invalidate_all()
        return self.pads.with_context(location=self.stores.id).free_qty

    def test_a_cancelled_booking_takes_its_card_with_it(self):
        booking = self.booking()
        job = booking._make_jobs()
        booking.action_cancel()
        self.assertEqual(job.state, "cancelled")

    def test_the_card_is_printed_with_its_number(self):
        job = self.job(start=datetime.combine(self.monday, datetime.min.time()).replace(hour=9))
        action = job.with_user(self.ann.user_id).action_print()
        attachment = self.env["ir.attachment"].browse(int(action["url"].rsplit("/", 1)[1]))
        self.assertEqual((attachment.name, attachment.raw[:5]), (f"{job.name}.pdf", b"%PDF-"))

    def test_times_cannot_be_rewritten(self):
        job = self.job()
        with self.assertRaises(AccessError):
            job.spell_ids.with_user(self.manager).write({"began_on": "2020-01-01"})
