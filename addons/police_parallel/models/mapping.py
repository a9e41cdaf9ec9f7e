"""An element of the old payroll and the line of ours that it is, or why it is left out."""

from odoo import api, fields, models
from odoo.addons.police_payroll.services.engine_facts import element_codes
from odoo.exceptions import UserError, ValidationError

TOTALS = {"gross": "Gross pay (total)", "net": "Net pay (total)"}
STATUTORY = {
    "basic_pay": "Basic pay",
    "income_tax": "Income tax",
    "nic_employee": "National Insurance",
    "nic_employer": "National Insurance, employer",
    "student_loan": "Student loan",
    "postgraduate_loan": "Postgraduate loan",
}


class Mapping(models.Model):
    _name = "police.parallel.mapping"
    _description = "Element of the Old Payroll"
    _order = "project_id, legacy_element"
    _rec_name = "legacy_element"

    project_id = fields.Many2one("police.parallel.project", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    legacy_element = fields.Char(string="Old element", required=True)
    code = fields.Char(string="Our line", help="Code of our payslip line, or gross or net for the totals.")
    code_label = fields.Char(string="Named", compute="_compute_code_label")
    turned = fields.Boolean(
        string="Sign turned", help="The old payroll prints it with the other sign than our payslip."
    )
    left_out = fields.Boolean(help="Not pay at all, such as a leave balance printed on the payslip.")
    reason = fields.Char(string="Why left out")

    _once = models.Constraint(
        "UNIQUE(project_id, legacy_element)", "This element of the old payroll is mapped already."
    )

    @api.model
    def _known_codes(self):
        """{code: label} of every line a payslip of ours can have, as far as is known."""
        self.env.cr.execute("SELECT DISTINCT code, label FROM police_payslip_line")
        return {**dict(self.env.cr.fetchall()), **dict(element_codes()), **STATUTORY, **TOTALS}

    @api.depends("code")
    def _compute_code_label(self):
        known = self._known_codes()
        for row in self:
            row.code_label = known.get(row.code, "")

    @api.constrains("code", "left_out", "reason")
    def _check_target(self):
        known = self._known_codes()
        for row in self:
            if row.left_out and (row.code or len((row.reason or "").strip()) < 5):
                raise ValidationError(
                    self.env._("%s is left out: say why, and give no line for it.", row.legacy_element)
                )
            if not row.left_out and row.code not in known:
                raise ValidationError(
                    self.env._(
                        "%(element)s: %(code)s is no line of our payslips.",
                        element=row.legacy_element,
                        code=row.code or self.env._("(empty)"),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for row in self:
            if row.project_id.sudo().comparison_ids:
                raise UserError(
                    self.env._(
                        "%s was used in a comparison: change it, do not delete it.", row.legacy_element
                    )
                )
