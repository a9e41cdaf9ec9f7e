"""Where a person wants to hear that something waits for them: nowhere, at work or at home."""

from odoo import api, fields, models

PLACES = [("none", "No e-mail"), ("work", "My work e-mail"), ("private", "My private e-mail")]


class NoticeChoice(models.Model):
    _name = "police.pay.notice.choice"
    _description = "Choice of Pay Notices"
    _rec_name = "employee_id"

    employee_id = fields.Many2one("hr.employee", string="Person", required=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    payslip = fields.Selection(PLACES, string="A payslip is ready", required=True, default="none")
    answer = fields.Selection(PLACES, string="A question is answered", required=True, default="none")

    _one_each = models.Constraint("UNIQUE(employee_id)", "A person has one choice of notices.")

    @api.model
    def _of(self, employee):
        """The person's choice, or an empty recordset: without a choice nothing is sent."""
        return self.sudo().search([("employee_id", "=", employee.id)], limit=1)

    def _address(self, what):
        """The e-mail address chosen for ``what`` ('payslip' or 'answer'), or ''."""
        if not self:
            return ""
        person = self.employee_id.sudo()
        return {"work": person.work_email, "private": person.private_email}.get(self[what]) or ""
