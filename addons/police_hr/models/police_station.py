"""Where people are posted."""

from odoo import fields, models


class PoliceStation(models.Model):
    _name = "police.station"
    _description = "Station"
    _order = "district, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(required=True)
    district = fields.Char(index=True, help="District, basic command unit or department.")
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    headcount = fields.Integer(string="People", compute="_compute_headcount")

    _code_uniq = models.UniqueIndex("(company_id, code)", "Another station of this force has this code.")

    def _compute_headcount(self):
        counts = dict(
            self.env["hr.employee"]
            .sudo()
            ._read_group([("station_id", "in", self.ids)], ["station_id"], ["__count"])
        )
        for station in self:
            station.headcount = counts.get(station, 0)

    def action_view_people(self):
        """Open the people posted here today."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_hr.action_people")
        return {**action, "domain": [("station_id", "=", self.id)], "context": {}}
