"""Budgets of a force: approved by a second person, advisory or absolute, frozen once in force."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

ACCOUNTANT = "police_core.group_force_accountant"
# An object of this process, which no RPC call can send in its context.
STEP = object()


class BudgetPost(models.Model):
    _inherit = "account.budget.post"

    police_everything = fields.Boolean(
        string="All running costs",
        help="Covers every expense account that no other budget line of the cost centre names.",
    )

    def _check_account_ids(self, vals):
        """A position for all running costs names no accounts."""
        if not (vals.get("police_everything") or self.filtered("police_everything")):
            super()._check_account_ids(vals)


class Budget(models.Model):
    """Money for a financial year. What it allows is judged by ``services.budget_room``."""

    _name = "crossovered.budget"
    _inherit = ["crossovered.budget", "mail.activity.mixin", "police.approval.mixin"]
    _order = "date_from desc, name"
    _approval_group = ACCOUNTANT

    state = fields.Selection(
        selection_add=[
            ("draft", "Draft"),
            ("confirm", "Waiting for approval"),
            ("validate", "In force"),
            ("done", "Closed"),
            ("cancel", "Cancelled"),
        ]
    )
    police_control = fields.Selection(
        [("absolute", "Absolute: refuses what is too much"), ("advisory", "Advisory: warns")],
        string="Control", required=True, default="absolute", tracking=True,
    )  # fmt: skip
    police_tolerance = fields.Float(
        string="Tolerance (%)", digits=(5, 2), tracking=True, help="Of the budget, beyond it."
    )
    police_total = fields.Float(string="Total", digits=(16, 2), compute="_compute_police_total")
    currency_id = fields.Many2one(related="company_id.currency_id")

    _tolerance_range = models.Constraint(
        "CHECK (police_tolerance BETWEEN 0 AND 100)", "The tolerance is between 0 and 100 per cent."
    )
    _dates_order = models.Constraint("CHECK (date_to >= date_from)", "A budget may not end before it starts.")

    @api.depends("crossovered_budget_line_ids.police_amount")
    def _compute_police_total(self):
        for budget in self:
            budget.police_total = sum(budget.crossovered_budget_line_ids.mapped("police_amount"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "draft") != "draft":
                raise AccessError(self.env._("A budget starts as a draft."))
        return super().create(vals_list)

    def write(self, vals):
        if "state" in vals and self.env.context.get("police_budget_step") is not STEP:
            raise AccessError(self.env._("The state of a budget changes by its buttons only."))
        terms = {"date_from", "date_to", "police_control", "police_tolerance", "company_id"} & vals.keys()
        for budget in self if terms else ():
            if budget.state != "draft":
                raise UserError(self.env._("%s is no longer a draft: its terms are fixed.", budget.name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if kept := self.filtered(lambda budget: budget.state != "draft"):
            raise UserError(self.env._("%s stays on record. Close or cancel it instead.", kept[0].name))

    # -- steps -------------------------------------------------------------------------------------

    def action_budget_confirm(self):
        """Send for approval."""
        for budget in self:
            budget._police_expect("draft")
            if not budget.crossovered_budget_line_ids:
                raise UserError(self.env._("%s has no lines.", budget.name))
            budget._mark_prepared()
        self._police_step("confirm")

    def action_budget_validate(self):
        """Bring into force; by an accountant who did not prepare it."""
        for budget in self:
            budget._police_expect("confirm")
            budget._police_check_overlap()
        self._mark_approved()
        self._police_step("validate")
        self.env["police.budget.entry"]._take_over(self.crossovered_budget_line_ids)

    def action_budget_draft(self):
        """Back to draft, before anybody relies on it."""
        for budget in self:
            budget._police_expect("confirm", "cancel")
        self._police_check_accountant()
        self._clear_approval()
        self._police_step("draft")

    def action_budget_cancel(self):
        """Not wanted after all; not once money was called on."""
        for budget in self:
            budget._police_expect("draft", "confirm", "validate")
            if budget.crossovered_budget_line_ids._police_open_calls():
                raise UserError(self.env._("%s has open reservations or commitments.", budget.name))
        self._police_check_accountant()
        self._police_step("cancel")

    def action_budget_done(self):
        """Close: nothing more may be called on; what was called on stays."""
        for budget in self:
            budget._police_expect("validate")
        self._police_check_accountant()
        self._police_step("done")

    def action_police_reopen(self):
        """In force again."""
        for budget in self:
            budget._police_expect("done")
        self._police_check_accountant()
        self._police_step("validate")

    def _police_step(self, state):
        self.with_context(police_budget_step=STEP).write({"state": state})

    def _police_expect(self, *states):
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(budget)s is “%(state)s”: this step is not for it.",
                    budget=self.name,
                    state=labels[self.state],
                )
            )

    def _police_check_accountant(self):
        if self.env.su or self.env.user.has_group(ACCOUNTANT):
            return
        raise AccessError(self.env._("Force accountants close, open and cancel budgets."))

    def _police_check_overlap(self):
        """One budget line at a time answers for a cost centre and a position."""
        Line = self.env["crossovered.budget.lines"].sudo()
        for line in self.crossovered_budget_line_ids:
            twins = Line.search(
                Domain("crossovered_budget_id.state", "=", "validate")
                & Domain("company_id", "=", line.company_id.id)
                & Domain("analytic_account_id", "=", line.analytic_account_id.id)
                & Domain("general_budget_id", "=", line.general_budget_id.id)
                & Domain("date_from", "<=", line.date_to)
                & Domain("date_to", ">=", line.date_from)
                & Domain("id", "!=", line.id),
                limit=1,
            )
            if twins:
                raise ValidationError(
                    self.env._(
                        "%(line)s has a budget already, in %(budget)s, for the same days.",
                        line=line.display_name,
                        budget=twins.crossovered_budget_id.name,
                    )
                )

    def action_police_prove(self):
        """Compare the entries with the documents; opens what differs, or says that nothing does."""
        differences = self.env["police.budget.entry"]._differences(self.crossovered_budget_line_ids)
        if not differences:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "success",
                    "title": self.env._("Proved"),
                    "message": self.env._("Every call agrees with its document to the penny."),
                },
            }
        lines = "\n".join(f"• {text}" for text in differences[:30])
        raise UserError(self.env._("Entries and documents differ:\n%s", lines))
