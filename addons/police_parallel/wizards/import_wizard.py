"""Old payslips come in by CSV: checked whole, taken whole or not at all, every bad row listed."""

from odoo import fields, models

from ..services.importer import LegacyLoader


class ImportWizard(models.TransientModel):
    _name = "police.parallel.import.wizard"
    _description = "Old payslips"
    _inherit = ["police.csv.import"]

    project_id = fields.Many2one("police.parallel.project", required=True, ondelete="cascade")
    error_ids = fields.One2many("police.parallel.import.error", "wizard_id", string="What is wrong")
    row_count = fields.Integer()
    people_open = fields.Integer()

    def _take(self, data):
        loader = LegacyLoader(self.project_id)
        imports, errors = loader.load(self.file_name or "old-payslips.csv", data)
        values = {
            "row_count": sum(imports.mapped("row_count")),
            "people_open": self.project_id.person_open_count,
        }
        return values, [self.error_ids._from_fault(error) for error in errors]

    def action_template(self):
        """Download the documented header with an example."""
        return {"type": "ir.actions.act_url", "url": "/police/parallel/template.csv", "target": "self"}


class ImportFault(models.TransientModel):
    _name = "police.parallel.import.error"
    _description = "Fault in a file of old payslips"
    _inherit = ["police.csv.import.error"]

    wizard_id = fields.Many2one("police.parallel.import.wizard", required=True, ondelete="cascade")
