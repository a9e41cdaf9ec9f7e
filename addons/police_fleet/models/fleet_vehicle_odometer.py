"""The odometer ledger of a force: every reading with its source; doubtful ones are queried, never lost."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet.odometer.readings import RANKS, Verdict
from odoo.exceptions import UserError, ValidationError

from ..services import ledger

SOURCES = [
    ("mot", "MOT test"),
    ("workshop", "Workshop"),
    ("inspection", "Inspection"),
    ("telematics", "Telematics"),
    ("daily_check", "Daily check"),
    ("booking", "Booking"),
    ("fuel_card", "Fuel card"),
    ("import", "Import"),
]
STATES = [
    ("counted", "Counts"),
    ("queried", "Queried"),
    ("duplicate", "Known already"),
    ("voided", "Voided"),
]
DECIDED = {
    "state",
    "total",
    "why",
    "slip",
    "likely",
    "void_reason",
    "voided_by_id",
    "voided_on",
    "confirmed_by_id",
}
FACTS = {"vehicle_id", "date", "value", "source", "new_dial"}


class FleetVehicleOdometer(models.Model):
    """Facts of a reading do not change: a wrong one is voided with a reason and entered again."""

    _inherit = "fleet.vehicle.odometer"

    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    source = fields.Selection(SOURCES, required=True, default="inspection", index=True)
    rank = fields.Integer(
        compute="_compute_rank", help="Which source is believed when two contradict; higher wins."
    )
    state = fields.Selection(STATES, required=True, default="queried", readonly=True, index=True, copy=False)
    total = fields.Integer(
        string="Distance (miles)", readonly=True, copy=False, aggregator="max",
        help="Distance of the vehicle in miles over all its dials, where the reading counts.",
    )  # fmt: skip
    why = fields.Char(string="Why queried", readonly=True, copy=False)
    slip = fields.Char(string="Likely slip", readonly=True, copy=False)
    likely = fields.Integer(string="Probably meant", readonly=True, copy=False, aggregator=None)
    old_dial = fields.Integer(string="The old one showed last", copy=False, aggregator=None)
    new_dial = fields.Boolean(
        string="New odometer", help="The odometer was changed; the new one begins here."
    )
    reference = fields.Char(readonly=True, copy=False, help="The feed's own key; the same key is taken once.")
    void_reason = fields.Char(readonly=True, copy=False)
    voided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    voided_on = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)

    _latest = models.Index("(vehicle_id, state, date)")
    _reference_once = models.UniqueIndex(
        "(vehicle_id, source, reference) WHERE reference IS NOT NULL", "This reading was received already."
    )

    @api.depends("source")
    def _compute_rank(self):
        for reading in self:
            reading.rank = RANKS.get(reading.source, 0)

    @api.model_create_multi
    def create(self, vals_list):
        readings = super().create([{**vals, "state": "queried"} for vals in vals_list])
        for reading_id, judgement in ledger.enter(readings).items():
            if judgement.verdict is Verdict.REFUSE:
                reading = self.browse(reading_id)
                raise ValidationError(
                    self.env._(
                        "%(vehicle)s: %(value)g is no odometer reading: %(why)s",
                        vehicle=reading.vehicle_id.display_name,
                        value=reading.value,
                        why=judgement.why,
                    )
                )
        return readings

    def write(self, vals):
        if vals.keys() & FACTS and not self.env.context.get("install_mode"):
            changed = self.filtered(
                lambda r: any(r._differs(name, vals[name]) for name in vals.keys() & FACTS)
            )
            if changed:
                raise UserError(
                    self.env._("A reading is not changed: void it with a reason and enter the right one.")
                )
        if vals.keys() & DECIDED and not self.env.su:
            raise UserError(self.env._("Use “Void” or “It is right”: who decided is recorded."))
        return super().write(vals)

    def _differs(self, name, value):
        old = self[name]
        return (old.id if isinstance(old, models.BaseModel) else old) != self._fields[name].convert_to_cache(
            value, self
        )

    @api.constrains("date")
    def _check_dated(self):
        for reading in self:
            if not reading.date:
                raise ValidationError(
                    self.env._("%s: a reading needs its date.", reading.vehicle_id.display_name)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Odometer readings are kept on record: void a wrong one with a reason."))

    # -- decisions of a person ---------------------------------------------------------------

    def action_confirm(self):
        """The reading is right; counted readings that it contradicts are queried instead."""
        for reading in self:
            if reading.state != "queried":
                raise UserError(self.env._("%s is not queried.", reading.display_name))
        self._decide(lambda book, reading: book.ledger.confirm(reading))
        self.sudo().write({"confirmed_by_id": self.env.uid})

    def _void(self, reason):
        """The reading is wrong; it stays on record with the reason and does not count."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say what was wrong with the reading."))
        for reading in self:
            if reading.state == "voided":
                raise UserError(self.env._("%s is voided already.", reading.display_name))
        self._decide(lambda book, reading: book.ledger.void(reading, reason))
        self.sudo().write(
            {
                "void_reason": reason.strip(),
                "voided_by_id": self.env.uid,
                "voided_on": fields.Datetime.now(),
                "state": "voided",
            }
        )

    def _decide(self, how):
        self.check_access("write")
        today = fields.Date.context_today(self)
        found = ledger.books(self.env, sorted(self.vehicle_id.ids))
        for reading in self:
            book = found[reading.vehicle_id.id]
            how(book, book.readings[reading.id])
        for book in found.values():
            book.look_again(today)
        ledger.save(self.env, found)

    def action_void(self):
        """Ask for the reason."""
        return self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_odometer_void") | {
            "context": {"default_reading_ids": self.ids}
        }

    def action_take_likely(self):
        """Void what was typed and enter what was probably meant."""
        for reading in self:
            if reading.state != "queried" or not reading.likely:
                raise UserError(
                    self.env._("%s: nothing is proposed; enter the right figure.", reading.display_name)
                )
            unit = 1 if reading.unit != "kilometers" else 0.621371
            meant = round(reading.likely / unit)
            reading._void(self.env._("%(typed)g typed; %(meant)s meant", typed=reading.value, meant=meant))
            self.create(
                [
                    {
                        "vehicle_id": reading.vehicle_id.id,
                        "date": reading.date,
                        "value": meant,
                        "source": reading.source,
                    }
                ]
            )
