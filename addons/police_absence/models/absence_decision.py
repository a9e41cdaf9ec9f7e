"""The chief officer's decisions to pay more sick pay than the entitlement (regulation 28): two people."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

GROUNDS = [
    ("injury", "Injury in the execution of duty"),
    ("diagnosis", "Awaiting diagnosis or treatment"),
    ("terminal", "Terminal illness"),
    ("recovery", "Return to work within a foreseeable time"),
    ("ill_health", "Ill-health retirement being considered"),
    ("other", "Other exceptional circumstances"),
]
DECIDED = {"absence_id", "level", "date_from", "date_to", "grounds"}


class AbsenceDecision(models.Model):
    _name = "police.absence.decision"
    _description = "Decision on Sick Pay"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "date_from desc, id desc"
    _approval_group = "police_core.group_force_manager"

    absence_id = fields.Many2one(
        "police.absence",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('kind', '=', 'sickness'), ('state', 'in', ('confirmed', 'ended'))]",
    )
    employee_id = fields.Many2one(related="absence_id.employee_id", store=True, index=True)
    company_id = fields.Many2one(related="absence_id.company_id", store=True, index=True)
    level = fields.Selection(
        [("full", "Full pay"), ("half", "Half pay")], required=True, default="full", tracking=True
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", required=True, tracking=True)
    grounds = fields.Selection(GROUNDS, required=True, default="diagnosis", tracking=True)
    reference = fields.Char(help="Minute or case number, e.g. R28/2026/14.")
    explanation = fields.Text(
        help="What the decision rests on. No diagnosis: that stays with occupational health."
    )
    state = fields.Selection(
        [
            ("asked", "Asked for"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        tracking=True,
    )
    days = fields.Integer(compute="_compute_days")

    _dates_ok = models.Constraint("CHECK (date_to >= date_from)", "A decision may not end before it starts.")

    @api.depends("date_from", "date_to")
    def _compute_days(self):
        for decision in self:
            known = decision.date_from and decision.date_to
            decision.days = (decision.date_to - decision.date_from).days + 1 if known else 0

    @api.depends("employee_id", "level", "date_from", "date_to")
    def _compute_display_name(self):
        levels = dict(self._fields["level"]._description_selection(self.env))
        for decision in self:
            dates = (
                f" {decision.date_from:%-d %b %Y} to {decision.date_to:%-d %b %Y}"
                if decision.date_from and decision.date_to
                else ""
            )
            name = decision.employee_id.sudo().name or ""
            decision.display_name = f"{name}: {levels.get(decision.level, '')}{dates}"

    @api.constrains("absence_id", "date_from", "date_to", "state")
    def _check_dates(self):
        for decision in self:
            absence = decision.absence_id
            if absence.kind != "sickness":
                raise ValidationError(self.env._("Decisions on sick pay belong to a sickness absence."))
            if decision.date_to < absence.date_from:
                raise ValidationError(
                    self.env._("%s ends before the sickness begins.", decision.display_name)
                )

    def write(self, vals):
        """What was decided is not edited; withdraw it and enter another."""
        own = self.env.context.get("police_absence_write") is OWN_WRITE
        if not own and "state" in vals:
            raise UserError(self.env._("Use the buttons: a decision is approved, refused or withdrawn."))
        if not own and DECIDED & vals.keys() and any(decision.state != "asked" for decision in self):
            raise UserError(
                self.env._("A decision that was taken is not edited. Withdraw it and enter a new one.")
            )
        asked = not own and bool(DECIDED & vals.keys())
        if asked and not self.env.su and not self.env.user.has_group("police_core.group_hr_officer"):
            raise AccessError(
                self.env._("What is asked for is entered by HR. Refuse it, and say what you would approve.")
            )
        result = super().write(vals)
        if asked:
            self._mark_prepared()  # whoever changed the request may not decide it
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if any(decision.state != "asked" for decision in self):
            raise UserError(self.env._("A decision that was taken cannot be deleted; withdraw it."))

    def action_approve(self):
        """The chief officer's decision, taken by somebody other than the person who asked."""
        self._check_state("asked")
        self._mark_approved()
        self._set_state("approved")
        self._changed(self.env._("sick pay extended"))

    def action_refuse(self):
        """Refused by the person who could have approved."""
        self._check_state("asked")
        self._check_may_approve()
        self._set_state("refused")

    def action_withdraw(self):
        """HR takes it back, e.g. because the person returned; pay from then on follows the entitlement."""
        self._check_state("asked", "approved")
        if not self.env.user.has_group("police_core.group_hr_officer"):
            raise UserError(self.env._("A decision is withdrawn by HR."))
        approved = self.filtered(lambda decision: decision.state == "approved")
        self._set_state("withdrawn")
        approved._changed(self.env._("extension of sick pay withdrawn"))

    def _check_state(self, *allowed):
        for decision in self:
            if decision.state not in allowed:
                states = dict(self._fields["state"].selection)
                raise UserError(
                    self.env._(
                        "%(decision)s is already %(state)s.",
                        decision=decision.display_name,
                        state=states[decision.state].lower(),
                    )
                )

    def _set_state(self, state):
        self.sudo().with_context(police_absence_write=OWN_WRITE).write({"state": state})

    def _changed(self, what):
        for decision in self.sudo():
            decision.absence_id._note_change(decision.date_from, what)


# An object of this process, which no RPC call can send in its context.
OWN_WRITE = object()
