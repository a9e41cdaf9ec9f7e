"""Who somebody of the old payroll is here, or why they are left out."""

from odoo import fields, models
from odoo.exceptions import UserError


class Who(models.TransientModel):
    _name = "police.parallel.who"
    _description = "Who Is It"

    person_id = fields.Many2one("police.parallel.person", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="person_id.company_id")
    legacy_number = fields.Char(related="person_id.legacy_number")
    words = fields.Char(related="person_id.words")
    employee_id = fields.Many2one(
        "hr.employee", string="Person here", domain="[('company_id', '=', company_id)]"
    )
    reason = fields.Char(string="Left out, because")

    def action_match(self):
        """This is the one."""
        self.ensure_one()
        if not self.employee_id:
            raise UserError(self.env._("Choose the person first."))
        self.person_id._match_with(self.employee_id)
        return {"type": "ir.actions.act_window_close"}

    def action_leave_out(self):
        """Not compared, once a second person agrees."""
        self.ensure_one()
        self.person_id._leave_out(self.reason)
        return {"type": "ir.actions.act_window_close"}
