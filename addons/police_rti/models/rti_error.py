"""What is wrong with a submission, by our own check or by HMRC: owned by somebody, with rule and date."""

from odoo import api, fields, models
from odoo.exceptions import UserError

STATES = [("open", "Open"), ("solved", "Solved")]


class RtiError(models.Model):
    _name = "police.rti.error"
    _description = "RTI Exception"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, on_date desc, id"
    _rec_name = "message"

    submission_id = fields.Many2one(
        "police.rti.submission", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="submission_id.company_id", store=True, index=True)
    kind = fields.Selection(related="submission_id.kind", store=True)
    source = fields.Selection(
        [("hmrc", "HMRC"), ("gateway", "Gateway"), ("check", "Our own check")],
        required=True, default="hmrc", readonly=True,
    )  # fmt: skip
    number = fields.Char(string="Code", readonly=True)
    message = fields.Text(required=True, readonly=True)
    meaning = fields.Char(string="In plain words", readonly=True)
    location = fields.Char(readonly=True)
    field_name = fields.Char(string="Field", readonly=True)
    value = fields.Char(string="As sent", readonly=True)
    employee_id = fields.Many2one("hr.employee", readonly=True, index="btree_not_null", ondelete="set null")
    payroll_reference = fields.Char(string="Payroll number", readonly=True)
    rule = fields.Char(readonly=True, help="Parameter file and code, or the rule of our own check.")
    on_date = fields.Date(string="Date", required=True, readonly=True)
    next_action = fields.Char(string="What to do", readonly=True)
    owner_id = fields.Many2one("res.users", string="Owner", tracking=True, index=True)
    state = fields.Selection(STATES, default="open", required=True, readonly=True, index=True, tracking=True)
    solved_note = fields.Char(string="How it was solved", tracking=True)

    def action_solve(self):
        """The cause is put right; a word on how is wanted."""
        for error in self:
            if not (error.solved_note or "").strip():
                raise UserError(
                    self.env._("%s: write how it was solved first.", error.number or error.message[:40])
                )
        self.sudo().write({"state": "solved"})
        return True

    def action_open_person(self):
        """The person's record, where the cause is put right."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.employee",
            "res_id": self.employee_id.id,
            "views": [[False, "form"]],
        }

    def write(self, vals):
        """By hand only the owner and how it was solved."""
        free = {"owner_id", "solved_note"}
        touched = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if touched - free and not self.env.su:
            raise UserError(self.env._("What HMRC said is kept as it was said."))
        return super().write(vals)

    @api.model
    def _solve_all(self, submission, note):
        """Close the open exceptions of a submission that has been replaced."""
        errors = self.sudo().search([("submission_id", "=", submission.id), ("state", "=", "open")])
        errors.write({"state": "solved", "solved_note": note})
