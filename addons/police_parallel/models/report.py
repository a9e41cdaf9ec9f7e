"""The gate as it was counted at one moment, with its PDF. Evidence only: nothing ever reads it to decide."""

from odoo import fields, models


class GateReport(models.Model):
    _name = "police.parallel.report"
    _description = "Gate Report"
    _inherit = ["police.parallel.guarded"]
    _order = "id desc"

    name = fields.Char(required=True, readonly=True)
    project_id = fields.Many2one(
        "police.parallel.project", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    made_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    made_by_id = fields.Many2one("res.users", required=True, readonly=True, default=lambda self: self.env.uid)
    found = fields.Char(string="Found", readonly=True)
    facts = fields.Text(readonly=True, help="Everything that was counted, as JSON.")
    sha256 = fields.Char(string="SHA-256 of the facts", readonly=True)
    content = fields.Binary(attachment=True, readonly=True)

    def action_pdf(self):
        """The report as PDF."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/police/parallel/report/{self.id}/pdf",
            "target": "new",
        }
