"""A vehicle handed to a driver: asked for, released or refused by the gate, overridden by a second person."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet import gate
from odoo.addons.police_engine.params import RuleSet
from odoo.exceptions import AccessError, UserError, ValidationError

PURPOSES = [
    ("patrol", "Patrol and ordinary duty"),
    ("response", "Response (blue lights)"),
    ("pursuit", "Pursuit"),
    ("pool", "Pool car journey"),
    ("workshop", "To or from a workshop"),
    ("mot", "To or from a booked MOT test"),
    ("outside", "Not for police purposes"),
]
STATES = [
    ("requested", "Requested"),
    ("released", "Released"),
    ("refused", "Refused"),
    ("overridden", "Released by override"),
    ("returned", "Returned"),
    ("cancelled", "Cancelled"),
]
OUT = ("released", "overridden")
ROLES = {
    "fleet_manager": "police_core.group_fleet_manager",
    "force_manager": "police_core.group_force_manager",
}


class PoliceFleetRelease(models.Model):
    _name = "police.fleet.release"
    _description = "Release of a vehicle"
    _inherit = ["police.fleet.guard", "mail.thread"]
    _order = "start desc, id desc"
    _guarded = frozenset(
        {"name", "state", "requested_by_id", "decided_on", "obstacles", "advice", "override_reason",
         "override_rank", "overridden_by_id", "overridden_on", "returned_on"}
    )  # fmt: skip

    name = fields.Char(string="Reference", readonly=True, copy=False, default="New")
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    driver_id = fields.Many2one(
        "hr.employee", string="Driver", required=True, index=True, ondelete="restrict", tracking=True,
        default=lambda self: self.env.user.employee_id,
    )  # fmt: skip
    purpose = fields.Selection(PURPOSES, required=True, default="patrol", tracking=True)
    start = fields.Datetime(string="From", required=True, default=fields.Datetime.now, index=True)
    stop = fields.Datetime(string="Until")
    state = fields.Selection(
        STATES, required=True, default="requested", readonly=True, index=True, copy=False, tracking=True
    )
    requested_by_id = fields.Many2one(
        "res.users",
        string="Asked for by",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    decided_on = fields.Datetime(readonly=True, copy=False)
    obstacles = fields.Text(string="Why not", readonly=True, copy=False)
    advice = fields.Text(string="To note", readonly=True, copy=False)
    override_reason = fields.Text(readonly=True, copy=False)
    override_rank = fields.Char(string="Rank or role", readonly=True, copy=False)
    overridden_by_id = fields.Many2one("res.users", string="Overridden by", readonly=True, copy=False)
    overridden_on = fields.Datetime(readonly=True, copy=False)
    returned_on = fields.Datetime(readonly=True, copy=False)

    _in_order = models.Constraint("CHECK (stop IS NULL OR stop > start)", "The use ends before it begins.")
    _two_people = models.Constraint(
        "CHECK (overridden_by_id IS NULL OR overridden_by_id <> requested_by_id)",
        "Whoever asked for the vehicle cannot override the gate.",
    )
    _override_whole = models.Constraint(
        "CHECK ((overridden_by_id IS NULL) = (coalesce(override_reason, '') = ''))",
        "An override has a person and a reason.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        releases = super().create(vals_list)
        for release in releases.filtered(lambda r: r.name == "New"):
            release._own_step().name = self.env["ir.sequence"].sudo().next_by_code("police.fleet.release")
        return releases

    def write(self, vals):
        fixed = {"vehicle_id", "driver_id", "purpose", "start", "stop"} & vals.keys()
        if fixed and any(release.state != "requested" for release in self):
            raise UserError(self.env._("A release that was decided is not changed: ask for a new one."))
        return super().write(vals)

    # -- deciding ----------------------------------------------------------------------------

    def action_decide(self):
        """Ask the gate: released, or refused with every reason."""
        for release in self:
            release._check_state(("requested", "refused"))
            release.vehicle_id.sudo().lock_for_update()
            findings = release._findings()
            stopped = gate.stops(findings)
            release._own_step().write(
                {
                    "state": "refused" if stopped else "released",
                    "decided_on": fields.Datetime.now(),
                    "obstacles": "\n".join(finding.message for finding in stopped),
                    "advice": "\n".join(f.message for f in findings if f not in stopped),
                }
            )

    def _findings(self):
        """The engine's findings, what other addons put in the way, and whether the vehicle is out already."""
        self.ensure_one()
        vehicle, driver = self.vehicle_id, self.driver_id
        findings = list(vehicle._release_findings(driver, self.start, self.stop, self.purpose))
        known = {finding.message for finding in findings}
        texts = vehicle.sudo()._release_obstacles(
            driver=driver, start=self.start, stop=self.stop, purpose=self.purpose
        )
        findings += [
            gate.Finding("other", gate.STOP, text, gate.NEVER) for text in texts if text not in known
        ]
        if twin := self._out_already():
            message = self.env._(
                "Out already: %(twin)s, %(driver)s.", twin=twin.name, driver=twin.driver_id.name
            )
            findings.append(gate.Finding("other", gate.STOP, message, gate.NEVER))
        return findings

    def _out_already(self):
        domain = [
            ("vehicle_id", "=", self.vehicle_id.id),
            ("state", "in", OUT),
            ("id", "!=", self.id),
            "|", ("stop", "=", False), ("stop", ">", self.start),
        ]  # fmt: skip
        if self.stop:
            domain.append(("start", "<", self.stop))
        return self.sudo().search(domain, limit=1)

    def _check_state(self, allowed):
        if self.state not in allowed:
            label = dict(STATES)[self.state].lower()
            raise UserError(self.env._("%(release)s is %(state)s.", release=self.name, state=label))

    # -- overriding --------------------------------------------------------------------------

    def action_ask_override(self):
        """Open the form that asks a second person for the reason."""
        self.ensure_one()
        self._check_state(("refused",))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Override the gate"),
            "res_model": "police.fleet.release.override",
            "view_mode": "form",
            "target": "new",
            "context": {"default_release_id": self.id},
        }

    def _override(self, reason):
        """The second person's decision; AccessError when rank or role is not enough or it is an offence."""
        self.ensure_one()
        self._check_state(("refused",))
        if len((reason or "").strip()) < 10:
            raise ValidationError(
                self.env._("Give the reason for the override in a sentence: it stays on record.")
            )
        user = self.env.user
        if user in (self.requested_by_id, self.driver_id.sudo().user_id):
            raise AccessError(
                self.env._("Another person than the one who asked and the driver must override.")
            )
        findings = self._findings()
        rank = user.employee_id.sudo().rank_id
        roles = [name for name, group in ROLES.items() if user.has_group(group)]
        on = self.vehicle_id._local_day(self.start)
        if obstacle := gate.override_obstacle(RuleSet.load(), on, findings, rank.code or "", roles):
            raise AccessError(obstacle)
        labels = [self.env.ref(ROLES[role]).sudo().name for role in roles]
        self.sudo()._own_step().write(
            {
                "state": "overridden",
                "obstacles": "\n".join(finding.message for finding in gate.stops(findings)),
                "override_reason": reason.strip(),
                "override_rank": ", ".join(filter(None, [rank.name, *labels])),
                "overridden_by_id": user.id,
                "overridden_on": fields.Datetime.now(),
            }
        )

    # -- the end -----------------------------------------------------------------------------

    def action_return(self):
        """The vehicle is back."""
        for release in self:
            release._check_state(OUT)
        now = fields.Datetime.now()
        for release in self:
            ended = {"stop": now} if now > release.start and (not release.stop or release.stop > now) else {}
            release._own_step()._write_end({"state": "returned", "returned_on": now} | ended)

    def _write_end(self, vals):
        return super().write(vals)

    def action_cancel(self):
        """Not needed any more."""
        for release in self:
            release._check_state(("requested", "refused"))
        self._own_step().write({"state": "cancelled"})

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Releases are kept on record: cancel what is not needed."))
