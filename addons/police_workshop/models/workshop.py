"""Workshops get bays, opening hours, technicians and stores."""

from datetime import timedelta

import pytz
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

ZONE = pytz.timezone("Europe/London")  # British forces: opening hours are British clock time


def local(moment):
    """Aware British time of a naive UTC datetime."""
    return pytz.utc.localize(moment).astimezone(ZONE)


def hour_of(moment):
    """Local hour of the day as a decimal, e.g. 8.5."""
    return moment.hour + moment.minute / 60 + moment.second / 3600


class PoliceFleetWorkshop(models.Model):
    _inherit = "police.fleet.workshop"

    bay_ids = fields.One2many("police.fleet.bay", "workshop_id", string="Bay list")
    hours_ids = fields.One2many("police.fleet.workshop.hours", "workshop_id", string="Opening hours")
    technician_ids = fields.One2many("police.fleet.technician", "workshop_id", string="Technicians")
    stock_location_id = fields.Many2one(
        "stock.location",
        string="Stores",
        domain="[('usage', '=', 'internal'), ('company_id', '=', company_id)]",
        help="Where parts for this workshop's jobs are taken from. Empty: the force's main stores.",
    )
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        string="Cost centre",
        domain="[('company_id', 'in', [False, company_id])]",
        help="Labour recovered and parts issued are credited here.",
    )
    open_job_count = fields.Integer(compute="_compute_open_job_count")
    is_own = fields.Boolean(compute="_compute_is_own", search="_search_is_own")

    @api.model_create_multi
    def create(self, vals_list):
        workshops = super().create(vals_list)
        workshops._make_bays()
        return workshops

    def write(self, vals):
        result = super().write(vals)
        if "bays" in vals:
            self._make_bays()
        return result

    def _make_bays(self):
        """As many bays as the number says: missing ones are made, none is taken away."""
        rows = []
        for workshop in self.filtered(lambda w: not w.partner_id):
            taken = set(workshop.bay_ids.mapped("number"))
            missing = [n for n in range(1, workshop.bays + 1) if n not in taken]
            rows += [
                {"workshop_id": workshop.id, "number": n, "name": self.env._("Bay %s", n)}
                for n in missing[: max(0, workshop.bays - len(taken))]
            ]
        self.env["police.fleet.bay"].sudo().create(rows)

    @api.depends("partner_id")
    def _compute_is_own(self):
        for workshop in self:
            workshop.is_own = not workshop.partner_id

    def _search_is_own(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("partner_id", "=" if True in value else "!=", False)

    def _compute_open_job_count(self):
        counts = dict(
            self.env["police.fleet.job"]._read_group(
                [("workshop_id", "in", self.ids), ("state", "not in", ("done", "cancelled"))],
                ["workshop_id"],
                ["__count"],
            )
        )
        for workshop in self:
            workshop.open_job_count = counts.get(workshop, 0)

    def _open_on(self, day):
        """``[(hour from, hour to)]`` of a date; empty when closed. Without hours: always open."""
        self.ensure_one()
        if not self.hours_ids:
            return [(0.0, 24.0)]
        rows = self.hours_ids.filtered(lambda row: row.weekday == str(day.weekday()))
        return [(row.hour_from, row.hour_to) for row in rows.sorted("hour_from")]

    def _is_open_at(self, moment, *, ends=False):
        """Whether the workshop is open at ``moment`` (naive UTC); with ``ends``, up to and including it."""
        here = local(moment)
        if ends and hour_of(here) == 0:
            here -= timedelta(seconds=1)
        hour = hour_of(here)
        return any(
            start <= hour < stop or (ends and start < hour <= stop)
            for start, stop in self._open_on(here.date())
        )

    def _stores(self):
        """The location parts are taken from. UserError when the force has none."""
        self.ensure_one()
        warehouse = (
            self.env["stock.warehouse"].sudo().search([("company_id", "=", self.company_id.id)], limit=1)
        )
        location = self.stock_location_id or warehouse.lot_stock_id
        if not location:
            raise UserError(
                self.env._(
                    "%(workshop)s has no stores: choose them under Fleet, Configuration, Workshops.",
                    workshop=self.name,
                )
            )
        return location

    def action_view_jobs(self):
        """Open jobs of this workshop."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_workshop.action_job")
        return {**action, "context": {"search_default_open": 1, "search_default_workshop_id": self.id}}
