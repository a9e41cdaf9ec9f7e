"""What was paid every period, as it was entered when a run was approved: retro compares today's entries
with it."""

from odoo import fields, models
from odoo.exceptions import UserError


class RetroStanding(models.Model):
    _name = "police.retro.standing"
    _description = "Elements Paid Every Period, as Approved"
    _rec_name = "run_id"

    run_id = fields.Many2one("police.pay.run", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    elements = fields.Json(readonly=True, help="By employee: code, pence, units, reference, cost centre.")

    _once = models.Constraint("UNIQUE(run_id)", "The standing elements of this run are already kept.")

    def write(self, vals):
        """Refused: it is evidence."""
        raise UserError(self.env._("What a run paid every period is evidence and may not be changed."))
