"""Duties come in by CSV: checked whole, taken whole or not at all, every bad row listed."""

from odoo import fields, models

from ..services.duty_import import DutyImport


class DutyImportWizard(models.TransientModel):
    _name = "police.duty.import"
    _description = "Import duties"
    _inherit = ["police.csv.import"]
    _importers = "police_duty.group_duty_supervisor"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    error_ids = fields.One2many("police.duty.import.error", "wizard_id", string="What is wrong")
    accepted = fields.Integer()
    unchanged = fields.Integer()
    updated = fields.Integer()
    entry_ids = fields.Many2many("police.duty.entry", string="Duties taken")

    def _take(self, data):
        answer = DutyImport(self.env, self.company_id, "csv").take_csv(data)
        values = {name: answer[name] for name in ("accepted", "unchanged", "updated")}
        values["entry_ids"] = [fields.Command.set([entry["id"] for entry in answer["entries"]])]
        return values, answer["errors"]

    def action_template(self):
        """Download the template: header and four example duties."""
        return {"type": "ir.actions.act_url", "url": "/police/duty/template.csv", "target": "self"}

    def action_open_duties(self):
        """The duties that were taken."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_duty.action_duty_entry")
        return {**action, "domain": [("id", "in", self.entry_ids.ids)], "context": {}}


class DutyImportError(models.TransientModel):
    """Named by person and the sender's reference, as the answer to an import over ``/json/2`` is."""

    _name = "police.duty.import.error"
    _description = "Fault in a duty file"
    _order = "row, id"

    wizard_id = fields.Many2one("police.duty.import", required=True, ondelete="cascade")
    row = fields.Integer(aggregator=None, help="Line of the file; the header is 1, 0 is the file as a whole.")
    person = fields.Char()
    reference = fields.Char()
    reason = fields.Char()
