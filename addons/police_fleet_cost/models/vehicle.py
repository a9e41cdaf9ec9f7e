"""What a vehicle takes and should use, and the analytic account that gathers its costs."""

from odoo import api, fields, models
from odoo.exceptions import UserError

LIMITS = ("tank_litres", "battery_kwh", "miles_per_unit")
COST_GROUPS = (
    "police_core.group_fleet_manager,police_core.group_finance_clerk,"
    "police_core.group_force_accountant,police_core.group_auditor"
)


class FleetVehicleModel(models.Model):
    _inherit = "fleet.vehicle.model"

    tank_litres = fields.Float(string="Tank (litres)", digits=(8, 1))
    battery_kwh = fields.Float(string="Battery (kWh)", digits=(8, 1))
    miles_per_unit = fields.Float(
        string="Miles a litre or kWh", digits=(6, 2), help="As it should be in police use."
    )


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"

    tank_litres = fields.Float(
        string="Tank (litres)", digits=(8, 1), compute="_compute_limits", store=True, readonly=False
    )
    battery_kwh = fields.Float(
        string="Battery (kWh)", digits=(8, 1), compute="_compute_limits", store=True, readonly=False
    )
    miles_per_unit = fields.Float(
        string="Miles a litre or kWh", digits=(6, 2), compute="_compute_limits", store=True, readonly=False
    )
    cost_account_id = fields.Many2one(
        "account.analytic.account",
        string="Analytic account",
        index="btree_not_null",
        copy=False,
        check_company=True,
        groups=COST_GROUPS,
        help="Ledger lines with this account in their distribution are costs of the vehicle.",
    )
    fuel_ids = fields.One2many("police.fleet.fuel", "vehicle_id", string="Fuel and charging")
    accident_ids = fields.One2many("police.fleet.accident", "vehicle_id", string="Accidents")

    _cost_account_once = models.UniqueIndex(
        "(cost_account_id) WHERE cost_account_id IS NOT NULL", "Another vehicle has this analytic account."
    )

    @api.depends("model_id.tank_litres", "model_id.battery_kwh", "model_id.miles_per_unit")
    def _compute_limits(self):
        for vehicle in self:
            for name in LIMITS:
                vehicle[name] = vehicle.model_id[name] or vehicle[name]

    def _plain_plates(self):
        """``{registration without blanks: vehicle}`` of the vehicles of ``self``."""
        return {"".join(v.license_plate.split()).upper(): v for v in self if v.license_plate}

    def action_cost_history(self):
        """The vehicle's cost lines."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet_cost.action_cost")
        return {**action, "domain": [("vehicle_id", "=", self.id)], "context": {}}

    def action_open_cost_account(self):
        """An analytic account of its own for each vehicle that has none, in the plan “Vehicles”."""
        plan = self.env.ref("police_fleet_cost.analytic_plan_vehicle")
        self.check_access("write")
        for vehicle in self.filtered(lambda v: not v.cost_account_id):
            if not (vehicle.license_plate or vehicle.fleet_number):
                raise UserError(
                    self.env._("%s has neither registration nor fleet number.", vehicle.display_name)
                )
            vehicle.cost_account_id = (
                self.env["account.analytic.account"]
                .sudo()
                .create(
                    {
                        "name": vehicle.license_plate or vehicle.fleet_number,
                        "plan_id": plan.id,
                        "company_id": vehicle.company_id.id,
                    }
                )
            )
