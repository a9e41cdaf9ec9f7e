"""A person's payroll, from their own record."""

from odoo import fields, models

PAYROLL = "police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor"


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    pay_profile_ids = fields.One2many(
        "police.pay.profile", "employee_id", string="Payroll facts", groups=PAYROLL
    )
    payslip_count = fields.Integer(compute="_compute_payslip_count", groups=PAYROLL)

    def _compute_payslip_count(self):
        counts = dict(
            self.env["police.payslip"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.payslip_count = counts.get(employee._origin, 0)

    def action_open_payslips(self):
        """Payslips of this person."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_payroll.action_payslip")
        return {**action, "domain": [("employee_id", "=", self.id)], "context": {}}

    def action_open_pay_profiles(self):
        """Dated payroll facts of this person."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_payroll.action_pay_profile")
        return {
            **action,
            "domain": [("employee_id", "=", self.id)],
            "context": {"default_employee_id": self.id},
        }
