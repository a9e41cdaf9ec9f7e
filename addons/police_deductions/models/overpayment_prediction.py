"""The worklist of likely overpayments of a run, before anybody is paid."""

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("left", "Left but still in pay"),
    ("paid_after_leaving", "Paid for days after leaving"),
    ("unpaid_absence", "Unpaid absence still paid"),
    ("two_jobs", "Paid twice"),
    ("tax_code", "Tax code jump"),
    ("salary_rise", "Salary far above last month"),
    ("amount", "Amount far above usual"),
    ("hours", "Hours far above usual"),
    ("claimed_twice", "Claimed twice"),
]
CAUSES = {
    "left": "leaver", "paid_after_leaving": "leaver", "unpaid_absence": "absence", "two_jobs": "double",
    "tax_code": "tax_code", "salary_rise": "rate", "amount": "keying", "hours": "keying",
    "claimed_twice": "double",
}  # fmt: skip


class OverpaymentPrediction(models.Model):
    _name = "police.overpayment.prediction"
    _description = "Predicted Overpayment"
    _order = "run_id desc, amount desc, id"
    _rec_name = "message"
    _log_access = False

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="cascade", readonly=True)
    run_state = fields.Selection(related="run_id.state", string="Run state")
    company_id = fields.Many2one("res.company", string="Force", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="cascade", readonly=True
    )
    payroll_reference = fields.Char(related="employee_id.payroll_reference", string="Payroll number")
    kind = fields.Selection(KINDS, string="What it looks like", required=True, readonly=True)
    amount = fields.Float("At risk", digits=(16, 2), readonly=True)
    on_date = fields.Date(string="From", readonly=True)
    message = fields.Text(string="Evidence", required=True, readonly=True)
    state = fields.Selection(
        [("open", "To look at"), ("confirmed", "Is an overpayment"), ("dismissed", "Is right")],
        required=True, readonly=True, default="open", index=True, group_expand="_expand_states",
    )  # fmt: skip
    reason = fields.Char(readonly=True)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_on = fields.Datetime(string="Decided on", readonly=True)
    overpayment_id = fields.Many2one("police.overpayment", readonly=True)

    _once = models.Constraint("UNIQUE(run_id, employee_id, kind, message)", "Predicted already.")

    @api.model
    def _expand_states(self, _states, _domain):
        return ["open", "confirmed", "dismissed"]

    def _check_clerk(self):
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver"):
            raise UserError(self.env._("Payroll looks at these."))
        if any(row.run_state not in ("draft", "review") for row in self):
            raise UserError(self.env._("The run is closed. Record the overpayment from the payslip instead."))

    def action_open_person(self):
        """Where the cause is put right."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": "hr.employee", "res_id": self.employee_id.id,
            "views": [[False, "form"]],
        }  # fmt: skip

    def action_confirm(self):
        """It is wrong: put the cause right and calculate again. If paid anyway, it becomes an overpayment."""
        self._check_clerk()
        self._decide("confirmed", False)
        return True

    def action_dismiss(self):
        """It is right: say why, in the wizard."""
        self._check_clerk()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Why is it right?"),
            "res_model": "police.deduction.reason", "view_mode": "form", "target": "new",
            "context": {"default_prediction_ids": self.ids, "default_purpose": "prediction"},
        }  # fmt: skip

    def _dismiss(self, reason):
        """Right, with a reason; the run's warning is accepted with it."""
        self._check_clerk()
        self._decide("dismissed", reason)
        problems = self.env["police.pay.problem"]
        for row in self:
            found = problems.search(
                [("run_id", "=", row.run_id.id), ("employee_id", "=", row.employee_id.id),
                 ("code", "in", (f"overpayment_{row.kind}", row.kind)), ("acknowledged", "=", False)]
            )  # fmt: skip
            same = found.filtered(
                lambda p, row=row: p.code == row.kind or p.message.lower() == row.message.lower()
            )
            same._acknowledge(reason)

    def _decide(self, state, reason):
        self.sudo().write(
            {
                "state": state, "reason": reason, "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )  # fmt: skip

    def _become_overpayments(self):
        """Confirmed ones of a run that was approved anyway: each is an overpayment, found the same day."""
        for row in self.filtered(lambda row: row.state == "confirmed" and not row.overpayment_id):
            row.overpayment_id = self.env["police.overpayment"].sudo().create(
                {
                    "employee_id": row.employee_id.id, "cause": CAUSES[row.kind], "cause_note": row.message,
                    "known_on": fields.Date.context_today(self), "estimate": row.amount,
                    "line_ids": [
                        fields.Command.create(
                            {"pay_date": row.run_id.pay_date, "label": dict(KINDS)[row.kind],
                             "gross": row.amount}
                        )
                    ],
                }
            )  # fmt: skip


class OverpaymentReport(models.Model):
    """What somebody told payroll before the form arrived: late forms are the main source of overpayments."""

    _name = "police.overpayment.report"
    _description = "Event Reported to Payroll"
    _inherit = ["mail.thread"]
    _order = "reported_on desc, id desc"
    _rec_name = "employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="employee_id.company_id", store=True, index=True, string="Force")
    kind = fields.Selection(
        [("left", "Has left"), ("unpaid", "Unpaid absence")], required=True, default="left",
        tracking=True,
    )  # fmt: skip
    date_from = fields.Date(string="Last day or from", required=True, tracking=True)
    date_to = fields.Date(string="Until")
    reported_on = fields.Date(string="Reported on", required=True, default=fields.Date.context_today)
    reported_by = fields.Char(string="Reported by", required=True, help="Who told payroll: name and post.")
    done_on = fields.Date(string="Dealt with on", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Dealt with")], default="open", required=True,
        readonly=True, index=True, tracking=True,
    )  # fmt: skip
    latency = fields.Integer(string="Days to record", compute="_compute_latency", store=True,
                             aggregator="avg", help="From the event to the day we were told.")  # fmt: skip
    station_id = fields.Many2one(related="employee_id.station_id", string="Unit")
    note = fields.Char()

    @api.depends("date_from", "reported_on")
    def _compute_latency(self):
        for report in self:
            late = (
                (report.reported_on - report.date_from).days if report.reported_on and report.date_from else 0
            )
            report.latency = max(0, late)

    @api.model_create_multi
    def create(self, vals_list):
        reports = super().create(vals_list)
        for report in reports:
            self.env["police.pay.contributor"]._touched(report.employee_id, report.date_from)
        return reports

    def action_done(self):
        """HR's facts say it now."""
        self.write({"state": "done", "done_on": fields.Date.context_today(self)})
        return True
