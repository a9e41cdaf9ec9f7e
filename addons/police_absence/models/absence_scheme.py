"""A force's own sick pay and family leave schemes: dated, approved by somebody else, by length of service."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("sickness", "Sickness"),
    ("maternity", "Maternity leave"),
    ("adoption", "Adoption leave"),
    ("paternity", "Paternity leave"),
    ("shared_parental", "Shared parental leave"),
    ("neonatal", "Neonatal care leave"),
    ("bereavement", "Parental bereavement leave"),
]
FIGURES = {"kind", "applies_to", "date_from", "company_id", "half_adds_statutory", "step_ids"}


class AbsenceScheme(models.Model):
    _name = "police.absence.scheme"
    _description = "Absence Pay Scheme"
    _inherit = ["mail.thread", "police.approval.mixin", "police.dated.mixin"]
    _order = "company_id, kind, applies_to, date_from desc"
    _approval_group = "police_core.group_force_accountant"
    _dated_key = ("company_id", "kind", "applies_to")

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(KINDS, required=True, default="sickness", tracking=True)
    applies_to = fields.Selection(
        [("staff", "Police staff and PCSOs"), ("officer", "Officers")],
        required=True,
        default="staff",
        string="Applies to",
        tracking=True,
        help="Officers' sick pay and maternity pay follow Police Regulations and need no scheme.",
    )
    half_adds_statutory = fields.Boolean(
        string="Statutory pay on top of half pay",
        default=True,
        help="Half pay and statutory pay together, up to full pay. Otherwise statutory pay is part of "
        "half pay.",
    )
    source = fields.Char(required=True, help="The agreement this comes from, e.g. Staff handbook, section 5.")
    step_ids = fields.One2many("police.absence.scheme.step", "scheme_id", string="By service", copy=True)
    approved = fields.Boolean(compute="_compute_approved", store=True)
    active = fields.Boolean(default=True)

    @api.depends("approved_by_id")
    def _compute_approved(self):
        for scheme in self:
            scheme.approved = bool(scheme.approved_by_id)

    @api.constrains("kind", "applies_to")
    def _check_regulated(self):
        for scheme in self:
            if scheme.applies_to == "officer" and scheme.kind in ("sickness", "maternity"):
                raise ValidationError(
                    self.env._(
                        "Officers' %s pay is laid down in Police Regulations and not by a force's scheme.",
                        dict(KINDS)[scheme.kind].lower(),
                    )
                )

    def write(self, vals):
        """Approved figures change only by ending the scheme and entering the next."""
        if FIGURES & vals.keys() and any(scheme.approved for scheme in self):
            raise UserError(
                self.env._(
                    "An approved scheme cannot be changed. End it, and enter a new one from the next day."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(scheme.approved for scheme in self):
            raise UserError(self.env._("An approved scheme cannot be deleted. Set its end date instead."))

    def action_approve(self):
        """Approve the scheme; somebody else must have entered it."""
        for scheme in self:
            if not scheme.step_ids:
                raise UserError(self.env._("%s has no steps: enter pay by length of service.", scheme.name))
        self._mark_approved()
        for scheme in self.sudo():
            touched = (
                self.env["police.absence"]
                .sudo()
                .search(
                    [
                        ("company_id", "=", scheme.company_id.id),
                        ("kind", "=", scheme.kind),
                        ("shown_to", ">=", scheme.date_from),
                    ]
                )
            )
            if touched:
                self.env["police.pay.contributor"].sudo()._touched(touched.employee_id, scheme.date_from)

    def _step(self, months):
        """The step for so many whole months of service."""
        self.ensure_one()
        return self.step_ids.filtered(lambda step: step.from_months <= months).sorted("from_months")[-1:]


class AbsenceSchemeStep(models.Model):
    _name = "police.absence.scheme.step"
    _description = "Absence Pay by Service"
    _order = "scheme_id, from_months"

    scheme_id = fields.Many2one("police.absence.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id")
    from_months = fields.Integer(string="Service from (months)", help="Whole months of continuous service.")
    full_pay = fields.Integer(
        string="Full pay", help="Sickness: days in any twelve months. Family leave: weeks."
    )
    half_pay = fields.Integer(
        string="Half pay", help="Sickness: days in any twelve months. Family leave: weeks."
    )

    _one_a_month = models.Constraint(
        "UNIQUE(scheme_id, from_months)", "Two steps of a scheme start with the same service."
    )
    _sensible = models.Constraint(
        "CHECK (from_months >= 0 AND full_pay >= 0 AND half_pay >= 0 AND full_pay + half_pay <= 366)",
        "Days and weeks of pay may not be negative, nor more than a year.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._refuse_approved()
        return steps

    def write(self, vals):
        self._refuse_approved()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._refuse_approved()

    def _refuse_approved(self):
        if any(step.scheme_id.approved for step in self):
            raise UserError(self.env._("The steps of an approved scheme cannot be changed."))
