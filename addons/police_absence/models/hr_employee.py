"""A person's absences, from their own record."""

from odoo import fields, models

READERS = (
    "police_core.group_hr_officer,police_core.group_payroll_clerk,police_core.group_payroll_approver,"
    "police_core.group_auditor"
)


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    absence_ids = fields.One2many("police.absence", "employee_id", string="Absences", groups=READERS)
    absence_count = fields.Integer(compute="_compute_absence_count", groups=READERS)
    sick_clock_ids = fields.One2many("police.absence.clock", "employee_id", groups=READERS)
    sick_full_left = fields.Integer(
        compute="_compute_sick_clock", string="Full pay days left", groups=READERS
    )
    sick_days_in_year = fields.Integer(
        compute="_compute_sick_clock", string="Sick days in the year", groups=READERS
    )
    sick_next_drop = fields.Date(
        compute="_compute_sick_clock", string="Next drop of sick pay", groups=READERS
    )

    def _compute_absence_count(self):
        counts = dict(
            self.env["police.absence"]._read_group(
                [("employee_id", "in", self.ids), ("state", "!=", "cancelled")], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.absence_count = counts.get(employee._origin, 0)

    def _compute_sick_clock(self):
        for employee in self:
            clock = employee.sick_clock_ids[:1]
            employee.sick_full_left = clock.full_left
            employee.sick_days_in_year = clock.days_sick
            employee.sick_next_drop = clock.next_drop_on

    def action_open_absences(self):
        """Absences of this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_absence.action_absence")
        return {
            **action,
            "domain": [("employee_id", "=", self.id)],
            "context": {"default_employee_id": self.id},
        }
