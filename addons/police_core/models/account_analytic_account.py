"""Cost centres: analytic accounts of one plan, known by a code that is unique in the force."""

from odoo import api, models
from odoo.exceptions import ValidationError

PLAN = "police_core.analytic_plan_cost_centre"


class AccountAnalyticAccount(models.Model):
    _inherit = "account.analytic.account"

    @api.constrains("code", "plan_id", "company_id")
    def _check_cost_centre_code(self):
        plan = self.env.ref(PLAN, raise_if_not_found=False)
        for account in self.filtered(lambda a: plan and a.plan_id.root_id == plan):
            if not account.code:
                raise ValidationError(self.env._("Cost centre “%s” needs a code.", account.name))
            twin = self.search(
                [
                    ("id", "!=", account.id),
                    ("root_plan_id", "=", plan.id),
                    ("code", "=", account.code),
                    (
                        "company_id",
                        "in",
                        [False, account.company_id.id] if account.company_id else self._all_companies(),
                    ),
                ],
                limit=1,
            )
            if twin:
                raise ValidationError(
                    self.env._(
                        "Cost centre code %(code)s is already used by “%(twin)s”.",
                        code=account.code,
                        twin=twin.name,
                    )
                )

    def _all_companies(self):
        return [False, *self.env["res.company"].sudo().search([]).ids]
