"""Papers of payroll about a person: P45, P60, P11D, statements. Kept as they were made."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("p45", "P45"),
    ("p60", "P60"),
    ("p11d", "P11D"),
    ("after_leaving", "Statement of a payment after leaving"),
    ("estate", "Letter to a personal representative"),
]
CHANGEABLE = {"released", "handed_over_on", "delivery"}


class PayDocument(models.Model):
    _name = "police.pay.document"
    _description = "Payroll Document"
    _order = "tax_year desc, made_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    tax_year = fields.Char(required=True, readonly=True, index=True)
    content = fields.Binary(attachment=True, required=True, readonly=True)
    size = fields.Integer(string="Bytes", readonly=True, aggregator=None)
    sha256 = fields.Char(string="SHA-256", readonly=True)
    made_on = fields.Datetime(default=fields.Datetime.now, required=True, readonly=True)
    made_by_id = fields.Many2one("res.users", default=lambda self: self.env.uid, readonly=True)
    delivery = fields.Selection(
        [("post", "By post"), ("by_hand", "By hand"), ("representative", "To the personal representative")],
        required=True,
        default="post",
    )
    released = fields.Boolean(
        string="Shown to the person", help="The person sees it in self-service.", default=False
    )
    handed_over_on = fields.Date(string="Sent or handed over on")

    _one_certificate = models.UniqueIndex(
        "(employee_id, tax_year) WHERE kind = 'p60'",
        "This person already has a P60 for the tax year. A second one must be marked as a duplicate.",
    )

    @api.model
    def _store(self, employee, kind, tax_year, name, data, delivery="post", released=True):
        """Keep ``data`` (bytes) for ``employee``; a person who died never sees it in self-service."""
        return self.sudo().create(
            self._values(
                employee, kind, tax_year, name, data, delivery, released and delivery != "representative"
            )
        )

    @api.model
    def _values(self, employee, kind, tax_year, name, data, delivery="post", released=True):
        """Field values of a document, for creating many at once."""
        return {
            "employee_id": employee.id,
            "kind": kind,
            "tax_year": tax_year,
            "name": name,
            "content": base64.b64encode(data),
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
            "delivery": delivery,
            "released": released,
            "made_by_id": self.env.uid,
        }

    def write(self, vals):
        """Only its delivery may be noted: a tax certificate is kept as it was made."""
        if set(vals) - CHANGEABLE:
            raise UserError(self.env._("A payroll document is kept as it was made and may not be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A payroll document is kept. Make a new one and note why."))

    def action_download(self):
        """Open the PDF."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/police.pay.document/{self.id}/content/{self.name}?download=true",
            "target": "self",
        }

    def action_handed_over(self):
        """Note today as the day the selected papers went out."""
        self.check_access("write")
        self.sudo().write({"handed_over_on": fields.Date.context_today(self)})
        return True
