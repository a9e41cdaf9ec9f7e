"""A pay run: one period of one calendar carried from calculation through review and approval to payment.

This file holds its facts and its guards. What it does is in ``pay_run_calculation`` (calculate,
progress, cancel), ``pay_run_approval`` (approve, pay) and ``pay_run_outputs`` (files, certificate).
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STATES = [
    ("draft", "Draft"),
    ("calculating", "Calculating"),
    ("review", "In review"),
    ("approved", "Approved"),
    ("paid", "Paid"),
    ("cancelled", "Cancelled"),
]
# From each state the states that may follow; every change goes through an action_* method.
TRANSITIONS = {
    "draft": {"calculating", "review", "cancelled"},
    "calculating": {"draft", "review", "calculating"},
    "review": {"draft", "calculating", "review", "approved", "cancelled"},
    "approved": {"paid"},
    "paid": set(),
    "cancelled": set(),
}
OPEN_STATES = ("draft", "calculating", "review")
FREE_FIELDS = {"note", "message_ids", "message_follower_ids", "activity_ids", "message_main_attachment_id"}
RUN_WRITE = object()  # an object of this process, which no RPC call can send in its context


def _total(label):
    return fields.Float(label, digits=(16, 2), readonly=True, copy=False)


class PayRun(models.Model):
    _name = "police.pay.run"
    _description = "Pay Run"
    _inherit = ["mail.thread", "mail.activity.mixin", "police.approval.mixin"]
    _order = "pay_date desc, id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_payroll_approver"

    name = fields.Char(compute="_compute_name", store=True)
    period_id = fields.Many2one(
        "police.pay.period", required=True, index=True, ondelete="restrict", tracking=True
    )
    calendar_id = fields.Many2one(related="period_id.calendar_id", store=True)
    company_id = fields.Many2one(related="period_id.company_id", string="Force", store=True, index=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )
    pay_date = fields.Date(related="period_id.pay_date", store=True)
    kind = fields.Selection(related="period_id.kind", string="Kind of run", store=True, index=True)
    tax_year = fields.Char(related="period_id.tax_year", store=True)
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, index=True, tracking=True, copy=False,
        group_expand="_expand_states",
    )  # fmt: skip
    note = fields.Text(help="Anything the approver should know.")

    people_count = fields.Integer(string="People paid", readonly=True, copy=False)
    gross_total = _total("Gross pay")
    tax_total = _total("Income tax")
    employee_nic_total = _total("Employees' NI")
    employer_nic_total = _total("Employer's NI")
    student_loan_total = _total("Student loans")
    postgraduate_loan_total = _total("Postgraduate loans")
    pension_employee_total = _total("Employees' pension")
    pension_employer_total = _total("Employer's pension")
    other_deductions_total = _total("Other deductions")
    net_total = _total("Net pay")
    employer_cost_total = _total("Cost to the force")

    rule_set_hash = fields.Char(readonly=True, copy=False, help="Names the exact law used.")
    inputs_hash = fields.Char(readonly=True, copy=False, help="SHA-256 over all facts that went in.")
    result_hash = fields.Char(readonly=True, copy=False, help="SHA-256 over all payslips and lines.")
    calculated_on = fields.Datetime(readonly=True, copy=False)
    timings = fields.Json(readonly=True, copy=False)
    unverified = fields.Text(readonly=True, copy=False)

    slip_ids = fields.One2many("police.payslip", "run_id", string="Payslips")
    problem_ids = fields.One2many("police.pay.problem", "run_id", string="Exceptions")
    comparison_ids = fields.One2many("police.pay.comparison", "run_id", string="Comparison")
    output_ids = fields.One2many("police.pay.output", "run_id", string="Outputs")
    certificate_ids = fields.One2many("police.pay.certificate", "run_id", string="Certificates")
    certificate_id = fields.Many2one("police.pay.certificate", compute="_compute_certificate_id")
    certificate_agreed = fields.Boolean(compute="_compute_certificate_id")
    job_ids = fields.One2many("police.pay.job", "run_id", string="Calculations")
    source_ids = fields.Many2many(
        "police.pay.source", compute="_compute_source_ids", string="Unverified figures"
    )
    previous_run_id = fields.Many2one("police.pay.run", compute="_compute_previous_run_id")
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False)

    blocking_count = fields.Integer(string="Blocking", compute="_compute_problem_counts")
    warning_count = fields.Integer(string="Warnings to accept", compute="_compute_problem_counts")
    source_count = fields.Integer(string="Unverified figures used", compute="_compute_source_ids")

    _one_per_period = models.UniqueIndex(
        "(period_id) WHERE state != 'cancelled'", "There is already a pay run for this period."
    )

    @api.depends("period_id.name", "calendar_id.name")
    def _compute_name(self):
        for run in self:
            run.name = f"{run.period_id.name or ''} – {run.calendar_id.name or ''}"

    @api.depends("certificate_ids")
    def _compute_certificate_id(self):
        for run in self:
            run.certificate_id = run.certificate_ids.sorted("id")[-1:]
            run.certificate_agreed = run.certificate_id.agreed

    @api.depends("unverified", "rule_set_hash")
    def _compute_source_ids(self):
        sources = self.env["police.pay.source"]
        for run in self:
            keys = (run.unverified or "").splitlines()
            run.source_ids = sources.search(
                [("source", "in", keys), ("rule_set_hash", "=", run.rule_set_hash)]
            )
            run.source_count = len(run.source_ids)

    @api.depends("problem_ids.severity", "problem_ids.acknowledged")
    def _compute_problem_counts(self):
        groups = (
            self.env["police.pay.problem"]
            .sudo()
            ._read_group(
                [("run_id", "in", self.ids), ("acknowledged", "=", False)],
                ["run_id", "severity"],
                ["__count"],
            )
        )
        counts = {(run.id, severity): count for run, severity, count in groups}
        for run in self:
            run.blocking_count = counts.get((run.id, "blocking"), 0)
            run.warning_count = counts.get((run.id, "warning"), 0)

    @api.depends("period_id")
    def _compute_previous_run_id(self):
        """The regular run before a regular run: off-cycle payments compare with nothing."""
        for run in self:
            run.previous_run_id = run.kind == "regular" and self.search(
                [
                    ("calendar_id", "=", run.calendar_id.id),
                    ("kind", "=", "regular"),
                    ("pay_date", "<", run.pay_date),
                    ("state", "!=", "cancelled"),
                ],
                order="pay_date desc",
                limit=1,
            )

    @api.constrains("currency_id", "company_id")
    def _check_pounds(self):
        for run in self:
            if run.company_id.currency_id.name != "GBP":
                raise ValidationError(
                    self.env._("%s does not keep its books in pounds; UK payroll does.", run.company_id.name)
                )

    @api.model
    def _expand_states(self, states, _domain):
        """The board shows the four usual states even when empty."""
        return [key for key, _label in STATES if key in (*states, "draft", "review", "approved", "paid")]

    # -- guards ---------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A run starts as a draft without figures."""
        for vals in vals_list:
            if set(vals) - {"period_id", "note", "prepared_by_id", "currency_id"} - FREE_FIELDS:
                self._refuse_by_hand(set(vals) - {"period_id", "note"})
        runs = super().create(vals_list)
        for run in runs:
            if run.currency_id != run.company_id.currency_id:
                run._write_guarded({"currency_id": run.company_id.currency_id.id})
        return runs

    def write(self, vals):
        """By hand only the note, and the period while nothing is calculated."""
        if self.env.context.get("police_run_write") is not RUN_WRITE:
            self._check_write(vals)
        return super().write(vals)

    def _check_write(self, vals):
        touched = {
            name
            for name in vals
            if name not in FREE_FIELDS and not name.startswith(("message_", "activity_"))
        }
        if self.env.context.get("police_approval_write"):  # checked by the approval mixin
            touched -= {"prepared_by_id", "approved_by_id", "approved_on"}
        if touched == {"period_id"} and all(run.state == "draft" and not run.slip_ids for run in self):
            return
        if touched & set(self._fields):
            self._refuse_by_hand(touched)

    def _refuse_by_hand(self, names):
        raise AccessError(
            self.env._("%s cannot be set by hand on a pay run; use its buttons.", ", ".join(sorted(names)))
        )

    def _write_guarded(self, vals):
        """The one way in for states and figures; called by the action methods after their checks."""
        return self.sudo().with_context(police_run_write=RUN_WRITE).write(vals)

    def _transition(self, state, **values):
        """Move to ``state`` if the table allows it, else UserError."""
        labels = dict(STATES)
        for run in self:
            if state not in TRANSITIONS[run.state]:
                raise UserError(
                    self.env._(
                        "%(run)s is %(now)s and can not become %(then)s.",
                        run=run.name,
                        now=labels[run.state].lower(),
                        then=labels[state].lower(),
                    )
                )
        self._write_guarded({"state": state, **values})
        self.flush_recordset(["state"])  # the index that allows one run a period must see it at once

    def _check_open(self):
        """Raise unless payslips of these runs may still be replaced."""
        for run in self.sudo():
            if run.state not in OPEN_STATES:
                raise UserError(
                    self.env._("%s is closed: its payslips are kept as they were approved.", run.name)
                )

    def _confine(self, gathering):
        """For kinds of run that pay less than the whole period: cut down what has been gathered."""

    def _open_before(self):
        """The first run paid before this one whose figures are not final yet; empty when there is none."""
        self.ensure_one()
        return self.search(
            [
                ("calendar_id", "=", self.calendar_id.id),
                ("pay_date", "<", self.pay_date),
                ("state", "in", OPEN_STATES),
            ],
            order="pay_date",
            limit=1,
        )

    def _tell_contributors(self, step):
        """Say ``_paid`` or ``_released`` to everybody who contributed; kinds of run may narrow it."""
        getattr(self.env["police.pay.contributor"], step)(self)

    def _check_role(self, *groups):
        if not (self.env.su or self.env.user.has_groups(",".join(groups))):
            raise AccessError(self.env._("%s does not hold the role for this step.", self.env.user.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_empty_draft(self):
        for run in self:
            if (
                run.state not in ("draft", "cancelled")
                or run.slip_ids
                or run.output_ids
                or run.certificate_ids
            ):
                raise UserError(
                    self.env._(
                        "%s holds payroll figures and may not be deleted. Cancel it instead.", run.name
                    )
                )

    def action_cancel(self):
        """Give up an open run: its payslips go, the record stays."""
        self._check_role("police_core.group_payroll_clerk", "police_core.group_payroll_approver")
        for run in self:
            run._check_open()
            run._clear_results()
            run._transition("cancelled")
        return True
