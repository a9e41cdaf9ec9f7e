"""Control certificate: every total of a run, agreed across all places where it is stated."""

from odoo import fields, models
from odoo.exceptions import UserError


class PayCertificate(models.Model):
    _name = "police.pay.certificate"
    _description = "Pay Run Control Certificate"
    _order = "id desc"

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    name = fields.Char(required=True)
    made_on = fields.Datetime(required=True, default=fields.Datetime.now)
    made_by_id = fields.Many2one("res.users", required=True, default=lambda self: self.env.user)
    agreed = fields.Boolean(string="All differences 0.00")
    people = fields.Integer(aggregator=None)
    people_differing = fields.Integer(
        string="People whose files differ", aggregator=None, help="Compared person by person."
    )
    result_hash = fields.Char(help="SHA-256 over all payslips and lines.")
    rule_set_hash = fields.Char()
    bacs_sha256 = fields.Char(string="Bank file SHA-256")
    fps_sha256 = fields.Char(string="FPS SHA-256")
    findings = fields.Text(help="What does not agree, in words.")
    line_ids = fields.One2many("police.pay.certificate.line", "certificate_id", string="Totals")

    def action_pdf(self):
        """The certificate as PDF."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/police/certificate/{self.id}/pdf", "target": "new"}

    def write(self, vals):
        """Refused: a certificate is evidence; make a new one."""
        raise UserError(self.env._("A certificate is evidence and may not be changed. Make a new one."))

    def unlink(self):
        """Refused: a certificate is evidence."""
        raise UserError(self.env._("A certificate is evidence and may not be deleted."))


class PayCertificateLine(models.Model):
    _name = "police.pay.certificate.line"
    _description = "Control Certificate Total"
    _order = "certificate_id, sequence"
    _rec_name = "label"

    certificate_id = fields.Many2one("police.pay.certificate", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="certificate_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(aggregator=None)
    code = fields.Char(required=True)
    label = fields.Char(string="Total of", required=True)
    slips = fields.Float(string="Payslips", digits=(16, 2))
    lines = fields.Float(string="Payslip lines", digits=(16, 2))
    ledger = fields.Float(digits=(16, 2))
    bacs = fields.Float(string="Bank file", digits=(16, 2))
    fps = fields.Float(string="FPS", digits=(16, 2))
    schedules = fields.Float(digits=(16, 2))
    applies = fields.Char(help="The columns in which this total must appear.")
    difference = fields.Float(string="Largest difference", digits=(16, 2))

    def write(self, vals):
        """Refused: a certificate is evidence."""
        raise UserError(self.env._("A certificate is evidence and may not be changed. Make a new one."))
