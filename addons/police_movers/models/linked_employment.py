"""One person with two employments under the force's PAYE scheme: earnings are added together for NI."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class LinkedEmployment(models.Model):
    _name = "police.linked.employment"
    _description = "Linked Employments"
    _order = "first_id, date_from"
    _check_company_auto = True

    first_id = fields.Many2one(
        "hr.employee",
        string="Main employment",
        required=True,
        index=True,
        ondelete="restrict",
    )
    second_id = fields.Many2one(
        "hr.employee", string="Other employment", required=True, index=True, ondelete="restrict",
        domain="[('id', '!=', first_id)]",
    )  # fmt: skip
    company_id = fields.Many2one(
        "res.company", string="Force", related="first_id.company_id", store=True, index=True
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until")
    note = fields.Char(help="For example: two part-time posts; enquiry desk and PCSO.")
    active = fields.Boolean(default=True)

    _dates_ok = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The link may not end before it starts."
    )
    _two = models.Constraint("CHECK (first_id <> second_id)", "An employment cannot be linked with itself.")

    @api.depends("first_id", "second_id")
    def _compute_display_name(self):
        for link in self:
            link.display_name = f"{link.first_id.name or ''} / {link.second_id.payroll_reference or ''}"

    @api.constrains("first_id", "second_id", "date_from", "date_to", "active")
    def _check_people(self):
        for link in self.sudo().filtered("active"):
            first, second = link.first_id, link.second_id
            if first.company_id != second.company_id:
                raise ValidationError(
                    self.env._("%(one)s and %(two)s are paid by different forces.",
                               one=first.name, two=second.name)
                )  # fmt: skip
            if not first.nino or first.nino[:8] != (second.nino or "")[:8]:
                raise ValidationError(
                    self.env._(
                        "%(first)s (%(one)s) and %(second)s (%(two)s) have different National Insurance "
                        "numbers: they are not the same person.",
                        first=first.name,
                        one=first.nino or "none",
                        second=second.name,
                        two=second.nino or "none",
                    )
                )
            others = self.sudo().search(
                [
                    ("id", "!=", link.id),
                    "|",
                    ("first_id", "in", (first.id, second.id)),
                    ("second_id", "in", (first.id, second.id)),
                    ("date_from", "<=", link.date_to or "9999-12-31"),
                    "|",
                    ("date_to", "=", False),
                    ("date_to", ">=", link.date_from),
                ],
                limit=1,
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%s is already linked in that time. A person has one main employment.", first.name
                    )
                )
