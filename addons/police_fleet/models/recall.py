"""Recall campaigns: which of our vehicles are affected, and how far we are."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class PoliceFleetRecall(models.Model):
    _name = "police.fleet.recall"
    _description = "Recall campaign"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state, complete_by, id desc"

    name = fields.Char(required=True, help="What is wrong, in a few words.")
    reference = fields.Char(required=True, index=True, help="DVSA's or the manufacturer's recall number.")
    brand_id = fields.Many2one("fleet.vehicle.model.brand", string="Manufacturer", required=True, index=True)
    model_ids = fields.Many2many(
        "fleet.vehicle.model", string="Models", domain="[('brand_id', '=', brand_id)]"
    )
    vin_from = fields.Char(string="Chassis numbers from")
    vin_to = fields.Char(string="to")
    built_from = fields.Date(string="Acquired from")
    built_to = fields.Date(string="until")
    launched_on = fields.Date(required=True, default=fields.Date.context_today)
    complete_by = fields.Date(index=True)
    stop_use = fields.Boolean(
        string="Not to be driven", help="Affected vehicles are held by the release gate."
    )
    remedy = fields.Text()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("police.fleet.recall.vehicle", "recall_id", string="Vehicles")
    affected = fields.Integer(compute="_compute_progress", store=True)
    remaining = fields.Integer(string="To do", compute="_compute_progress", store=True)
    progress = fields.Integer(string="Done (%)", compute="_compute_progress", store=True, aggregator="avg")

    _reference_once = models.UniqueIndex("(company_id, reference)", "This recall is recorded already.")

    @api.depends("reference", "name")
    def _compute_display_name(self):
        for recall in self:
            recall.display_name = " ".join(filter(None, (recall.reference, recall.name)))

    @api.depends("line_ids.state")
    def _compute_progress(self):
        for recall in self:
            lines = recall.line_ids.filtered(lambda line: line.state != "not_affected")
            done = len(lines.filtered(lambda line: line.state == "done"))
            recall.affected, recall.remaining = len(lines), len(lines) - done
            recall.progress = 100 * done // len(lines) if lines else 0

    @api.constrains("vin_from", "vin_to", "built_from", "built_to")
    def _check_ranges(self):
        for recall in self:
            if bool(recall.vin_from) != bool(recall.vin_to):
                raise ValidationError(
                    self.env._("%s: give the first and the last chassis number.", recall.reference)
                )
            if recall.vin_from and (
                len(recall.vin_from) != len(recall.vin_to) or recall.vin_from > recall.vin_to
            ):
                raise ValidationError(
                    self.env._(
                        "%s: the chassis numbers must be of one length, the lower first.", recall.reference
                    )
                )
            if recall.built_from and recall.built_to and recall.built_from > recall.built_to:
                raise ValidationError(self.env._("%s: the earlier date first.", recall.reference))

    def action_find(self):
        """List the vehicles that are affected; those listed already stay as they are."""
        for recall in self:
            known = recall.line_ids.vehicle_id
            new = recall._affected() - known
            self.env["police.fleet.recall.vehicle"].create(
                [
                    {"recall_id": recall.id, "vehicle_id": vehicle.id, "why": recall._why(vehicle)}
                    for vehicle in new
                ]
            )

    def _affected(self):
        domain = Domain("company_id", "=", self.company_id.id) & Domain("brand_id", "=", self.brand_id.id)
        if self.model_ids:
            domain &= Domain("model_id", "in", self.model_ids.ids)
        if self.built_from:
            domain &= Domain("acquisition_date", ">=", self.built_from)
        if self.built_to:
            domain &= Domain("acquisition_date", "<=", self.built_to)
        vehicles = self.env["fleet.vehicle"].search(domain)
        return vehicles.filtered(self._vin_fits) if self.vin_from else vehicles

    def _vin_fits(self, vehicle):
        """A vehicle without a chassis number might be affected, so it is listed to be looked at.

        A range may be given by the last figures alone: then the end of the number is compared.
        """
        if not vehicle.vin_sn:
            return True
        vin = vehicle.vin_sn.strip().upper()[-len(self.vin_from) :]
        return self.vin_from.upper() <= vin <= self.vin_to.upper()

    def _why(self, vehicle):
        if self.vin_from and not vehicle.vin_sn:
            return self.env._("Chassis number not recorded: look at the plate.")
        return self.env._("Chassis number in the range.") if self.vin_from else self.env._("Make and model.")

    def action_close(self):
        """Every affected vehicle is done."""
        for recall in self:
            if recall.remaining:
                raise UserError(
                    self.env._(
                        "%(recall)s: %(count)s vehicles are still to be done: %(which)s.",
                        recall=recall.reference,
                        count=recall.remaining,
                        which=", ".join(
                            line.vehicle_id.license_plate or line.vehicle_id.display_name
                            for line in recall.line_ids
                            if line.state in ("to_do", "booked")
                        ),
                    )
                )
        self.write({"state": "closed"})

    def action_reopen(self):
        """More vehicles have come up."""
        self.write({"state": "open"})


class PoliceFleetRecallVehicle(models.Model):
    _name = "police.fleet.recall.vehicle"
    _description = "Recalled vehicle"
    _order = "state, vehicle_id"
    _rec_name = "vehicle_id"

    recall_id = fields.Many2one("police.fleet.recall", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="recall_id.company_id", store=True, index=True)
    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    why = fields.Char(readonly=True)
    state = fields.Selection(
        [("to_do", "To do"), ("booked", "Booked"), ("done", "Done"), ("not_affected", "Not affected")],
        default="to_do", required=True, index=True, group_expand=True,
    )  # fmt: skip
    booked_on = fields.Date(string="Booked for")
    done_on = fields.Date()
    note = fields.Char()

    _once = models.UniqueIndex("(recall_id, vehicle_id)", "This vehicle is on the list already.")

    @api.constrains("state", "done_on", "note", "booked_on")
    def _check_state(self):
        for line in self:
            name = line.vehicle_id.display_name
            if line.state == "done" and not line.done_on:
                raise ValidationError(self.env._("%s: when was it done?", name))
            if line.done_on and line.done_on > fields.Date.context_today(self):
                raise ValidationError(self.env._("%s: done in the future?", name))
            if line.state == "not_affected" and not (line.note or "").strip():
                raise ValidationError(self.env._("%s: say in the note why it is not affected.", name))
