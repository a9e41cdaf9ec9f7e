"""What places and forces add: approval of workshops, emission zones, from when driver records are kept."""

from odoo import fields, models
from odoo.addons.police_engine.params import RuleSet


class PoliceFleetWorkshop(models.Model):
    _inherit = "police.fleet.workshop"

    approval_reference = fields.Char(help="Approval as suitable to maintain police vehicles without an MOT.")
    approved_from = fields.Date()
    approved_until = fields.Date(string="Approved until", help="Empty with a reference: no end.")

    _approval_in_order = models.Constraint(
        "CHECK (approved_until IS NULL OR approved_from IS NULL OR approved_until >= approved_from)",
        "The approval of the workshop ends before it begins.",
    )

    def _approval_ends(self):
        """Last day of the approval; date.max when it has no end; None without an approval."""
        if not self or not self.approval_reference:
            return None
        return self.approved_until or fields.Date.to_date("9999-12-31")


class PoliceStation(models.Model):
    _inherit = "police.station"

    emission_zone = fields.Selection(
        selection="_emission_zones", help="Charging or low emission zone the place lies in."
    )

    def _emission_zones(self):
        law = RuleSet.load().at("fleet/emission_zones", fields.Date.today())
        return [(key, zone["label"]) for key, zone in law["zones"].items()]


class ResCompany(models.Model):
    _inherit = "res.company"

    fleet_driver_check_from = fields.Date(
        string="Driver records kept from",
        help="From this day a driver without a record, licence check or refresher date gets no vehicle. "
        "Before it the gate only points it out. What is recorded and bad always stops the release.",
    )
    fleet_shift_zone = fields.Char(string="Time zone of the shifts", default="Europe/London", required=True)
