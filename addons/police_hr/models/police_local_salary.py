"""Salaries that the force itself sets: police staff and PCSO spines, chief officers."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class PoliceLocalSalary(models.Model):
    """One full-time annual salary from one date to another.

    Rows of the same ``code`` in a force follow each other in time; a person's version points to any
    of them and is paid by the one in force on each day. Only approved figures are paid, and an
    approved figure changes only by ending it and entering the next.
    """

    _name = "police.local.salary"
    _description = "Local salary"
    _inherit = ["mail.thread", "police.approval.mixin", "police.dated.mixin"]
    _order = "company_id, grade, point, date_from desc"
    _check_company_auto = True
    _approval_group = "police_core.group_force_accountant"
    _dated_key = ("company_id", "code")

    code = fields.Char(
        required=True, tracking=True, help="Name of the point, e.g. G-14; the same in every year."
    )
    name = fields.Char(required=True, tracking=True)
    grade = fields.Char(index=True)
    point = fields.Integer(
        string="Point", help="Spine point; increments move to the next point of the same grade."
    )
    annual_salary = fields.Float(
        string="Annual salary (£)",
        digits=(16, 2),
        required=True,
        tracking=True,
        help="Full-time salary for a year, in pounds.",
    )
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    source = fields.Char(
        required=True, tracking=True, help="Where the figure comes from, e.g. PSC joint circular 130."
    )
    approved = fields.Boolean(compute="_compute_approved", store=True, index=True)
    active = fields.Boolean(default=True)

    _positive = models.Constraint("CHECK (annual_salary > 0)", "A salary must be more than nothing.")
    # int8range gives equality inside a GiST exclusion without the btree_gist extension.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int8range(company_id, company_id, '[]') WITH &&,"
        " int8range(hashtextextended(code, 0) >> 1, hashtextextended(code, 0) >> 1, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "Two salaries of the same code are in force on the same day.",
    )

    @api.depends("approved_by_id")
    def _compute_approved(self):
        for salary in self:
            salary.approved = bool(salary.approved_by_id)

    @api.depends("code", "name", "annual_salary", "date_from")
    def _compute_display_name(self):
        for salary in self:
            salary.display_name = f"{salary.code} {salary.name}" if salary.code else salary.name

    @api.constrains("annual_salary")
    def _check_sensible(self):
        for salary in self:
            if salary.annual_salary > 1_000_000:
                raise ValidationError(
                    self.env._(
                        "%(code)s: £%(amount)s a year is not believable. Enter pounds, not pence.",
                        code=salary.code,
                        amount=f"{salary.annual_salary:,.2f}",
                    )
                )

    def write(self, vals):
        figures = {"code", "grade", "point", "annual_salary", "date_from", "company_id", "source"}
        if figures & vals.keys() and any(salary.approved for salary in self):
            raise UserError(
                self.env._(
                    "An approved salary cannot be changed. Set its end date "
                    "and enter a new one from the next day."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(salary.approved for salary in self):
            raise UserError(self.env._("An approved salary cannot be deleted. Set its end date instead."))

    def action_approve(self):
        """Approve the figures; somebody else must have entered them."""
        self._mark_approved()
