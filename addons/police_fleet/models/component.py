"""Tyres, batteries and other parts with a mileage of their own, moved between vehicles."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import forecasting

KINDS = [
    ("tyre", "Tyre"),
    ("battery", "Battery"),
    ("traction_battery", "Traction battery"),
    ("brake_discs", "Brake discs"),
    ("gearbox", "Gearbox"),
    ("engine", "Engine"),
    ("other", "Other"),
]
POSITIONS = [
    ("fl", "Front nearside"), ("fr", "Front offside"), ("rl", "Rear nearside"), ("rr", "Rear offside"),
    ("spare", "Spare"), ("main", "Main"), ("auxiliary", "Auxiliary"),
]  # fmt: skip


class PoliceFleetComponent(models.Model):
    _name = "police.fleet.component"
    _description = "Vehicle component"
    _inherit = ["mail.thread"]
    _order = "due_on, kind, serial"
    _check_company_auto = True

    name = fields.Char(required=True, help="Make and size.")
    kind = fields.Selection(KINDS, required=True, index=True)
    serial = fields.Char(string="Serial or DOT number", required=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("store", "In store"), ("fitted", "Fitted"), ("scrapped", "Scrapped")],
        default="store", required=True, readonly=True, index=True, copy=False, tracking=True,
    )  # fmt: skip
    vehicle_id = fields.Many2one("fleet.vehicle", readonly=True, index=True, copy=False, tracking=True)
    position = fields.Selection(POSITIONS, readonly=True, copy=False)
    new_on = fields.Date(string="New on")
    fitted_on = fields.Date(readonly=True, copy=False)
    miles_before = fields.Integer(string="Miles before it came to us", aggregator=None)
    miles = fields.Integer(
        string="Miles done", readonly=True, copy=False, help="On all its vehicles; kept nightly."
    )
    life_miles = fields.Integer(string="Lasts (miles)", aggregator=None)
    life_months = fields.Integer(string="Lasts (months)", aggregator=None)
    worn = fields.Integer(string="Worn (%)", compute="_compute_worn", aggregator="avg")
    due_on = fields.Date(string="Replace by", readonly=True, index=True)
    due_low = fields.Date(string="Earliest", readonly=True)
    due_high = fields.Date(string="Latest", readonly=True)
    due_why = fields.Char(string="How reckoned", readonly=True)
    fitting_ids = fields.One2many(
        "police.fleet.component.fitting", "component_id", string="Where it has been"
    )

    _serial_once = models.UniqueIndex(
        "(company_id, kind, upper(serial))", "This component is recorded already."
    )
    _life = models.Constraint(
        "CHECK (coalesce(life_miles, 0) >= 0 AND coalesce(life_months, 0) >= 0 "
        "AND coalesce(miles_before, 0) >= 0)",
        "Miles and months of a component are not below zero.",
    )
    _one_place = models.UniqueIndex(
        "(vehicle_id, kind, position) WHERE vehicle_id IS NOT NULL AND position IS NOT NULL",
        "There is a component of this kind at that place already: take it off first.",
    )

    @api.depends("name", "serial")
    def _compute_display_name(self):
        for part in self:
            part.display_name = " · ".join(filter(None, (part.name, part.serial)))

    @api.depends("miles", "life_miles")
    def _compute_worn(self):
        for part in self:
            part.worn = min(999, 100 * part.miles // part.life_miles) if part.life_miles else 0

    def _miles_done(self, now=None):
        """Miles on all vehicles; ``now``: what its present vehicle has gone by now, over all dials."""
        done = self.miles_before
        for spell in self.fitting_ids:
            end = spell.removed_at if spell.removed_on else max(now or 0, spell.fitted_at)
            done += end - spell.fitted_at
        return float(done)

    def _fit(self, vehicle, position, on=None):
        """Put the component on ``vehicle`` at ``position`` (key) on a day; its miles run from there."""
        on = on or fields.Date.context_today(self)
        for part in self:
            part._check_may_fit(vehicle, on)
            self.env.flush_all()  # it has left its last vehicle before it arrives at this one
            at = forecasting.totals_at(self.env, {(vehicle.id, on)}).get((vehicle.id, on), (0, 0))[0]
            self.env["police.fleet.component.fitting"].sudo().create(
                {
                    "component_id": part.id,
                    "vehicle_id": vehicle.id,
                    "position": position,
                    "fitted_on": on,
                    "fitted_at": at,
                }
            )
            part.write({"state": "fitted", "vehicle_id": vehicle.id, "position": position, "fitted_on": on})
            part.new_on = part.new_on or on
        forecasting.refresh_components(self, fields.Date.context_today(self))

    def _check_may_fit(self, vehicle, on):
        if self.state != "store":
            raise UserError(
                self.env._(
                    "%(part)s is %(state)s: take it off first.", part=self.display_name, state=self.state
                )
            )
        if vehicle.company_id != self.company_id:
            raise ValidationError(self.env._("%s belongs to another force.", vehicle.display_name))
        if on > fields.Date.context_today(self):
            raise ValidationError(self.env._("%s: fitted in the future?", self.display_name))
        last = max(filter(None, self.fitting_ids.mapped("removed_on")), default=None)
        if last and on < last:
            raise ValidationError(
                self.env._(
                    "%(part)s came off its last vehicle on %(date)s.", part=self.display_name, date=last
                )
            )

    def _take_off(self, on=None, scrap=False):
        """Take the component off its vehicle on a day."""
        on = on or fields.Date.context_today(self)
        for part in self:
            spell = part.fitting_ids.filtered(lambda s: not s.removed_on)
            if not spell:
                raise UserError(self.env._("%s is not fitted.", part.display_name))
            if on < spell.fitted_on or on > fields.Date.context_today(self):
                raise ValidationError(
                    self.env._("%s: taken off before it was fitted, or in the future?", part.display_name)
                )
            key = (part.vehicle_id.id, on)
            at = forecasting.totals_at(self.env, {key}).get(key, (0, 0))[0]
            spell.sudo().write({"removed_on": on, "removed_at": max(at, spell.fitted_at)})
            part.write(
                {
                    "state": "scrapped" if scrap else "store",
                    "vehicle_id": False,
                    "position": False,
                    "miles": round(part._miles_done()),
                    "due_on": False,
                    "due_low": False,
                    "due_high": False,
                    "due_why": False,
                }
            )

    def action_take_off(self):
        """Into the store, today."""
        self._take_off()

    def action_scrap(self):
        """Worn out: off the vehicle and out of use, today."""
        self.filtered("vehicle_id")._take_off(scrap=True)
        self.write({"state": "scrapped"})

    def action_fit(self):
        """Ask for vehicle and place."""
        return self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_component_fit") | {
            "context": {"default_component_id": self.id}
        }


class PoliceFleetComponentFitting(models.Model):
    _name = "police.fleet.component.fitting"
    _description = "Component on a vehicle"
    _order = "fitted_on desc, id desc"

    component_id = fields.Many2one("police.fleet.component", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="component_id.company_id", store=True, index=True)
    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="restrict")
    position = fields.Selection(POSITIONS)
    fitted_on = fields.Date(required=True)
    fitted_at = fields.Integer(string="At (miles)", aggregator=None)
    removed_on = fields.Date()
    removed_at = fields.Integer(string="Off at (miles)", aggregator=None)
    miles = fields.Integer(compute="_compute_miles")

    _one_vehicle = models.UniqueIndex(
        "(component_id) WHERE removed_on IS NULL", "It is on a vehicle already."
    )

    @api.depends("removed_at", "fitted_at")
    def _compute_miles(self):
        for spell in self:
            now = spell.removed_at if spell.removed_on else spell.vehicle_id.distance
            spell.miles = max(0, now - spell.fitted_at)
