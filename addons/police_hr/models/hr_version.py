"""The dated facts of a police job, on Odoo's own dated ``hr.version``."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .police_rank import PERSON_TYPES

# Those who keep or pay people; everybody else sees the public profile only.
READERS = (
    "hr.group_hr_user,police_core.group_hr_officer,"
    "police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor"
)


class HrVersion(models.Model):
    _inherit = "hr.version"

    date_version = fields.Date(groups=READERS)  # core opens it to HR alone; payroll reads it too

    police_type = fields.Selection(PERSON_TYPES, string="Kind of person", tracking=True, index=True)
    rank_id = fields.Many2one("police.rank", string="Rank", tracking=True, index=True, ondelete="restrict")
    rank_since = fields.Date(
        string="In rank since",
        tracking=True,
        groups=READERS,
        help="Start of reckonable service in this rank; increments fall on its anniversary.",
    )
    pay_point = fields.Char(
        string="Pay point", tracking=True, groups=READERS, help="Point on the published scale, e.g. 3."
    )
    pay_scale = fields.Char(
        string="Pay scale",
        compute="_compute_pay_scale",
        store=True,
        groups=READERS,
        help="Key of the published scale, from rank, region and appointment date.",
    )
    pay_scale_override = fields.Char(
        string="Pay scale (fixed)",
        tracking=True,
        groups=READERS,
        help="Only for someone paid on another scale than their rank's, e.g. protected pay.",
    )
    local_salary_id = fields.Many2one(
        "police.local.salary",
        string="Local salary",
        tracking=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        groups=READERS,
        help="Paid by the salary of this code in force on each day, instead of a published scale.",
    )
    increment_date = fields.Date(
        string="Next increment",
        tracking=True,
        groups=READERS,
        help="Day on which the next point is due; empty at the top of the scale.",
    )
    weekly_hours = fields.Float(
        string="Contracted weekly hours", digits=(5, 2), default=40.0, tracking=True, groups=READERS
    )
    full_time_hours = fields.Float(
        string="Full-time weekly hours", digits=(5, 2), default=40.0, tracking=True, groups=READERS
    )
    fte = fields.Float(
        string="FTE",
        compute="_compute_fte",
        store=True,
        digits=(6, 4),
        groups=READERS,
        aggregator="sum",
        help="Full-time equivalent: contracted hours over full-time hours.",
    )
    station_id = fields.Many2one(
        "police.station", string="Station", tracking=True, index=True, ondelete="restrict", check_company=True
    )
    district = fields.Char(related="station_id.district", store=True)
    posting = fields.Char(tracking=True, help="Team or role, e.g. Response, CID, Control room.")
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        string="Cost centre",
        tracking=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        groups=READERS,
        domain=lambda self: [("root_plan_id", "=", self.env.ref("police_core.analytic_plan_cost_centre").id)],
    )
    pay_region = fields.Selection(
        [("england_wales", "England and Wales"), ("london", "London")],
        string="Pay region",
        default=lambda self: self.env.company.pay_region,
        tracking=True,
        groups=READERS,
    )
    paid = fields.Boolean(
        default=True, tracking=True, groups=READERS, help="Not ticked: career break or other unpaid absence."
    )

    _hours_sensible = models.Constraint(
        "CHECK (weekly_hours BETWEEN 0 AND 100 AND full_time_hours > 0 AND full_time_hours <= 100)",
        "Weekly hours must be between 0 and 100, and full-time hours more than 0.",
    )
    _pay_reader_idx = models.Index("(company_id, employee_id, date_version) WHERE active")

    @api.depends("rank_id", "pay_region", "pay_scale_override", "local_salary_id", "employee_id.appointed_on")
    def _compute_pay_scale(self):
        for version in self:
            version.pay_scale = version.pay_scale_override or (
                ""
                if version.local_salary_id
                else version.rank_id._scale_key(version.pay_region, version.employee_id.appointed_on)
            )

    @api.depends("weekly_hours", "full_time_hours")
    def _compute_fte(self):
        for version in self:
            version.fte = version.weekly_hours / version.full_time_hours if version.full_time_hours else 0.0

    @api.constrains("weekly_hours", "full_time_hours")
    def _check_part_time(self):
        for version in self:
            if version.weekly_hours > version.full_time_hours:
                raise ValidationError(
                    self.env._(
                        "%(person)s: contracted hours (%(hours)s) are more than full-time hours (%(full)s).",
                        person=version.employee_id.name or version.name,
                        hours=version.weekly_hours,
                        full=version.full_time_hours,
                    )
                )

    @api.constrains("police_type", "rank_id")
    def _check_rank_type(self):
        for version in self:
            if version.rank_id and version.police_type and version.rank_id.police_type != version.police_type:
                raise ValidationError(
                    self.env._(
                        "%(person)s: “%(rank)s” is not a rank for this kind of person.",
                        person=version.employee_id.name or version.name,
                        rank=version.rank_id.name,
                    )
                )

    @api.onchange("rank_id")
    def _onchange_rank_id(self):
        follow_rank(self)

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions.employee_id.filtered("collar_number")._record_collar_numbers()
        return versions

    def write(self, vals):
        done = super().write(vals)
        if {"contract_date_start", "contract_date_end"} & vals.keys():
            self.employee_id.filtered("collar_number")._record_collar_numbers()
        return done

    @api.model
    def _get_whitelist_fields_from_template(self):
        return [
            *super()._get_whitelist_fields_from_template(),
            "police_type",
            "rank_id",
            "station_id",
            "posting",
            "cost_centre_id",
            "weekly_hours",
            "full_time_hours",
        ]


def follow_rank(record):
    """Kind of person and full-time hours of the rank just chosen; part-time hours are left alone.

    ``record``: a version, or an employee (which shows the version's fields as its own).
    """
    if record.rank_id:
        record.police_type = record.rank_id.police_type
        if record.weekly_hours == record.full_time_hours:
            record.weekly_hours = record.rank_id.full_time_hours
        record.full_time_hours = record.rank_id.full_time_hours
