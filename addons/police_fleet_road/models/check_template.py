"""What is looked at on a daily check, by role of vehicle. The items are those of OCA's inspections."""

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.exceptions import ValidationError


class PoliceFleetCheckTemplate(models.Model):
    _name = "police.fleet.check.template"
    _description = "Daily check template"
    _order = "company_id, police_role, id"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    police_role = fields.Selection(ROLES, string="Role", help="Empty: every role without its own template.")
    line_ids = fields.One2many("police.fleet.check.template.line", "template_id", string="Items", copy=True)
    odometer_needed = fields.Boolean(default=True)
    active = fields.Boolean(default=True)
    item_count = fields.Integer(string="Items on it", compute="_compute_item_count")

    _once = models.UniqueIndex(
        "(company_id, coalesce(police_role, '')) WHERE active", "This force has a template for this role."
    )

    @api.depends("line_ids")
    def _compute_item_count(self):
        for template in self:
            template.item_count = len(template.line_ids)

    @api.model
    def _for(self, vehicle):
        """The template for this vehicle: of its role, else the general one."""
        found = self.sudo().search(
            [("company_id", "=", vehicle.company_id.id), ("police_role", "in", (vehicle.police_role, False))]
        )
        return found.filtered("police_role")[:1] or found[:1]

    @api.constrains("line_ids", "active")
    def _check_lines(self):
        for template in self.filtered("active"):
            if not template.line_ids:
                raise ValidationError(self.env._("%s: a check looks at one item at least.", template.name))


class PoliceFleetCheckTemplateLine(models.Model):
    _name = "police.fleet.check.template.line"
    _description = "Daily check item"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "police.fleet.check.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    item_id = fields.Many2one(
        "fleet.vehicle.inspection.item", string="Item", required=True, ondelete="restrict"
    )
    safety_critical = fields.Boolean(help="A failure takes the vehicle off the road at once.")
    photo_needed = fields.Boolean(string="Photo of a failure", help="A failure is reported with a photo.")

    _once = models.UniqueIndex("(template_id, item_id)", "This item is on the template already.")
