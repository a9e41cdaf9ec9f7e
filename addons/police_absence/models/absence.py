"""An absence of a person, from a day to a day or still running (ADR 0013)."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

KINDS = [
    ("sickness", "Sickness"),
    ("maternity", "Maternity leave"),
    ("adoption", "Adoption leave"),
    ("paternity", "Paternity leave"),
    ("shared_parental", "Shared parental leave"),
    ("neonatal", "Neonatal care leave"),
    ("bereavement", "Parental bereavement leave"),
    ("career_break", "Career break"),
    ("unpaid_leave", "Unpaid leave"),
    ("strike", "Strike"),
    ("jury", "Jury service"),
    ("suspension", "Suspension"),
    ("special", "Special leave, paid"),
]
UNPAID = ("career_break", "unpaid_leave", "strike")
STATES = [
    ("draft", "Applied for"),
    ("confirmed", "Absent"),
    ("ended", "Returned"),
    ("cancelled", "Cancelled"),
]
COUNTED = ("confirmed", "ended")
HR = "police_core.group_hr_officer,police_core.group_auditor"
ONE_DAY = timedelta(days=1)
# An object of this process, which no RPC call can send in its context.
OWN_WRITE = object()
_OPEN_SHOWN = timedelta(days=730)


class Absence(models.Model):
    _name = "police.absence"
    _description = "Absence"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["employee_id.name", "employee_id.payroll_reference"]
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict"
    )  # the company is the person's, so there is nothing to check
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    police_type = fields.Selection(related="employee_id.police_type", string="Type of person")
    kind = fields.Selection(KINDS, required=True, default="sickness", index=True, tracking=True)
    state = fields.Selection(
        STATES, required=True, default="draft", index=True, tracking=True, readonly=True, copy=False
    )
    date_from = fields.Date(
        string="First day", required=True, default=fields.Date.context_today, tracking=True, index=True
    )
    date_to = fields.Date(string="Last day", tracking=True, copy=False, help="Empty while the absence runs.")
    expected_return = fields.Date(
        string="Expected return", help="When the person is expected back; changes no pay."
    )
    first_day = fields.Selection(
        [("whole", "Whole day"), ("part", "Part of the tour worked")],
        string="First day was",
        required=True,
        default="whole",
        tracking=True,
        help="A tour that was begun is not a day of incapacity. A night shift counts to the day it began.",
    )
    last_day = fields.Selection(
        [("whole", "Whole day"), ("part", "Part of the tour worked")],
        string="Last day was",
        required=True,
        default="whole",
        tracking=True,
    )
    hours_lost = fields.Float(
        digits=(5, 2),
        tracking=True,
        help="For part of one day without pay (strike, unpaid leave): the hours not worked. 0: the "
        "whole day.",
    )
    pay = fields.Selection(
        [("full", "On pay"), ("none", "Without pay"), ("rules", "By the rules of the absence")],
        compute="_compute_pay",
        store=True,
        readonly=False,
        tracking=True,
    )
    shown_to = fields.Date(compute="_compute_shown_to", store=True, help="For the calendar.")
    days = fields.Integer(string="Days", compute="_compute_days", help="Calendar days up to today.")
    is_open = fields.Boolean(compute="_compute_days", search="_search_is_open")
    note = fields.Text(string="Notes of HR", groups=HR)
    checked_by_id = fields.Many2one(
        "res.users", string="Checked by payroll", readonly=True, copy=False, ondelete="restrict"
    )
    checked_on = fields.Datetime(string="Checked on", readonly=True, copy=False)

    _dates_ok = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "An absence may not end before it starts."
    )
    _hours_ok = models.Constraint(
        "CHECK (hours_lost >= 0 AND hours_lost <= 24)", "Hours lost on one day are between 0 and 24."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int8range(employee_id, employee_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (state <> 'cancelled')",
        "Two absences of a person are on the same day.",
    )
    _of_period_idx = models.Index("(company_id, date_from) WHERE state IN ('confirmed', 'ended')")

    @api.depends("kind")
    def _compute_pay(self):
        for absence in self:
            if absence.kind in UNPAID:
                absence.pay = "none"
            elif absence.kind in ("jury", "suspension", "special"):
                absence.pay = "full"
            else:
                absence.pay = "rules"

    @api.depends("date_from", "date_to", "expected_return")
    def _compute_shown_to(self):
        for absence in self:
            beyond = absence.date_from and absence.date_from + _OPEN_SHOWN
            absence.shown_to = absence.date_to or beyond

    @api.depends("date_from", "date_to")
    @api.depends_context("tz")
    def _compute_days(self):
        today = fields.Date.context_today(self)
        for absence in self:
            last = min(absence.date_to or today, today)
            started = absence.date_from and absence.date_from <= last
            absence.days = (last - absence.date_from).days + 1 if started else 0
            absence.is_open = absence.state == "confirmed" and not absence.date_to

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("state", "=", "confirmed") & Domain("date_to", "=", False)
        return domain if True in value else ~domain

    @api.depends("employee_id", "kind", "date_from")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for absence in self:
            since = f", {absence.date_from:%-d %b %Y}" if absence.date_from else ""
            name = absence.employee_id.sudo().name
            absence.display_name = f"{name}: {kinds.get(absence.kind, '')}{since}" if name else False

    # -- what cannot be entered ----------------------------------------------------------------------

    def _refuse_overlap(self, vals):
        """Before the database does, in words: another absence of the person on the same days."""
        employee = vals.get("employee_id") or self.employee_id.id
        first = fields.Date.to_date(vals["date_from"]) if "date_from" in vals else self.date_from
        last = fields.Date.to_date(vals["date_to"]) if "date_to" in vals else self.date_to
        if not employee or not first or self.state == "cancelled":
            return
        clash = Domain("date_to", "=", False) | Domain("date_to", ">=", first)
        if last:
            clash &= Domain("date_from", "<=", last)
        mine = Domain("employee_id", "=", employee) & Domain("state", "!=", "cancelled")
        other = self.sudo().search(mine & Domain("id", "not in", self.ids) & clash, limit=1)
        if other:
            end = f"{other.date_to:%-d %B %Y}" if other.date_to else self.env._("no end date yet")
            raise ValidationError(
                self.env._(
                    "%(other)s already runs from %(start)s to %(end)s and overlaps this absence. End "
                    "it the day "
                    "before, or cancel it.",
                    other=other.display_name,
                    start=f"{other.date_from:%-d %B %Y}",
                    end=end,
                )
            )

    @api.constrains("employee_id", "date_from", "date_to")
    def _check_employed(self):
        for absence in self:
            employee = absence.employee_id.sudo()
            joined = min(
                (v.contract_date_start for v in employee.version_ids if v.contract_date_start), default=None
            )
            name, start = employee.name, f"{absence.date_from:%-d %B %Y}"
            if joined and absence.date_from < joined:
                raise ValidationError(
                    self.env._(
                        "%(name)s joined on %(joined)s: an absence cannot start on %(start)s.",
                        name=name,
                        joined=f"{joined:%-d %B %Y}",
                        start=start,
                    )
                )
            left = employee.leaving_date
            if left and absence.date_from > left:
                raise ValidationError(
                    self.env._(
                        "%(name)s left on %(left)s: an absence cannot start on %(start)s.",
                        name=name,
                        left=f"{left:%-d %B %Y}",
                        start=start,
                    )
                )

    @api.constrains("kind", "employee_id", "hours_lost", "date_from", "date_to", "pay")
    def _check_kind(self):
        for absence in self:
            kind = dict(KINDS)[absence.kind]
            if absence.kind == "strike" and absence.employee_id.sudo().police_type == "officer":
                raise ValidationError(
                    self.env._(
                        "%s is a police officer. Officers may not strike (Police Act 1996 s.64); "
                        "choose unpaid "
                        "leave if that is what it was.",
                        absence.employee_id.name,
                    )
                )
            if absence.hours_lost and (absence.date_to != absence.date_from or absence.pay != "none"):
                raise ValidationError(
                    self.env._(
                        "Hours are for part of one unpaid day: set the last day to the first day. "
                        "This is %s over several days.",
                        kind.lower(),
                    )
                )
            if absence.kind in UNPAID and absence.pay != "none":
                raise ValidationError(self.env._("%s is without pay.", kind))

    # -- state ---------------------------------------------------------------------------------------

    def action_confirm(self):
        """The absence takes effect on pay."""
        for absence in self:
            absence._check_state("draft")
            absence._check_complete()
        self._set_state("confirmed")
        self.filtered("date_to").filtered(lambda a: a.date_to < fields.Date.today())._set_state("ended")

    def action_returned(self):
        """Ask for the day of return."""
        self.ensure_one()
        self._check_state("confirmed")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return to work"),
            "res_model": "police.absence.return",
            "view_mode": "form",
            "target": "new",
            "context": {"default_absence_id": self.id},
        }

    def action_reopen(self):
        """The person did not return after all."""
        for absence in self:
            absence._check_state("ended")
        self._set_state("confirmed")

    def action_cancel(self):
        """Entered by mistake, or not taken."""
        for absence in self:
            absence._check_state("draft", "confirmed", "ended")
        self._set_state("cancelled")

    def action_check(self):
        """Payroll has looked at it."""
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver"):
            raise UserError(self.env._("Absences are checked by payroll."))
        for absence in self:
            if absence.create_uid == self.env.user:
                raise UserError(
                    self.env._("%s was entered by you: somebody else checks it.", absence.display_name)
                )
        self.sudo().with_context(police_absence_write=OWN_WRITE).write(
            {"checked_by_id": self.env.uid, "checked_on": fields.Datetime.now()}
        )

    def _check_state(self, *allowed):
        self.ensure_one()
        if self.state not in allowed:
            states = dict(STATES)
            raise UserError(
                self.env._(
                    "%(absence)s is “%(state)s”; this is possible only while “%(allowed)s”.",
                    absence=self.display_name,
                    state=states[self.state],
                    allowed=", ".join(states[name] for name in allowed),
                )
            )

    def _set_state(self, state):
        self.check_access("write")
        self.with_context(police_absence_write=OWN_WRITE).write({"state": state})

    def _check_complete(self):
        """Raise UserError while facts needed for pay are missing. Extended by kind."""

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for absence in self:
            if absence.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is on record and cannot be deleted. Cancel it instead.", absence.display_name
                    )
                )
