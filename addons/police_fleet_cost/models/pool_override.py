"""A pool booking that the gate holds: a second person of the rank needed releases it, the reason on record.

The override itself is a ``police.fleet.release`` (police_fleet_road): who asked, who overrode, rank, reason
and every obstacle as it stood. It counts for this booking's car, person and time only; a new obstacle holds
it again.
"""

from odoo import fields, models
from odoo.exceptions import UserError

STANDING = ("overridden", "released")


class PoliceFleetPoolBooking(models.Model):
    _inherit = "police.fleet.pool.booking"

    ask_override = fields.Boolean(
        string="Ask for an override",
        help="Also cars that the release gate holds: a second person of the rank needed decides.",
    )
    obstacles = fields.Text(string="Why it is held", readonly=True, copy=False)
    release_id = fields.Many2one(
        "police.fleet.release", string="Override", readonly=True, copy=False, index="btree_not_null",
        groups="police_core.group_fleet_manager,police_core.group_auditor,police_fleet_road.group_duty_supervisor",
    )  # fmt: skip
    override_reason = fields.Text(related="release_id.override_reason", string="Overridden because")
    overridden_by_id = fields.Many2one(related="release_id.overridden_by_id")
    override_rank = fields.Char(related="release_id.override_rank")

    def _overridden(self):
        """Obstacles, as sentences, that a standing override of this booking covers."""
        release = self.sudo().release_id
        if release.state not in STANDING or not release.overridden_by_id:
            return set()
        same = (release.vehicle_id, release.driver_id, release.start, release.stop) == (
            self.sudo().vehicle_id, self.sudo().employee_id, self.start, self.stop,
        )  # fmt: skip
        return set((release.obstacles or "").splitlines()) if same else set()

    def _hold(self):
        """The gate holds it and somebody may decide: what stands in the way is kept with the booking."""
        self.write({"state": "held", "obstacles": "\n".join(self._gate(self.car_id))})

    def _end_release(self):
        """An override is for one journey as it was asked for; it ends with it or when that changes."""
        releases = self.sudo().release_id
        releases.filtered(lambda release: release.state in STANDING).action_return()
        releases.filtered(lambda release: release.state in ("requested", "refused")).action_cancel()
        if releases:
            self.sudo().release_id = False

    def action_ask_override(self):
        """The form in which a second person gives the reason; the gate is asked once more before."""
        self.ensure_one()
        if self.state != "held":
            raise UserError(self.env._("%s is not held by the gate.", self.display_name))
        if not self._gate(self.car_id):
            self.sudo().write({"state": "booked", "obstacles": False})
            return False
        release = self.sudo().release_id
        if release.state != "refused":
            release = self._ask_gate()
        return release.with_env(self.env).action_ask_override()

    def _ask_gate(self):
        """The refused release of this booking, asked for in the name of who booked."""
        asked = self.create_uid or self.env.user
        release = (
            self.env["police.fleet.release"]
            .with_user(asked)
            .sudo()
            .create(
                {
                    "vehicle_id": self.sudo().vehicle_id.id,
                    "driver_id": self.sudo().employee_id.id,
                    "purpose": "pool",
                    "start": self.start,
                    "stop": self.stop,
                }
            )
        )
        release.action_decide()
        self.sudo().release_id = release
        return release

    def _released(self):
        """After an override: booked, unless somebody took the car meanwhile (told by the constraint)."""
        for booking in self:
            booking._refuse_conflict(
                {"car_id": booking.car_id.id, "start": booking.start, "stop": booking.stop}
            )
            booking.write({"state": "booked", "obstacles": False})
            booking.message_post(
                body=self.env._(
                    "Released by override of %(who)s (%(rank)s): %(why)s",
                    who=booking.overridden_by_id.name,
                    rank=booking.override_rank,
                    why=booking.override_reason,
                )
            )


class PoliceFleetRelease(models.Model):
    _inherit = "police.fleet.release"

    def _override(self, reason):
        result = super()._override(reason)
        held = (
            self.env["police.fleet.pool.booking"]
            .sudo()
            .search([("release_id", "in", self.ids), ("state", "=", "held")])
        )
        held._released()
        return result
