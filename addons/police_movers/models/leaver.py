"""Leavers: the last day, what is still to be settled, the P45, and payments after it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..services.leaver_papers import LeaverPapers
from ..services.leaver_review import LeaverReview

REASONS = [
    ("resignation", "Resignation"),
    ("retirement", "Retirement"),
    ("ill_health", "Ill-health retirement"),
    ("transfer", "Transfer to another force"),
    ("end_of_contract", "End of contract"),
    ("dismissal", "Dismissal"),
    ("redundancy", "Redundancy"),
    ("death", "Death in service"),
]


class PoliceLeaver(models.Model):
    _name = "police.leaver"
    _description = "Leaver"
    _inherit = ["mail.thread", "mail.activity.mixin", "police.approval.mixin"]
    _order = "leaving_date desc, id desc"
    _rec_name = "employee_id"
    _check_company_auto = True
    _approval_group = "police_core.group_payroll_approver"

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    payroll_reference = fields.Char(related="employee_id.payroll_reference", string="Payroll number")
    leaving_date = fields.Date(string="Last day", required=True, tracking=True)
    known_on = fields.Date(
        string="Payroll told on",
        default=fields.Date.context_today,
        help="For how late payroll learns of leavers.",
    )
    reason = fields.Selection(REASONS, required=True, default="resignation", tracking=True)
    owner_id = fields.Many2one(
        "res.users", string="Named officer", tracking=True, default=lambda self: self.env.user,
        help="Settles what is listed here; for a death in service the one contact of the family.",
    )  # fmt: skip
    state = fields.Selection(
        [("open", "To settle"), ("papers", "Papers made"), ("closed", "Closed"), ("cancelled", "Cancelled")],
        default="open", required=True, readonly=True, index=True, tracking=True,
    )  # fmt: skip
    timing = fields.Selection(
        [("before", "Before the run"), ("after", "After the run")],
        compute="_compute_timing",
        store=True,
        string="Known",
        help="Whether the pay run of the last day was approved already.",
    )
    last_slip_id = fields.Many2one(
        "police.payslip", compute="_compute_last_slip", compute_sudo=True, string="Last payslip"
    )
    leave_days = fields.Float(
        string="Days of leave due",
        digits=(6, 2),
        help="Untaken leave to be paid; hours divided by a day's hours.",
    )
    leave_amount = fields.Float(compute="_compute_leave_amount", digits=(16, 2), string="Worth")
    leave_element_id = fields.Many2one(
        "police.pay.element", string="Pay in lieu entered", readonly=True, copy=False
    )
    leave_paid = fields.Boolean(compute="_compute_leave_paid", compute_sudo=True)
    matter_ids = fields.One2many("police.leaver.matter", "leaver_id", string="To be settled")
    open_matters = fields.Integer(compute="_compute_open_matters", compute_sudo=True, string="Open matters")
    p45_document_id = fields.Many2one("police.pay.document", string="P45", readonly=True, copy=False)
    p45_number = fields.Char(string="Payroll number on the P45", readonly=True, copy=False)
    p45_made_on = fields.Date(readonly=True, copy=False)
    note = fields.Text()

    _one_per_contract = models.UniqueIndex(
        "(employee_id, leaving_date) WHERE state <> 'cancelled'",
        "This person's leaving on that day is already recorded.",
    )

    @api.depends("employee_id", "leaving_date")
    def _compute_display_name(self):
        for leaver in self:
            on = f", {leaver.leaving_date:%-d %b %Y}" if leaver.leaving_date else ""
            leaver.display_name = f"{leaver.employee_id.name or ''}{on}"

    @api.depends("leaving_date", "known_on", "employee_id")
    def _compute_timing(self):
        for leaver in self:
            run = leaver.sudo()._run_of_last_day()
            closed = run.state in ("approved", "paid") and min(run.approved_on.date(), run.pay_date)
            leaver.timing = "after" if closed and leaver.known_on and leaver.known_on >= closed else "before"

    def _run_of_last_day(self):
        """The regular run of the period that the last day is in (empty when there is none)."""
        self.ensure_one()
        return self.env["police.pay.run"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "regular"),
                ("state", "!=", "cancelled"),
                ("period_id.date_from", "<=", self.leaving_date),
                ("period_id.date_to", ">=", self.leaving_date),
            ],
            limit=1,
        )

    @api.depends("employee_id", "leaving_date")
    def _compute_last_slip(self):
        for leaver in self:
            leaver.last_slip_id = self.env["police.payslip"].search(
                [("employee_id", "=", leaver.employee_id.id), ("run_state", "in", ("approved", "paid"))],
                order="pay_date desc, id desc", limit=1,
            )  # fmt: skip

    @api.depends("matter_ids.state")
    def _compute_open_matters(self):
        for leaver in self:
            leaver.open_matters = len(leaver.matter_ids.filtered(lambda matter: matter.state == "open"))

    @api.depends("leave_element_id")
    def _compute_leave_paid(self):
        for leaver in self:
            leaver.leave_paid = bool(leaver.leave_element_id)

    @api.depends("leave_days", "employee_id", "leaving_date")
    def _compute_leave_amount(self):
        for leaver in self:
            leaver.leave_amount = LeaverReview(leaver).leave_worth() / 100 if leaver.leave_days else 0.0

    # -- worklist -------------------------------------------------------------------------------

    @api.model
    def _find_new(self, company=None):
        """Everybody whose contract ends within the last year or in the future, not listed yet."""
        self.env["hr.employee"].flush_model()
        self.env.cr.execute(
            """SELECT e.id, e.leaving_date FROM hr_employee e
                WHERE e.leaving_date > %(since)s AND (%(company)s IS NULL OR e.company_id = %(company)s)
                  AND e.payroll_reference IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM police_leaver l WHERE l.employee_id = e.id
                                     AND l.leaving_date = e.leaving_date AND l.state <> 'cancelled')
                ORDER BY e.leaving_date, e.id""",
            {
                "since": fields.Date.subtract(fields.Date.context_today(self), years=1),
                "company": company.id if company else None,
            },
        )
        rows = self.env.cr.fetchall()
        leavers = self.sudo().create(
            [{"employee_id": employee_id, "leaving_date": on, "owner_id": False} for employee_id, on in rows]
        )
        for leaver in leavers:
            leaver._review()
        return leavers

    @api.model
    def action_worklist(self):
        """Bring the list up to date and show it."""
        if self.has_access("write"):
            self._find_new()
        return self.env["ir.actions.act_window"]._for_xml_id("police_movers.action_leaver")

    @api.model
    def _cron_find_new(self):
        self._find_new()

    def action_review(self):
        """Look again for what is to be settled before the person goes."""
        self.check_access("write")
        self._review()
        return True

    def _review(self):
        for leaver in self.sudo():
            LeaverReview(leaver).write_matters()

    # -- papers ---------------------------------------------------------------------------------

    def action_p45(self):
        """Make the P45 from the last payslip, once; whoever is paid later pays 0T month 1."""
        self._check_clerk()
        for leaver in self:
            leaver._check_p45_possible()
            LeaverPapers(leaver).make_p45()
        return self.p45_document_id.action_download() if len(self) == 1 else True

    def _check_p45_possible(self):
        if self.reason == "death":
            raise UserError(
                self.env._(
                    "No P45 is made for somebody who died in service. Write to the personal representative "
                    "instead: that letter holds the figures they need."
                )
            )
        if self.p45_document_id:
            raise UserError(
                self.env._(
                    "The P45 of %(who)s was made on %(on)s. A second one is never issued; print the "
                    "first again.",
                    who=self.employee_id.name,
                    on=f"{self.p45_made_on:%-d %B %Y}",
                )
            )
        run = self.sudo()._run_of_last_day()
        if run and run.state not in ("approved", "paid"):
            raise UserError(
                self.env._(
                    "%s is not approved yet. The P45 is made from the last payslip, after the last pay day.",
                    run.name,
                )
            )
        if not self.last_slip_id:
            raise UserError(self.env._("%s has no approved payslip.", self.employee_id.name))

    def action_open_p45(self):
        """Print the P45 again."""
        self.ensure_one()
        return self.p45_document_id.action_download()

    def action_pay_in_lieu(self):
        """Enter the leave due as pay in lieu, at a day's pay of the last day."""
        self._check_clerk()
        for leaver in self:
            if not leaver.leave_days or leaver.leave_element_id:
                raise UserError(self.env._("Enter the days of leave due first; they are paid once only."))
            leaver.leave_element_id = LeaverReview(leaver).enter_leave()
        return True

    def action_pay_off_cycle(self):
        """Open an off-cycle payment for this person."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_movers.action_off_cycle_wizard")
        return {**action, "context": {"default_employee_ids": self.employee_id.ids}}

    def action_close(self):
        """Nothing is left to settle."""
        self._check_clerk()
        for leaver in self:
            if leaver.open_matters:
                raise UserError(
                    self.env._(
                        "%(who)s still has %(count)s open matters. Settle each or say why it is let go.",
                        who=leaver.employee_id.name, count=leaver.open_matters,
                    )
                )  # fmt: skip
            if leaver.reason == "death" and not leaver.estate_confirmed_on:
                raise UserError(self.env._("The personal representative has not been confirmed yet."))
        self.write({"state": "closed"})
        return True

    def action_cancel(self):
        """The person stays after all."""
        self._check_clerk()
        if self.p45_document_id:
            raise UserError(
                self.env._("A P45 was made: register the person as a re-joiner with a new payroll number.")
            )
        self.write({"state": "cancelled"})
        return True

    def _check_clerk(self):
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_hr_officer"):
            raise AccessError(self.env._("Only payroll clerks and HR officers do this."))
        self.check_access("write")
