"""Police vehicles: what they do, where they stand, whether they are legal and on the road."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import InvalidIdentifier
from odoo.addons.police_engine.identifiers import vrm
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

ROLES = [
    ("response", "Response"),
    ("roads_policing", "Roads policing"),
    ("motorcycle", "Motorcycle"),
    ("dog", "Dog"),
    ("arv", "Armed response"),
    ("van", "Van"),
    ("covert", "Covert"),
    ("pool", "Pool"),
    ("cycle", "Cycle"),
    ("boat", "Boat"),
]
WITHOUT_PLATE = ("cycle", "boat")
SOON_DAYS = 30


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"
    _check_company_auto = True

    odometer_unit = fields.Selection(default="miles")
    police_role = fields.Selection(ROLES, string="Role", index=True, tracking=True)
    station_id = fields.Many2one(
        "police.station",
        string="Base",
        index=True,
        tracking=True,
        check_company=True,
        domain="[('company_id', '=', company_id)]",
    )
    call_sign = fields.Char(tracking=True)
    fleet_number = fields.Char(string="Fleet number", index="btree_not_null", help="The figure on the roof.")
    mot_due = fields.Date(string="MOT due", tracking=True)
    mot_exempt = fields.Boolean(string="MOT exempt", tracking=True)
    mot_exempt_reason = fields.Char(string="Why exempt from MOT")
    ved_due = fields.Date(string="Vehicle tax due", tracking=True)
    ved_exempt = fields.Boolean(string="Tax exempt", tracking=True)
    ved_exempt_reason = fields.Char(string="Why exempt from tax")
    legal_state = fields.Selection(
        [("legal", "Legal"), ("soon", "Due soon"), ("overdue", "Out of date"), ("unknown", "Not recorded")],
        string="MOT and tax",
        compute="_compute_legal_state",
        search="_search_legal_state",
    )
    road_state = fields.Selection(
        [("on", "On the road"), ("off", "Off the road")],
        default="on",
        required=True,
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    off_road_ids = fields.One2many("police.fleet.off.road", "vehicle_id", string="Off-road record")
    off_road_since = fields.Datetime(compute="_compute_off_road")
    off_road_reason = fields.Char(compute="_compute_off_road")
    service_due_ids = fields.One2many("police.fleet.service.due", "vehicle_id", string="Services due")
    booking_ids = fields.One2many("police.fleet.service.booking", "vehicle_id", string="Bookings")
    next_service_on = fields.Date(
        string="Next service", compute="_compute_next_service_on", store=True, index=True
    )

    _fleet_number_uniq = models.UniqueIndex(
        "(company_id, fleet_number) WHERE fleet_number IS NOT NULL AND active",
        "Another vehicle of this force has this fleet number.",
    )
    _plate_uniq = models.UniqueIndex(
        "(company_id, license_plate) WHERE license_plate IS NOT NULL AND active",
        "Another vehicle of this force has this registration.",
    )

    # -- registration marks ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_plain_plate(vals) for vals in vals_list])

    def write(self, vals):
        if "road_state" in vals and not self.env.su:
            raise UserError(
                self.env._("Use “Take off the road” and “Back in service”: each minute is recorded.")
            )
        if "odometer" in vals:  # core refuses what is lower than before; a true reading is never refused
            vals = dict(vals)
            self._read_dial(vals.pop("odometer"))
        return super().write(self._with_plain_plate(vals)) if vals else True

    @api.model
    def _with_plain_plate(self, vals):
        """Registration marks are kept as printed, ``AB12 CDE``; impossible ones meet the constraint."""
        plate = vals.get("license_plate")
        return {**vals, "license_plate": vrm.format(plate)} if plate and vrm.is_valid(plate) else vals

    @api.constrains("license_plate", "police_role", "company_id")
    def _check_plate(self):
        for vehicle in self.filtered("company_id.is_police_force"):
            if not vehicle.license_plate or vehicle.police_role in WITHOUT_PLATE:
                continue
            try:
                vrm.validate(vehicle.license_plate)
            except InvalidIdentifier as error:
                raise ValidationError(str(error)) from error

    @api.constrains("mot_exempt", "mot_exempt_reason", "ved_exempt", "ved_exempt_reason")
    def _check_exemptions(self):
        for vehicle in self:
            if (vehicle.mot_exempt and not vehicle.mot_exempt_reason) or (
                vehicle.ved_exempt and not vehicle.ved_exempt_reason
            ):
                raise ValidationError(
                    self.env._(
                        "%s: say why the vehicle is exempt; an exemption has conditions.",
                        vehicle.display_name,
                    )
                )

    @api.depends("license_plate", "call_sign", "fleet_number", "model_id.name")
    def _compute_display_name(self):
        for vehicle in self:
            mark = vehicle.license_plate or vehicle.fleet_number or self.env._("No plate")
            vehicle.display_name = " · ".join(filter(None, (mark, vehicle.call_sign, vehicle.model_id.name)))

    # -- law ---------------------------------------------------------------------------------

    @api.depends("mot_due", "mot_exempt", "ved_due", "ved_exempt", "police_role")
    def _compute_legal_state(self):
        today = fields.Date.context_today(self)
        for vehicle in self:
            vehicle.legal_state = vehicle._legal_state(today)

    def _legal_state(self, today):
        if self.police_role in WITHOUT_PLATE:
            return "legal"
        dates = [
            date
            for date, exempt in ((self.mot_due, self.mot_exempt), (self.ved_due, self.ved_exempt))
            if not exempt
        ]
        if not all(dates):
            return "unknown"
        first = min(dates, default=None)
        if first is None:
            return "legal"
        if first < today:
            return "overdue"
        return "soon" if (first - today).days <= SOON_DAYS else "legal"

    def _search_legal_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        vehicles = self.search(Domain("id", "!=", False))
        return Domain("id", "in", vehicles.filtered(lambda vehicle: vehicle.legal_state in value).ids)

    # -- on and off the road -----------------------------------------------------------------

    @api.depends("off_road_ids.ended_on", "off_road_ids.began_on")
    def _compute_off_road(self):
        open_rows = self.env["police.fleet.off.road"].search(
            [("vehicle_id", "in", self.ids), ("ended_on", "=", False)]
        )
        by_vehicle = {row.vehicle_id: row for row in open_rows}
        for vehicle in self:
            row = by_vehicle.get(vehicle)
            vehicle.off_road_since = row.began_on if row else False
            vehicle.off_road_reason = row.display_name if row else False

    def _take_off_road(self, reason, note="", booking=None):
        """Take the vehicles off the road for ``reason`` (key of ``police.fleet.off.road.reason``)."""
        already = self.filtered(lambda vehicle: vehicle.road_state == "off")
        if already:
            raise UserError(self.env._("%s is off the road already.", already[0].display_name))
        self.env["police.fleet.off.road"].create(
            [
                {
                    "vehicle_id": vehicle.id,
                    "reason": reason,
                    "note": note,
                    "booking_id": booking.id if booking else False,
                }
                for vehicle in self
            ]
        )
        self.sudo().road_state = "off"

    def action_back_in_service(self):
        """Back on the road; refused while the MOT or the tax is out of date."""
        self.check_access("write")  # some may read vehicles only, and this can be called from outside
        for vehicle in self:
            if vehicle.road_state == "on":
                raise UserError(self.env._("%s is on the road.", vehicle.display_name))
            vehicle._check_in_service()
            if vehicle.legal_state == "overdue":
                raise UserError(
                    self.env._(
                        "%(vehicle)s may not go back on the road: MOT due %(mot)s, vehicle tax due %(ved)s. "
                        "Record the new dates first.",
                        vehicle=vehicle.display_name,
                        mot=vehicle.mot_due or "—",
                        ved=vehicle.ved_due or "—",
                    )
                )
        rows = self.off_road_ids.filtered(lambda row: not row.ended_on)
        rows.sudo().write({"ended_on": fields.Datetime.now(), "ended_by_id": self.env.uid})
        self.sudo().road_state = "on"

    def _back_if_possible(self):
        """Back on the road when nothing forbids it; returns the sentence that says why not, or ""."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self.action_back_in_service()
        except UserError as error:
            return error.args[0]
        return ""

    # -- services ----------------------------------------------------------------------------

    @api.depends("service_due_ids.due_on")
    def _compute_next_service_on(self):
        for vehicle in self:
            vehicle.next_service_on = min(
                filter(None, vehicle.service_due_ids.mapped("due_on")), default=False
            )

    def action_view_bookings(self):
        """The vehicle's bookings."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_service_booking")
        return {
            **action,
            "domain": [("vehicle_id", "=", self.id)],
            "context": {"default_vehicle_id": self.id},
        }
