"""Duties come in by CSV: checked whole, taken whole or not at all, every bad row listed."""

import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..services.duty_import import DutyImport


class DutyImportWizard(models.TransientModel):
    _name = "police.duty.import"
    _description = "Import Duties"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    content = fields.Binary(string="CSV file", attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("refused", "Refused"), ("done", "Done")], default="choose", required=True
    )
    error_ids = fields.One2many("police.duty.import.error", "wizard_id", string="What is wrong")
    error_count = fields.Integer()
    accepted = fields.Integer()
    unchanged = fields.Integer()
    updated = fields.Integer()
    entry_ids = fields.Many2many("police.duty.entry", string="Duties taken")

    def action_import(self):
        """Check and take the file. With any fault nothing is taken and all faults are listed."""
        self.ensure_one()
        if not self.env.user.has_group("police_duty.group_duty_supervisor"):
            raise AccessError(self.env._("Only duty supervisors and payroll clerks import duties."))
        if not self.content:
            raise UserError(self.env._("Choose a CSV file first."))
        answer = DutyImport(self.env, self.company_id, "csv").take_csv(base64.b64decode(self.content))
        errors = answer["errors"]
        self.error_ids.unlink()
        self.write(
            {
                "state": "refused" if errors else "done",
                "error_count": len(errors),
                "error_ids": [fields.Command.create(error) for error in errors],
                "entry_ids": [fields.Command.set([entry["id"] for entry in answer["entries"]])],
                **{name: answer[name] for name in ("accepted", "unchanged", "updated")},
            }
        )
        return self._show()

    def action_again(self):
        """Back to choosing a file."""
        self.write({"state": "choose", "content": False, "file_name": False})
        return self._show()

    def action_template(self):
        """Download the template: header and four example duties."""
        return {"type": "ir.actions.act_url", "url": "/police/duty/template.csv", "target": "self"}

    def action_open_duties(self):
        """The duties that were taken."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_duty.action_duty_entry")
        return {**action, "domain": [("id", "in", self.entry_ids.ids)], "context": {}}

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import duties"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }


class DutyImportError(models.TransientModel):
    _name = "police.duty.import.error"
    _description = "Fault in a Duty File"
    _order = "row, id"

    wizard_id = fields.Many2one("police.duty.import", required=True, ondelete="cascade")
    row = fields.Integer(aggregator=None, help="Line of the file; the header is 1, 0 is the file as a whole.")
    person = fields.Char()
    reference = fields.Char()
    reason = fields.Char()
