"""Selling a vehicle or writing it off: stripped and certified first, posted to the ledger, once only."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import disposal_entry


class PoliceFleetDisposal(models.Model):
    """Prepared by the fleet manager, posted by an accountant."""

    _name = "police.fleet.disposal"
    _description = "Vehicle disposal"
    _inherit = ["police.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_force_accountant"

    name = fields.Char(string="Reference", required=True, readonly=True, copy=False, default="New")
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    method = fields.Selection(
        [
            ("auction", "Auction"),
            ("private", "Private sale"),
            ("transfer", "To another force"),
            ("scrap", "Scrapped"),
            ("insurer", "Total loss"),
            ("lease", "Returned to the lessor"),
        ],
        required=True,
        default="auction",
    )
    partner_id = fields.Many2one("res.partner", string="Buyer or auction house")
    proceeds = fields.Monetary(tracking=True)
    book_value = fields.Monetary(
        compute="_compute_book_value", store=True, readonly=False, tracking=True,
        help="From the fixed asset where there is one; else as the accountant enters it.",
    )  # fmt: skip
    gain = fields.Monetary(string="Gain or loss", compute="_compute_gain", store=True)
    asset_id = fields.Many2one("account.asset", compute="_compute_asset_id", store=True, string="Fixed asset")
    odometer = fields.Float(digits=(12, 0), readonly=True, copy=False, aggregator=None)
    state = fields.Selection(
        [("draft", "To post"), ("posted", "Posted"), ("cancelled", "Cancelled")],
        default="draft", required=True, readonly=True, index=True, copy=False, tracking=True,
    )  # fmt: skip
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False)
    checklist_id = fields.Many2one(
        "police.fleet.checklist", string="De-livery certificate", readonly=True, copy=False
    )

    _once = models.UniqueIndex(
        "(vehicle_id) WHERE state <> 'cancelled'",
        "This vehicle has a disposal already: it is not sold twice.",
    )
    _not_negative = models.Constraint(
        "CHECK (coalesce(proceeds, 0) >= 0 AND coalesce(book_value, 0) >= 0)",
        "Proceeds and book value are not below zero.",
    )

    @api.depends("vehicle_id")
    def _compute_company_id(self):
        for disposal in self:
            disposal.company_id = disposal.vehicle_id.company_id

    @api.depends("vehicle_id.asset_id")
    def _compute_asset_id(self):
        for disposal in self:
            if disposal.state != "posted":
                disposal.asset_id = disposal.vehicle_id.sudo().asset_id

    @api.depends("asset_id.value_residual")
    def _compute_book_value(self):
        for disposal in self:
            if disposal.state != "posted" and disposal.asset_id:
                disposal.book_value = disposal.asset_id.sudo().value_residual

    @api.depends("proceeds", "book_value")
    def _compute_gain(self):
        for disposal in self:
            disposal.gain = disposal.proceeds - disposal.book_value

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vehicle = self.env["fleet.vehicle"].browse(vals.get("vehicle_id"))
            self._refuse_second(vehicle)
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.fleet.disposal")
        return super().create(vals_list)

    def _refuse_second(self, vehicle):
        other = self.sudo().search([("vehicle_id", "=", vehicle.id), ("state", "!=", "cancelled")], limit=1)
        if other:
            raise UserError(
                self.env._(
                    "%(vehicle)s has been sold or is being sold already: %(other)s of %(date)s.",
                    vehicle=vehicle.display_name,
                    other=other.name,
                    date=other.date.strftime("%d/%m/%Y"),
                )
            )

    def write(self, vals):
        kept = {"vehicle_id", "date", "method", "proceeds", "book_value", "state", "move_id", "asset_id"}
        if kept & vals.keys() and any(d.state == "posted" for d in self):
            raise UserError(self.env._("%s is posted and is kept as it is.", self[:1].name))
        return super().write(vals)

    @api.constrains("date")
    def _check_date(self):
        for disposal in self:
            if disposal.date > fields.Date.context_today(self):
                raise ValidationError(self.env._("%s: a disposal of the future.", disposal.name))

    def _obstacles(self):
        """What must be done before this can be posted."""
        vehicle, found = self.vehicle_id, []
        lease = self.method == "lease"
        done = vehicle.checklist_ids.filtered(lambda c: c.kind == "decommissioning" and c.certificate_number)
        if vehicle.life_state != "decommissioning":
            found.append(self.env._("it is %s; decommission it first", vehicle._life_label()))
        elif not done:
            found.append(
                self.env._("its decommissioning is not finished and certified (de-livery certificate)")
            )
        if vehicle.equipment_ids.filtered(lambda e: e.state == "fitted"):
            found.append(self.env._("equipment is still fitted"))
        if self.proceeds and not self.partner_id:
            found.append(self.env._("the buyer is missing"))
        if lease and (self.proceeds or self.book_value):
            found.append(self.env._("a leased vehicle has neither proceeds nor book value here"))
        return found

    def action_post(self):
        """Post the entry; the vehicle leaves the fleet. By an accountant who did not prepare it."""
        self.check_access("read")
        self._check_may_approve()
        for disposal in self:
            disposal.sudo().lock_for_update()
            if disposal.state != "draft":
                raise UserError(self.env._("%s is not waiting to be posted.", disposal.name))
            if obstacles := disposal.sudo()._obstacles():
                raise UserError(
                    self.env._(
                        "%(vehicle)s cannot be disposed of yet: %(why)s.",
                        vehicle=disposal.vehicle_id.display_name,
                        why="; ".join(obstacles),
                    )
                )
            disposal._mark_approved()
            disposal._post()

    def _post(self):
        disposal, vehicle = self.sudo(), self.vehicle_id.sudo()
        move = disposal_entry.post(disposal)
        disposal.write(
            {
                "move_id": move.id,
                "checklist_id": vehicle.checklist_ids.filtered("certificate_number")[:1].id,
                "odometer": vehicle.odometer,
                "state": "posted",
            }
        )
        vehicle.booking_ids.filtered(lambda b: b.state in ("planned", "booked")).action_cancel()
        open_spell = vehicle.off_road_ids.filtered(lambda spell: not spell.ended_on)
        open_spell.write({"ended_on": fields.Datetime.now(), "ended_by_id": self.env.uid})
        vehicle.service_due_ids.filtered(lambda due: not due.booking_ids).unlink()
        vehicle.write({"life_state": "disposed", "active": False})

    def action_cancel(self):
        """The sale does not happen."""
        for disposal in self:
            if disposal.state != "draft":
                raise UserError(self.env._("%s is not waiting to be posted.", disposal.name))
        self.write({"state": "cancelled"})

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Disposals are kept on record: cancel it instead."))
