"""A booking becomes a job card, and is done when the card is."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .job import OVER


class PoliceFleetServiceBooking(models.Model):
    _inherit = "police.fleet.service.booking"

    job_ids = fields.One2many("police.fleet.job", "booking_id", string="Job cards")
    job_id = fields.Many2one("police.fleet.job", string="Job card", compute="_compute_job_id")

    @api.depends("job_ids.state")
    def _compute_job_id(self):
        for booking in self:
            booking.job_id = booking.job_ids.filtered(lambda job: job.state != "cancelled")[:1]

    def write(self, vals):
        """The card follows its booking: another bay if its own is taken, no technician who cannot come."""
        if not {"start", "stop", "workshop_id"} & vals.keys():
            return super().write(vals)
        jobs = self.sudo().job_id.filtered(lambda job: job.state in ("open", "waiting_parts"))
        before = {job: (job.bay_id, job.technician_id) for job in jobs}
        jobs.write({"bay_id": False, "technician_id": False})
        result = super().write(vals)
        for job, (bay, technician) in before.items():
            job._follow_booking(bay, technician)
        return result

    def action_make_job(self):
        """Write the job card of each booking, with the first free bay; opens it when there is one."""
        jobs = self._make_jobs()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_workshop.action_job")
        if len(jobs) == 1:
            return {
                **action,
                "res_id": jobs.id,
                "view_mode": "form",
                "views": [(False, "form")],
                "domain": [],
                "context": {},
            }
        return {**action, "domain": [("id", "in", jobs.ids)], "context": {}}

    def _make_jobs(self):
        """The ``police.fleet.job`` of every booking of ``self``, made where there is none yet."""
        missing = self.filtered(lambda booking: not booking.job_id)
        for booking in missing:
            if not booking.workshop_id or booking.state not in ("planned", "booked", "in_workshop"):
                raise UserError(
                    self.env._("%s needs a workshop and must not be over to get a job card.", booking.name)
                )
        for booking in missing:
            job = self.env["police.fleet.job"].create(
                {
                    "vehicle_id": booking.vehicle_id.id,
                    "booking_id": booking.id,
                    "workshop_id": booking.workshop_id.id,
                    "fault": booking.note or booking.plan_id.name,
                }
            )
            job.bay_id = job._first_free_bay()
            job._add_service_parts(booking.plan_id | booking.along_ids.plan_id)
        missing.invalidate_recordset(["job_id"])
        return self.job_id

    def action_done(self):
        """Not while a job card is open: labour and parts would be lost to the vehicle's cost."""
        for booking in self:
            job = booking.sudo().job_id
            if job and job.state not in OVER and self.env.context.get("police_job") != job.id:
                raise UserError(
                    self.env._(
                        "%(booking)s: finish job card %(job)s, it records the service.",
                        booking=booking.name,
                        job=job.name,
                    )
                )
        return super().action_done()

    def action_cancel(self):
        """A cancelled booking takes its untouched job card with it."""
        result = super().action_cancel()
        self.job_id.filtered(lambda job: job.state in ("open", "waiting_parts")).action_cancel()
        return result
