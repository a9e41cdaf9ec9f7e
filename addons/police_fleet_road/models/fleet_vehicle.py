"""The release gate on the vehicle: facts from the records, judged by ``police_engine.fleet.gate``."""

from datetime import datetime

from odoo import api, fields, models
from odoo.addons.police_engine.fleet import gate
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_fleet.models.fleet_vehicle import WITHOUT_PLATE
from odoo.exceptions import UserError

CLASSES = [
    ("car", "Car"),
    ("van", "Van to 3.5 t"),
    ("carrier", "Personnel carrier"),
    ("heavy", "3.5 to 7.5 t"),
    ("lorry", "Over 7.5 t"),
    ("motorcycle", "Motorcycle"),
    ("cycle", "Cycle"),
    ("boat", "Boat"),
]
CLASS_OF_ROLE = {"van": "van", "motorcycle": "motorcycle", "cycle": "cycle", "boat": "boat"}
FUELS = {"gasoline": "petrol", "diesel": "diesel", "electric": "electric"}


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"

    vehicle_class = fields.Selection(
        CLASSES, string="Class", compute="_compute_vehicle_class", store=True, readonly=False, tracking=True,
        help="Decides the licence category and the permit that a driver needs.",
    )  # fmt: skip
    euro_standard = fields.Integer(string="Euro standard", aggregator=None)
    requirement_ids = fields.One2many("police.fleet.requirement", "vehicle_id", string="Legal dates")
    defect_ids = fields.One2many("police.fleet.defect", "vehicle_id", string="Defects")
    open_defects = fields.Integer(compute="_compute_open_defects")
    last_check_on = fields.Datetime(string="Last daily check", readonly=True, copy=False, index=True)
    zone_standing = fields.Char(string="Emission zone", compute="_compute_zone_standing")
    gate_text = fields.Text(string="Release gate", compute="_compute_gate_text")

    @api.depends("police_role", "model_id.vehicle_type")
    def _compute_vehicle_class(self):
        for vehicle in self:
            by_model = "motorcycle" if vehicle.model_id.vehicle_type == "bike" else "car"
            vehicle.vehicle_class = vehicle.vehicle_class or CLASS_OF_ROLE.get(vehicle.police_role, by_model)

    @api.depends("defect_ids.state")
    def _compute_open_defects(self):
        counts = dict(
            self.env["police.fleet.defect"]._read_group(
                [("vehicle_id", "in", self.ids), ("open", "=", True)], ["vehicle_id"], ["__count"]
            )
        )
        for vehicle in self:
            vehicle.open_defects = counts.get(vehicle, 0)

    @api.depends("station_id.emission_zone", "fuel_type", "euro_standard", "vehicle_class")
    def _compute_zone_standing(self):
        rules, today = RuleSet.load(), fields.Date.context_today(self)
        for vehicle in self:
            zone = vehicle.station_id.emission_zone
            why = gate.zone_charge(rules, vehicle._gate_facts(), today) if zone else ""
            if why == "unknown":
                why = self.env._("Euro standard not recorded")
            vehicle.zone_standing = zone and (why or self.env._("No charge"))

    def _compute_gate_text(self):
        for vehicle in self:
            vehicle.gate_text = "\n".join(vehicle._release_obstacles()) if vehicle.id else False

    @api.model_create_multi
    def create(self, vals_list):
        vehicles = super().create(vals_list)
        self.env["police.fleet.requirement"]._ensure(vehicles)
        return vehicles

    # -- the gate ----------------------------------------------------------------------------

    def _release_obstacles(self, driver=None, start=None, stop=None, purpose=None):
        """Adds to police_fleet's gate: exemptions with their conditions, LOLER, defects, and the driver.

        Stage, off-road and dates are judged by the engine here, so that each has a code and may be overridden
        or not.
        """
        others = super()._release_obstacles(driver=driver, start=start, stop=stop, purpose=purpose)
        findings = self._release_findings(driver, start, stop, purpose)
        return [finding.message for finding in gate.stops(findings)] + others

    def _stage_obstacles(self):
        """Judged by the engine in ``_release_findings``."""
        return []

    def _legal_obstacles(self, last, purpose):
        """Judged by the engine in ``_release_findings``."""
        return []

    def _release_findings(self, driver=None, start=None, stop=None, purpose=None):
        """Everything the engine has to say, advice too: tuple of ``gate.Finding``."""
        self.ensure_one()
        vehicle = self.sudo()
        first = self._local_day(start) or fields.Date.context_today(self)
        last = max(self._local_day(stop) or first, first)
        since = vehicle.company_id.fleet_driver_check_from
        use = gate.Use(
            first=first, last=last, purpose=purpose or gate.ORDINARY, strict=bool(since and since <= last)
        )
        person = vehicle._driver_facts(driver, first) if driver else None
        return gate.release(RuleSet.load(), vehicle._gate_facts(), person, use)

    def _local_day(self, moment):
        if isinstance(moment, datetime):
            return fields.Datetime.context_timestamp(self, moment).date()
        return fields.Date.to_date(moment)

    def _driver_facts(self, driver, on):
        if driver._name == "res.users":
            driver = driver.with_company(self.company_id).employee_id
        record = self.env["police.fleet.driver"].search([("employee_id", "=", driver.id)], limit=1)
        return record._facts(driver.sudo().name or self.env._("The driver"), on)

    def _gate_facts(self):
        vehicle = self.sudo()
        return gate.Vehicle(
            road=vehicle.police_role not in WITHOUT_PLATE,
            stage="" if vehicle.life_state == "in_service" else vehicle._life_label(),
            role=vehicle.police_role or "",
            vehicle_class=vehicle.vehicle_class or "car",
            off_road=(vehicle.off_road_reason or self.env._("no reason recorded"))
            if vehicle.road_state == "off"
            else "",
            safety_defects=tuple(vehicle._open_safety_defects().mapped("title")),
            requirements=vehicle._requirements(),
            fuel=FUELS.get(vehicle.fuel_type, "petrol" if "hybrid" in (vehicle.fuel_type or "") else ""),
            euro=vehicle.euro_standard or None,
            zone=vehicle.station_id.emission_zone or "",
        )

    def _requirements(self):
        return tuple(
            gate.Requirement(
                kind=row.kind,
                basis=row.basis,
                due=row.due_on or None,
                approved_until=row.workshop_id._approval_ends(),
                recorded=row.recorded,
            )
            for row in self.requirement_ids
        )

    def _open_safety_defects(self):
        return self.env["police.fleet.defect"].search(
            [("vehicle_id", "in", self.ids), ("open", "=", True), ("severity", "=", "safety")]
        )

    # -- back on the road --------------------------------------------------------------------

    def action_back_in_service(self):
        """Not while a safety-critical defect is open: it is tested and closed first."""
        self.check_access("write")
        if defect := self._open_safety_defects()[:1]:
            raise UserError(
                self.env._(
                    "%(vehicle)s may not go back on the road: %(defect)s is open. Test and close it first.",
                    vehicle=defect.vehicle_id.display_name,
                    defect=defect.display_name,
                )
            )
        return super().action_back_in_service()

    def action_daily_check(self):
        """Begin a daily check of this vehicle."""
        self.ensure_one()
        return self.env["police.fleet.check"]._begin(self)._open()

    def action_view_defects(self):
        """The vehicle's defects."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet_road.action_defect")
        return {
            **action,
            "domain": [("vehicle_id", "=", self.id)],
            "context": {"default_vehicle_id": self.id},
        }
