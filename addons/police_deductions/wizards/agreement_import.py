"""Agreements come in by CSV: checked whole, loaded whole or not at all, every bad row listed."""

import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..services.agreement_import import AgreementImport, template


class AgreementImportWizard(models.TransientModel):
    _name = "police.deduction.import"
    _description = "Import Agreements"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    content = fields.Binary(string="CSV file", attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("refused", "Refused"), ("done", "Done")], default="choose", required=True
    )
    fault_ids = fields.One2many("police.deduction.import.fault", "wizard_id", string="What is wrong")
    fault_count = fields.Integer()
    loaded_count = fields.Integer()
    agreement_ids = fields.Many2many("police.deduction.agreement")

    def action_import(self):
        """Check and load the file. With any fault nothing is loaded and all faults are listed."""
        self.ensure_one()
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise AccessError(self.env._("Payroll clerks import agreements."))
        if not self.content:
            raise UserError(self.env._("Choose a CSV file first."))
        made, faults = AgreementImport(self.env, self.company_id).load(base64.b64decode(self.content))
        self.fault_ids.unlink()
        self.write(
            {
                "state": "refused" if faults else "done", "fault_count": len(faults),
                "loaded_count": len(made), "agreement_ids": [fields.Command.set(made.ids)],
                "fault_ids": [
                    fields.Command.create(
                        {"row": f.row, "column_name": f.column, "value": f.value, "reason": f.reason}
                    )
                    for f in faults
                ],
            }
        )  # fmt: skip
        return self._show()

    def action_again(self):
        """Back to choosing a file."""
        self.write({"state": "choose", "content": False, "file_name": False})
        return self._show()

    def action_template(self):
        """Download the template."""
        kept = self.env["ir.attachment"].create(
            {
                "name": "agreements.csv", "raw": template(), "mimetype": "text/csv", "res_model": self._name,
                "res_id": self.id,
            }
        )  # fmt: skip
        return {"type": "ir.actions.act_url", "url": f"/web/content/{kept.id}?download=true", "target": "new"}

    def action_open(self):
        """The agreements that were loaded; they wait for approval."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_agreement")
        return {**action, "domain": [("id", "in", self.agreement_ids.ids)], "context": {}}

    def _show(self):
        return {
            "type": "ir.actions.act_window", "name": self.env._("Import agreements"), "res_model": self._name,
            "res_id": self.id, "views": [[False, "form"]], "target": "new",
        }  # fmt: skip


class AgreementImportFault(models.TransientModel):
    _name = "police.deduction.import.fault"
    _description = "Fault in an Agreements File"
    _order = "row, id"

    wizard_id = fields.Many2one("police.deduction.import", required=True, ondelete="cascade")
    row = fields.Integer(aggregator=None, help="Line of the file; the header is 1, 0 is the file as a whole.")
    column_name = fields.Char(string="Column")
    value = fields.Char()
    reason = fields.Char()
