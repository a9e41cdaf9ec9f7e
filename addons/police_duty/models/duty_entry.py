"""One duty of one person: planned and worked times, what the day was, who required it, what is claimed.

The one input model: the weekly sheet, CSV and ``/json/2`` all write these fields (docs/DUTY_INPUT.md).
Times are kept in UTC; ``rostered_text`` and ``worked_text`` are the same times as people type them.
"""

from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.duty.clock import day_of, moment, week_of
from odoo.exceptions import ValidationError

from ..services.names import COUNTS, TIMES

KINDS = [
    ("rostered", "Rostered"),
    ("rest_day", "Rest day"),
    ("public_holiday", "Public holiday"),
    ("annual_leave", "Annual leave"),
    ("recall", "Recall"),
    ("free_day", "Free day"),
]
STATES = [("draft", "To approve"), ("approved", "Approved"), ("paid", "Paid"), ("reversed", "Replaced")]
FACTS = frozenset(
    {
        "employee_id",
        "duty_date",
        "kind",
        *TIMES,
        *COUNTS,
        "authorised_by",
        "time_off",
        "personal_duty",
        "void",
        "expenses",
        "acting_rank_id",
        "cost_centre_id",
        "split_ids",
        "replaces_id",
        "rostered_text",
        "worked_text",
        "reference",
    }
)


class DutyEntry(models.Model):
    _name = "police.duty.entry"
    _description = "Duty"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "duty_date desc, employee_id, id desc"
    _rec_name = "reference"
    _check_company_auto = True
    _approval_group = "police_duty.group_duty_supervisor"

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sheet_id = fields.Many2one(
        "police.duty.sheet", index="btree_not_null", ondelete="restrict", check_company=True
    )
    reference = fields.Char(
        required=True,
        copy=False,
        index=True,
        default=lambda self: self._next_reference(),
        help="Ours, or the duty system's own: the same reference is never taken twice.",
    )
    source = fields.Selection(
        [("sheet", "Duty sheet"), ("csv", "CSV file"), ("api", "Duty system")],
        required=True,
        default="sheet",
        readonly=True,
        copy=False,
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, index=True, copy=False)
    duty_date = fields.Date(string="Date", required=True, index=True, default=fields.Date.context_today)
    week_start = fields.Date(string="Week", compute="_compute_week_start", store=True, index=True)
    kind = fields.Selection(
        KINDS,
        string="Day",
        required=True,
        default="rostered",
        help="What the day was before the duty was required; a recall lies between two tours of duty.",
    )
    rostered_start = fields.Datetime(string="Rostered from")
    rostered_end = fields.Datetime(string="Rostered to")
    start = fields.Datetime(string="Worked from")
    end = fields.Datetime(string="Worked to")
    told_at = fields.Datetime(
        string="Told at", help="When the person was told of the extra duty. Empty: by the published roster."
    )
    authorised_by = fields.Char(string="Required by", help="Who authorised the duty, such as Insp 1042 Khan.")
    travel_minutes = fields.Integer(
        string="Travel, minutes", help="Home to duty and back, for recalls and rest days."
    )
    time_off = fields.Boolean(string="Time off", help="The person chose time off instead of pay.")
    personal_duty = fields.Boolean(
        string="Only this officer", help="Free day: work that only this officer could do, such as court."
    )
    reinstated_at = fields.Datetime(string="Rest day given back at")
    on_call_from = fields.Datetime(string="On call from")
    on_call_to = fields.Datetime(string="On call to")
    nights_away = fields.Integer(string="Nights away", help="Nights held in reserve away from home.")
    nights_hardship = fields.Integer(string="Hardship nights", help="Nights without proper accommodation.")
    standby_sessions = fields.Integer(string="Standby sessions", help="Police staff.")
    miles = fields.Integer(string="Miles", help="Business miles in one's own vehicle.")
    expenses = fields.Float(string="Expenses", digits=(16, 2), help="Money spent on duty, with receipts.")
    acting_rank_id = fields.Many2one(
        "police.rank", string="Acting as", domain=[("police_type", "=", "officer")], ondelete="restrict"
    )
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        string="Cost centre",
        check_company=True,
        domain=lambda self: [("root_plan_id", "=", self.env.ref("police_core.analytic_plan_cost_centre").id)],
        help="Empty: the person's own.",
    )
    split_ids = fields.One2many("police.duty.split", "entry_id", string="Shared between")
    note = fields.Char()
    void = fields.Boolean(string="Was not worked", help="A correction that takes the duty back altogether.")
    replaces_id = fields.Many2one(
        "police.duty.entry",
        string="Corrects",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    replaced_by_ids = fields.One2many("police.duty.entry", "replaces_id", string="Corrected by")
    piece_ids = fields.One2many("police.duty.piece", "entry_id", string="Pieces", readonly=True)
    finding_ids = fields.One2many("police.duty.finding", "entry_id", string="Exceptions", readonly=True)
    expected_net = fields.Float(
        related="employee_id.expected_net",
        string="Expected net",
        groups="police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor",
    )
    earns = fields.Char(compute="_compute_earns", help="What the rules make of it.")

    _reference_unique = models.UniqueIndex(
        "(company_id, reference)", "Another duty of this force has this reference."
    )
    _replaced_once = models.UniqueIndex(
        "(replaces_id) WHERE replaces_id IS NOT NULL", "This duty is being corrected already."
    )
    _counts_sensible = models.Constraint(
        "CHECK (travel_minutes BETWEEN 0 AND 1440 AND nights_away BETWEEN 0 AND 31"
        " AND nights_hardship BETWEEN 0 AND 31 AND standby_sessions BETWEEN 0 AND 50"
        " AND miles BETWEEN 0 AND 5000 AND expenses BETWEEN 0 AND 10000)",
        "Minutes, nights, sessions, miles or pounds of this duty are not possible.",
    )
    _of_week = models.Index("(company_id, employee_id, week_start)")

    def _next_reference(self):
        return self.env["ir.sequence"].next_by_code("police.duty.entry") or "/"

    @api.depends("duty_date", "rostered_start", "start", "on_call_from", "company_id.duty_week_starts")
    def _compute_week_start(self):
        for entry in self:
            entry.week_start = entry.duty_date and week_of(
                entry._day(), int(entry.company_id.duty_week_starts or 0)
            )

    def _day(self):
        """The force's day this duty belongs to."""
        first = self.rostered_start or self.start or self.on_call_from
        if not first:
            return self.duty_date
        return day_of(moment(first.replace(tzinfo=UTC)), self.company_id.duty_day_starts)

    @api.depends("piece_ids.summary", "finding_ids.severity")
    def _compute_earns(self):
        for entry in self:
            blocking = entry.finding_ids.filtered(lambda finding: finding.severity == "blocking")
            live = entry.piece_ids.filtered(lambda piece: piece.state in ("expected", "open", "paid"))
            entry.earns = blocking[:1].message or "; ".join(live.mapped("summary"))

    def action_open(self):
        """The duty on its own form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }

    def action_expected(self):
        """The lines behind the person's expected pay."""
        self.ensure_one()
        return self.employee_id.action_expected()

    @api.constrains("duty_date", *TIMES)
    def _check_dates(self):
        """A duty typed under the wrong date would be counted in the wrong week."""
        for entry in self:
            day = entry._day()
            if abs(day - entry.duty_date) > timedelta(days=1):
                raise ValidationError(
                    self.env._(
                        "%(ref)s, %(person)s: the times are of %(day)s, the date says %(date)s.",
                        ref=entry.reference,
                        person=entry.employee_id.name,
                        day=f"{day:%d/%m/%Y}",
                        date=f"{entry.duty_date:%d/%m/%Y}",
                    )
                )

    @api.constrains("split_ids", "cost_centre_id")
    def _check_split(self):
        for entry in self:
            if len(entry.split_ids) == 1:
                raise ValidationError(
                    self.env._("%s: share the duty between two cost centres or more.", entry.reference)
                )

    @api.constrains("sheet_id", "duty_date")
    def _check_sheet(self):
        for entry in self.filtered("sheet_id"):
            if entry.week_start != entry.sheet_id.week_start:
                raise ValidationError(
                    self.env._(
                        "%(date)s is not in the week of “%(sheet)s”.",
                        date=f"{entry.duty_date:%d/%m/%Y}",
                        sheet=entry.sheet_id.name,
                    )
                )
