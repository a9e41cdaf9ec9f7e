"""What HMRC answered about a person's National Insurance number."""

from odoo import fields, models

CHECKERS = (
    "police_core.group_hr_officer,police_core.group_payroll_clerk,police_core.group_payroll_approver,"
    "police_core.group_auditor"
)


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    nino_check_ids = fields.One2many(
        "police.rti.nino.check", "employee_id", string="NI number checks", groups=CHECKERS
    )
