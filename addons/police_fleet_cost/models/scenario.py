"""The replacement programme: capital by year in, the best list of vehicles by year out, with reasons."""

from odoo import api, fields, models
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.exceptions import UserError

from ..services import replacement


class PoliceFleetScenario(models.Model):
    _name = "police.fleet.scenario"
    _description = "Replacement programme"
    _inherit = ["police.approval.mixin", "mail.thread"]
    _order = "first_year desc, id desc"
    _approval_group = "police_core.group_force_accountant"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    first_year = fields.Integer(
        string="First year (April)", required=True, default=lambda self: self._next_year(), aggregator=None
    )
    discount = fields.Float(
        string="Discount rate (% a year)",
        digits=(5, 2),
        required=True,
        default=3.5,
        aggregator=None,
        help="HM Treasury Green Book: 3.5 % in real terms for the first 30 years.",
    )
    roles_left_out = fields.Char(string="Roles left out", readonly=True)
    limit_ids = fields.One2many(
        "police.fleet.scenario.year", "scenario_id", string="Capital by year", copy=True
    )
    line_ids = fields.One2many("police.fleet.scenario.line", "scenario_id", string="Programme", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("worked_out", "Worked out"), ("adopted", "Adopted")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    proven = fields.Boolean(string="Proven best", readonly=True, copy=False)
    bound = fields.Monetary(string="At most possible", readonly=True, copy=False)
    saving = fields.Monetary(string="Saved over the years", readonly=True, copy=False)
    capital = fields.Monetary(string="Capital", compute="_compute_capital", store=True)
    replaced_count = fields.Integer(string="Vehicles replaced", compute="_compute_capital", store=True)
    worked_out_on = fields.Datetime(string="Worked out on", readonly=True, copy=False)

    _discount = models.Constraint("CHECK (discount BETWEEN 0 AND 30)", "The discount rate is from 0 to 30 %.")

    @api.model
    def _next_year(self):
        today = fields.Date.context_today(self)
        return today.year + (today.month >= 4)

    @api.depends("line_ids.outlay", "line_ids.year")
    def _compute_capital(self):
        for scenario in self:
            chosen = scenario.line_ids.filtered("year")
            scenario.capital, scenario.replaced_count = sum(chosen.mapped("outlay")), len(chosen)

    def action_work_out(self):
        """Find the best programme for the capital; replaces what was worked out before."""
        self.check_access("write")
        for scenario in self:
            if scenario.state == "adopted":
                raise UserError(self.env._("%s is adopted: copy it to try something else.", scenario.name))
            replacement.work_out(scenario)
        self._mark_prepared()

    def action_adopt(self):
        """Adopt the programme; by an accountant who did not work it out."""
        for scenario in self:
            if scenario.state != "worked_out":
                raise UserError(self.env._("%s: work it out first.", scenario.name))
        self.check_access("read")
        self.sudo()._mark_approved()  # the person behind env.uid counts, and is checked
        self.sudo().write({"state": "adopted"})

    def action_lines(self):
        """The list by year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet_cost.action_scenario_line")
        return {**action, "domain": [("scenario_id", "=", self.id)]}

    def write(self, vals):
        if vals.keys() & {"state"} and not self.env.su:
            raise UserError(self.env._("Use the buttons."))
        if vals.keys() & {"first_year", "discount", "limit_ids"} and any(s.state == "adopted" for s in self):
            raise UserError(self.env._("An adopted programme stays as it is: copy it."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_adopted(self):
        if any(scenario.state == "adopted" for scenario in self):
            raise UserError(self.env._("An adopted programme is kept on record."))


class PoliceFleetScenarioYear(models.Model):
    _name = "police.fleet.scenario.year"
    _description = "Capital of one year"
    _order = "year"

    scenario_id = fields.Many2one("police.fleet.scenario", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scenario_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(string="Year (April)", required=True, aggregator=None)
    capital = fields.Monetary(string="Limit", required=True)
    spent = fields.Monetary(compute="_compute_spent")
    left = fields.Monetary(compute="_compute_spent")

    _year_once = models.UniqueIndex("(scenario_id, year)", "This year is entered already.")
    _not_negative = models.Constraint("CHECK (capital >= 0)", "Capital is not below zero.")

    @api.depends("scenario_id.line_ids.outlay", "capital")
    def _compute_spent(self):
        for limit in self:
            lines = limit.scenario_id.line_ids.filtered(lambda line, year=limit.year: line.year == year)
            limit.spent = sum(lines.mapped("outlay"))
            limit.left = limit.capital - limit.spent


class PoliceFleetScenarioLine(models.Model):
    _name = "police.fleet.scenario.line"
    _description = "Vehicle in a replacement programme"
    _order = "year_sort, saving desc, id"

    scenario_id = fields.Many2one(
        "police.fleet.scenario", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="scenario_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    vehicle_id = fields.Many2one("fleet.vehicle", required=True, readonly=True, index=True)
    police_role = fields.Selection(ROLES, string="Role", readonly=True)
    station_id = fields.Many2one("police.station", string="Base", readonly=True)
    year = fields.Integer(string="Replace in", readonly=True, aggregator=None)
    year_label = fields.Char(string="Year", readonly=True)
    year_sort = fields.Integer(readonly=True, aggregator=None)
    age = fields.Integer(string="Years old", readonly=True, aggregator="avg")
    miles = fields.Integer(string="Miles a year", readonly=True)
    factor = fields.Integer(string="Its cost against its kind (%)", readonly=True, aggregator="avg")
    outlay = fields.Monetary(string="Capital", readonly=True)
    saving = fields.Monetary(readonly=True)
    why = fields.Char(readonly=True)

    _vehicle_once = models.UniqueIndex("(scenario_id, vehicle_id)", "A vehicle is once in a programme.")
