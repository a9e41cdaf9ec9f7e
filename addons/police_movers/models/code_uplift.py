"""Tax codes of a new tax year (P9X): everybody without a P9 moves by rule; prepared by one, applied by
another."""

from collections import Counter
from datetime import date

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.movers.uplift import uplifted
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.records import TaxPosition
from odoo.addons.police_engine.taxcalendar import tax_year_dates
from odoo.exceptions import UserError, ValidationError

from ..services import profile_changes


class CodeUplift(models.Model):
    _name = "police.code.uplift"
    _description = "Tax Codes of a New Year"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "tax_year desc"
    _rec_name = "tax_year"
    _approval_group = "police_core.group_payroll_approver"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    tax_year = fields.Char(required=True, help="The new year, such as 2027-28.")
    state = fields.Selection(
        [("draft", "Draft"), ("prepared", "Prepared"), ("applied", "Applied")],
        default="draft", required=True, readonly=True, tracking=True, copy=False,
    )  # fmt: skip
    line_ids = fields.One2many(
        "police.code.uplift.line", "uplift_id", string="Codes that change", readonly=True
    )
    people = fields.Integer(string="People looked at", readonly=True, copy=False)
    changed = fields.Integer(string="Changes", readonly=True, copy=False)
    notified = fields.Integer(string="With a P9 of their own", readonly=True, copy=False)
    summary = fields.Text(readonly=True, copy=False)

    _one_a_year = models.Constraint(
        "UNIQUE(company_id, tax_year)", "The codes of that year are already there."
    )

    @api.constrains("tax_year")
    def _check_tax_year(self):
        for uplift in self:
            try:
                tax_year_dates(uplift.tax_year)
            except EngineError as error:
                raise ValidationError(str(error)) from error

    def action_prepare(self):
        """Work out every code of the new year; nothing is written to people yet."""
        for uplift in self:
            uplift.check_access("write")
            if uplift.state == "applied":
                raise UserError(self.env._("The codes of %s are applied.", uplift.tax_year))
            uplift._prepare()
        return True

    def _prepare(self):
        start = tax_year_dates(self.tax_year)[0]
        rules = RuleSet.load()
        rows = self._positions(start)
        lines, why = [], Counter()
        try:
            for employee_id, code, basis in rows:
                new = uplifted(TaxPosition(code, basis), start, rules)
                why[new.why] += 1
                if new.changed:
                    lines.append(
                        {
                            "uplift_id": self.id,
                            "employee_id": employee_id,
                            "old_code": code,
                            "old_basis": basis,
                            "new_code": new.tax.code,
                            "new_basis": new.tax.basis,
                            "why": new.why,
                        }
                    )
        except EngineError as error:
            raise UserError(str(error)) from error
        self.sudo().line_ids.unlink()
        self.env["police.code.uplift.line"].sudo().create(lines)
        self._mark_prepared()
        self.write(
            {
                "state": "prepared",
                "people": len(rows),
                "changed": len(lines),
                "notified": self._with_notice(start),
                "summary": "\n".join(f"{count:,}: {text}" for text, count in why.most_common()),
            }
        )

    def _positions(self, start: date):
        """(employee, code, basis) in force on 5 April of everybody in post without a P9 for the new year."""
        self.env["police.pay.profile"].flush_model()
        self.env["hr.employee"].flush_model()
        self.env.cr.execute(
            """SELECT * FROM (
                   SELECT DISTINCT ON (p.employee_id) p.employee_id, p.tax_code, p.tax_basis
                     FROM police_pay_profile p JOIN hr_employee e ON e.id = p.employee_id
                    WHERE p.company_id = %(company)s AND p.active AND p.date_from < %(start)s
                      AND (e.leaving_date IS NULL OR e.leaving_date >= %(start)s)
                    ORDER BY p.employee_id, p.date_from DESC) held
                WHERE tax_code IS NOT NULL AND NOT EXISTS (
                      SELECT 1 FROM police_pay_profile n WHERE n.employee_id = held.employee_id AND n.active
                         AND n.date_from >= %(start)s)
                ORDER BY employee_id""",
            {"company": self.company_id.id, "start": start},
        )
        return self.env.cr.fetchall()

    def _with_notice(self, start):
        return self.env["police.hmrc.notice"].sudo().search_count(
            [("company_id", "=", self.company_id.id), ("form", "=", "P9"), ("effective", ">=", start),
             ("state", "=", "applied")]
        )  # fmt: skip

    def action_apply(self):
        """Write the new codes from 6 April, for everybody at once, by a second person."""
        for uplift in self:
            if uplift.state != "prepared":
                raise UserError(self.env._("Prepare the codes of %s first.", uplift.tax_year))
            uplift._check_may_approve()
            uplift._mark_approved()
            start = tax_year_dates(uplift.tax_year)[0]
            source = self.env._("Tax codes of %s (P9X)", uplift.tax_year)
            changes = [
                (line.employee_id.id, start, {"tax_code": line.new_code, "tax_basis": line.new_basis}, source)
                for line in uplift.sudo().line_ids
            ]
            profile_changes.many(uplift.env(su=True), changes)
            uplift.sudo().write({"state": "applied"})
        return True


class CodeUpliftLine(models.Model):
    _name = "police.code.uplift.line"
    _description = "Tax Code of a Person in a New Year"
    _order = "uplift_id, employee_id"
    _rec_name = "employee_id"

    uplift_id = fields.Many2one("police.code.uplift", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="uplift_id.company_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, ondelete="restrict")
    old_code = fields.Char()
    old_basis = fields.Selection([("cumulative", "Cumulative"), ("week1month1", "Week 1 / month 1")])
    new_code = fields.Char()
    new_basis = fields.Selection([("cumulative", "Cumulative"), ("week1month1", "Week 1 / month 1")])
    why = fields.Char()
