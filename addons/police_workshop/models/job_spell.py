"""How long a job card was in each state: every minute from opening to the end."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from .job import STATES


class PoliceFleetJobSpell(models.Model):
    _name = "police.fleet.job.spell"
    _description = "Time of a job card in a state"
    _order = "began_on, id"
    _rec_name = "state"

    job_id = fields.Many2one("police.fleet.job", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="job_id.company_id", store=True, index=True)
    workshop_id = fields.Many2one(related="job_id.workshop_id", store=True, index=True)
    vehicle_id = fields.Many2one(related="job_id.vehicle_id", store=True, index=True)
    kind = fields.Selection(related="job_id.kind", store=True)
    state = fields.Selection(STATES, required=True, index=True)
    why = fields.Char(string="Because")
    began_on = fields.Datetime(string="From", required=True, default=fields.Datetime.now, index=True)
    ended_on = fields.Datetime(string="Until")
    user_id = fields.Many2one("res.users", string="By", required=True, default=lambda self: self.env.uid)
    minutes = fields.Float(
        compute="_compute_minutes", store=True, digits=(12, 1), help="Empty while it lasts."
    )

    _one_open = models.UniqueIndex("(job_id) WHERE ended_on IS NULL", "A job card is in one state at a time.")
    _in_order = models.Constraint(
        "CHECK (ended_on IS NULL OR ended_on >= began_on)", "The end is before the beginning."
    )

    @api.depends("began_on", "ended_on")
    def _compute_minutes(self):
        for spell in self:
            spell.minutes = (spell.ended_on - spell.began_on).total_seconds() / 60 if spell.ended_on else 0.0

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if any(spell.job_id.began_on for spell in self):
            raise UserError(self.env._("The times of a job card are kept."))
