"""One cause and reason for one variance or many."""

from odoo import fields, models
from odoo.addons.police_engine.parallel.classify import CAUSES


class Decide(models.TransientModel):
    _name = "police.parallel.decide"
    _description = "Cause of Variances"

    variance_ids = fields.Many2many("police.parallel.variance", string="Variances", required=True)
    project_id = fields.Many2one(related="variance_ids.project_id")
    cause = fields.Selection(list(CAUSES.items()), required=True)
    reason = fields.Char(required=True)
    defect_id = fields.Many2one(
        "police.parallel.defect",
        string="Defect",
        domain="[('project_id', '=', project_id), ('state', '=', 'open')]",
    )

    def action_decide(self):
        """Write the decision; a second person agrees later."""
        self.ensure_one()
        self.variance_ids._decide(self.cause, self.reason, self.defect_id)
        return {"type": "ir.actions.act_window_close"}
