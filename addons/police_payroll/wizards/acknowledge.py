"""Accept warnings of a run with a reason, one or many."""

from odoo import api, fields, models


class PayAcknowledge(models.TransientModel):
    _name = "police.pay.acknowledge"
    _description = "Accept Warnings with a Reason"

    problem_ids = fields.Many2many("police.pay.problem", string="Warnings", required=True)
    similar_count = fields.Integer(compute="_compute_similar_count")
    include_similar = fields.Boolean(
        string="And all others of the same kind", help="Every open warning of this run with the same code."
    )
    reason = fields.Char(required=True)

    @api.depends("problem_ids")
    def _compute_similar_count(self):
        for wizard in self:
            wizard.similar_count = len(wizard._similar() - wizard.problem_ids)

    def _similar(self):
        problems = self.env["police.pay.problem"]
        return problems.search(
            [
                ("run_id", "in", self.problem_ids.run_id.ids),
                ("code", "in", self.problem_ids.mapped("code")),
                ("severity", "=", "warning"),
                ("acknowledged", "=", False),
            ]
        )

    def action_accept(self):
        """Record who accepted and why."""
        self.ensure_one()
        problems = self.problem_ids | (self._similar() if self.include_similar else self.problem_ids)
        problems._acknowledge(self.reason)
        return {"type": "ir.actions.act_window_close"}
