"""A vehicle's visit to a workshop: planned, booked, in the workshop, done."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

HOLDING = ("booked", "in_workshop")  # states in which vehicle and bay are taken


class PoliceFleetServiceBooking(models.Model):
    _name = "police.fleet.service.booking"
    _description = "Service booking"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"

    name = fields.Char(string="Reference", required=True, readonly=True, copy=False, default="New")
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    plan_id = fields.Many2one(
        "police.fleet.service.plan",
        string="Service",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    due_id = fields.Many2one(
        "police.fleet.service.due",
        string="For",
        index="btree_not_null",
        ondelete="set null",
        domain="[('vehicle_id', '=', vehicle_id), ('plan_id', '=', plan_id)]",
    )
    along_ids = fields.Many2many(
        "police.fleet.service.due", "police_fleet_booking_along", "booking_id", "due_id",
        string="Done in the same visit",
        domain="[('vehicle_id', '=', vehicle_id), ('id', '!=', due_id)]",
    )  # fmt: skip
    due_on = fields.Date(
        compute="_compute_due_on", store=True, readonly=False, help="As it stood when booked."
    )
    workshop_id = fields.Many2one(
        "police.fleet.workshop", index=True, tracking=True, domain="[('company_id', '=', company_id)]"
    )
    start = fields.Datetime(string="Booked for", index=True, tracking=True)
    stop = fields.Datetime(string="Until", compute="_compute_stop", store=True, readonly=False)
    late_days = fields.Integer(
        string="Days after due", compute="_compute_late_days", store=True, aggregator="avg"
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("booked", "Booked"),
            ("in_workshop", "In workshop"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        index=True,
        tracking=True,
        group_expand=True,
        copy=False,
    )
    odometer = fields.Float(string="Odometer at the service", digits=(12, 0), copy=False, aggregator=None)
    done_on = fields.Date(readonly=True, copy=False)
    cost = fields.Monetary(copy=False)
    log_id = fields.Many2one("fleet.vehicle.log.services", string="Service log", readonly=True, copy=False)
    note = fields.Text(string="Work to do")
    color = fields.Integer(compute="_compute_color")

    _in_order = models.Constraint("CHECK (stop IS NULL OR stop > start)", "A booking ends after it begins.")
    _complete = models.Constraint(
        "CHECK (state NOT IN ('booked', 'in_workshop') OR "
        "(start IS NOT NULL AND stop IS NOT NULL AND workshop_id IS NOT NULL))",
        "A booking needs a workshop and a time.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.fleet.service.booking")
        return super().create(vals_list)

    @api.depends("vehicle_id", "plan_id", "name")
    def _compute_display_name(self):
        for booking in self:
            mark = booking.vehicle_id.license_plate or booking.vehicle_id.fleet_number or ""
            booking.display_name = " · ".join(filter(None, (mark, booking.plan_id.name, booking.name)))

    @api.depends("due_id")
    def _compute_due_on(self):
        for booking in self:
            booking.due_on = booking.due_id.due_on or booking.due_on

    @api.depends("start", "plan_id", "along_ids")
    def _compute_stop(self):
        for booking in self:
            if booking.start and (not booking.stop or booking.stop <= booking.start):
                booking.stop = booking.start + timedelta(hours=booking._hours())

    def _hours(self):
        return (self.plan_id.hours or 1) + sum(self.along_ids.plan_id.mapped("hours"))

    @api.depends("start", "due_on")
    def _compute_late_days(self):
        for booking in self:
            booking.late_days = (
                (booking.start.date() - booking.due_on).days if booking.start and booking.due_on else 0
            )

    def _compute_color(self):
        colours = {"planned": 0, "booked": 4, "in_workshop": 3, "done": 10, "cancelled": 1}
        for booking in self:
            booking.color = colours[booking.state]

    # -- no two places at once ---------------------------------------------------------------

    @api.constrains("vehicle_id", "workshop_id", "start", "stop", "state")
    def _check_free(self):
        """Neither a vehicle nor a bay twice at a time. The rows are locked, so two users cannot both win."""
        for booking in self.filtered(lambda b: b.state in HOLDING):
            booking.vehicle_id.sudo().lock_for_update()
            booking.workshop_id.sudo().lock_for_update()
            booking._check_vehicle_free()
            booking._check_bay_free()

    def _check_vehicle_free(self):
        twin = self.search(
            Domain("vehicle_id", "=", self.vehicle_id.id)
            & Domain("id", "!=", self.id)
            & Domain("state", "in", HOLDING)
            & Domain("start", "<", self.stop)
            & Domain("stop", ">", self.start),
            limit=1,
        )
        if twin:
            raise ValidationError(
                self.env._(
                    "%(vehicle)s is booked already: %(twin)s, %(service)s at %(workshop)s, %(start)s.",
                    vehicle=self.vehicle_id.display_name,
                    twin=twin.name,
                    service=twin.plan_id.name,
                    workshop=twin.workshop_id.name,
                    start=fields.Datetime.context_timestamp(self, twin.start).strftime("%d/%m/%Y %H:%M"),
                )
            )

    def _check_bay_free(self):
        overlapping = self.workshop_id._overlapping(self.start, self.stop)
        if self.workshop_id._most_at_once(overlapping) > self.workshop_id.bays:
            raise ValidationError(
                self.env._(
                    "%(workshop)s has %(bays)s bays and all are taken at that time.",
                    workshop=self.workshop_id.name,
                    bays=self.workshop_id.bays,
                )
            )

    @api.constrains("vehicle_id", "workshop_id", "plan_id")
    def _check_one_force(self):
        for booking in self:
            companies = booking.company_id | booking.workshop_id.company_id | booking.plan_id.company_id
            if len(companies) > 1:
                raise ValidationError(self.env._("Vehicle, service and workshop belong to different forces."))

    # -- steps -------------------------------------------------------------------------------

    def _step(self, allowed, state, what):
        for booking in self:
            if booking.state not in allowed:
                raise UserError(
                    self.env._(
                        "%(booking)s is %(state)s and cannot be %(what)s.",
                        booking=booking.name,
                        what=what,
                        state=dict(self._fields["state"]._description_selection(self.env))[
                            booking.state
                        ].lower(),
                    )
                )
        self.write({"state": state})

    def action_book(self):
        """Take the bay and the vehicle for the time."""
        for booking in self:
            if not booking.workshop_id or not booking.start:
                raise UserError(self.env._("%s needs a workshop and a time.", booking.name))
        self._step(("planned",), "booked", self.env._("booked"))

    def action_start(self):
        """The vehicle is handed over: off the road from now on."""
        self._step(("booked",), "in_workshop", self.env._("started"))
        for booking in self.filtered(lambda b: b.vehicle_id.road_state == "on"):
            booking.vehicle_id._take_off_road("service", booking.plan_id.name, booking)

    def action_done(self):
        """The service is done: reading, log and next due date are recorded; back on the road."""
        for booking in self:
            plans = booking.plan_id | booking.along_ids.plan_id
            if not booking.odometer and any(plans.mapped("interval_distance")):
                raise UserError(self.env._("%s: enter the odometer at the service.", booking.name))
        self._step(("in_workshop",), "done", self.env._("done"))
        today = fields.Date.context_today(self)
        for booking in self:
            booking.write({"done_on": today, "log_id": booking._make_log(today).id})
            booking._set_last_done(today)
            spell = booking.vehicle_id.off_road_ids.filtered(
                lambda s, b=booking: not s.ended_on and s.booking_id == b
            )
            if spell and (why := booking.vehicle_id._back_if_possible()):
                booking.message_post(body=self.env._("The vehicle stays off the road. %s", why))

    def action_cancel(self):
        """Give bay and vehicle free again."""
        self._step(("planned", "booked"), "cancelled", self.env._("cancelled"))

    def _make_log(self, today):
        values = {
            "vehicle_id": self.vehicle_id.id,
            "service_type_id": self.plan_id.service_type_id.id,
            "date": today,
            "company_id": self.company_id.id,
            "amount": self.cost,
            "description": f"{self.name} {self.plan_id.name}",
            "vendor_id": self.workshop_id.partner_id.id,
            "state": "done",
        }
        logs = self.env["fleet.vehicle.log.services"].with_context(default_source="workshop")
        return logs.create(values | ({"odometer": self.odometer} if self.odometer else {}))

    def _set_last_done(self, today):
        due = self.due_id or self.env["police.fleet.service.due"].search(
            [("vehicle_id", "=", self.vehicle_id.id), ("plan_id", "=", self.plan_id.id)], limit=1
        )
        due |= self.along_ids
        values = {"last_done_on": today, "last_done_odometer": self._reading_that_counts()}
        hours = self.env["police.fleet.hours"]._latest(self.vehicle_id)
        due.sudo().write(values | ({"last_done_hours": hours} if hours else {}))
        due.sudo()._refresh(today)

    def _reading_that_counts(self):
        """What was typed, unless the ledger queries it: a slip of the pen must not move the next due date."""
        reading = self.log_id.odometer_id
        if not reading or reading.state in ("counted", "duplicate"):
            return self.odometer
        counts = self.vehicle_id.odometer
        self.message_post(
            body=self.env._(
                "The odometer %(typed)g is queried: %(why)s Until that is decided, %(counts)g counts.",
                typed=self.odometer,
                why=reading.why,
                counts=counts,
            )
        )
        return counts

    @api.ondelete(at_uninstall=False)
    def _unlink_planned_only(self):
        if kept := self.filtered(lambda booking: booking.state not in ("planned", "cancelled")):
            raise UserError(self.env._("%s is kept on record: cancel it instead.", kept[0].name))
