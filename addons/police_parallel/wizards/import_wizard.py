"""Old payslips come in by CSV: checked whole, taken whole or not at all, every bad row listed."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.importer import LegacyLoader


class ImportWizard(models.TransientModel):
    _name = "police.parallel.import.wizard"
    _description = "Import Old Payslips"

    project_id = fields.Many2one("police.parallel.project", required=True, ondelete="cascade")
    content = fields.Binary(string="CSV file", attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("refused", "Refused"), ("done", "Done")], default="choose", required=True
    )
    error_ids = fields.One2many("police.parallel.import.error", "wizard_id", string="What is wrong")
    error_count = fields.Integer()
    row_count = fields.Integer()
    people_open = fields.Integer()

    def action_import(self):
        """Check and take the file. With any fault nothing is taken and all faults are listed."""
        self.ensure_one()
        if not self.content:
            raise UserError(self.env._("Choose a CSV file first."))
        loader = LegacyLoader(self.project_id)
        imports, errors = loader.load(self.file_name or "old-payslips.csv", base64.b64decode(self.content))
        self.error_ids.unlink()
        self.write(
            {
                "state": "refused" if errors else "done",
                "error_count": len(errors),
                "row_count": sum(imports.mapped("row_count")),
                "people_open": self.project_id.person_open_count,
                "error_ids": [fields.Command.create({"row": e.row, "column_name": e.column, "value": e.value,
                                                     "reason": e.reason}) for e in errors],
            }
        )  # fmt: skip
        return self._show()

    def action_again(self):
        """Back to choosing a file."""
        self.write({"state": "choose", "content": False, "file_name": False})
        return self._show()

    def action_template(self):
        """Download the documented header with an example."""
        return {"type": "ir.actions.act_url", "url": "/police/parallel/template.csv", "target": "self"}

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Old payslips"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }


class ImportFault(models.TransientModel):
    _name = "police.parallel.import.error"
    _description = "Fault in a File of Old Payslips"
    _order = "row, id"

    wizard_id = fields.Many2one("police.parallel.import.wizard", required=True, ondelete="cascade")
    row = fields.Integer(aggregator=None, help="Line of the file; the header is 1, 0 is the file as a whole.")
    column_name = fields.Char(string="Column")
    value = fields.Char()
    reason = fields.Char()
