"""A person's duties, time owed and expected pay, from their own record."""

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.police_engine.explain import because
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.params import RuleSet

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
    expected_lines = fields.Html(
        compute="_compute_expected_lines", groups=READERS, compute_sudo=True, sanitize=False
    )
    duty_entry_count = fields.Integer(compute="_compute_duty_entry_count", groups=READERS)

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
            employee.expected_net = row.get("net", 0)
            employee.expected_gross = row.get("gross", 0)
            employee.expected_change = row.get("net_change", 0)
            employee.expected_problems = row.get("problems") or False

    def _compute_duty_entry_count(self):
        counts = dict(
            self.env["police.duty.entry"]._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"], ["__count"]
            )
        )
        for employee in self:
            employee.duty_entry_count = counts.get(employee._origin, 0)

    @api.depends_context("uid")
    def _compute_expected_lines(self):
        rules = RuleSet.load()
        for employee in self:
            employee.expected_lines = employee._expected_table(rules)

    def _expected_table(self, rules):
        outcome = ExpectedPay(self.env, self.company_id).slip(self.id)
        if outcome is None:
            return Markup("<p>No pay is expected in the open period.</p>")
        _case, result = outcome
        rows = [
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td class='text-end'>%s</td><td class='text-muted'>%s</td></tr>")
            % (
                line.label, line.units, line.rate,
                display(-line.amount if line.kind == "deduction" else line.amount),
                because(line, rules)["citation"],
            )
            for line in result.lines if line.kind != "employer"
        ]  # fmt: skip
        problems = Markup().join(
            Markup("<div class='alert alert-%s mb-2'>%s</div>")
            % ("danger" if p.severity == "blocking" else "warning", p.message)
            for p in result.problems if p.severity != "notice"
        )  # fmt: skip
        return (
            problems
            + Markup("<table class='table table-sm'><tbody>%s</tbody>") % Markup().join(rows)
            + Markup(
                "<tfoot><tr><th colspan='3'>Expected net</th><th class='text-end'>%s</th><th/></tr></tfoot></table>"
            )
            % display(result.totals.net)
        )

    def action_expected_lines(self):
        """The lines behind the expected pay of this moment."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Expected pay of %s", self.name),
            "res_model": "hr.employee",
            "res_id": self.id,
            "views": [[self.env.ref("police_duty.employee_expected_form").id, "form"]],
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
