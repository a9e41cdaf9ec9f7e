"""Bays, technicians and hours: what cannot be is refused with its reason."""

from datetime import timedelta

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
        self.assertEqual((job.workshop_id, job.bay_id), (other, self.env["police.fleet.bay"]))

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
