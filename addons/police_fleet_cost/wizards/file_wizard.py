"""Upload a supplier's file."""

import base64

from odoo import fields, models

from ..models.supplier_file import KINDS


class PoliceFleetFileWizard(models.TransientModel):
    _name = "police.fleet.file.wizard"
    _description = "Take a supplier's file"

    kind = fields.Selection(KINDS, required=True, default="card")
    file = fields.Binary(required=True, attachment=False)
    file_name = fields.Char()
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    def action_take(self):
        """Take it, whole or not at all, and show what came in."""
        record = self.env["police.fleet.supplier.file"]._receive(
            self.kind, self.file_name or self.env._("file"), base64.b64decode(self.file), self.company_id
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet_cost.action_supplier_file")
        return {**action, "views": [(False, "form")], "res_id": record.id}
