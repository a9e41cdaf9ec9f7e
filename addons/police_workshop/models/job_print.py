"""The job card on paper, with a bar code that opens it again."""

import base64

from odoo import models
from odoo.addons.police_engine.adapters.pdf.job_card import JobCard, job_card_pdf
from odoo.addons.police_engine.records import Employer

from .workshop import local


class PoliceFleetJobPrint(models.Model):
    _inherit = "police.fleet.job"

    def action_print(self):
        """The cards as PDF; kept on the job card and opened."""
        self.ensure_one()
        self.check_access("read")
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{self.name}.pdf",
                    "datas": base64.b64encode(job_card_pdf(self._card())),
                    "mimetype": "application/pdf",
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                }
            )
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{attachment.id}", "target": "new"}

    def _card(self):
        """What is printed (``JobCard``)."""
        job = self.sudo()
        vehicle, labels = job.vehicle_id, dict(self._fields["kind"]._description_selection(self.env))
        return JobCard(
            employer=Employer(name=job.company_id.name, force_code=job.company_id.force_code or ""),
            number=job.name,
            title=job.plan_id.name or labels[job.kind],
            facts=(
                ("Registration", vehicle.license_plate or vehicle.fleet_number or "—"),
                ("Vehicle", " ".join(filter(None, (vehicle.brand_id.name, vehicle.model_id.name)))),
                ("Call sign", vehicle.call_sign or "—"),
                ("Fleet number", vehicle.fleet_number or "—"),
                ("Chassis number", vehicle.vin_sn or "—"),
                ("Base", job.station_id.name or "—"),
                ("Last odometer", f"{vehicle.odometer:,.0f} {vehicle.odometer_unit or ''}".strip()),
                ("Workshop", job.workshop_id.name),
                ("Bay", job.bay_id.name or "—"),
                ("Technician", job.technician_id.name or "—"),
                ("Planned for", f"{local(job.start):%a %-d %b %Y %H:%M}" if job.start else "—"),
                ("Booking", job.booking_id.name or "—"),
            ),
            work=job.fault or "",
            tasks=tuple(task.name for task in job.task_ids),
            parts=tuple(
                (
                    part.product_id.default_code or "",
                    part.product_id.name,
                    f"{part.quantity:g}",
                    dict(part._fields["state"]._description_selection(self.env))[part.state],
                )
                for part in job.part_ids
            ),
            urgent=job.priority == "1",
        )
