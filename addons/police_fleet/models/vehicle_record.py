"""The police side of a vehicle's record: livery, life from order to sale, and whether it may be used."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .fleet_vehicle import WITHOUT_PLATE

LIVERIES = [
    ("full", "Full battenburg"),
    ("half", "Half battenburg"),
    ("marked", "Other markings"),
    ("unmarked", "Unmarked"),
    ("covert", "Covert plates"),
    ("stripped", "Stripped"),
]
LIVES = [
    ("commissioning", "Being commissioned"),
    ("in_service", "In service"),
    ("decommissioning", "Being decommissioned"),
    ("disposed", "Disposed of"),
]


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"

    livery = fields.Selection(LIVERIES, tracking=True)
    life_state = fields.Selection(
        LIVES, string="Stage", default="in_service", required=True, readonly=True, index=True, copy=False,
        tracking=True,
    )  # fmt: skip
    in_service_on = fields.Date(string="In service since", readonly=True, copy=False)
    inspection_due = fields.Date(
        string="Approved inspection due", tracking=True,
        help="A vehicle exempt from the MOT because the force maintains it needs its own inspection in date.",
    )  # fmt: skip
    insurance_due = fields.Date(
        string="Own policy until", tracking=True, help="Empty: the force's policy counts."
    )
    equipment_ids = fields.One2many("police.fleet.equipment", "vehicle_id", string="Fitted equipment")
    component_ids = fields.One2many("police.fleet.component", "vehicle_id", string="Components")
    checklist_ids = fields.One2many("police.fleet.checklist", "vehicle_id", string="Checklists")
    recall_line_ids = fields.One2many("police.fleet.recall.vehicle", "vehicle_id", string="Recalls")
    mot_test_ids = fields.One2many("police.fleet.mot.test", "vehicle_id", string="MOT tests")
    difference_ids = fields.One2many(
        "police.fleet.difference", "vehicle_id", string="Differences from DVLA and DVSA"
    )
    disposal_ids = fields.One2many("police.fleet.disposal", "vehicle_id", string="Disposal")
    asset_id = fields.Many2one(
        "account.asset", string="Fixed asset", index="btree_not_null", copy=False, check_company=True,
        groups="police_core.group_fleet_manager,police_core.group_finance_clerk,"
        "police_core.group_force_accountant,police_core.group_auditor",
    )  # fmt: skip
    equipment_due = fields.Date(
        string="Next equipment test", compute="_compute_equipment_due", store=True, index=True
    )

    _asset_once = models.UniqueIndex(
        "(asset_id) WHERE asset_id IS NOT NULL", "Another vehicle has this asset."
    )

    def write(self, vals):
        if vals.keys() & {"life_state", "in_service_on"} and not self.env.su:
            raise UserError(
                self.env._("Use the commissioning and decommissioning checklists and the disposal.")
            )
        if vals.get("active") and any(vehicle.life_state == "disposed" for vehicle in self):
            raise UserError(self.env._("%s has been disposed of.", self[0].display_name))
        return super().write(vals)

    @api.depends("equipment_ids.test_due", "equipment_ids.state")
    def _compute_equipment_due(self):
        for vehicle in self:
            dates = vehicle.equipment_ids.filtered(lambda e: e.state == "fitted").mapped("test_due")
            vehicle.equipment_due = min(filter(None, dates), default=False)

    @api.constrains("vin_sn", "company_id", "active")
    def _check_vin_once(self):
        for vehicle in self.filtered(lambda v: v.vin_sn and v.active):
            twin = self.search(
                [
                    ("vin_sn", "=", vehicle.vin_sn),
                    ("id", "!=", vehicle.id),
                    ("company_id", "=", vehicle.company_id.id),
                ],
                limit=1,
            )
            if twin:
                raise ValidationError(self.env._("%s has this chassis number already.", twin.display_name))

    # -- commissioning and decommissioning ---------------------------------------------------

    def action_commission(self):
        """Begin fitting out: off the road until the checklist is done."""
        return self._begin("commissioning")

    def action_decommission(self):
        """Begin stripping: off the road; may be sold when the checklist is done and certified."""
        return self._begin("decommissioning")

    def _begin(self, kind):
        self.check_access("write")
        checklists = self.env["police.fleet.checklist"]
        for vehicle in self:
            if vehicle.life_state not in ("in_service", kind):
                raise UserError(
                    self.env._(
                        "%(vehicle)s is %(state)s.", vehicle=vehicle.display_name, state=vehicle._life_label()
                    )
                )
            if vehicle.checklist_ids.filtered(lambda c: c.kind == kind and c.state == "open"):
                raise UserError(self.env._("%s has an open checklist of this kind.", vehicle.display_name))
            checklists |= checklists._start(vehicle, kind)
            if vehicle.road_state == "on":
                vehicle._take_off_road("commissioning", checklists[-1:].name)
        self.sudo().write({"life_state": kind})
        return checklists._open()

    def _life_label(self):
        return dict(self._fields["life_state"]._description_selection(self.env))[self.life_state].lower()

    def _check_in_service(self):
        """Raise UserError unless the vehicle may go on the road for its stage of life."""
        if self.life_state == "in_service":
            return
        missing = self.checklist_ids.filtered(lambda c: c.state == "open").line_ids.filtered("open")
        raise UserError(
            self.env._(
                "%(vehicle)s is %(state)s. %(open)s",
                vehicle=self.display_name,
                state=self._life_label(),
                open=self.env._("Open: %s.", ", ".join(missing.mapped("name"))) if missing else "",
            )
        )

    # -- the release gate --------------------------------------------------------------------

    def _release_obstacles(self, driver=None, start=None, stop=None, purpose=None):
        """Why this vehicle may not be used from ``start`` to ``stop`` (datetimes or dates; now when empty).

        ``driver``: hr.employee; ``purpose``: key of the use, e.g. ``mot`` for driving to a booked test.
        Returns sentences for the user; an empty list means: released. Other addons add to it.
        """
        self.ensure_one()
        last = fields.Date.to_date(stop or start) or fields.Date.context_today(self)
        obstacles = self._stage_obstacles()
        if self.police_role not in WITHOUT_PLATE:
            obstacles += self._legal_obstacles(last, purpose)
        obstacles += [
            self.env._("Recall %s: not to be driven before it is put right.", line.recall_id.display_name)
            for line in self.recall_line_ids
            if line.recall_id.stop_use and line.state not in ("done", "not_affected")
        ]
        return obstacles

    def _stage_obstacles(self):
        obstacles = []
        if self.life_state != "in_service":
            obstacles.append(self.env._("The vehicle is %s.", self._life_label()))
        if self.road_state == "off":
            obstacles.append(
                self.env._("Off the road: %s", self.off_road_reason or self.env._("no reason recorded"))
            )
        return obstacles

    def _legal_obstacles(self, last, purpose):
        inspected = self._in_date(self.inspection_due, last, self.env._("approved inspection"))
        mot = inspected if self.mot_exempt else self._in_date(self.mot_due, last, self.env._("MOT"))
        ved = "" if self.ved_exempt else self._in_date(self.ved_due, last, self.env._("vehicle tax"))
        insured = self._insurance_obstacle(last)
        return [text for text in ("" if purpose == "mot" else mot, ved, insured) if text]

    def _in_date(self, due, last, what):
        if not due:
            return self.env._("No date is recorded for the %s.", what)
        if due < last:
            return self.env._("The %(what)s ends on %(due)s.", what=what, due=due.strftime("%d/%m/%Y"))
        return ""

    def _insurance_obstacle(self, last):
        company = self.company_id
        if company.fleet_self_insured and not self.insurance_due:
            return ""
        return self._in_date(self.insurance_due or company.fleet_insured_until, last, self.env._("insurance"))
