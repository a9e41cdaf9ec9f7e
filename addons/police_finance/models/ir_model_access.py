"""Auditors may open the report screens of the ledger; the rows behind them are transient."""

from odoo import models
from odoo.addons.police_core.models.auditor_policy import is_auditor

REPORT_WIZARDS = frozenset(
    {
        "aged.partner.balance.report.wizard",
        "general.ledger.report.wizard",
        "journal.ledger.report.wizard",
        "open.items.report.wizard",
        "trial.balance.report.wizard",
        "vat.report.wizard",
        "wiz.account.asset.report",
    }
)


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    def _get_allowed_models(self, mode="read"):
        allowed = super()._get_allowed_models(mode)
        if mode in ("create", "write") and is_auditor(self.env):
            return allowed | REPORT_WIZARDS
        return allowed
