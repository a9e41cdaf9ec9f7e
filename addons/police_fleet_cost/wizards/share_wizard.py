"""Share a ledger line that names no vehicle over vehicles, to the penny."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet.costs.shares import share
from odoo.addons.police_engine.money import pence, pounds
from odoo.exceptions import UserError

from ..models.cost_account import METHODS

SHARING = ["police_core.group_fleet_manager", "police_core.group_force_accountant"]


class PoliceFleetShareWizard(models.TransientModel):
    _name = "police.fleet.share.wizard"
    _description = "Share a cost over vehicles"

    move_line_id = fields.Many2one("account.move.line", required=True, readonly=True)
    cost_account_id = fields.Many2one("police.fleet.cost.account", required=True, readonly=True)
    company_id = fields.Many2one(related="cost_account_id.company_id")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="To share", readonly=True)
    method = fields.Selection(
        [m for m in METHODS if m[0] != "hand"], string="By", required=True, default="fuel"
    )
    date_from = fields.Date(string="Taken from", required=True)
    date_to = fields.Date(string="To", required=True)
    vehicle_ids = fields.Many2many(
        "fleet.vehicle", string="Only these", help="Empty: every vehicle that was used."
    )
    note = fields.Char()
    preview = fields.Char(compute="_compute_preview")

    @api.depends("method", "date_from", "date_to", "vehicle_ids")
    def _compute_preview(self):
        for wizard in self:
            weights = wizard._weights() if wizard.date_from and wizard.date_to else {}
            wizard.preview = (
                self.env._("Over %s vehicles.", len([w for w in weights.values() if w]))
                if any(weights.values())
                else self.env._("Nothing was recorded in that time to share by.")
            )

    def action_share(self):
        """Make the shares. What is left on no vehicle of the line is what is shared."""
        self.ensure_one()
        if not self.env.user.has_groups(",".join(SHARING)):
            raise UserError(self.env._("The fleet manager or the accountant shares costs."))
        left = self.env["police.fleet.cost"].search(
            [
                ("move_line_id", "=", self.move_line_id.id),
                ("cost_account_id", "=", self.cost_account_id.id),
            ]
        )
        if left.filtered("vehicle_id"):
            raise UserError(self.env._("A part of this line is on vehicles already: take that back first."))
        total = pence(str(round(sum(left.mapped("amount")), 2)))
        try:
            shares = share(total, self._weights())
        except ValueError as error:
            raise UserError(self.env._("%s Choose another way or time.", error)) from error
        self.env["police.fleet.cost.share"].sudo().create(
            [
                {
                    "cost_account_id": self.cost_account_id.id,
                    "move_line_id": self.move_line_id.id,
                    "vehicle_id": vehicle,
                    "amount": float(pounds(amount)),
                    "method": self.method,
                    "note": self.note,
                }
                for vehicle, amount in shares.items()
                if amount
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _weights(self):
        """``{vehicle id: whole-number weight}`` of the force's vehicles in the time chosen."""
        weights = getattr(self, f"_by_{self.method}")()
        only = set(self.vehicle_ids.ids)
        return {vehicle: weight for vehicle, weight in sorted(weights.items()) if not only or vehicle in only}

    def _domain(self, field):
        last = fields.Date.add(self.date_to, days=1)
        return [("company_id", "=", self.company_id.id), (field, ">=", self.date_from), (field, "<", last)]

    def _summed(self, model, field, measure):
        rows = self.env[model]._read_group(self._domain(field), ["vehicle_id"], [f"{measure}:sum"])
        return {vehicle.id: max(0, round(total * 100)) for vehicle, total in rows if vehicle}

    def _by_fuel(self):
        return self._summed("police.fleet.fuel", "when", "net")

    def _by_litres(self):
        return self._summed("police.fleet.fuel", "when", "quantity")

    def _by_miles(self):
        return self._summed("police.fleet.day", "date", "miles")

    def _by_equal(self):
        vehicles = self.env["fleet.vehicle"].search([("company_id", "=", self.company_id.id)])
        return dict.fromkeys(vehicles.ids, 1)

    def _by_hours(self):
        """Minutes of job cards where the workshop keeps them, else the hours of finished bookings."""
        if found := self._minutes_of_jobs():
            return found
        bookings = self.env["police.fleet.service.booking"].search(
            [*self._domain("done_on"), ("state", "=", "done")]
        )
        weights = {}
        for booking in bookings:
            weights[booking.vehicle_id.id] = weights.get(booking.vehicle_id.id, 0) + round(
                60 * booking._hours()
            )
        return weights

    def _minutes_of_jobs(self):
        """Job cards are another addon's, which need not be there."""
        if "minutes" not in getattr(self.env.get("police.fleet.job"), "_fields", ()):
            return {}
        weights = {}
        for job in self.env["police.fleet.job"].sudo().search(self._domain("create_date")):
            weights[job.vehicle_id.id] = weights.get(job.vehicle_id.id, 0) + round(job.minutes or 0)
        return {vehicle: weight for vehicle, weight in weights.items() if weight}
