"""Compare what HMRC has been told with what the payslips add up to, and put the difference right."""

from odoo import api, fields, models
from odoo.addons.police_engine.money import pounds
from odoo.addons.police_engine.taxcalendar import tax_year_of
from odoo.exceptions import AccessError, UserError

from ..services.comparison import WORDS, Comparison

GROUPS = "police_core.group_payroll_clerk,police_core.group_payroll_approver"


class RtiCorrection(models.TransientModel):
    _name = "police.rti.correction"
    _description = "Compare with HMRC"
    _rec_name = "name"

    name = fields.Char(default=lambda self: self.env._("Compare with HMRC"), readonly=True)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    tax_year = fields.Char(required=True, default=lambda self: tax_year_of(fields.Date.context_today(self)))
    people_compared = fields.Integer(string="People compared", readonly=True)
    people_differing = fields.Integer(string="People who differ", readonly=True)
    has_facts = fields.Boolean(compute="_compute_has_facts")
    compared = fields.Boolean(readonly=True)
    line_ids = fields.One2many("police.rti.correction.line", "wizard_id")

    @api.depends("line_ids.kind")
    def _compute_has_facts(self):
        for wizard in self:
            wizard.has_facts = "fact" in wizard.line_ids.mapped("kind")

    def action_compare(self):
        """Read every accepted FPS of the year and add up the payslips behind them."""
        self.ensure_one()
        if not self.env.user.has_groups(GROUPS):
            raise AccessError(self.env._("Payroll compares with HMRC."))
        found = Comparison(self.env(su=True), self.company_id, self.tax_year)
        rows = found.rows()
        self.line_ids.unlink()
        self.line_ids = [
            fields.Command.create(
                {
                    "employee_id": row.employee_id, "payroll_reference": row.reference,
                    "what": self._word(row),
                    "told": pounds(row.told), "should_be": pounds(row.right), "kind": row.kind,
                    "told_text": row.told_text, "right_text": row.right_text,
                    "under_way": found.is_under_way(row.reference),
                    "chosen": not found.is_under_way(row.reference),
                }
            )
            for row in rows
        ]  # fmt: skip
        self.write(
            {
                "compared": True, "people_compared": len(found.right),
                "people_differing": len({row.reference for row in rows}),
            }
        )  # fmt: skip
        return self._again()

    def _word(self, row):
        letter, dot, name = row.what.partition(".")
        if dot:
            return self.env._("NI letter %(letter)s: %(what)s", letter=letter, what=WORDS.get(name, name))
        return WORDS.get(row.what, row.what)

    def _again(self):
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id,
            "views": [[False, "form"]], "target": "current", "name": self.env._("Compare with HMRC"),
        }  # fmt: skip

    def action_create(self):
        """An additional FPS for everybody ticked."""
        self.ensure_one()
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise AccessError(self.env._("A payroll clerk makes corrections."))
        chosen = set(self.line_ids.filtered("chosen").mapped("payroll_reference"))
        if not chosen:
            raise UserError(self.env._("Tick the people whose figures are to be put right."))
        submissions = self.env["police.rti.submission"]
        today = submissions._today()
        found = Comparison(self.env(su=True), self.company_id, self.tax_year)
        if twice := sorted(filter(found.is_under_way, chosen)):
            raise UserError(
                self.env._("A correction of %s is on its way: wait for HMRC's answer.", ", ".join(twice))
            )
        message, run, corrects = found.correction(chosen, today, submissions._now())
        one = submissions.sudo()._create_guarded(
            {
                "kind": "fps", "correction": True, "company_id": self.company_id.id, "run_id": run.id,
                "currency_id": self.company_id.currency_id.id, "tax_year": self.tax_year,
                "tax_month": found.month_of(run, today), "payment_date": run.pay_date,
                "corrects_id": corrects.id, "owner_id": self.env.uid,
            }
        )  # fmt: skip
        one._keep_document(message)
        one._make_ready()
        return one.with_user(self.env.user).sudo(False).action_open()


class RtiCorrectionLine(models.TransientModel):
    _name = "police.rti.correction.line"
    _description = "Difference to What HMRC Was Told"
    _order = "payroll_reference, id"

    wizard_id = fields.Many2one("police.rti.correction", required=True, ondelete="cascade")
    chosen = fields.Boolean(string="Put right", default=True)
    employee_id = fields.Many2one("hr.employee", readonly=True)
    payroll_reference = fields.Char(string="Payroll number", readonly=True)
    kind = fields.Selection([("money", "Figure"), ("fact", "Fact")], readonly=True)
    what = fields.Char(readonly=True)
    under_way = fields.Boolean(string="On its way", readonly=True)
    told = fields.Float(string="HMRC has", digits=(16, 2), readonly=True)
    should_be = fields.Float(string="Should be", digits=(16, 2), readonly=True)
    told_text = fields.Char(readonly=True)
    right_text = fields.Char(readonly=True)
    difference = fields.Float(digits=(16, 2), compute="_compute_difference")

    @api.depends("told", "should_be")
    def _compute_difference(self):
        for line in self:
            line.difference = line.should_be - line.told
