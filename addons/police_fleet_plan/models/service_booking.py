"""A job card gets the bay and the technician of the plan in force."""

from odoo import models


class PoliceFleetServiceBooking(models.Model):
    _inherit = "police.fleet.service.booking"

    def _make_jobs(self):
        missing = self.filtered(lambda booking: not booking.job_id)
        jobs = super()._make_jobs()
        lines = self.env["police.fleet.plan.line"].search(
            [("booking_id", "in", missing.ids), ("plan_id.state", "=", "published"), ("placed", "=", True)],
            order="slot desc",
        )
        first = {line.booking_id: line for line in lines}
        for booking, line in first.items():
            card = booking.job_id
            if (card.start, card.workshop_id) == (line.start, line.workshop_id):
                card.write({"bay_id": line.bay_id.id, "technician_id": line.technician_id.id})
        return jobs
