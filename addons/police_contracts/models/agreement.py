"""The contracts register: OCA ``agreement`` with what a force must know about a contract.

``police_state`` is derived from the dates and the decisions on record (confirmed, terminated); nobody
sets it. Orders are not decided by the stored state but by the dates on the day they are sent.
"""

from odoo import api, fields, models

from ..services import law

STATES = [
    ("planned", "Planned"),
    ("live", "Live"),
    ("ended", "Ended"),
    ("terminated", "Terminated"),
]
CATEGORIES = [
    ("goods", "Goods"),
    ("services", "Services"),
    ("works", "Works"),
    ("light_touch", "Light-touch services"),
    ("concession", "Concession"),
]


class Agreement(models.Model):
    _inherit = "agreement"

    police_currency_id = fields.Many2one(
        "res.currency", compute="_compute_police_currency", store=True, string="Currency"
    )
    police_category = fields.Selection(
        CATEGORIES,
        string="Category",
        tracking=True,
        help="What kind of contract it is for the Procurement Act 2023: it decides the threshold.",
    )
    police_owner_id = fields.Many2one(
        "res.users", string="Contract owner", tracking=True, index="btree_not_null"
    )
    police_value = fields.Monetary(
        string="Lifetime value excl. VAT",
        currency_field="police_currency_id",
        tracking=True,
        help="The most that may be paid over the whole life, with every extension, excluding VAT.",
    )
    police_ceiling = fields.Monetary(
        string="Ceiling excl. VAT",
        currency_field="police_currency_id",
        tracking=True,
        help="The most that may be spent under what is agreed today, excluding VAT. Extensions add to it.",
    )
    police_tax_id = fields.Many2one(
        "account.tax",
        string="VAT",
        domain="[('type_tax_use', '=', 'purchase'), ('amount_type', '=', 'percent')]",
        help="Leave empty for the standard rate.",
    )
    police_value_vat = fields.Monetary(
        string="Lifetime value incl. VAT",
        currency_field="police_currency_id",
        compute="_compute_police_value_vat",
        store=True,
        help="What the thresholds of the Procurement Act 2023 are compared with.",
    )
    police_extension_ids = fields.One2many("police.contract.extension", "agreement_id", string="Extensions")
    police_terminated_on = fields.Date(string="Terminated on", readonly=True, copy=False, tracking=True)
    police_state = fields.Selection(
        STATES,
        string="State",
        compute="_compute_police_state",
        store=True,
        index=True,
        tracking=True,
        help="Follows from the dates and the decisions on record.",
    )
    police_spent = fields.Monetary(
        string="Spent", currency_field="police_currency_id", compute="_compute_police_money",
        help="Posted invoices less credits, excluding VAT, from the ledger.",
    )  # fmt: skip
    police_committed = fields.Monetary(
        string="Committed", currency_field="police_currency_id", compute="_compute_police_money",
        help="Approved orders not invoiced yet, excluding VAT.",
    )  # fmt: skip

    @api.depends("company_id")
    def _compute_police_currency(self):
        for contract in self:
            contract.police_currency_id = (contract.company_id or self.env.company).currency_id

    @api.depends("police_value", "police_tax_id.amount", "start_date")
    def _compute_police_value_vat(self):
        for contract in self:
            on = contract.start_date or fields.Date.context_today(contract)
            rate = contract.police_tax_id.amount if contract.police_tax_id else law.standard_vat(on)
            contract.police_value_vat = contract.police_value * (100 + rate) / 100

    @api.depends("start_date", "end_date", "police_terminated_on")
    def _compute_police_state(self):
        today = fields.Date.context_today(self)
        for contract in self:
            contract.police_state = contract._police_state_on(today)

    def _police_state_on(self, day):
        """State on a day, from dates and decisions alone."""
        self.ensure_one()
        if self.police_terminated_on and self.police_terminated_on <= day:
            return "terminated"
        if self.end_date and self.end_date < day:
            return "ended"
        if not self.start_date or self.start_date > day:
            return "planned"
        return "live"

    def _compute_police_money(self):
        money = self._police_money() if self.ids else {}
        for contract in self:
            contract.police_spent, contract.police_committed = money.get(contract.id, (0.0, 0.0))

    def _police_money(self):
        """``{contract id: (spent, committed)}`` in pounds excluding VAT, from ledger and orders."""
        from ..services.money import totals

        return totals(self.env, self.ids)
