"""Dated payroll facts of a person: tax code, NI letter, loans and pension, in force from a date."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import ValidationError

from ..services import engine_facts

PAYROLL_GROUPS = (
    "police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor"
)
TAX_BASES = [("cumulative", "Cumulative"), ("week1month1", "Week 1 / month 1 (non-cumulative)")]
LOAN_PLANS = [
    ("none", "None"),
    ("plan_1", "Plan 1"),
    ("plan_2", "Plan 2"),
    ("plan_4", "Plan 4 (Scotland)"),
    ("plan_5", "Plan 5"),
]
PENSION_SCHEMES = [
    ("none", "Not a member"),
    ("pps_2015", "Police Pension Scheme 2015"),
    ("npps_2006", "New Police Pension Scheme 2006"),
    ("pps_1987", "Police Pension Scheme 1987"),
    ("lgps", "Local Government Pension Scheme"),
    ("lgps_50_50", "Local Government Pension Scheme, 50/50 section"),
]


class PayProfile(models.Model):
    _name = "police.pay.profile"
    _description = "Payroll Facts of a Person"
    _inherit = ["mail.thread"]
    _order = "employee_id, date_from desc"
    _rec_name = "employee_id"
    _check_company_auto = True

    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    date_from = fields.Date(
        string="In force from", required=True, default=fields.Date.context_today, tracking=True
    )
    active = fields.Boolean(default=True)
    is_latest = fields.Boolean(compute="_compute_is_latest", search="_search_is_latest")

    tax_code = fields.Char(
        tracking=True,
        help="As HMRC sent it, such as 1257L, S1257L, K475, BR or 0T. "
        "Empty: the emergency code rule applies and the run warns.",
    )
    tax_basis = fields.Selection(
        TAX_BASES,
        required=True,
        default="cumulative",
        tracking=True,
    )
    ni_category = fields.Selection(
        lambda self: engine_facts.ni_letters(), string="NI category letter", tracking=True
    )
    director_method = fields.Selection(
        [("AN", "Annual earnings period"), ("AL", "Alternative arrangements")],
        string="Director's NI",
        help="Only for company directors; empty for everyone else.",
    )
    director_weeks = fields.Integer(
        string="Weeks in directorship", default=52, help="Weeks of the tax year left when appointed, 1 to 53."
    )
    student_loan_plan = fields.Selection(LOAN_PLANS, required=True, default="none", tracking=True)
    postgraduate_loan = fields.Boolean(tracking=True)
    pension_scheme = fields.Selection(PENSION_SCHEMES, required=True, default="none", tracking=True)
    pension_band_pay = fields.Float(
        digits=(16, 2),
        help="Yearly pay by which the contribution tier is chosen. Leave 0.00 to use the pay of the period.",
    )
    starter_declaration = fields.Selection(
        [
            ("A", "A: first job since 6 April"),
            ("B", "B: now the only job"),
            ("C", "C: another job or pension"),
        ],
        help="From the starter checklist or P45; reported once, on the first FPS.",
    )
    source = fields.Char(
        help="Where this came from: P6/P9 notice, P45, starter checklist, SL1, opt-out form."
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    _one_per_day = models.Constraint(
        "UNIQUE(employee_id, date_from)",
        "This person already has payroll facts from that date. Change that record, or choose another date.",
    )
    _band_pay_ok = models.Constraint(
        "CHECK (pension_band_pay >= 0)", "Pay for the pension tier may not be negative."
    )
    _weeks_ok = models.Constraint(
        "CHECK (director_weeks BETWEEN 1 AND 53)", "Weeks in directorship must be 1 to 53."
    )

    @api.depends("employee_id", "date_from")
    def _compute_display_name(self):
        for profile in self:
            since = f" from {profile.date_from:%-d %b %Y}" if profile.date_from else ""
            profile.display_name = f"{profile.employee_id.name or ''}{since}"

    @api.depends_context("uid")
    def _compute_is_latest(self):
        latest = self._latest_ids()
        for profile in self:
            profile.is_latest = profile.id in latest

    def _search_is_latest(self, operator, value):
        if operator != "in":
            return NotImplemented
        inside = True in value
        return [("id", "in" if inside else "not in", list(self._latest_ids()))]

    def _latest_ids(self):
        """Ids of the row in force today (the newest not in the future) of every person."""
        self.flush_model(["employee_id", "date_from", "active"])
        self.env.cr.execute(
            """SELECT DISTINCT ON (employee_id) id FROM police_pay_profile
                WHERE active AND date_from <= %s ORDER BY employee_id, date_from DESC""",
            [fields.Date.context_today(self)],
        )
        return {row[0] for row in self.env.cr.fetchall()}

    @api.constrains("tax_code")
    def _check_tax_code(self):
        for profile in self.filtered("tax_code"):
            try:
                engine_facts.check_tax_code(profile.tax_code)
            except EngineError as error:
                raise ValidationError(
                    self.env._(
                        "Tax code of %(name)s: %(reason)s", name=profile.employee_id.name, reason=str(error)
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        """Tax codes are stored in capitals without blanks, as HMRC writes them."""
        for vals in vals_list:
            _tidy(vals)
        return super().create(vals_list)

    def write(self, vals):
        """Tax codes are stored in capitals without blanks, as HMRC writes them."""
        _tidy(vals)
        return super().write(vals)


def _tidy(vals):
    """A week 1 / month 1 mark on the code ('1257L M1', '1257LX') is kept as the basis."""
    if not vals.get("tax_code"):
        return
    code, non_cumulative = engine_facts.split_tax_code(vals["tax_code"])
    vals["tax_code"] = code
    if non_cumulative:
        vals["tax_basis"] = "week1month1"
