"""A person's question about their pay, with the payslip line it is about, and what became of it.

This file holds the facts and the guards; ``pay_query_steps`` what happens to a query and
``pay_query_evidence`` what the desk sees beside it. The person who asks uses the portal alone, which
shows public messages and never the desk's notes.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .service_level import PRIORITIES

CATEGORIES = [
    ("not_paid", "I was not paid"),
    ("hardship", "I am in hardship because of my pay"),
    ("too_little", "It is too little"),
    ("too_much", "It is too much"),
    ("missing", "Something is missing"),
    ("not_understood", "I do not understand it"),
    ("tax", "My tax code or National Insurance"),
    ("pension", "My pension"),
    ("details", "My details are wrong"),
    ("other", "Something else"),
]
URGENT = ("not_paid", "hardship")
STATES = [
    ("new", "New"),
    ("in_progress", "In progress"),
    ("answered", "Answered"),
    ("reopened", "Reopened"),
    ("closed", "Closed"),
]
OPEN_STATES = ("new", "in_progress", "reopened")
BY_HAND = {"assigned_id", "cause_id", "correction", "active"}
ON_CREATE = {"employee_id", "slip_id", "line_id", "category", "question", "channel"} | BY_HAND
QUERY_WRITE = object()  # an object of this process, which no RPC call can send in its context


class PayQuery(models.Model):
    _name = "police.pay.query"
    _description = "Pay Query"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "priority desc, due_on, id"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="", index=True)
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    channel = fields.Selection(
        [("portal", "My pay"), ("phone", "Telephone"), ("counter", "In person"), ("letter", "Letter")],
        string="Came by",
        required=True,
        default="phone",
    )
    slip_id = fields.Many2one(
        "police.payslip", string="Payslip", index="btree_not_null", ondelete="restrict",
        domain="[('employee_id', '=', employee_id)]",
    )  # fmt: skip
    line_id = fields.Many2one(
        "police.payslip.line", string="Payslip line", index="btree_not_null", ondelete="restrict",
        domain="[('slip_id', '=', slip_id)]",
    )  # fmt: skip
    line_label = fields.Char(string="About", compute="_compute_line_label", store=True)
    category = fields.Selection(CATEGORIES, string="What about", required=True)
    priority = fields.Selection(PRIORITIES, compute="_compute_priority", store=True, index=True)
    question = fields.Text(required=True)
    state = fields.Selection(
        STATES, required=True, default="new", readonly=True, index=True, tracking=True, copy=False,
        group_expand=True,
    )  # fmt: skip
    assigned_id = fields.Many2one(
        "res.users", string="With", tracking=True, index="btree_not_null", copy=False,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("police_core.group_payroll_clerk").id)],
    )  # fmt: skip
    asked_on = fields.Datetime(readonly=True, required=True, default=fields.Datetime.now, copy=False)
    service_level_id = fields.Many2one(
        "police.pay.service.level", string="Promised", readonly=True, copy=False, ondelete="restrict"
    )
    due_on = fields.Datetime(string="Answer due", readonly=True, copy=False, index=True)
    answered_on = fields.Datetime(string="First answered", readonly=True, copy=False)
    closed_on = fields.Datetime(readonly=True, copy=False)
    answer_count = fields.Integer(string="Answers", readonly=True, copy=False)
    reopen_count = fields.Integer(string="Reopened", readonly=True, copy=False)
    cause_id = fields.Many2one("police.pay.query.cause", string="Cause found", tracking=True, copy=False)
    correction = fields.Reference(
        selection="_correction_models", string="Put right by", copy=False, tracking=True
    )
    active = fields.Boolean(default=True)

    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    hours_to_answer = fields.Float(compute="_compute_measures", store=True, digits=(10, 1), aggregator="avg")
    answered_in_time = fields.Boolean(compute="_compute_measures", store=True)
    first_contact = fields.Boolean(
        string="Solved at first answer", compute="_compute_measures", store=True,
        help="Closed after one answer and never reopened.",
    )  # fmt: skip

    @api.model
    def _correction_models(self):
        """Records that put pay right; overpayments when that addon is there."""
        offered = ("police.pay.element", "police.overpayment", "police.pay.overpayment")
        return [(name, self.env["ir.model"]._get(name).name) for name in offered if name in self.env.registry]

    @api.depends("line_id", "slip_id")
    def _compute_line_label(self):
        for query in self.sudo():
            whole = self.env._("The whole payslip") if query.slip_id else self.env._("No payslip")
            query.line_label = query.line_id.label or whole

    @api.depends("category")
    def _compute_priority(self):
        for query in self:
            query.priority = "2" if query.category in URGENT else "1"

    @api.depends("state")
    def _compute_is_open(self):
        for query in self:
            query.is_open = query.state in OPEN_STATES

    def _search_is_open(self, operator, value):
        return [("state", "in", OPEN_STATES)] if operator == "in" else NotImplemented

    @api.depends("state", "due_on")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for query in self:
            query.overdue = query.state in OPEN_STATES and bool(query.due_on) and query.due_on < now

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", OPEN_STATES), ("due_on", "<", fields.Datetime.now())]

    @api.depends("asked_on", "answered_on", "due_on", "state", "answer_count", "reopen_count")
    def _compute_measures(self):
        for query in self:
            waited = query.answered_on - query.asked_on if query.answered_on else None
            query.hours_to_answer = waited.total_seconds() / 3600 if waited else 0
            query.answered_in_time = bool(
                query.answered_on and query.due_on and query.answered_on <= query.due_on
            )
            query.first_contact = (
                query.state == "closed" and query.answer_count == 1 and not query.reopen_count
            )

    @api.depends("name", "employee_id")
    def _compute_display_name(self):
        for query in self:
            query.display_name = f"{query.name} {query.employee_id.name or ''}".strip()

    @api.constrains("employee_id", "slip_id", "line_id")
    def _check_one_person(self):
        for query in self.sudo():
            slip = query.slip_id
            if slip and slip.employee_id != query.employee_id:
                raise ValidationError(
                    self.env._(
                        "%(slip)s is not a payslip of %(person)s.",
                        slip=slip.display_name,
                        person=query.employee_id.name,
                    )
                )
            if query.line_id and query.line_id.slip_id != slip:
                raise ValidationError(
                    self.env._("The line %s is not on the payslip of this query.", query.line_id.label)
                )

    @api.constrains("question")
    def _check_question(self):
        for query in self:
            if not (query.question or "").strip():
                raise ValidationError(self.env._("Say in a few words what the question is."))

    # -- guards -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A query starts new, with its number and the promise in force on the day."""
        guarded = self.env.context.get("police_query_write") is QUERY_WRITE
        for vals in vals_list:
            if not guarded and (found := set(vals) - ON_CREATE):
                self._refuse_by_hand(found)
            vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.pay.query") or ""
        queries = super().create(vals_list)
        for query in queries:
            query._promise()
        return queries

    def write(self, vals):
        """By hand only who it is with, the cause and the correction; the rest through the buttons."""
        if self.env.context.get("police_query_write") is not QUERY_WRITE:
            found = {
                name
                for name in vals
                if name in self._fields
                and name not in BY_HAND
                and not name.startswith(("message_", "activity_", "my_activity", "rating_"))
            }
            if found:
                self._refuse_by_hand(found)
        return super().write(vals)

    def _refuse_by_hand(self, names):
        raise AccessError(
            self.env._("%s cannot be set by hand on a pay query; use its buttons.", ", ".join(sorted(names)))
        )

    def _guarded(self):
        """These queries with the one key that may write their state; after the step's own checks."""
        return self.sudo().with_context(police_query_write=QUERY_WRITE)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A pay query is part of a person's pay record and is kept. Archive it."))
