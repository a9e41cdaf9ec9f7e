"""Pool cars: booked by employees on a phone; the release gate and other bookings decide whether it goes."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

HOLDING = ("booked", "out")


class PoliceFleetPoolCar(models.Model):
    """What employees see of a vehicle that they may book, and nothing of the others."""

    _name = "police.fleet.pool.car"
    _description = "Pool car"
    _order = "station_id, name"

    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict",
        groups="police_core.group_fleet_manager,police_core.group_auditor",
    )  # fmt: skip
    name = fields.Char(compute="_compute_facts", store=True)
    company_id = fields.Many2one("res.company", compute="_compute_facts", store=True, index=True)
    station_id = fields.Many2one("police.station", string="Stands at", compute="_compute_facts", store=True)
    seats = fields.Integer(compute="_compute_facts", store=True, aggregator=None)
    fuel = fields.Char(compute="_compute_facts", store=True)
    active = fields.Boolean(default=True)
    booking_ids = fields.One2many("police.fleet.pool.booking", "car_id", string="Bookings")

    _vehicle_once = models.UniqueIndex("(vehicle_id)", "This vehicle is in the pool already.")

    @api.depends(
        "vehicle_id.license_plate", "vehicle_id.model_id.name", "vehicle_id.station_id", "vehicle_id.seats",
        "vehicle_id.fuel_type", "vehicle_id.company_id",
    )  # fmt: skip
    def _compute_facts(self):
        fuels = dict(self.env["fleet.vehicle"]._fields["fuel_type"]._description_selection(self.env))
        for car in self:
            vehicle = car.sudo().vehicle_id
            car.name = " · ".join(filter(None, (vehicle.model_id.name, vehicle.license_plate)))
            car.company_id, car.station_id, car.seats = vehicle.company_id, vehicle.station_id, vehicle.seats
            car.fuel = fuels.get(vehicle.fuel_type, "")


class PoliceFleetPoolBooking(models.Model):
    _name = "police.fleet.pool.booking"
    _description = "Pool booking"
    _inherit = ["mail.thread"]
    _order = "start desc, id desc"

    car_id = fields.Many2one(
        "police.fleet.pool.car", string="Car", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="car_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="car_id.station_id", string="Stands at", store=True)
    vehicle_id = fields.Many2one(
        related="car_id.vehicle_id", store=True, index=True, related_sudo=True,
        groups="police_core.group_fleet_manager,police_core.group_auditor",
    )  # fmt: skip
    employee_id = fields.Many2one(
        "hr.employee", string="For", required=True, index=True, tracking=True, ondelete="restrict",
        default=lambda self: self.env.user.employee_id,
    )  # fmt: skip
    user_id = fields.Many2one(
        "res.users", related="employee_id.user_id", store=True, index=True, related_sudo=True
    )
    start = fields.Datetime(string="From", required=True, index=True, tracking=True)
    stop = fields.Datetime(string="Until", required=True, tracking=True)
    purpose = fields.Char(string="What for", required=True)
    state = fields.Selection(
        [
            ("held", "Held by the gate"), ("booked", "Booked"), ("out", "Out"), ("returned", "Returned"),
            ("cancelled", "Cancelled"),
        ],
        default="booked", required=True, readonly=True, index=True, tracking=True, copy=False,
    )  # fmt: skip
    free_ids = fields.Many2many("police.fleet.pool.car", compute="_compute_free_ids")
    out_on = fields.Datetime(string="Taken on", readonly=True, copy=False)
    back_on = fields.Datetime(string="Brought back on", readonly=True, copy=False)
    dial = fields.Integer(string="Odometer on return", copy=False, aggregator=None)
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    color = fields.Integer(compute="_compute_overdue")

    _in_order = models.Constraint("CHECK (stop > start)", "A booking ends after it begins.")
    # int8range gives equality inside a GiST exclusion without the btree_gist extension.
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (int8range(car_id, car_id, '[]') WITH &&, tsrange(start, stop) WITH &&) "
        "WHERE (state IN ('booked', 'out'))",
        "The car is booked for that time already.",
    )

    @api.depends("car_id.name", "employee_id.name")
    def _compute_display_name(self):
        for booking in self:
            booking.display_name = " · ".join(
                filter(None, (booking.car_id.name, booking.sudo().employee_id.name))
            )

    @api.depends("state", "stop")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for booking in self:
            booking.overdue = booking.state == "out" and booking.stop < now
            booking.color = (
                1
                if booking.overdue
                else {"held": 3, "booked": 4, "out": 10, "returned": 8}.get(booking.state, 0)
            )

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "out") & Domain("stop", "<", fields.Datetime.now())
        return late if True in value else ~late

    @api.depends("start", "stop", "car_id", "employee_id", "ask_override")
    def _compute_free_ids(self):
        """Cars that are not taken at that time and that the release gate lets go."""
        cars = self.env["police.fleet.pool.car"].search([])
        for booking in self:
            if not booking.start or not booking.stop or booking.stop <= booking.start:
                booking.free_ids = cars
                continue
            free = cars - booking._others(cars).car_id
            booking.free_ids = (
                free if booking.ask_override else free.filtered(lambda car, b=booking: not b._gate(car))
            )

    def _others(self, cars):
        """Bookings of other people that hold one of ``cars`` in the time of this one."""
        return self.sudo().search(
            Domain("car_id", "in", cars.ids)
            & Domain("state", "in", HOLDING)
            & Domain("start", "<", self.stop)
            & Domain("stop", ">", self.start)
            & Domain("id", "not in", self._origin.ids)
        )

    def _gate(self, car):
        """Sentences why ``car`` may not be released to this person at this time; the fleet's one gate.

        What a second person has overridden for this very booking does not stop it any more.
        """
        found = car.sudo().vehicle_id._release_obstacles(
            driver=self.sudo().employee_id or None, start=self.start, stop=self.stop, purpose="pool"
        )
        overridden = self._overridden()
        return [text for text in found if text not in overridden]

    @api.model_create_multi
    def create(self, vals_list):
        bookings = self.browse()
        for vals in vals_list:  # one by one: two of a batch may be for the same car
            self._refuse_conflict(vals)
            bookings |= super().create([vals if self.env.su else {**vals, "state": "booked"}])
        bookings._check_gate()
        return bookings

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons: each step is recorded."))
        moved = vals.keys() & {"car_id", "start", "stop", "employee_id"}
        for booking in self if moved else ():
            if booking.state not in ("booked", "held"):
                raise UserError(
                    self.env._("%s is no longer just booked; it stays as it is.", booking.display_name)
                )
            booking._end_release()
            booking._refuse_conflict(
                {"car_id": booking.car_id.id, "start": booking.start, "stop": booking.stop} | vals
            )
        result = super().write(vals)
        if moved:
            self._check_gate()
        return result

    def _refuse_conflict(self, vals):
        """Asked before writing, so that the user reads who is in the way and not which constraint."""
        start, stop = (
            fields.Datetime.to_datetime(vals.get("start")),
            fields.Datetime.to_datetime(vals.get("stop")),
        )
        if not (start and stop and vals.get("car_id")):
            return
        domain = [
            ("car_id", "=", vals["car_id"]),
            ("state", "in", HOLDING),
            ("start", "<", stop),
            ("stop", ">", start),
        ]
        other = self.sudo().search([*domain, ("id", "not in", self.ids)], limit=1)
        if other:
            shown = [
                fields.Datetime.context_timestamp(self, moment).strftime("%d/%m %H:%M")
                for moment in (other.start, other.stop)
            ]
            raise ValidationError(
                self.env._(
                    "%(car)s is taken from %(start)s to %(stop)s by %(who)s. Choose another car or time.",
                    car=other.car_id.name,
                    start=shown[0],
                    stop=shown[1],
                    who=other.employee_id.name,
                )
            )

    def _check_gate(self):
        """Booked when the gate lets it go; held when an override was asked for; refused otherwise."""
        for booking in self:
            obstacles = booking._gate(booking.car_id)
            if obstacles and not (booking.ask_override and booking.state in ("booked", "held")):
                raise ValidationError(
                    self.env._(
                        "%(car)s cannot be booked: %(why)s", car=booking.car_id.name, why=" ".join(obstacles)
                    )
                )
            if obstacles:
                booking.sudo()._hold()
            elif booking.state == "held":
                booking.sudo().write({"state": "booked", "obstacles": False})

    @api.constrains("employee_id")
    def _check_own(self):
        if self.env.su or self.env.user.has_group("police_core.group_fleet_manager"):
            return
        for booking in self:
            if booking.employee_id != self.env.user.employee_id:
                raise ValidationError(self.env._("Book for yourself; the fleet manager books for others."))

    @api.constrains("start", "state")
    def _check_future(self):
        now = fields.Datetime.now()
        for booking in self:
            if (
                booking.state == "booked"
                and booking.stop < now
                and not self.env.context.get("police_demo_past")
            ):
                raise ValidationError(self.env._("This booking would be over already: correct the times."))

    # -- out and back ------------------------------------------------------------------------

    def _check_mine(self):
        self.check_access("write")
        if not self.env.user.has_group("police_core.group_fleet_manager") and self.user_id != self.env.user:
            raise AccessError(self.env._("This is somebody else's booking."))

    def action_take(self):
        """Take the car (and its key): the gate is asked once more."""
        for booking in self:
            booking._check_mine()
            if booking.state != "booked":
                raise UserError(self.env._("%s is not waiting.", booking.display_name))
            if obstacles := booking._gate(booking.car_id):
                raise ValidationError(
                    self.env._("%(car)s stays: %(why)s", car=booking.car_id.name, why=" ".join(obstacles))
                )
            booking.sudo()._take_key()
        self.sudo().write({"state": "out", "out_on": fields.Datetime.now()})

    def action_return(self):
        """Bring the car back; the odometer is offered to the ledger."""
        for booking in self:
            booking._check_mine()
            if booking.state != "out":
                raise UserError(self.env._("%s is not out.", booking.display_name))
            if not booking.dial:
                raise UserError(self.env._("Enter the odometer first."))
            booking.sudo()._give_back()
            booking._end_release()
        self.sudo().write({"state": "returned", "back_on": fields.Datetime.now()})

    def action_cancel(self):
        """The car is not needed."""
        for booking in self:
            booking._check_mine()
            if booking.state not in ("booked", "held"):
                raise UserError(self.env._("%s is not waiting.", booking.display_name))
            booking._end_release()
        self.sudo().write({"state": "cancelled"})

    def _take_key(self):
        key = self.env["police.fleet.key"].search([("vehicle_id", "=", self.vehicle_id.id)], limit=1)
        if key:
            key._issue(self.employee_id, self)

    def _give_back(self):
        out = self.env["police.fleet.key.log"].search(
            [("booking_id", "=", self.id), ("returned_on", "=", False)]
        )
        out.key_id._take_back()
        Odometer = self.env["fleet.vehicle.odometer"]
        row = {"vehicle_id": self.vehicle_id.id, "date": fields.Date.context_today(self), "value": self.dial}
        Odometer.create([row | ({"source": "booking"} if "source" in Odometer._fields else {})])

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Bookings are kept on record: cancel it instead."))
