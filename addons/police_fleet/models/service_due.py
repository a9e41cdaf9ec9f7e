"""One service of one vehicle: when it was done last and when it is due next."""

from datetime import timedelta

from odoo import api, fields, models

from ..services import due as rules

SOON_DAYS = 30
USE_DAYS = 365


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
    odometer = fields.Float(string="Odometer now", readonly=True, digits=(12, 0), aggregator=None)
    per_day = fields.Float(string="Use a day", readonly=True, digits=(12, 1), aggregator="avg")
    due_on = fields.Date(readonly=True, index=True)
    due_odometer = fields.Integer(string="Due at", readonly=True, aggregator=None)
    due_by = fields.Selection([("date", "Date"), ("distance", "Distance")], readonly=True)
    booking_ids = fields.One2many("police.fleet.service.booking", "due_id")
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

    @api.depends("booking_ids.state")
    def _compute_booking_id(self):
        for row in self:
            row.booking_id = row.booking_ids.filtered(
                lambda booking: booking.state in ("planned", "booked", "in_workshop")
            )[:1]

    @api.depends("due_on")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for row in self:
            row.days_left = (row.due_on - today).days if row.due_on else 0

    def _refresh(self, today):
        """Work out the next due date of every row from readings and intervals. Three queries for all rows."""
        readings = self._readings(today)
        for row in self:
            history = readings.get(row.vehicle_id.id, [])
            due = row._next_due(today, history)
            row.write(
                {
                    "odometer": history[-1][1] if history else 0,
                    "per_day": rules.daily_distance(history),
                    "due_on": due.on if due and due.on.year < 9999 else False,
                    "due_odometer": due.at if due and due.at else 0,
                    "due_by": due.by if due else False,
                    "urgency": _urgency(due, today),
                }
            )

    def _readings(self, today):
        """``{vehicle id: [(date, value), ...]}`` of the last year, in order of date."""
        rows = (
            self.env["fleet.vehicle.odometer"]
            .sudo()
            .search_read(
                [
                    ("vehicle_id", "in", self.vehicle_id.ids),
                    ("date", ">=", today - timedelta(days=USE_DAYS)),
                    ("date", "<=", today),
                ],
                ["vehicle_id", "date", "value"],
                order="date, id",
            )
        )
        found = {}
        for row in rows:
            found.setdefault(row["vehicle_id"][0], []).append((row["date"], row["value"]))
        return found

    def _next_due(self, today, history):
        since = self.last_done_on or self.vehicle_id.acquisition_date
        if not since:
            return None
        return rules.next_due(
            last_on=since,
            last_at=self.last_done_odometer,
            months=self.plan_id.interval_months,
            distance=self.plan_id.interval_distance,
            today=today,
            now_at=history[-1][1] if history else 0.0,
            per_day=rules.daily_distance(history),
        )

    def action_book(self):
        """Open a new booking for this service, with the first free bay from tomorrow proposed."""
        from ..services import bookings

        self.ensure_one()
        tomorrow = fields.Date.context_today(self) + timedelta(days=1)
        free = bookings.first_free(self.env, self.company_id, tomorrow)
        proposal = {"default_workshop_id": free[0].id, "default_start": free[1]} if free else {}
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
                **proposal,
            },
        }

    @api.model
    def _cron_refresh(self):
        """Nightly, for every force."""
        from ..services import bookings

        for company in self.env["res.company"].search([("is_police_force", "=", True)]):
            bookings.refresh(self.env, company)


def _urgency(due, today):
    if not due or due.on.year == 9999:
        return "unknown"
    days = (due.on - today).days
    if days < 0 or (days == 0 and due.by == "distance"):
        return "overdue"
    return "soon" if days <= SOON_DAYS else "later"
