"""Bays, technicians and hours: what cannot be is refused with its reason."""

from datetime import timedelta

from odoo.addons.police_fleet.services import bookings
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import WorkshopCase


@tagged("post_install", "-at_install", "police")
class TestPlan(WorkshopCase):
    def planned(self, day=None, hour=9, **values):
        return self.job(start=self.at(day or self.monday, hour), minutes=120, **values)

    def refused(self, why, **values):
        with self.assertRaisesRegex(ValidationError, why), self.env.cr.savepoint():
            self.planned(**values)

    def test_a_workshop_has_as_many_bays_as_it_says(self):
        self.assertEqual(self.workshop.bay_ids.mapped("number"), [1, 2])
        self.workshop.bays = 3
        self.assertEqual(self.workshop.bay_ids.mapped("number"), [1, 2, 3])

    def test_a_bay_takes_one_job_at_a_time(self):
        self.planned(bay_id=self.bay.id, technician_id=False)
        self.refused("Bay 1 is taken", bay_id=self.bay.id, technician_id=False, hour=10)
        self.planned(bay_id=self.bay.id, technician_id=False, hour=11)
        self.planned(bay_id=self.bay_two.id, technician_id=False, hour=9)

    def test_a_technician_does_one_job_at_a_time(self):
        self.planned()
        self.refused("Ann Spanner is taken", hour=10)

    def test_a_technician_needs_the_skill(self):
        self.refused("does not have the skill “Tyres and brakes”", skill_id=self.tyre.id)
        self.planned(skill_id=self.tyre.id, technician_id=self.ben.id)

    def test_a_technician_away_or_not_on_the_rota_is_refused(self):
        self.ann.absence_ids = [(0, 0, {"date_from": self.monday, "date_to": self.monday})]
        self.refused("is away from")
        self.planned(day=self.monday + timedelta(days=1))
        self.ben.rota_ids = [(0, 0, {"weekday": "1"})]
        self.refused("does not work on Monday", technician_id=self.ben.id)

    def test_a_closed_workshop_or_bay_is_refused(self):
        self.refused("is not open from", hour=3)
        self.refused("is not open from", day=self.monday + timedelta(days=5), technician_id=False)
        self.bay.write(
            {"closed_from": self.monday, "closed_to": self.monday, "closed_why": "Lift inspection"}
        )
        self.refused("Lift inspection", bay_id=self.bay.id)
        self.planned(bay_id=self.bay.id, day=self.monday + timedelta(days=1))

    def test_a_bay_with_jobs_is_not_closed_over_them(self):
        job = self.planned(bay_id=self.bay.id)
        with self.assertRaisesRegex(ValidationError, job.name), self.env.cr.savepoint():
            self.bay.closed_from = self.monday
        self.env.invalidate_all()
        self.assertFalse(self.bay.closed_from)

    def test_a_moved_booking_moves_its_card(self):
        booking = self.booking()
        job = booking._make_jobs()
        self.assertEqual(job.bay_id, self.bay)
        tuesday = self.at(self.monday + timedelta(days=1))
        booking.write({"start": tuesday, "stop": tuesday + timedelta(hours=3)})
        self.assertEqual((job.start, job.minutes), (tuesday, 180))
        self.assertEqual(job.stop, tuesday + timedelta(hours=3))
        other = self.env["police.fleet.workshop"].create({"name": "Hill", "company_id": self.force.id})
        booking.workshop_id = other
        self.assertEqual((job.workshop_id, job.bay_id), (other, other.bay_ids))

    def test_a_booking_moved_onto_another_gets_another_bay_and_no_busy_technician(self):
        first = self.booking()._make_jobs()
        other = self.vehicle("AB12 CDF")
        bookings.refresh(self.env, self.force, self.today)
        moving = self.booking(other, day=self.monday + timedelta(days=1))
        second = moving._make_jobs()
        first.technician_id = second.technician_id = self.ann
        self.assertEqual((first.bay_id, second.bay_id), (self.bay, self.bay))
        moving.write({"start": self.at(self.monday, 9), "stop": self.at(self.monday, 11)})
        self.assertEqual((first.bay_id, second.bay_id), (self.bay, self.bay_two))
        self.assertEqual((first.technician_id, second.technician_id.id), (self.ann, False))
        self.assertIn("is taken", second.message_ids[0].body)
        with self.assertRaisesRegex(ValidationError, "is not open"):
            moving.write({"start": self.at(self.monday, 20), "stop": self.at(self.monday, 22)})

    def test_who_is_away_loses_the_cards_of_those_days_only(self):
        near, far = self.planned(), self.planned(day=self.monday + timedelta(days=1))
        self.env["police.fleet.technician.absence"].with_user(self.manager).create(
            {"technician_id": self.ann.id, "date_from": self.monday, "date_to": self.monday}
        )
        self.assertEqual((near.technician_id.id, far.technician_id), (False, self.ann))
        self.assertIn("Ann Spanner is away", near.message_ids[0].body)

    def test_work_does_not_begin_without_the_right_hands_or_an_empty_bay(self):
        with self.assertRaisesRegex(UserError, "choose a technician"):
            self.job(technician_id=False).action_start()
        first = self.job(bay_id=self.bay.id)
        first.action_start()
        second = self.job(bay_id=self.bay.id, technician_id=self.ben.id)
        with self.assertRaisesRegex(UserError, first.name):
            second.action_start()

    def test_workshops_and_people_of_another_force_are_refused(self):
        foreign = self.env["police.fleet.workshop"].create(
            {"name": "South", "company_id": self.other_force.id}
        )
        with self.assertRaisesRegex(ValidationError, "different forces"):
            self.job(workshop_id=foreign.id, technician_id=False)
        with self.assertRaisesRegex(ValidationError, "different forces"):
            self.ann.workshop_id = foreign

    def test_opening_hours_do_not_overlap(self):
        with self.assertRaisesRegex(ValidationError, "open twice"):
            self.workshop.hours_ids = [(0, 0, {"weekday": "0", "hour_from": 16, "hour_to": 20})]
