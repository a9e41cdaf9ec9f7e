"""One attempt at calculating a run in the background: its progress, who asked, how it ended.

Progress is written by a cursor of its own, so that the bar moves while the calculation's one
transaction is still open; therefore it is kept here and not on the run.
"""

from odoo import fields, models

STATES = [
    ("queued", "Waiting to start"),
    ("running", "Running"),
    ("done", "Finished"),
    ("cancelled", "Cancelled"),
    ("failed", "Failed"),
]


class PayJob(models.Model):
    _name = "police.pay.job"
    _description = "Pay Run Calculation"
    _order = "id desc"
    _rec_name = "run_id"

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", string="Force", related="run_id.company_id", store=True, index=True
    )
    state = fields.Selection(STATES, required=True, default="queued", index=True)
    user_id = fields.Many2one("res.users", string="Asked by", required=True)
    done = fields.Integer(aggregator=None)
    total = fields.Integer(aggregator=None)
    step = fields.Char(string="Doing")
    attempts = fields.Integer(default=0, aggregator=None)
    cancel_requested = fields.Boolean()
    started_on = fields.Datetime()
    finished_on = fields.Datetime()
    message = fields.Char(string="Outcome")
