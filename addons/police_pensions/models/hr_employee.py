"""The person's pension record and remedy statement."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.statement import Statement


class Employee(models.Model):
    _inherit = "hr.employee"

    pension_history_count = fields.Integer(
        compute="_compute_pension_history_count",
        groups="police_core.group_payroll_clerk,police_core.group_payroll_approver,police_core.group_auditor,"
        "police_core.group_hr_officer",
    )

    def _compute_pension_history_count(self):
        groups = self.env["police.pension.history"].sudo()._read_group(
            [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
        )  # fmt: skip
        counts = {employee.id: count for employee, count in groups}
        for employee in self:
            employee.pension_history_count = counts.get(employee.id, 0)

    def action_pension_history(self):
        """The person's pension history."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_pensions.action_pension_history")
        return {
            **action,
            "domain": [("employee_id", "in", self.ids)],
            "context": {"group_by": ["scheme_year"]},
        }

    def action_remedy_statement(self):
        """The remedy statement (PDF) of one person; raises UserError when there is no history for it."""
        self.ensure_one()
        self.env["police.pension.history"].check_access("read")
        content = Statement(self.env, self).remedy_pdf()
        attachment = self.env["ir.attachment"].sudo().create(
            {
                "name": f"remedy-statement-{self.payroll_reference or self.id}.pdf",
                "raw": content,
                "mimetype": "application/pdf",
                "res_model": "hr.employee",
                "res_id": self.id,
            }
        )  # fmt: skip
        if not attachment:
            raise UserError(self.env._("The statement could not be kept."))
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=false",
            "target": "new",
        }
