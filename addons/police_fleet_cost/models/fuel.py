"""Fuel and electricity taken: by card, at a charge point, or from the force's own tank."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import findings, intake

PRODUCTS = [
    ("diesel", "Diesel"),
    ("petrol", "Petrol"),
    ("electric", "Electricity"),
    ("adblue", "AdBlue"),
    ("lpg", "LPG"),
]


class PoliceFleetFuelCard(models.Model):
    _name = "police.fleet.fuel.card"
    _description = "Fuel or charge card"
    _order = "number"
    _rec_name = "number"

    number = fields.Char(string="Card", required=True, index=True, help="As the supplier's file prints it.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one("res.partner", string="Supplier")
    vehicle_id = fields.Many2one(
        "fleet.vehicle", index=True, help="Empty: a card for any vehicle of the base."
    )
    station_id = fields.Many2one("police.station", string="Kept at")
    stopped_on = fields.Date(string="Stopped on", help="The card no longer works from this day.")
    active = fields.Boolean(default=True)
    fuel_ids = fields.One2many("police.fleet.fuel", "card_id", string="Used for")

    _number_once = models.UniqueIndex("(company_id, number)", "This card is recorded already.")


class PoliceFleetFuel(models.Model):
    """Rows from files do not change; they are what the supplier charges for."""

    _name = "police.fleet.fuel"
    _description = "Fuel and charging"
    _order = "when desc, id desc"
    _rec_name = "reference"
    _check_company_auto = True

    reference = fields.Char(string="Transaction", required=True, readonly=True, default="New", copy=False)
    source = fields.Selection(
        [("card", "Fuel card"), ("charge", "Charge point"), ("tank", "Own tank")],
        required=True,
        default="tank",
        readonly=True,
    )
    file_id = fields.Many2one(
        "police.fleet.supplier.file", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", check_company=True
    )
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    card_id = fields.Many2one("police.fleet.fuel.card", index="btree_not_null", readonly=True)
    tank_id = fields.Many2one("police.fleet.tank", index="btree_not_null", check_company=True)
    employee_id = fields.Many2one("hr.employee", string="Taken by")
    when = fields.Datetime(required=True, index=True, default=fields.Datetime.now)
    site = fields.Char()
    product = fields.Selection(PRODUCTS, required=True, default="diesel")
    quantity = fields.Float(string="Litres or kWh", digits=(10, 2), required=True)
    gross = fields.Monetary(string="Price with VAT")
    vat = fields.Monetary(string="VAT")
    net = fields.Monetary(compute="_compute_net", store=True)
    unit_price = fields.Float(
        string="Pence a unit",
        digits=(8, 1),
        compute="_compute_net",
        store=True,
        aggregator="avg",
        help="Without VAT.",
    )
    dial = fields.Integer(string="Odometer on the receipt", aggregator=None)
    finding_ids = fields.One2many("police.fleet.fuel.finding", "fuel_id", string="Findings")
    finding_count = fields.Integer(compute="_compute_finding_count", string="Open findings")

    _reference_once = models.UniqueIndex(
        "(company_id, source, reference)", "This transaction was received already."
    )
    _amounts = models.Constraint(
        "CHECK (quantity > 0 AND coalesce(gross, 0) >= 0 "
        "AND coalesce(vat, 0) BETWEEN 0 AND coalesce(gross, 0))",
        "The quantity is above zero, and the VAT not more than the price.",
    )
    _from_tank = models.Constraint(
        "CHECK ((source = 'tank') = (tank_id IS NOT NULL))", "Fuel of our own comes from a tank."
    )

    @api.depends("gross", "vat", "quantity")
    def _compute_net(self):
        for row in self:
            row.net = row.gross - row.vat
            row.unit_price = 100 * row.net / row.quantity if row.quantity else 0.0

    @api.depends("finding_ids.state")
    def _compute_finding_count(self):
        for row in self:
            row.finding_count = len(row.finding_ids.filtered(lambda finding: finding.state == "open"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("source", "tank") == "tank":
                vals.update(self._from_tank_values(vals))
        rows = super().create(vals_list)
        own = rows.filtered(lambda row: row.source == "tank")
        if own:
            own._check_level()
            intake.offer(self.env, [(row, row.dial) for row in own if row.dial])
            findings.look(own.vehicle_id)
        return rows

    def _from_tank_values(self, vals):
        tank = self.env["police.fleet.tank"].browse(vals.get("tank_id"))
        if not tank:
            raise UserError(self.env._("Say from which tank; purchases come with the suppliers' files."))
        values = {"product": tank.product, "site": tank.name, "company_id": tank.company_id.id}
        if vals.get("reference", "New") == "New":
            values["reference"] = self.env["ir.sequence"].sudo().next_by_code("police.fleet.fuel")
        if not vals.get("gross"):
            values["gross"] = round(tank.unit_cost * vals.get("quantity", 0), 2)
        return values

    def _check_level(self):
        for tank in self.tank_id:
            if tank.level < 0:
                raise ValidationError(
                    self.env._(
                        "%(tank)s would hold %(level).0f litres: record the delivery or the dip first.",
                        tank=tank.name,
                        level=tank.level,
                    )
                )

    @api.constrains("when")
    def _check_when(self):
        if any(row.when > fields.Datetime.now() for row in self):
            raise ValidationError(self.env._("Fuel of the future: correct the time."))

    def write(self, vals):
        kept = {"vehicle_id", "when", "product", "quantity", "gross", "vat", "reference", "dial", "tank_id"}
        if vals.keys() & kept and not self.env.su:
            raise UserError(self.env._("What was taken stays as recorded; answer its finding instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Fuel taken is kept on record."))
