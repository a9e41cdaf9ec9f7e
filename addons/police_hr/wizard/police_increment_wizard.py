"""Apply the increments due up to a date, seeing them first."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.increments import apply_due, due


class PoliceIncrementWizard(models.TransientModel):
    _name = "police.increment.wizard"
    _description = "Increments due"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    until = fields.Date(string="Due up to", required=True, default=fields.Date.context_today)
    line_ids = fields.One2many(
        "police.increment.wizard.line", "wizard_id", compute="_compute_line_ids", store=True, readonly=True
    )
    ready = fields.Integer(compute="_compute_counts")
    refused = fields.Integer(string="Cannot be applied", compute="_compute_counts")

    @api.depends("company_id", "until")
    def _compute_line_ids(self):
        for wizard in self:
            steps = (
                due(self.env, wizard.company_id, wizard.until) if wizard.company_id and wizard.until else []
            )
            wizard.line_ids = [fields.Command.clear()] + [
                fields.Command.create(
                    {
                        "employee_id": step.employee.id,
                        "due_on": step.on,
                        "old_point": step.old,
                        "new_point": step.new,
                        "next_on": step.next_on,
                        "problem": step.problem,
                    }
                )
                for step in steps
            ]

    @api.depends("line_ids.problem")
    def _compute_counts(self):
        for wizard in self:
            wizard.refused = len(wizard.line_ids.filtered("problem"))
            wizard.ready = len(wizard.line_ids) - wizard.refused

    def action_apply(self):
        """Apply what is listed without a problem, from its own day on."""
        self.ensure_one()
        done = apply_due(self.env, self.company_id, self.until)
        if not done:
            raise UserError(
                self.env._("No increment can be applied up to %s.", self.until.strftime("%d/%m/%Y"))
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s increments applied.", len(done)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }


class PoliceIncrementWizardLine(models.TransientModel):
    _name = "police.increment.wizard.line"
    _description = "Increment due"
    _order = "due_on, id"

    wizard_id = fields.Many2one("police.increment.wizard", required=True, ondelete="cascade")
    employee_id = fields.Many2one("hr.employee", string="Person", readonly=True)
    due_on = fields.Date(string="Due", readonly=True)
    old_point = fields.Char(string="Point now", readonly=True)
    new_point = fields.Char(string="Next point", readonly=True)
    next_on = fields.Date(string="Following increment", readonly=True)
    problem = fields.Char(readonly=True)
