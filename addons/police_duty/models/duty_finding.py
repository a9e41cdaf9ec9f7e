"""What is wrong with a duty, and whose task it is. Written by the assessment, gone when the cause is."""

from odoo import fields, models


class DutyFinding(models.Model):
    _name = "police.duty.finding"
    _description = "Duty Exception"
    _order = "severity, on_date desc, employee_id, id"
    _rec_name = "message"

    entry_id = fields.Many2one(
        "police.duty.entry", string="Duty", required=True, index=True, ondelete="cascade"
    )
    sheet_id = fields.Many2one(related="entry_id.sheet_id", store=True, index="btree_not_null")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", string="Force", required=True, index=True)
    owner_id = fields.Many2one("res.users", index=True, help="Who puts it right.")
    severity = fields.Selection(
        [("blocking", "Blocking"), ("warning", "Warning"), ("notice", "Notice")], required=True, index=True
    )
    code = fields.Char(required=True)
    message = fields.Char(required=True)
    rule = fields.Char()
    on_date = fields.Date(string="Date")
    entry_state = fields.Selection(related="entry_id.state")

    def action_open_duty(self):
        """The duty, where the cause is put right."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.duty.entry",
            "res_id": self.entry_id.id,
            "views": [[False, "form"]],
        }
