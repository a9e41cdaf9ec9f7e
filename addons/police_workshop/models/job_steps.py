"""The buttons of a job card: each ends one timed spell and begins the next."""

from odoo import fields, models
from odoo.exceptions import UserError

from .job import OVER, STATES


class PoliceFleetJobSteps(models.Model):
    _inherit = "police.fleet.job"

    # -- timed states ------------------------------------------------------------------------

    def _begin_spell(self, state, why=""):
        """End the running spell and begin ``state``, at the same second: no minute is lost between."""
        now = fields.Datetime.now()
        Spell = self.env["police.fleet.job.spell"].sudo()
        running = Spell.search([("job_id", "in", self.ids), ("ended_on", "=", False)])
        running.write({"ended_on": now})
        running.flush_recordset(["ended_on"])  # before the next one: only one may be open
        if state in OVER:
            return
        Spell.create(
            [
                {"job_id": job.id, "state": state, "why": why, "began_on": now, "user_id": self.env.uid}
                for job in self
            ]
        )

    def _step(self, allowed, state, why="", **values):
        """Move every job from one of ``allowed`` to ``state``, or raise UserError naming the job."""
        self.check_access("write")
        self.lock_for_update()
        names = dict(STATES)
        for job in self:
            if job.state not in allowed:
                raise UserError(
                    self.env._(
                        "%(job)s is “%(state)s”; this is possible from: %(allowed)s.",
                        job=job.name,
                        state=names[job.state],
                        allowed=", ".join(names[key] for key in allowed),
                    )
                )
        self._begin_spell(state, why)
        self.sudo().write({"state": state, **values})

    def _refuse(self, obstacles):
        """Raise UserError with one line for each of ``{job: [sentence]}``; nothing when there are none."""
        lines = [f"{job.name}: {text}" for job, texts in obstacles.items() for text in texts]
        if lines:
            raise UserError("\n".join(lines))

    # -- before and during work --------------------------------------------------------------

    def action_start(self):
        """Work begins (or goes on after parts or a failed test): the vehicle is off the road."""
        self._refuse({job: job._start_obstacles() for job in self})
        now = fields.Datetime.now()
        for job in self:
            job._step(("open", "waiting_parts", "rework"), "in_work", began_on=job.began_on or now)
            if job.booking_id.state == "booked":
                job.booking_id.sudo().action_start()
            elif job.vehicle_id.road_state == "on":
                job.vehicle_id.sudo()._take_off_road(
                    "service" if job.plan_id else "defect", job.display_name, job.booking_id
                )

    def _start_obstacles(self):
        self.ensure_one()
        found = []
        if self.workshop_id.is_own and not self.technician_id:
            found.append(self.env._("choose a technician first."))
        if self.technician_id and not self.technician_id._has_skill(self.skill_id.code):
            found.append(
                self.env._(
                    "%(person)s does not have the skill “%(skill)s”.",
                    person=self.technician_id.name,
                    skill=self.skill_id.name,
                )
            )
        if self.bay_id:
            inside = self.sudo().search(
                [("bay_id", "=", self.bay_id.id), ("state", "in", ("in_work", "test")), ("id", "!=", self.id)]
            )
            if inside:
                found.append(
                    self.env._(
                        "%(bay)s still has %(other)s in it.",
                        bay=self.bay_id.display_name,
                        other=inside[0].display_name,
                    )
                )
        return found + (self._waiting_for() if self.state == "waiting_parts" else [])

    def action_wait_parts(self):
        """Work stops until parts or an outside repair have come."""
        for job in self:
            waiting = job._waiting_for()
            if not waiting:
                raise UserError(self.env._("%s: every part is in the stores and no order is open.", job.name))
            job._stop_timers()
            job._step(("open", "in_work", "rework"), "waiting_parts", why=" ".join(waiting)[:250])

    def _parts_may_have_come(self):
        """After a receipt: jobs that wait for nothing any more are open again, and somebody is told."""
        for job in self.filtered(lambda j: j.state == "waiting_parts"):
            if not job._waiting_for():
                job.sudo()._begin_spell("open", self.env._("Parts have come"))
                job.sudo().write({"state": "open"})
                job.sudo().message_post(
                    body=self.env._("All parts and outside work have come: the job can begin.")
                )

    def _stop_timers(self):
        self.labour_ids.filtered(lambda row: not row.ended_on).sudo()._stop()

    # -- test and end ------------------------------------------------------------------------

    def action_test(self):
        """Work is finished; somebody else tests it."""
        self._refuse({job: job._test_obstacles() for job in self})
        self._stop_timers()
        self._step(("in_work",), "test")

    def _test_obstacles(self):
        """What must be finished before the test."""
        self.ensure_one()
        open_tasks = self.task_ids.filtered(lambda task: not task.done)
        found = self._waiting_for()
        if open_tasks:
            found.append(self.env._("not done yet: %s.", ", ".join(open_tasks.mapped("name"))))
        unfitted = self.part_ids.filtered(lambda part: part.state in ("planned", "reserved"))
        if unfitted:
            found.append(
                self.env._(
                    "parts neither fitted nor taken off the card: %s.",
                    ", ".join(unfitted.mapped("product_id.display_name")),
                )
            )
        if self.workshop_id.is_own and not self.labour_ids:
            found.append(self.env._("no labour is booked."))
        return found

    def _fail(self, why):
        """The test failed: back to the technician, with the reason."""
        for job in self:
            job._step(("test",), "rework", why=why, rework_count=job.rework_count + 1)
            job.message_post(body=self.env._("Test failed: %s", why))

    def action_done(self):
        """Test passed: the service is recorded, the vehicle goes back on the road, the cost is posted."""
        self._refuse({job: job._done_obstacles() for job in self})
        now = fields.Datetime.now()
        for job in self:
            job._step(("test",), "done", finished_on=now, tested_by_id=self.env.uid)
            job._freeze_costs()
            job.sudo()._finish_service()
            job.sudo()._post_cost_if_possible()

    def _done_obstacles(self):
        self.ensure_one()
        found = []
        if self.plan_id.interval_distance and not self.odometer:
            found.append(self.env._("enter the odometer."))
        workers = self.sudo().labour_ids.technician_id.user_id
        if self.env.user in workers:
            found.append(self.env._("%s worked on it; somebody else signs the test.", self.env.user.name))
        return found

    def _finish_service(self):
        """The booking is done (reading, log, next due date); a repair puts the vehicle back by itself."""
        booking = self.booking_id
        if booking.state == "booked":
            booking.action_start()
        if booking.state == "in_workshop":
            booking.write({"odometer": self.odometer, "cost": self.labour_cost + self.parts_cost})
            booking.with_context(police_job=self.id).action_done()
            return
        self._record_reading()
        vehicle = self.vehicle_id
        held = vehicle.road_state == "off" and self._was_the_reason()
        if held and (why := vehicle._back_if_possible()):
            self.message_post(body=self.env._("The vehicle stays off the road. %s", why))

    def _was_the_reason(self):
        """Whether this job card took the vehicle off the road (not an accident or other reason)."""
        spell = self.vehicle_id.off_road_ids.filtered(lambda s: not s.ended_on)
        return spell.note == self.display_name

    def _record_reading(self):
        if self.odometer:
            self.env["fleet.vehicle.odometer"].create(
                {
                    "vehicle_id": self.vehicle_id.id,
                    "value": self.odometer,
                    "date": fields.Date.context_today(self),
                }
            )

    def action_cancel(self):
        """Nothing was done: reserved parts go back to the shelf."""
        fitted = self.part_ids.filtered(lambda part: part.state == "issued")
        if fitted or self.labour_ids:
            raise UserError(
                self.env._(
                    "%s has labour or fitted parts; finish it, or return the parts first.",
                    (fitted.job_id | self.labour_ids.job_id)[0].name,
                )
            )
        self.part_ids._release()
        self._step(("open", "waiting_parts", "in_work", "rework"), "cancelled")

    def action_timer(self):
        """Start my clock on this job, or stop it when it runs."""
        self.ensure_one()
        technician = self.env["police.fleet.technician"]._of_user()
        if not technician:
            raise UserError(self.env._("You are not entered as a technician: Fleet, Workshop, Technicians."))
        running = self.labour_ids.filtered(lambda row: not row.ended_on and row.technician_id == technician)
        if running:
            return running._stop()
        if self.state != "in_work":
            self.action_start()
        self.env["police.fleet.job.labour"].create(
            {
                "job_id": self.id,
                "technician_id": technician.id,
                "source": "timer",
                "began_on": fields.Datetime.now(),
            }
        )
        return True
