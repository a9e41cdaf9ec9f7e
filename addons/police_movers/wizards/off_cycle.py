"""A supplementary run for chosen people in a period that is paid already, or before it."""

from odoo import api, fields, models
from odoo.addons.police_engine.adapters.bacs.calendar import banking_day_on_or_before
from odoo.addons.police_engine.taxcalendar import tax_year_of
from odoo.exceptions import UserError

from ..services.off_cycle_runs import OffCycleRuns


class OffCycleWizard(models.TransientModel):
    _name = "police.off.cycle.wizard"
    _description = "Off-cycle Payment"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    period_id = fields.Many2one(
        "police.pay.period", string="For the period", required=True,
        domain="[('company_id', '=', company_id), ('kind', '=', 'regular')]",
        default=lambda self: self._default_period(),
    )  # fmt: skip
    pay_date = fields.Date(required=True, default=lambda self: self._default_pay_date())
    employee_ids = fields.Many2many(
        "hr.employee", string="People", required=True, domain="[('company_id', '=', company_id)]"
    )
    reason = fields.Char(required=True)
    same_tax_year = fields.Boolean(compute="_compute_same_tax_year")

    def _default_period(self):
        """The period of the newest approved run: what was forgotten belongs to it."""
        run = self.env["police.pay.run"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("kind", "=", "regular"),
                ("state", "in", ("approved", "paid")),
            ],
            order="pay_date desc",
            limit=1,
        )
        return run.period_id

    def _default_pay_date(self):
        last = self._default_period().pay_date
        today = fields.Date.context_today(self)
        day = max(today, fields.Date.add(last, days=1)) if last else today
        while banking_day_on_or_before(day) != day:
            day = fields.Date.add(day, days=1)
        return day

    @api.depends("period_id", "pay_date")
    def _compute_same_tax_year(self):
        for wizard in self:
            wizard.same_tax_year = bool(
                wizard.period_id
                and wizard.pay_date
                and tax_year_of(wizard.pay_date) == wizard.period_id.tax_year
            )

    def action_create(self):
        """Make the run; it is calculated, approved and paid like any other."""
        self.ensure_one()
        if not self.employee_ids:
            raise UserError(self.env._("Choose whom to pay."))
        run = OffCycleRuns(self.env).supplementary(
            self.period_id, self.pay_date, self.employee_ids, self.reason
        )
        return {"type": "ir.actions.act_window", "res_model": "police.pay.run", "res_id": run.id,
                "views": [[False, "form"]]}  # fmt: skip
