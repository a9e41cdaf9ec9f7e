"""Exceptions of a pay run: blocking ones stop approval, warnings need a named human's reason."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class PayProblem(models.Model):
    _name = "police.pay.problem"
    _description = "Pay Run Exception"
    _order = "severity_rank, code, payroll_reference, id"
    _rec_name = "message"

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", index="btree_not_null", ondelete="set null")
    payroll_reference = fields.Char(string="Payroll number")
    severity = fields.Selection(
        [("blocking", "Blocking"), ("warning", "Warning"), ("notice", "Notice")], required=True, index=True
    )
    severity_rank = fields.Integer(required=True, default=9, aggregator=None)
    code = fields.Char(required=True)
    message = fields.Text(required=True)
    rule = fields.Char()
    on_date = fields.Date(string="Date")
    acknowledged = fields.Boolean(readonly=True)
    acknowledged_by_id = fields.Many2one("res.users", readonly=True)
    acknowledged_on = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)

    def _acknowledge(self, reason):
        """Accept these warnings with a reason; recorded with name and time. Blocking ones are refused."""
        self.run_id.check_access("read")
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver"):
            raise AccessError(self.env._("Only payroll clerks and approvers may accept exceptions."))
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason why the warning is accepted."))
        if any(problem.severity == "blocking" for problem in self):
            raise UserError(
                self.env._("A blocking exception can not be accepted. Correct its cause and calculate again.")
            )
        if any(run.state not in ("draft", "review") for run in self.run_id):
            raise UserError(self.env._("Exceptions are accepted while the run is in review."))
        self.sudo().write(
            {
                "acknowledged": True,
                "acknowledged_by_id": self.env.uid,
                "acknowledged_on": fields.Datetime.now(),
                "reason": reason.strip(),
            }
        )

    def action_acknowledge(self):
        """Ask for the reason, for one exception or the selected ones."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Accept with a reason"),
            "res_model": "police.pay.acknowledge",
            "view_mode": "form",
            "target": "new",
            "context": {"default_problem_ids": self.ids},
        }

    def action_open_person(self):
        """The person's record, where the cause is put right."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.employee",
            "res_id": self.employee_id.id,
            "views": [[False, "form"]],
        }
