"""Closing months: the accountant moves the force's lock dates on one screen."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.account_move import ACCOUNTANT

LOCKS = {
    "sale_lock_date": "sale_lock_date",
    "purchase_lock_date": "purchase_lock_date",
    "tax_lock_date": "tax_lock_date",
    "fiscalyear_lock_date": "fiscalyear_lock_date",
}


class PolicePeriodLock(models.TransientModel):
    _name = "police.period.lock"
    _description = "Close periods"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda s: s.env.company)
    sale_lock_date = fields.Date(string="Sales closed to", help="No sales invoice on or before this day.")
    purchase_lock_date = fields.Date(
        string="Purchases closed to", help="No supplier invoice on or before this day."
    )
    tax_lock_date = fields.Date(string="VAT closed to", help="No VAT on or before this day.")
    fiscalyear_lock_date = fields.Date(string="All journals closed to", help="Nothing on or before this day.")
    open_bill_count = fields.Integer(
        string="Draft invoices before these dates", compute="_compute_open_bill_count"
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        company = self.env.company.sudo()
        return values | {name: company[name] for name in LOCKS if name in fields_list}

    @api.depends(*LOCKS)
    def _compute_open_bill_count(self):
        for lock in self:
            latest = max((date for date in (lock[name] for name in LOCKS) if date), default=None)
            lock.open_bill_count = (
                latest
                and self.env["account.move"].search_count(
                    [("company_id", "=", lock.company_id.id), ("state", "=", "draft"), ("date", "<=", latest)]
                )
            ) or 0

    def action_lock(self):
        """Set the lock dates. Only forward: opening a closed period is core's lock exception."""
        self.ensure_one()
        if not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(self.env._("Only a force accountant closes periods."))
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("%s is not one of your forces.", self.company_id.name))
        company, changes = self.company_id.sudo(), {}
        for name in LOCKS:
            if company[name] and (not self[name] or self[name] < company[name]):
                raise UserError(
                    self.env._(
                        "“%(lock)s” stands at %(date)s and cannot be moved back here.",
                        lock=self._fields[name]._description_string(self.env),
                        date=company[name],
                    )
                )
            if self[name] != company[name]:
                changes[name] = self[name]
        company.write(changes)
        return {"type": "ir.actions.act_window_close"}
