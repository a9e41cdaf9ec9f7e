"""The force's own fuel tanks: deliveries in, issues out, dips to see what is missing."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .fuel import PRODUCTS


class PoliceFleetTank(models.Model):
    _name = "police.fleet.tank"
    _description = "Fuel tank"
    _order = "name"

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    station_id = fields.Many2one("police.station", string="Base")
    product = fields.Selection(PRODUCTS, required=True, default="diesel")
    capacity = fields.Float(string="Holds (litres)", digits=(10, 0), required=True)
    reorder = fields.Float(string="Order below (litres)", digits=(10, 0))
    move_ids = fields.One2many("police.fleet.tank.move", "tank_id", string="Deliveries and dips")
    fuel_ids = fields.One2many("police.fleet.fuel", "tank_id", string="Issues")
    level = fields.Float(string="Should hold (litres)", digits=(10, 1), compute="_compute_level")
    low = fields.Boolean(compute="_compute_level")
    unit_cost = fields.Float(
        string="Pounds a litre",
        digits=(8, 4),
        compute="_compute_level",
        help="Of what was delivered, on average.",
    )
    active = fields.Boolean(default=True)

    _holds = models.Constraint("CHECK (capacity > 0)", "A tank holds more than nothing.")

    @api.depends("move_ids.quantity", "move_ids.kind", "move_ids.cost", "fuel_ids.quantity")
    def _compute_level(self):
        for tank in self:
            tank.level = tank._level_at(None)
            tank.low = bool(tank.reorder) and tank.level < tank.reorder
            came = tank.move_ids.filtered(lambda move: move.kind == "delivery")
            litres = sum(came.mapped("quantity"))
            tank.unit_cost = sum(came.mapped("cost")) / litres if litres else 0.0

    def _level_at(self, moment):
        """Litres by the book at ``moment`` (None: now): from the last dip, plus deliveries, less issues."""
        moves = self.move_ids.filtered(lambda move: moment is None or move.when < moment)
        dip = moves.filtered(lambda move: move.kind == "dip").sorted("when")[-1:]
        since = dip.when if dip else None
        came = sum(m.quantity for m in moves if m.kind == "delivery" and (since is None or m.when > since))
        went = sum(
            row.quantity
            for row in self.fuel_ids
            if (since is None or row.when > since) and (moment is None or row.when < moment)
        )
        return dip.quantity + came - went


class PoliceFleetTankMove(models.Model):
    _name = "police.fleet.tank.move"
    _description = "Tank delivery or dip"
    _order = "when desc, id desc"

    tank_id = fields.Many2one("police.fleet.tank", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="tank_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection([("delivery", "Delivery"), ("dip", "Dip")], required=True, default="delivery")
    when = fields.Datetime(required=True, default=fields.Datetime.now)
    quantity = fields.Float(string="Litres", digits=(10, 1), required=True)
    cost = fields.Monetary(string="Cost without VAT")
    reference = fields.Char(string="Delivery note")
    difference = fields.Float(string="Over or short (litres)", digits=(10, 1), readonly=True)
    note = fields.Char()

    _note_once = models.UniqueIndex(
        "(tank_id, reference) WHERE kind = 'delivery' AND reference IS NOT NULL",
        "This delivery note is entered already.",
    )
    _not_negative = models.Constraint(
        "CHECK (quantity >= 0 AND coalesce(cost, 0) >= 0)", "Litres and cost are not below zero."
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        for move in moves:
            before = move.tank_id._level_at(move.when)
            if move.kind == "dip":
                move.sudo().write({"difference": move.quantity - before})
            over = (move.quantity if move.kind == "dip" else before + move.quantity) - move.tank_id.capacity
            if over > 0:
                raise ValidationError(
                    self.env._(
                        "%(tank)s holds %(capacity).0f litres; this would be %(over).0f too many.",
                        tank=move.tank_id.name,
                        capacity=move.tank_id.capacity,
                        over=over,
                    )
                )
        return moves

    @api.constrains("when")
    def _check_when(self):
        if any(move.when > fields.Datetime.now() for move in self):
            raise ValidationError(self.env._("A delivery or dip of the future: correct the time."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Deliveries and dips are kept on record."))
