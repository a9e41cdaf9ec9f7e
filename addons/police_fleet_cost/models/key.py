"""Key cabinets: who may take which key, and the log of who had it from when to when."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class PoliceFleetCabinet(models.Model):
    _name = "police.fleet.cabinet"
    _description = "Key cabinet"
    _order = "name"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    station_id = fields.Many2one("police.station", string="Base")
    booking_entitles = fields.Boolean(string="A pool booking entitles", default=True)
    key_ids = fields.One2many("police.fleet.key", "cabinet_id", string="Keys")
    entitlement_ids = fields.One2many("police.fleet.key.entitlement", "cabinet_id", string="Entitled")
    out_count = fields.Integer(string="Keys out", compute="_compute_out_count")
    active = fields.Boolean(default=True)

    @api.depends("key_ids.holder_id")
    def _compute_out_count(self):
        for cabinet in self:
            cabinet.out_count = len(cabinet.key_ids.filtered("holder_id"))


class PoliceFleetKeyEntitlement(models.Model):
    _name = "police.fleet.key.entitlement"
    _description = "Key entitlement"
    _order = "date_from desc, id desc"

    cabinet_id = fields.Many2one("police.fleet.cabinet", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="cabinet_id.company_id", store=True, index=True)
    employee_id = fields.Many2one("hr.employee", required=True, index=True)
    key_id = fields.Many2one(
        "police.fleet.key",
        string="Only this key",
        domain="[('cabinet_id', '=', cabinet_id)]",
        help="Empty: all of the cabinet.",
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="To")

    _in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The end is before the beginning."
    )


class PoliceFleetKey(models.Model):
    _name = "police.fleet.key"
    _description = "Vehicle key"
    _order = "cabinet_id, slot"

    cabinet_id = fields.Many2one("police.fleet.cabinet", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="cabinet_id.company_id", store=True, index=True)
    slot = fields.Integer(string="Hook", required=True, aggregator=None)
    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True)
    active = fields.Boolean(default=True)
    log_ids = fields.One2many("police.fleet.key.log", "key_id", string="Log")
    holder_id = fields.Many2one("hr.employee", string="Is with", compute="_compute_holder", store=True)
    out_since = fields.Datetime(string="Out since", compute="_compute_holder", store=True)

    _slot_once = models.UniqueIndex("(cabinet_id, slot) WHERE active", "Another key hangs on this hook.")

    @api.depends("vehicle_id.license_plate", "slot")
    def _compute_display_name(self):
        for key in self:
            key.display_name = (
                f"{key.slot}: {key.vehicle_id.license_plate or key.vehicle_id.fleet_number or ''}"
            )

    @api.depends("log_ids.returned_on", "log_ids.employee_id")
    def _compute_holder(self):
        for key in self:
            out = key.log_ids.filtered(lambda row: not row.returned_on)[:1]
            key.holder_id, key.out_since = out.employee_id, out.issued_on

    def _issue(self, employee, booking=None):
        """Give the key to ``employee``; UserError when it is out, not theirs, or the gate says no."""
        for key in self:
            if key.holder_id:
                raise UserError(
                    self.env._("%(key)s is with %(who)s.", key=key.display_name, who=key.holder_id.name)
                )
            if not key._entitled(employee, booking):
                raise UserError(
                    self.env._("%(who)s is not entitled to %(key)s.", who=employee.name, key=key.display_name)
                )
            obstacles = key._gate(employee, booking)
            if obstacles:
                raise UserError(
                    self.env._(
                        "%(key)s stays on its hook: %(why)s", key=key.display_name, why=" ".join(obstacles)
                    )
                )
        return (
            self.env["police.fleet.key.log"]
            .sudo()
            .create(
                [
                    {
                        "key_id": key.id,
                        "employee_id": employee.id,
                        "booking_id": booking.id if booking else False,
                        "issued_by_id": self.env.uid,
                    }
                    for key in self
                ]
            )
        )

    def _gate(self, employee, booking):
        now = fields.Datetime.now()
        found = self.vehicle_id.sudo()._release_obstacles(
            driver=employee, start=now, stop=booking.stop if booking else now, purpose="key"
        )
        overridden = booking._overridden() if booking else ()
        return [text for text in found if text not in overridden]

    def _entitled(self, employee, booking):
        if booking and self.cabinet_id.booking_entitles and booking.employee_id == employee:
            return True
        today = fields.Date.context_today(self)
        return bool(
            self.env["police.fleet.key.entitlement"]
            .sudo()
            .search_count(
                Domain("cabinet_id", "=", self.cabinet_id.id)
                & Domain("employee_id", "=", employee.id)
                & Domain("key_id", "in", (self.id, False))
                & Domain("date_from", "<=", today)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)),
                limit=1,
            )
        )

    def _take_back(self):
        """The key hangs on its hook again."""
        out = (
            self.env["police.fleet.key.log"]
            .sudo()
            .search([("key_id", "in", self.ids), ("returned_on", "=", False)])
        )
        out.write({"returned_on": fields.Datetime.now(), "taken_back_by_id": self.env.uid})

    def action_take_back(self):
        """Record that the key came back."""
        self.check_access("write")
        for key in self:
            if not key.holder_id:
                raise UserError(self.env._("%s is on its hook.", key.display_name))
        self._take_back()


class PoliceFleetKeyLog(models.Model):
    _name = "police.fleet.key.log"
    _description = "Key log"
    _order = "issued_on desc, id desc"

    key_id = fields.Many2one(
        "police.fleet.key", required=True, readonly=True, index=True, ondelete="restrict"
    )
    cabinet_id = fields.Many2one(related="key_id.cabinet_id", store=True, index=True)
    company_id = fields.Many2one(related="key_id.company_id", store=True, index=True)
    vehicle_id = fields.Many2one(related="key_id.vehicle_id", store=True)
    employee_id = fields.Many2one("hr.employee", required=True, readonly=True, index=True)
    booking_id = fields.Many2one("police.fleet.pool.booking", readonly=True, index="btree_not_null")
    issued_on = fields.Datetime(string="Issued on", required=True, readonly=True, default=fields.Datetime.now)
    issued_by_id = fields.Many2one("res.users", string="Issued by", readonly=True)
    returned_on = fields.Datetime(string="Returned on", readonly=True, index=True)
    taken_back_by_id = fields.Many2one("res.users", string="Taken back by", readonly=True)

    _out_once = models.UniqueIndex("(key_id) WHERE returned_on IS NULL", "This key is out already.")

    @api.constrains("issued_on", "returned_on")
    def _check_order(self):
        if any(row.returned_on and row.returned_on < row.issued_on for row in self):
            raise ValidationError(self.env._("A key comes back after it was issued."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The key log is kept on record."))
