"""Enquiries to DVLA and DVSA: where they are sent, what came back, what differs from our record."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..services import gateway, lookups

OUTCOMES = [
    ("answered", "Answered"),
    ("not_found", "Not known there"),
    ("limited", "Too many enquiries"),
    ("refused", "Refused"),
    ("failed", "Failed"),
    ("timeout", "No answer in time"),
    ("setup", "Not set up"),
]
CODES = [("ves", "DVLA vehicle enquiry"), ("mot", "DVSA MOT history")]
FACTS = [
    ("mot_due", "MOT due"), ("ved_due", "Vehicle tax due"), ("tax_status", "Tax status"), ("make", "Make"),
    ("colour", "Colour"),
]  # fmt: skip


class PoliceFleetLookupService(models.Model):
    _name = "police.fleet.lookup.service"
    _description = "Vehicle enquiry service"
    _order = "company_id, code"
    _rec_name = "code"

    code = fields.Selection(CODES, required=True, string="Service")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    endpoint = fields.Char(
        string="Address", help="Without the path, e.g. the address of the stand-in in tests/standins."
    )
    token_endpoint = fields.Char(string="Address for tokens")
    scope = fields.Char(string="Scope of the token")
    timeout = fields.Float(string="Wait at most (seconds)", default=10.0, digits=(5, 1))
    per_night = fields.Integer(string="Vehicles a night", default=500)
    include_covert = fields.Boolean(
        string="Also covert vehicles",
        help="An enquiry tells the service that the registration is of interest to you.",
    )
    use_delta = fields.Boolean(
        string="Take DVSA's daily file",
        help="New tests of every vehicle by one file a day; only new vehicles are still asked about.",
    )
    delta_until = fields.Date(string="Daily files taken until", readonly=True)
    active = fields.Boolean(string="Ask nightly", default=True)
    missing_keys = fields.Char(compute="_compute_missing_keys", string="Keys missing")
    last_run = fields.Datetime(readonly=True)
    last_message = fields.Char(string="Result", readonly=True)

    _once = models.UniqueIndex("(company_id, code)", "This service is set up already for the force.")
    _limits = models.Constraint(
        "CHECK (timeout > 0 AND timeout <= 120 AND per_night > 0)",
        "Wait 1 to 120 seconds; ask about 1 vehicle or more.",
    )

    @api.depends("code")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for service in self:
            service.display_name = labels.get(service.code, "")

    def _compute_missing_keys(self):
        for service in self:
            service.missing_keys = ", ".join(gateway.missing_keys(service.code)) if service.code else ""

    def _settings(self):
        return gateway.Settings(
            self.code,
            (self.endpoint or "").rstrip("/"),
            self.token_endpoint or "",
            self.scope or "",
            self.timeout,
        )

    def _next_vehicles(self):
        """Vehicles with a registration, asked about longest ago first."""
        domain = Domain("company_id", "=", self.company_id.id) & Domain("license_plate", "!=", False)
        domain &= Domain("police_role", "not in", ("cycle", "boat")) | Domain("police_role", "=", False)
        if not self.include_covert:
            domain &= Domain("police_role", "!=", "covert") & Domain("livery", "!=", "covert")
        vehicles = self.env["fleet.vehicle"].search(domain, order="id")
        asked = dict(
            self.env["police.fleet.lookup"]._read_group(
                [("service_id", "=", self.id)], ["vehicle_id"], ["asked_on:max"]
            )
        )
        if self.use_delta and self.delta_until:  # the files tell of those that are known
            vehicles = vehicles.filtered(lambda v: v not in asked)
        first = fields.Datetime.to_datetime("1970-01-01")
        return vehicles.sorted(lambda v: (asked.get(v) or first, v.id))[: self.per_night]

    def action_run(self):
        """Ask now about those whose turn it is."""
        self.check_access("write")
        for service in self:
            lookups.run(service)
            if service.use_delta:
                lookups.take_deltas(service)

    @api.model
    def _cron_ask(self):
        """Nightly, for every force; each answer is kept at once."""
        for service in self.search([("endpoint", "!=", False), ("code", "in", ("ves", "mot"))]):
            lookups.run(service, each=lambda: self.env["ir.cron"]._commit_progress(1))
            if service.use_delta:
                lookups.take_deltas(service)
                self.env["ir.cron"]._commit_progress()


class PoliceFleetLookup(models.Model):
    _name = "police.fleet.lookup"
    _description = "Vehicle enquiry"
    _order = "asked_on desc, id desc"
    _rec_name = "vehicle_id"

    service_id = fields.Many2one(
        "police.fleet.lookup.service", required=True, index=True, ondelete="restrict"
    )
    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    asked_on = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    outcome = fields.Selection(OUTCOMES, required=True, index=True)
    http_status = fields.Integer(string="HTTP status", aggregator=None)
    message = fields.Char()
    answer = fields.Text()

    @api.autovacuum
    def _gc_old(self):
        """Enquiries of more than half a year ago, but for the latest of each vehicle and service."""
        self.flush_model()
        self.env.cr.execute(
            """DELETE FROM police_fleet_lookup old
                WHERE old.asked_on < now() at time zone 'UTC' - interval '180 days'
                  AND EXISTS (SELECT 1 FROM police_fleet_lookup new WHERE new.vehicle_id = old.vehicle_id
                              AND new.service_id = old.service_id AND new.asked_on > old.asked_on)"""
        )
        self.invalidate_model()


class PoliceFleetDifference(models.Model):
    _name = "police.fleet.difference"
    _description = "Difference from DVLA or DVSA"
    _order = "state, first_seen desc, id desc"
    _rec_name = "vehicle_id"

    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    service_id = fields.Many2one("police.fleet.lookup.service", required=True, index=True, readonly=True)
    fact = fields.Selection(FACTS, required=True, readonly=True, index=True)
    ours = fields.Char(string="Our record", readonly=True)
    theirs = fields.Char(string="Theirs", readonly=True)
    their_date = fields.Date(readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("taken", "Theirs taken"), ("kept", "Ours kept"), ("settled", "Settled")],
        default="open", required=True, readonly=True, index=True, group_expand=True,
    )  # fmt: skip
    first_seen = fields.Datetime(default=fields.Datetime.now, readonly=True)
    last_seen = fields.Datetime(default=fields.Datetime.now, readonly=True)
    reason = fields.Char(string="Why ours is right")
    decided_by_id = fields.Many2one("res.users", readonly=True)

    def action_take(self):
        """Write their date to the vehicle's record."""
        self.check_access("write")
        for row in self:
            row._check_open()
            if row.fact not in ("mot_due", "ved_due") or not row.their_date:
                raise UserError(self.env._("Change make, colour or status on the vehicle itself."))
            row.vehicle_id.write({row.fact: row.their_date})
        self.sudo().write({"state": "taken", "decided_by_id": self.env.uid})

    def action_keep(self):
        """Ours is right; the reason is kept."""
        self.check_access("write")
        for row in self:
            row._check_open()
            if not (row.reason or "").strip():
                raise UserError(self.env._("%s: say why our record is right.", row.vehicle_id.display_name))
        self.sudo().write({"state": "kept", "decided_by_id": self.env.uid})

    def _check_open(self):
        if self.state != "open":
            raise UserError(self.env._("%s: this has been decided already.", self.vehicle_id.display_name))


class PoliceFleetMotTest(models.Model):
    _name = "police.fleet.mot.test"
    _description = "MOT test"
    _order = "completed_on desc, id desc"
    _rec_name = "number"

    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    number = fields.Char(string="Test number", required=True, index=True)
    completed_on = fields.Date(string="Tested on", required=True)
    result = fields.Selection([("passed", "Passed"), ("failed", "Failed")], required=True, index=True)
    expiry_on = fields.Date(string="Valid until")
    odometer = fields.Integer(aggregator=None)
    odometer_unit = fields.Selection([("mi", "miles"), ("km", "kilometres")], string="Unit")
    defects = fields.Text()
    source = fields.Selection([("api", "DVSA enquiry"), ("file", "File")], required=True, default="file")

    _number_once = models.UniqueIndex("(company_id, number)", "This test is recorded already.")


class FleetVehicle(models.Model):
    _inherit = "fleet.vehicle"

    def action_ask_dvla(self):
        """Ask DVLA and DVSA about these vehicles now."""
        self.check_access("write")
        services = self.env["police.fleet.lookup.service"].search(
            [("company_id", "in", self.company_id.ids), ("code", "in", ("ves", "mot"))]
        )
        if not services:
            raise UserError(
                self.env._("No enquiry service is set up: see Fleet, Configuration, DVLA and DVSA.")
            )
        for service in services:
            lookups.run(
                service, self.filtered(lambda v, s=service: v.company_id == s.company_id and v.license_plate)
            )
        messages = [m for m in services.mapped("last_message") if m]
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": "; ".join(messages),
                "type": "info",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
