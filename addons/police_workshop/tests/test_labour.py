"""Labour by clock and typed in; never two places at once."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import WorkshopCase


@tagged("post_install", "-at_install", "police")
class TestLabour(WorkshopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now().replace(microsecond=0) - timedelta(days=1)

    def job(self, **values):
        """A card that was opened two days ago."""
        with self.clock(self.now - timedelta(days=1)):
            return super().job(**values)

    def typed(self, job, start, stop, technician=None):
        return job.labour_ids.create(
            {
                "job_id": job.id,
                "technician_id": (technician or self.ann).id,
                "began_on": self.now + timedelta(minutes=start),
                "ended_on": self.now + timedelta(minutes=stop),
            }
        )

    def test_the_clock_starts_the_job_and_stops_again(self):
        job = self.job().with_user(self.ann.user_id)
        with self.clock(self.now):
            job.action_timer()
        self.assertEqual((job.state, job.labour_ids.running, job.my_clock), ("in_work", True, True))
        self.assertFalse(job.with_user(self.ben.user_id).my_clock)
        with self.clock(self.now + timedelta(minutes=45)):
            job.action_timer()
        self.assertEqual(
            (job.labour_ids.running, job.labour_ids.hours, job.labour_ids.source), (False, 0.75, "timer")
        )

    def test_a_clock_runs_on_one_job_at_a_time(self):
        first, second = self.job(), self.job(vehicle_id=self.vehicle("AB12 CDF").id)
        with self.clock(self.now):
            first.with_user(self.ann.user_id).action_timer()
        with self.assertRaisesRegex(ValidationError, f"Ann Spanner is booked on {first.name}"):
            second.with_user(self.ann.user_id).action_timer()

    def test_overlapping_labour_is_refused_and_touching_is_not(self):
        job = self.job()
        job.action_start()
        self.typed(job, 0, 60)
        for start, stop in ((30, 90), (-10, 1), (10, 20), (-10, 70)):
            with self.assertRaisesRegex(ValidationError, "is booked on"), self.env.cr.savepoint():
                self.typed(job, start, stop)
            self.env.invalidate_all()
        self.typed(job, 60, 90)
        self.typed(job, 30, 90, technician=self.ben)
        row = self.typed(job, 100, 110)
        with self.assertRaisesRegex(ValidationError, "is booked on"):
            row.began_on = self.now + timedelta(minutes=50)

    def test_labour_of_the_future_or_of_a_forgotten_clock_is_refused(self):
        job = self.job()
        job.action_start()
        with self.assertRaisesRegex(ValidationError, "in the future"), self.env.cr.savepoint():
            self.typed(job, 60 * 24, 60 * 24 + 60)
        with self.assertRaisesRegex(ValidationError, "without a break"), self.env.cr.savepoint():
            self.typed(job, -60 * 20, 0)
        self.env.invalidate_all()
        with self.clock(self.now - timedelta(hours=20)):
            job.with_user(self.ann.user_id).action_timer()
        with self.assertRaisesRegex(UserError, "Enter the real end"):
            job.with_user(self.ann.user_id).action_timer()
        job.labour_ids.filtered("running").ended_on = self.now - timedelta(hours=19)
        self.assertEqual(job.labour_hours, 1)

    def test_labour_needs_the_skill_and_an_open_card(self):
        job = self.job(skill_id=self.tyre.id, technician_id=self.ben.id)
        job.action_start()
        with self.assertRaisesRegex(ValidationError, "does not have the skill"):
            self.typed(job, 0, 10)
        self.typed(job, 0, 10, technician=self.ben)
        job.action_test()
        with self.assertRaisesRegex(ValidationError, "takes no more labour"):
            self.typed(job, 20, 30, technician=self.ben)

    def test_who_is_no_technician_has_no_clock(self):
        with self.assertRaisesRegex(UserError, "not entered as a technician"):
            self.job().action_timer()
