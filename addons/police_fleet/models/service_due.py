"""One service of one vehicle: when it was done last and when it is due next."""

from datetime import timedelta

from odoo import api, fields, models

from ..services import forecasting


class PoliceFleetServiceDue(models.Model):
    """Kept up to date by ``services.bookings.refresh`` (nightly, and when a service is done)."""

    _name = "police.fleet.service.due"
    _description = "Service due"
    _order = "due_on, id"
    _rec_name = "plan_id"

    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="cascade")
    plan_id = fields.Many2one("police.fleet.service.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    odometer_unit = fields.Selection(related="vehicle_id.odometer_unit")
    last_done_on = fields.Date(help="Empty: never; the vehicle's registration counts.")
    last_done_odometer = fields.Float(digits=(12, 0))
    last_done_hours = fields.Float(string="Engine hours then", digits=(12, 1), aggregator=None)
    odometer = fields.Float(string="Odometer now", readonly=True, digits=(12, 0), aggregator=None)
    per_day = fields.Float(string="Use a day", readonly=True, digits=(12, 1), aggregator="avg")
    due_on = fields.Date(readonly=True, index=True)
    due_low = fields.Date(
        string="Earliest", readonly=True, help="In nine of ten cases it is due between the two."
    )
    due_high = fields.Date(string="Latest", readonly=True)
    due_why = fields.Char(string="How reckoned", readonly=True)
    statutory = fields.Boolean(related="plan_id.statutory", store=True)
    together_group = fields.Char(
        string="Together",
        readonly=True,
        index=True,
        help="Rows of one vehicle with the same key are one visit.",
    )
    due_odometer = fields.Integer(string="Due at", readonly=True, aggregator=None)
    due_by = fields.Selection(
        [("date", "Date"), ("distance", "Distance"), ("hours", "Engine hours")], readonly=True
    )
    booking_ids = fields.One2many("police.fleet.service.booking", "due_id")
    along_ids = fields.Many2many(
        "police.fleet.service.booking",
        "police_fleet_booking_along",
        "due_id",
        "booking_id",
        string="Done along with",
    )
    booking_id = fields.Many2one(
        "police.fleet.service.booking", string="Booked", compute="_compute_booking_id", store=True, index=True
    )
    days_left = fields.Integer(compute="_compute_days_left")
    urgency = fields.Selection(
        [("overdue", "Overdue"), ("soon", "Due soon"), ("later", "Later"), ("unknown", "Not known")],
        readonly=True,
        index=True,
        group_expand=True,
    )

    _once = models.UniqueIndex("(vehicle_id, plan_id)", "This vehicle has this plan already.")

    @api.depends("booking_ids.state", "along_ids.state")
    def _compute_booking_id(self):
        for row in self:
            row.booking_id = (row.booking_ids | row.along_ids).filtered(
                lambda booking: booking.state in ("planned", "booked", "in_workshop")
            )[:1]

    @api.depends("due_on")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.days_left = (row.due_on - today).days if row.due_on else 0

    def _refresh(self, today):
        """Forecast the next due date of every row from readings and intervals; set-based."""
        if self:
            forecasting.refresh_due(self, today)

    def action_book(self):
        """Open a new booking for this service, with the first free bay from tomorrow proposed."""
        from ..services import bookings

        self.ensure_one()
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        free = bookings.first_free(self.env, self.company_id, tomorrow)
        proposal = {"default_workshop_id": free[0].id, "default_start": free[1]} if free else {}
        along = self._along()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book service"),
            "view_mode": "form",
            "res_model": "police.fleet.service.booking",
            "context": {
                "default_vehicle_id": self.vehicle_id.id,
                "default_plan_id": self.plan_id.id,
                "default_due_id": self.id,
                "default_due_on": self.due_on,
                "default_along_ids": along.ids,
                **proposal,
            },
        }

    def action_refresh(self):
        """Work out these due dates again now, for instance after the last service was corrected."""
        self._refresh(fields.Date.context_today(self))

    def _along(self):
        """The other services of this vehicle that are done in the same visit and not booked."""
        if not self.together_group:
            return self.browse()
        return self.search(
            [
                ("together_group", "=", self.together_group),
                ("id", "!=", self.id),
                ("booking_id", "=", False),
            ]
        )

    @api.model
    def _cron_refresh(self):
        """Nightly, for every force."""
        from ..services import bookings

        for company in self.env["res.company"].search([("is_police_force", "=", True)]):
            bookings.refresh(self.env, company)
            parts = self.env["police.fleet.component"].search([("company_id", "=", company.id)])
            forecasting.refresh_components(parts, fields.Date.context_today(self))
