"""Statements that go to the person when statutory pay ends or is refused: SSP1, SMP1 and their like."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.family import STATUTORY
from ..services.statements import statement


class AbsenceForm(models.Model):
    _inherit = "police.absence"

    statement_ids = fields.One2many("police.absence.statement", "absence_id", string="Statements")

    def action_statement(self):
        """Make the statement that tells the person why statutory pay is not or no longer paid."""
        self.ensure_one()
        if self.kind != "sickness" and self.kind not in STATUTORY:
            raise UserError(self.env._("There is no statutory pay for %s.", self.display_name))
        form, pdf, reasons = statement(self.sudo())
        record = self.env["police.absence.statement"].create(
            {
                "absence_id": self.id,
                "form": form,
                "reasons": "\n".join(reasons),
                "document": base64.b64encode(pdf),
                "document_name": f"{form}-{self.employee_id.sudo().payroll_reference or self.id}.pdf",
            }
        )
        return record.action_open()


class AbsenceStatement(models.Model):
    _name = "police.absence.statement"
    _description = "Statement on Statutory Pay"
    _order = "create_date desc, id desc"
    _rec_name = "form"

    absence_id = fields.Many2one(
        "police.absence", required=True, readonly=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one(related="absence_id.employee_id", store=True, index=True)
    company_id = fields.Many2one(related="absence_id.company_id", store=True, index=True)
    form = fields.Char(required=True, readonly=True)
    reasons = fields.Text(readonly=True)
    issued_on = fields.Date(default=fields.Date.context_today, readonly=True)
    document = fields.Binary(attachment=True, readonly=True)
    document_name = fields.Char(readonly=True)

    def action_open(self):
        """The statement as PDF."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/police.absence.statement/{self.id}/document/{self.document_name}",
            "target": "new",
        }
