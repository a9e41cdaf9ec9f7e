"""What happened to a person's membership besides pay: enrolment, opting out, a pension in payment."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .pension_history import SCHEMES

KINDS = [
    ("enrolled", "Enrolled automatically"),
    ("opted_in", "Opted in"),
    ("opted_out", "Opted out"),
    ("postponed", "Enrolment postponed"),
    ("in_payment", "Pension in payment"),
    ("rejoined", "Retired and rejoined, agreed"),
]
NEEDS_APPROVAL = ("rejoined",)


class PensionEvent(models.Model):
    _name = "police.pension.event"
    _description = "Pension Membership Event"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_payroll_approver"

    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    kind = fields.Selection(KINDS, required=True, tracking=True)
    scheme = fields.Selection(SCHEMES, help="The scheme concerned; for a pension in payment, who pays it.")
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, tracking=True
    )  # fmt: skip
    date_to = fields.Date(string="Until", tracking=True, help="Postponement: the deferral date. Empty: open.")
    authority = fields.Char(
        tracking=True, help="The notice or decision this rests on: opt-out form, chief officer's agreement."
    )
    state = fields.Selection(
        [("entered", "Entered"), ("approved", "Approved")], compute="_compute_state", store=True
    )
    needs_approval = fields.Boolean(compute="_compute_state", store=True)

    _dates_ok = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "An event may not end before it starts."
    )

    @api.depends("kind", "approved_by_id")
    def _compute_state(self):
        for event in self:
            event.needs_approval = event.kind in NEEDS_APPROVAL
            done = event.approved_by_id or not event.needs_approval
            event.state = "approved" if done else "entered"

    @api.depends("employee_id", "kind")
    def _compute_display_name(self):
        labels = dict(KINDS)
        for event in self:
            event.display_name = f"{event.employee_id.name or ''} – {labels.get(event.kind, '')}"

    @api.constrains("kind", "authority", "date_to", "date_from")
    def _check_event(self):
        for event in self:
            if event.kind in ("opted_out", "rejoined") and not (event.authority or "").strip():
                raise ValidationError(
                    self.env._(
                        "%s: say on what notice or decision this rests, with its date.", event.display_name
                    )
                )
            if event.kind == "postponed" and not event.date_to:
                raise ValidationError(
                    self.env._(
                        "%s: enter the deferral date; enrolment may be put off for three months at most.",
                        event.display_name,
                    )
                )
            latest = fields.Date.add(event.date_from, months=3)
            if event.kind == "postponed" and event.date_to > latest:
                raise ValidationError(
                    self.env._(
                        "%(event)s: enrolment may be put off until %(day)s at the latest (three months).",
                        event=event.display_name,
                        day=latest.strftime("%d/%m/%Y"),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._touch()
        return events

    def write(self, vals):
        """What is approved stays as approved."""
        free = {"approved_by_id", "approved_on", "prepared_by_id"}
        touched = {n for n in vals if n not in free and not n.startswith(("message_", "activity_"))}
        approved = self.filtered("approved_by_id")
        if touched and approved:
            raise UserError(
                self.env._("%s is approved and stays as it is. Enter a new event.", approved[0].display_name)
            )
        result = super().write(vals)
        if {"kind", "date_from", "date_to", "employee_id", "approved_by_id"} & set(vals):
            self._touch()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if self.filtered("approved_by_id"):
            raise UserError(self.env._("An approved event is part of the member's record and stays."))

    def _touch(self):
        if self:
            self.env["police.pay.contributor"]._touched(self.employee_id, min(self.mapped("date_from")))

    def action_approve(self):
        """Approve a retire-and-rejoin decision that somebody else entered."""
        for event in self:
            if not event.needs_approval:
                raise UserError(self.env._("%s needs no approval.", event.display_name))
        self._mark_approved()
        return True
