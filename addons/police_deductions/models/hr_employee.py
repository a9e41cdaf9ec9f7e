"""A person's deductions and what remains, from their own record."""

from odoo import fields, models

from .mixin import READERS

OPEN = [("state", "in", ("waiting", "running", "suspended"))]


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    deduction_order_ids = fields.One2many(
        "police.deduction.order", "employee_id", string="Orders on earnings", groups=READERS, domain=OPEN
    )
    deduction_agreement_ids = fields.One2many(
        "police.deduction.agreement", "employee_id", string="Agreed deductions", groups=READERS, domain=OPEN
    )
    deduction_loan_ids = fields.One2many(
        "police.deduction.loan", "employee_id", string="Loans", groups=READERS, domain=OPEN
    )
    overpayment_ids = fields.One2many(
        "police.overpayment", "employee_id", string="Overpayments", groups=READERS,
        domain=[("state", "not in", ("cleared", "cancelled", "written_off"))],
    )  # fmt: skip
    deduction_count = fields.Integer(compute="_compute_deduction_count", groups=READERS)

    def _compute_deduction_count(self):
        for employee in self:
            employee.deduction_count = (
                len(employee.deduction_order_ids) + len(employee.deduction_agreement_ids)
                + len(employee.deduction_loan_ids) + len(employee.overpayment_ids)
            )  # fmt: skip

    def action_open_deductions(self):
        """Everything taken from this person's pay, pay day by pay day."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_taken")
        return {**action, "domain": [("employee_id", "=", self.id)], "context": {"search_default_by_kind": 1}}
