"""Pension history from a former system, by CSV."""

from odoo import fields, models

from ..services import history_csv
from ..services.history_import import HistoryImport


class PensionImport(models.TransientModel):
    _name = "police.pension.import"
    _description = "Import pension history"
    _inherit = ["police.csv.import"]
    _importers = "police_core.group_payroll_clerk"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    error_ids = fields.One2many("police.pension.import.error", "wizard_id", string="What is wrong")
    loaded_count = fields.Integer()

    def _take(self, data):
        loaded, faults = HistoryImport(self.env, self.company_id, self.file_name or "file").load(data)
        return {"loaded_count": loaded}, [self.error_ids._from_fault(fault) for fault in faults]

    def action_template(self):
        """Download an empty file with the header."""
        return self._download("pension-history.csv", history_csv.write([]))


class PensionImportError(models.TransientModel):
    _name = "police.pension.import.error"
    _description = "Fault in a pension history file"
    _inherit = ["police.csv.import.error"]

    wizard_id = fields.Many2one("police.pension.import", required=True, ondelete="cascade")
