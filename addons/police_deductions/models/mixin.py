"""What orders, agreements and loans have in common: a person, a number, two people, and states.

The states advance only through the buttons; what decides pay is fixed once another person approved it.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("draft", "Being entered"),
    ("waiting", "Waiting for approval"),
    ("running", "Running"),
    ("suspended", "Suspended"),
    ("ended", "Ended"),
]
NEXT = {
    "draft": {"waiting", "ended"},
    "waiting": {"draft", "running", "ended"},
    "running": {"suspended", "ended", "draft"},
    "suspended": {"running", "ended", "draft"},
    "ended": set(),
}
CLERK = "police_core.group_payroll_clerk"
APPROVER = "police_core.group_payroll_approver"
READERS = f"{CLERK},{APPROVER},police_core.group_auditor"


class DeductionMixin(models.AbstractModel):
    """Set ``_number_code`` (ir.sequence) and ``_decisive`` (fields that decide pay) on the model."""

    _name = "police.deduction.mixin"
    _description = "Deduction from Pay by a Dated Record"
    _inherit = ["mail.thread", "mail.activity.mixin", "police.approval.mixin", "police.deduction.steps"]
    _approval_group = APPROVER
    _next_states = NEXT
    _rec_name = "name"
    _check_company_auto = True

    _number_code = ""
    _decisive: tuple[str, ...] = ()

    name = fields.Char(string="Number", readonly=True, copy=False, index=True, default="New")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict", tracking=True,
    )  # fmt: skip
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    payroll_reference = fields.Char(related="employee_id.payroll_reference", string="Payroll number")
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, index=True, tracking=True, copy=False,
        group_expand="_expand_states",
    )  # fmt: skip
    active = fields.Boolean(default=True)
    note = fields.Text()

    @api.depends("name", "employee_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.name} – {record.employee_id.name or ''}"

    @api.model
    def _expand_states(self, states, _domain):
        return [key for key, _label in STATES if key in (*states, "waiting", "running")]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_state(vals)
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code(self._number_code) or "New"
        records = super().create(vals_list)
        records._touch()
        return records

    def write(self, vals):
        self.check_access("write")
        self._refuse_state(vals)
        self._refuse_decided(vals)
        if "employee_id" in vals or "active" in vals:
            self._touch()
        done = super().write(vals)
        if {"state", "active", "employee_id", *self._decisive} & vals.keys():
            self._touch()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for record in self:
            if record.state not in ("draft", "waiting"):
                raise UserError(
                    self.env._("%s was approved and may not be deleted. End it instead.", record.display_name)
                )
        self._touch()

    def _touch(self):
        """Expected pay of these people changed."""
        for record in self:
            since = record._touched_from() or fields.Date.context_today(record)
            self.env["police.pay.contributor"]._touched(record.employee_id, since)

    def _touched_from(self):
        return False

    def _refuse_state(self, vals):
        if "state" in vals and vals["state"] != "draft" and not self._may_set_state():
            raise AccessError(self.env._("The state changes by the buttons only."))

    def _refuse_decided(self, vals):
        """What was approved is not changed by hand: it is taken back, changed and approved again."""
        if self._may_set_state() or not set(self._decisive) & vals.keys():
            return
        for record in self:
            if record.state not in ("draft", "waiting"):
                raise UserError(
                    self.env._(
                        "%s is approved. Take the approval back before you change what it takes from pay.",
                        record.display_name,
                    )
                )

    def _resume(self, **values):
        """Ended by a payslip that was taken back: it runs again. Called by the pay run."""
        if self:
            self._keep({"state": "running", **values})

    # -- buttons -----------------------------------------------------------------------------------

    def action_submit(self):
        """The clerk has entered everything: another person looks at it."""
        self._check_role(CLERK)
        for record in self:
            record._check_complete()
        self.sudo(False)._mark_prepared()
        self._move("waiting")
        return True

    def action_approve(self):
        """Another person than the preparer agrees: from now on it reaches pay."""
        for record in self:
            if record.state != "waiting":
                raise UserError(self.env._("%s does not wait for approval.", record.display_name))
        self._check_may_approve()
        for record in self:
            record._check_complete()
        self.sudo(False)._approve_as_user()
        self._move("running")
        return True

    def _approve_as_user(self):
        """The approver may have no write access of their own; who approves is still the person."""
        self.sudo()._mark_approved()

    def action_take_back(self):
        """Take the approval back, to correct something; it stops reaching pay until approved again."""
        self._check_role(CLERK, APPROVER)
        self._move("draft")
        self.sudo()._clear_approval()
        return True

    def action_suspend(self):
        """Pause: nothing is taken until it is resumed."""
        self._check_role(CLERK, APPROVER)
        self._move("suspended")
        return True

    def action_resume(self):
        """Run again."""
        self._check_role(APPROVER)
        self._move("running")
        return True

    def action_end(self):
        """No more is taken; the record stays with all that was taken."""
        self._check_role(CLERK, APPROVER)
        self._move("ended")
        return True

    def _check_complete(self):
        """Raise UserError with what is missing before anybody can approve it."""
        self.ensure_one()
