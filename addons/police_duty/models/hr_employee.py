"""A person's duties, time owed and expected pay, from their own record."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.expected import ExpectedPay
from .expected_pay import READERS
from .touching import EMPLOYEE_FIELDS


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    expected_net = fields.Float(
        string="Expected net", digits=(16, 2), compute="_compute_expected", groups=READERS, compute_sudo=True
    )
    expected_gross = fields.Float(
        string="Expected gross",
        digits=(16, 2),
        compute="_compute_expected",
        groups=READERS,
        compute_sudo=True,
    )
    expected_change = fields.Float(
        string="Change of net", digits=(16, 2), compute="_compute_expected", groups=READERS, compute_sudo=True
    )
    expected_problems = fields.Text(compute="_compute_expected", groups=READERS, compute_sudo=True)
    duty_entry_count = fields.Integer(
        compute="_compute_duty_entry_count", groups=f"{READERS},police_core.group_hr_officer"
    )

    def write(self, vals):
        done = super().write(vals)
        if EMPLOYEE_FIELDS & vals.keys():
            self.env["police.pay.contributor"]._touched(self, fields.Date.context_today(self))
        return done

    def _compute_expected(self):
        """Figures of this moment: whoever is out of date is worked out first."""
        found = {}
        for company, people in self.grouped("company_id").items():
            if company:
                found |= ExpectedPay(self.env, company).current(people.ids)
        for employee in self:
            row = found.get(employee._origin.id or employee.id, {})
            employee.expected_net = float(row.get("net", 0))
            employee.expected_gross = float(row.get("gross", 0))
            employee.expected_change = float(row.get("net_change", 0))
            employee.expected_problems = row.get("problems") or False

    def _compute_duty_entry_count(self):
        counts = dict(
            self.env["police.duty.entry"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.duty_entry_count = counts.get(employee._origin, 0)

    def action_expected(self):
        """Expected pay of this moment, line by line."""
        self.ensure_one()
        rows = ExpectedPay(self.env, self.company_id).current(self.ids)
        if self.id not in rows:
            raise UserError(self.env._("No pay of %s is expected in the open period.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Expected pay of %s", self.name),
            "res_model": "police.pay.expected",
            "res_id": rows[self.id]["id"],
            "views": [[False, "form"]],
            "target": "new",
        }

    def action_open_duties(self):
        """Duties of this person."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_duty.action_duty_entry")
        return {
            **action,
            "domain": [("employee_id", "=", self.id)],
            "context": {"default_employee_id": self.id},
        }

    def action_open_time(self):
        """Time owed to this person."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_duty.action_time_event")
        return {
            **action,
            "domain": [("employee_id", "=", self.id)],
            "context": {"search_default_by_account": 1},
        }
