"""Who bears a vehicle's workshop costs."""

from odoo import fields, models


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"

    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        string="Cost centre",
        tracking=True,
        domain="[('company_id', 'in', [False, company_id])]",
        help="Where labour, parts and outside work on this vehicle are charged.",
    )
    charge_partner_id = fields.Many2one(
        "res.partner",
        string="Charged to",
        tracking=True,
        index="btree_not_null",
        help="A partner force or body that pays for work on this vehicle by a monthly statement.",
    )
    job_ids = fields.One2many("police.fleet.job", "vehicle_id", string="Job cards")
    job_count = fields.Integer(compute="_compute_job_count")

    def _compute_job_count(self):
        counts = dict(
            self.env["police.fleet.job"]._read_group(
                [("vehicle_id", "in", self.ids)], ["vehicle_id"], ["__count"]
            )
        )
        for vehicle in self:
            vehicle.job_count = counts.get(vehicle, 0)

    def action_view_jobs(self):
        """The vehicle's job cards."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_workshop.action_job")
        return {
            **action,
            "domain": [("vehicle_id", "=", self.id)],
            "context": {"default_vehicle_id": self.id},
        }
