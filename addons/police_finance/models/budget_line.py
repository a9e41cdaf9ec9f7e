"""One line of a budget: a cost centre, what for, how much, who answers for it, and where it stands."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..services import budget_room

TERMS = {
    "police_amount", "analytic_account_id", "general_budget_id", "date_from", "date_to",
    "crossovered_budget_id",
}  # fmt: skip


class BudgetLine(models.Model):
    _inherit = "crossovered.budget.lines"
    _order = "date_from desc, analytic_account_id, general_budget_id, id"

    police_amount = fields.Float(string="Budget set", digits=(16, 2), required=True, default=0.0)
    police_holder_id = fields.Many2one(
        "res.users", string="Budget holder", index=True, ondelete="restrict",
        help="Answers for the budget; sees it under My budgets and is told when it runs short.",
    )  # fmt: skip
    planned_amount = fields.Float(
        compute="_compute_planned_amount", store=True, precompute=True, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    police_state = fields.Selection(related="crossovered_budget_id.state", string="State")
    police_control = fields.Selection(related="crossovered_budget_id.police_control")
    entry_ids = fields.One2many("police.budget.entry", "line_id", string="Calls")
    police_budget = fields.Float(
        string="Budget now", digits=(16, 2), compute="_compute_position", help="As set, and as vired since."
    )
    police_reserved = fields.Float(string="Reserved", digits=(16, 2), compute="_compute_position")
    police_committed = fields.Float(string="Committed", digits=(16, 2), compute="_compute_position")
    police_actual = fields.Float(string="Actual", digits=(16, 2), compute="_compute_position")
    police_available = fields.Float(string="Available", digits=(16, 2), compute="_compute_position")
    police_used = fields.Float(string="Used (%)", digits=(16, 1), compute="_compute_position")
    police_forecast = fields.Float(
        string="Forecast at the end", digits=(16, 2), compute="_compute_position",
        help="Actual so far at the same pace to the end of the line, and what is committed if that is more.",
    )  # fmt: skip

    _amount_positive = models.Constraint("CHECK (police_amount >= 0)", "A budget is nought or more.")
    _in_order = models.Constraint("CHECK (date_to >= date_from)", "A line may not end before it starts.")

    @api.depends("police_amount")
    def _compute_planned_amount(self):
        for line in self:
            line.planned_amount = -line.police_amount

    @api.depends("analytic_account_id", "general_budget_id", "crossovered_budget_id")
    def _compute_display_name(self):
        for line in self:
            parts = (line.analytic_account_id.display_name, line.general_budget_id.name)
            line.display_name = ", ".join(part for part in parts if part) or self.env._("New")

    @api.depends("police_amount", "entry_ids.amount")
    def _compute_position(self):
        found = budget_room.positions(self.env, [line._origin.id for line in self if line._origin.id])
        today = fields.Date.context_today(self)
        for line in self:
            position = found.get(line._origin.id) or budget_room.Position(round(line.police_amount * 100))
            line.police_budget = position.budget / 100
            line.police_reserved = position.reserved / 100
            line.police_committed = position.committed / 100
            line.police_actual = position.actual / 100
            line.police_available = position.available / 100
            used = position.budget - position.available
            line.police_used = 100 * used / position.budget if position.budget else 0.0
            line.police_forecast = line._forecast(position, today) / 100

    def _forecast(self, position, today):
        """Pence at the end of the line at the pace so far, at least what is spent and committed."""
        certain = position.actual + position.committed
        if not self.date_from or not self.date_to or today < self.date_from:
            return certain
        days = (self.date_to - self.date_from).days + 1
        gone = min(days, (today - self.date_from).days + 1)
        return max(certain, position.actual * days // gone)

    def _compute_practical_amount(self):
        """OCA reads the project plan's column; a force's cost centres are a plan of their own."""
        found = budget_room.positions(self.env, self._origin.ids)
        for line in self:
            position = found.get(line._origin.id)
            line.practical_amount = -position.actual / 100 if position else 0.0

    # -- frozen in force -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        budgets = self.env["crossovered.budget"].browse({vals["crossovered_budget_id"] for vals in vals_list})
        self._refuse_frozen(budgets)
        for vals in vals_list:
            budget = self.env["crossovered.budget"].browse(vals["crossovered_budget_id"])
            vals.setdefault("date_from", budget.date_from)
            vals.setdefault("date_to", budget.date_to)
        return super().create(vals_list)

    def write(self, vals):
        if TERMS & vals.keys():
            self._refuse_frozen(self.crossovered_budget_id)
        return super().write(vals)

    def unlink(self):
        self._refuse_frozen(self.crossovered_budget_id)
        return super().unlink()

    def _refuse_frozen(self, budgets):
        for budget in budgets:
            if budget.state != "draft":
                raise UserError(
                    self.env._("%s is no longer a draft: move money by a virement instead.", budget.name)
                )

    # -- use -------------------------------------------------------------------------------------------

    @api.model
    def _for(self, company, centre, account, on):
        """The line in force that answers for ``account`` (may be empty) of ``centre`` on ``on``, or none.

        A line that names the account comes first, then one for all running costs; without an account
        the only line of the cost centre answers. Closed budgets answer too: they refuse.
        """
        lines = (
            self.sudo()
            .search(
                Domain("company_id", "=", company.id)
                & Domain("analytic_account_id", "=", centre.id)
                & Domain("date_from", "<=", on)
                & Domain("date_to", ">=", on)
                & Domain("crossovered_budget_id.state", "in", ("validate", "done")),
            )
            .sorted(lambda line: line.police_state != "validate")
        )
        if account:
            named = lines.filtered(lambda line: account in line.general_budget_id.account_ids)
            return (named or lines.filtered("general_budget_id.police_everything"))[:1]
        whole = lines.filtered("general_budget_id.police_everything")
        return (whole or (lines if len(lines) == 1 else lines.browse()))[:1]

    def _police_open_calls(self):
        found = budget_room.positions(self.env, self.ids)
        return any(position.reserved or position.committed for position in found.values())

    def action_police_calls(self):
        """Every reservation and commitment behind the figures."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_finance.action_budget_entry")
        return action | {"domain": [("line_id", "=", self.id)], "context": {"search_default_by_document": 1}}

    def action_police_actual(self):
        """The ledger lines behind the actual."""
        self.ensure_one()
        column = self.env.ref(budget_room.COST_CENTRES)._column_name()
        name = "analytic.account_analytic_line_action_entries"
        action = self.env["ir.actions.act_window"]._for_xml_id(name)
        accounts = self.general_budget_id.account_ids
        domain = [
            (column, "=", self.analytic_account_id.id),
            ("date", ">=", self.date_from),
            ("date", "<=", self.date_to),
            ("company_id", "=", self.company_id.id),
        ]
        if not self.general_budget_id.police_everything:
            domain.append(("general_account_id", "in", accounts.ids))
        return action | {"domain": domain, "context": {}}
