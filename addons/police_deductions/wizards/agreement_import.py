"""Agreements come in by CSV: checked whole, loaded whole or not at all, every bad row listed."""

from odoo import fields, models

from ..services.agreement_import import AgreementImport, template


class AgreementImportWizard(models.TransientModel):
    _name = "police.deduction.import"
    _description = "Import agreements"
    _inherit = ["police.csv.import"]
    _importers = "police_core.group_payroll_clerk"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    error_ids = fields.One2many("police.deduction.import.error", "wizard_id", string="What is wrong")
    loaded_count = fields.Integer()
    agreement_ids = fields.Many2many("police.deduction.agreement")

    def _take(self, data):
        made, faults = AgreementImport(self.env, self.company_id).load(data)
        values = {"loaded_count": len(made), "agreement_ids": [fields.Command.set(made.ids)]}
        return values, [self.error_ids._from_fault(fault) for fault in faults]

    def action_template(self):
        """Download the template."""
        return self._download("agreements.csv", template())

    def action_open(self):
        """The agreements that were loaded; they wait for approval."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_agreement")
        return {**action, "domain": [("id", "in", self.agreement_ids.ids)], "context": {}}


class AgreementImportError(models.TransientModel):
    _name = "police.deduction.import.error"
    _description = "Fault in an agreements file"
    _inherit = ["police.csv.import.error"]

    wizard_id = fields.Many2one("police.deduction.import", required=True, ondelete="cascade")
