"""People come in by CSV: checked whole, loaded whole or not at all, every bad row listed."""

from odoo import fields, models
from odoo.addons.police_engine.adapters.people_csv import quality

from ..services.people_import import PeopleImport


class PeopleImportWizard(models.TransientModel):
    _name = "police.people.import"
    _description = "Import people"
    _inherit = ["police.csv.import"]
    _importers = "police_core.group_payroll_clerk,police_core.group_hr_officer"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company
    )
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
    error_ids = fields.One2many("police.people.import.error", "wizard_id", string="What is wrong")
    score_ids = fields.One2many("police.people.import.score", "wizard_id", string="Quality by column")
    loaded_count = fields.Integer()
    people_ids = fields.Many2many("hr.employee", string="People loaded")

    def _take(self, data):
        loader = PeopleImport(self.env, self.company_id, self.date_from, self.tax_year or None)
        loaded, errors = loader.load(data)
        scores = quality(data, errors)
        values = {
            "loaded_count": len(loaded),
            "people_ids": [fields.Command.set(loaded)],
            "score_ids": [
                fields.Command.clear(),
                *(
                    fields.Command.create(
                        {"column_name": s.column, "rows": s.rows, "faulty": s.faulty, "good": s.good}
                    )
                    for s in scores
                ),
            ],
        }
        return values, [self.error_ids._from_fault(error) for error in errors]

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


class PeopleImportError(models.TransientModel):
    _name = "police.people.import.error"
    _description = "Fault in a people file"
    _inherit = ["police.csv.import.error"]

    wizard_id = fields.Many2one("police.people.import", required=True, ondelete="cascade")


class PeopleImportScore(models.TransientModel):
    _name = "police.people.import.score"
    _description = "Quality of a column of a people file"
    _order = "faulty desc, column_name"

    wizard_id = fields.Many2one("police.people.import", required=True, ondelete="cascade")
    column_name = fields.Char(string="Column")
    rows = fields.Integer(aggregator=None)
    faulty = fields.Integer(string="Faulty rows", aggregator=None)
    good = fields.Float(string="Good (%)", digits=(5, 2), aggregator=None)
