"""Pension history from a former system, by CSV."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..services import history_csv
from ..services.history_import import HistoryImport


class PensionImport(models.TransientModel):
    _name = "police.pension.import"
    _description = "Import Pension History"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    content = fields.Binary(string="CSV file", attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("refused", "Refused"), ("done", "Done")], default="choose", required=True
    )
    error_ids = fields.One2many("police.pension.import.error", "wizard_id", string="What is wrong")
    error_count = fields.Integer()
    loaded_count = fields.Integer()

    def action_import(self):
        """Check and load the file. With any fault nothing is loaded and all faults are listed."""
        self.ensure_one()
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise UserError(self.env._("Only payroll clerks import pension history."))
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("You do not work for %s.", self.company_id.sudo().name))
        if not self.content:
            raise UserError(self.env._("Choose a CSV file first."))
        loader = HistoryImport(self.env, self.company_id, self.file_name or "file")
        loaded, faults = loader.load(base64.b64decode(self.content))
        self.error_ids.unlink()
        self.write(
            {
                "state": "refused" if faults else "done",
                "error_count": len(faults),
                "loaded_count": loaded,
                "error_ids": [
                    fields.Command.create(
                        {"row": f.row, "column_name": f.column, "value": f.value, "reason": f.reason}
                    )
                    for f in faults
                ],
            }
        )
        return self._show()

    def action_again(self):
        """Back to choosing a file."""
        self.write({"state": "choose", "content": False, "file_name": False})
        return self._show()

    def action_template(self):
        """Download an empty file with the header."""
        self.ensure_one()
        self.write({"content": base64.b64encode(history_csv.write([])), "file_name": "pension-history.csv"})
        url = f"/web/content/{self._name}/{self.id}/content/pension-history.csv?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import pension history"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }


class PensionImportError(models.TransientModel):
    _name = "police.pension.import.error"
    _description = "Fault in a Pension History File"
    _order = "row, id"

    wizard_id = fields.Many2one("police.pension.import", required=True, ondelete="cascade")
    row = fields.Integer(aggregator=None)
    column_name = fields.Char(string="Column")
    value = fields.Char()
    reason = fields.Char()
