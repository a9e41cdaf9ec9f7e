"""People come in by CSV: checked whole, loaded whole or not at all, every bad row listed."""

import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.people_import import PeopleImport


class PeopleImportWizard(models.TransientModel):
    _name = "police.people.import"
    _description = "Import People"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
    content = fields.Binary(string="CSV file", attachment=False)
    file_name = fields.Char()
    date_from = fields.Date(
        string="Payroll facts in force from",
        required=True,
        default=lambda self: fields.Date.start_of(fields.Date.context_today(self), "month"),
        help="First day from which tax codes, NI letters, loans and pensions of the file hold.",
    )
    tax_year = fields.Char(
        string="Tax year of the figures to date",
        help="Such as 2026-27. Empty: the tax year of the date above.",
    )
    state = fields.Selection(
        [("choose", "Choose"), ("refused", "Refused"), ("done", "Done")], default="choose", required=True
    )
    error_ids = fields.One2many("police.people.import.error", "wizard_id", string="What is wrong")
    error_count = fields.Integer()
    loaded_count = fields.Integer()
    people_ids = fields.Many2many("hr.employee", string="People loaded")

    def action_import(self):
        """Check and load the file. With any fault nothing is loaded and all faults are listed."""
        self.ensure_one()
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_hr_officer"):
            raise UserError(self.env._("Only payroll clerks and HR officers import people."))
        if not self.content:
            raise UserError(self.env._("Choose a CSV file first."))
        loaded, errors = PeopleImport(self.env, self.company_id, self.date_from, self.tax_year or None).load(
            base64.b64decode(self.content)
        )
        self.error_ids.unlink()
        self.write(
            {
                "state": "refused" if errors else "done",
                "error_count": len(errors),
                "loaded_count": len(loaded),
                "people_ids": [fields.Command.set(loaded)],
                "error_ids": [
                    fields.Command.create(
                        {"row": e.row, "column_name": e.column, "value": e.value, "reason": e.reason}
                    )
                    for e in errors
                ],
            }
        )
        return self._show()

    def action_again(self):
        """Back to choosing a file."""
        self.write({"state": "choose", "content": False, "file_name": False})
        return self._show()

    def action_template(self):
        """Download the template: documented header and two example people."""
        return {"type": "ir.actions.act_url", "url": "/police/people/template.csv", "target": "self"}

    def action_open_people(self):
        """The people that were loaded."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("People loaded"),
            "res_model": "hr.employee",
            "views": [[False, "list"], [False, "form"]],
            "domain": [("id", "in", self.people_ids.ids)],
        }

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import people"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }


class PeopleImportError(models.TransientModel):
    _name = "police.people.import.error"
    _description = "Fault in a People File"
    _order = "row, id"

    wizard_id = fields.Many2one("police.people.import", required=True, ondelete="cascade")
    row = fields.Integer(aggregator=None, help="Line of the file; the header is 1, 0 is the file as a whole.")
    column_name = fields.Char(string="Column")
    value = fields.Char()
    reason = fields.Char()
