"""A submission to HMRC: FPS, EPS or NVR, from draft to HMRC's answer.

This file holds its facts and guards. Writing the document is in ``rti_submission_compose``, the figures of an
EPS in ``rti_submission_eps``, sending and following it in ``rti_submission_converse``.
"""

from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..services import law
from .res_company import MODES
from .rti_message import readable

KINDS = [
    ("fps", "Full Payment Submission"),
    ("eps", "Employer Payment Summary"),
    ("nvr", "NINO Verification Request"),
]
SHORT = {"fps": "FPS", "eps": "EPS", "nvr": "NVR"}
STATES = [
    ("draft", "Draft"),
    ("ready", "Ready"),
    ("sent", "Sent"),
    ("acknowledged", "With HMRC"),
    ("accepted", "Accepted"),
    ("rejected", "Rejected"),
    ("failed", "Failed"),
    ("cancelled", "Replaced"),
]
TRANSITIONS = {
    "draft": {"ready", "cancelled"},
    "ready": {"draft", "sent", "cancelled"},
    "sent": {"acknowledged", "accepted", "rejected", "failed", "sent"},
    "acknowledged": {"acknowledged", "accepted", "rejected", "failed"},
    "accepted": set(),
    "rejected": {"cancelled"},
    "failed": {"ready", "cancelled", "acknowledged"},
    "cancelled": set(),
}
OPEN = ("draft", "ready")
BY_HAND = {"note", "late_reason", "owner_id"}
GUARD = object()  # of this process; no RPC call can send it


def total(label):
    return fields.Monetary(label, readonly=True, copy=False)


class RtiSubmission(models.Model):
    _name = "police.rti.submission"
    _description = "Submission to HMRC"
    _inherit = ["mail.thread", "mail.activity.mixin", "police.approval.mixin"]
    _order = "due_on desc, id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_payroll_approver"

    name = fields.Char(compute="_compute_name", store=True)
    kind = fields.Selection(KINDS, string="Type", required=True, index=True)
    correction = fields.Boolean(readonly=True, help="An additional FPS that puts an earlier one right.")
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, readonly=True, default=lambda self: self.env.company.currency_id
    )
    state = fields.Selection(
        STATES, default="draft", required=True, readonly=True, index=True, tracking=True, copy=False,
        group_expand="_expand_states",
    )  # fmt: skip
    tax_year = fields.Char(
        string="Tax year", required=True, help="Such as 2026-27.",
        default=lambda self: law.last_month(self._today())[0],
    )  # fmt: skip
    tax_month = fields.Integer(
        string="Tax month", required=True, aggregator=None, help="1 (6 April to 5 May) to 12.",
        default=lambda self: law.last_month(self._today())[1],
    )  # fmt: skip
    payment_date = fields.Date(string="Pay day", readonly=True)
    run_id = fields.Many2one(
        "police.pay.run", string="Pay run", readonly=True, index=True, ondelete="restrict"
    )
    corrects_id = fields.Many2one(
        "police.rti.submission", string="Replaces or corrects", readonly=True, copy=False, ondelete="restrict"
    )
    replacement_ids = fields.One2many("police.rti.submission", "corrects_id", string="Replaced by")
    due_on = fields.Date(string="Due", compute="_compute_due_on", store=True, index=True)
    due_status = fields.Selection(
        [
            ("done", "In time"), ("late", "Was late"), ("open", "To do"), ("soon", "Due soon"),
            ("over", "Overdue"),
        ],
        string="Deadline", compute="_compute_due_status", search="_search_due_status",
    )  # fmt: skip
    late_reason = fields.Selection(
        lambda self: law.late_reasons(), string="Late reporting reason", copy=False, tracking=True
    )
    owner_id = fields.Many2one("res.users", string="Owner", default=lambda self: self.env.user, tracking=True)
    note = fields.Text()

    # the document
    document = fields.Binary(attachment=True, readonly=True, copy=False)
    document_name = fields.Char(compute="_compute_document_name")
    sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    irmark = fields.Char(string="IRmark", readonly=True, copy=False)
    irmark_printed = fields.Char(string="IRmark (as printed)", readonly=True, copy=False)
    xml = fields.Text(string="Readable document", compute="_compute_xml")
    people_count = fields.Integer(string="People", readonly=True, copy=False)
    tax_total = total("Income tax")
    employee_nic_total = total("Employees' NI")
    employer_nic_total = total("Employer's NI")
    loan_total = total("Student loans")
    amount_total = total("Told to HMRC")

    # the conversation
    mode = fields.Selection(MODES, string="Sent to", readonly=True, copy=False)
    transaction_id = fields.Char(string="Our reference", readonly=True, copy=False, index="btree_not_null")
    correlation = fields.Char(string="Correlation id", readonly=True, copy=False, index="btree_not_null")
    endpoint = fields.Char(readonly=True, copy=False)
    poll_interval = fields.Integer(readonly=True, copy=False, aggregator=None)
    attempts = fields.Integer(string="Vain attempts", readonly=True, copy=False, aggregator=None)
    lost = fields.Boolean(
        readonly=True, copy=False, help="No usable answer came; the gateway is asked first."
    )
    attempted_on = fields.Datetime(readonly=True, copy=False)
    next_check = fields.Datetime(string="Next look", readonly=True, copy=False, index=True)
    sent_on = fields.Datetime(string="Sent", readonly=True, copy=False, tracking=True)
    acknowledged_on = fields.Datetime(string="Acknowledged", readonly=True, copy=False)
    answered_on = fields.Datetime(string="Answered", readonly=True, copy=False)
    closed_on = fields.Datetime(
        string="Deleted at the gateway", readonly=True, copy=False,
        help="The answer is kept here and HMRC's gateway may forget it.",
    )  # fmt: skip
    receipt = fields.Text(string="HMRC's receipt", readonly=True, copy=False)
    receipt_irmark = fields.Char(string="IRmark by HMRC", readonly=True, copy=False)
    accepted_at = fields.Char(string="Accepted by HMRC at", readonly=True, copy=False)
    last_word = fields.Char(readonly=True, copy=False)
    next_step = fields.Char(string="Next step", compute="_compute_next_step")
    message_line_ids = fields.One2many("police.rti.message", "submission_id", string="Conversation")
    error_ids = fields.One2many("police.rti.error", "submission_id", string="Exceptions")
    open_error_count = fields.Integer(string="Open exceptions", compute="_compute_open_error_count")
    nino_check_ids = fields.One2many("police.rti.nino.check", "submission_id", string="People asked about")

    _one_original = models.UniqueIndex(
        "(run_id) WHERE kind = 'fps' AND NOT correction AND state NOT IN ('cancelled', 'rejected')",
        "This pay run already has its FPS.",
    )
    _month_ok = models.Constraint("CHECK (tax_month BETWEEN 1 AND 12)", "A tax month is 1 to 12.")

    # -- computed -----------------------------------------------------------------------------------

    @api.depends("kind", "correction", "tax_year", "tax_month", "payment_date")
    def _compute_name(self):
        for one in self:
            what = SHORT.get(one.kind, "")
            if one.kind == "fps" and one.payment_date:
                when = f"{one.payment_date:%-d %B %Y}"
            else:
                when = self.env._("month %(month)s of %(year)s", month=one.tax_month, year=one.tax_year or "")
            extra = self.env._(" (correction)") if one.correction else ""
            one.name = f"{what} {when}{extra}"

    @api.depends("kind", "tax_year", "tax_month", "payment_date", "correction")
    def _compute_due_on(self):
        for one in self:
            one.due_on = False
            if one.kind == "fps" and one.payment_date and not one.correction:
                one.due_on = law.fps_due(one.payment_date)
            elif one.kind in ("eps", "fps") and one.tax_year and 1 <= one.tax_month <= 12:
                one.due_on = law.eps_due(one.tax_year, one.tax_month)

    @api.depends("due_on", "state", "sent_on")
    def _compute_due_status(self):
        today = self._today()
        for one in self:
            sent = one.sent_on and fields.Datetime.context_timestamp(self, one.sent_on).date()
            if not one.due_on or one.state == "cancelled":
                one.due_status = False
            elif sent and one.state not in ("rejected", "failed"):
                one.due_status = "late" if sent > one.due_on else "done"
            else:
                left = (one.due_on - today).days
                one.due_status = "over" if left < 0 else "soon" if left <= 3 else "open"

    def _search_due_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("due_on", "!=", False)]).filtered(lambda one: one.due_status in value)
        return [("id", "in", found.ids)]

    @api.depends("kind", "payment_date", "tax_year", "tax_month")
    def _compute_document_name(self):
        for one in self:
            when = one.payment_date or f"{one.tax_year}-{one.tax_month:02d}"
            one.document_name = (
                f"{SHORT.get(one.kind, '')}-{one.company_id.force_code or ''}-{when}-{one.id}.xml"
            )

    @api.depends("document")
    def _compute_xml(self):
        for one in self:
            one.xml = readable(one._document_bytes()) if one.document else ""

    @api.depends("error_ids.state")
    def _compute_open_error_count(self):
        for one in self:
            one.open_error_count = len(one.error_ids.filtered(lambda error: error.state == "open"))

    @api.depends("state", "lost", "attempted_on", "closed_on", "approved_by_id", "company_id.rti_mode")
    def _compute_next_step(self):
        for one in self:
            one.next_step = one._say_next_step()

    def _say_next_step(self):
        live = self.company_id.rti_mode == "live" and not self.approved_by_id
        words = {
            "draft": self.env._("Check it and make it ready."),
            "ready": self.env._("Somebody else than the preparer approves it; then it is sent.")
            if live
            else self.env._("Send it to HMRC."),
            "sent": self.env._(
                "Its acknowledgement was lost: the gateway is asked before anything is sent again."
            )
            if self.lost
            else self.env._("It is on its way."),
            "acknowledged": self.env._("Wait for HMRC's answer; it is asked for automatically."),
            "accepted": self.env._("Nothing: %s has accepted it.", self._other_side()),
            "rejected": self.env._("Correct the facts named under Exceptions, then “Correct and resend”."),
            "failed": self.env._("Read the exception; then “Try again” or “Correct and resend”."),
            "cancelled": self.env._("Nothing: another submission takes its place."),
        }
        return words[self.state]

    def _other_side(self):
        """Whoever answers; the stand-in is never called HMRC."""
        return self.env._("the stand-in (not HMRC)") if self.mode == "stand_in" else self.env._("HMRC")

    @api.model
    def _expand_states(self, states, _domain):
        """The board shows the usual states even when empty."""
        usual = ("draft", "ready", "sent", "acknowledged", "accepted", "rejected")
        return [key for key, _label in STATES if key in (*states, *usual)]

    # -- guards ---------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """A submission starts as a draft; what HMRC says is never typed in."""
        allowed = {"kind", "company_id", "tax_year", "tax_month", "prepared_by_id", "nino_check_ids"}
        if self.env.context.get("police_rti_write") is not GUARD:
            for vals in vals_list:
                self._refuse_others(vals, allowed | BY_HAND | self._eps_fields())
                if vals.get("kind") == "fps":
                    raise UserError(self.env._("An FPS is made from an approved pay run, not by hand."))
        return super().create(vals_list)

    def write(self, vals):
        """By hand only the note, the owner, the late reason and, while open, the figures of an EPS."""
        if self.env.context.get("police_rti_write") is not GUARD:
            eps = self._eps_fields() | {"tax_month", "tax_year", "nino_check_ids"}
            still_open = all(one.state in OPEN for one in self)
            self._refuse_others(vals, BY_HAND | (eps if still_open else set()))
            if "late_reason" in vals and not still_open:
                raise UserError(self.env._("It has been sent: the late reason can not be changed."))
            if (eps | {"late_reason"}) & vals.keys():  # what was checked and approved is no longer true
                self.filtered(lambda one: one.state == "ready")._back_to_draft()
        return super().write(vals)

    def _back_to_draft(self):
        self._clear_approval()
        self._write_guarded({"state": "draft"})

    def _refuse_others(self, vals, allowed):
        approval = {"prepared_by_id", "approved_by_id", "approved_on"}
        if self.env.context.get("police_approval_write"):  # checked by the mixin
            allowed = allowed | approval
        wrong = {
            name
            for name in vals
            if name in self._fields and name not in allowed and not name.startswith(("message_", "activity_"))
        }
        if wrong:
            raise AccessError(
                self.env._("%s can not be set by hand; use the buttons.", ", ".join(sorted(wrong)))
            )

    def _write_guarded(self, vals):
        """The one way in for states, documents and answers."""
        return self.sudo().with_context(police_rti_write=GUARD).write(vals)

    @api.model
    def _create_guarded(self, vals):
        return self.with_context(police_rti_write=GUARD).create(vals).with_context(police_rti_write=None)

    def _transition(self, state, **values):
        labels = dict(STATES)
        for one in self:
            if state not in TRANSITIONS[one.state]:
                raise UserError(
                    self.env._(
                        "%(what)s is %(now)s and can not become %(then)s.",
                        what=one.name,
                        now=labels[one.state].lower(),
                        then=labels[state].lower(),
                    )
                )
        self._write_guarded({"state": state, **values})
        self.flush_recordset(["state"])

    def _check_role(self, *groups):
        if not (self.env.su or self.env.user.has_groups(",".join(groups))):
            raise AccessError(self.env._("%s does not hold the role for this step.", self.env.user.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unsent(self):
        for one in self:
            if one.state not in OPEN or one.message_line_ids or one.kind == "fps":
                raise UserError(self.env._("%s is part of the record kept for HMRC and stays.", one.name))

    # -- time ------------------------------------------------------------------------------------------

    def _now(self):
        """The moment that counts; a demonstration may set another (never through RPC: it is no text)."""
        given = self.env.context.get("police_rti_now")
        return given if isinstance(given, datetime) else fields.Datetime.now()

    def _today(self):
        return fields.Datetime.context_timestamp(self, self._now()).date()
