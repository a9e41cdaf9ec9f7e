"""Parts on a job: reserved in the stores, fitted at their cost, returned, with old units owed back."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..services import stores
from .job import OVER


class PoliceFleetJobPart(models.Model):
    _name = "police.fleet.job.part"
    _description = "Part of a job card"
    _order = "job_id, id"
    _rec_name = "product_id"

    job_id = fields.Many2one("police.fleet.job", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="job_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    vehicle_id = fields.Many2one(related="job_id.vehicle_id", store=True, index=True)
    workshop_id = fields.Many2one(related="job_id.workshop_id", store=True, index=True)
    product_id = fields.Many2one(
        "product.product",
        string="Part",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('is_storable', '=', True)]",
    )
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    uom_id = fields.Many2one(related="product_id.uom_id")
    state = fields.Selection(
        [
            ("planned", "Not reserved"),
            ("short", "Short"),
            ("reserved", "Reserved"),
            ("issued", "Fitted"),
            ("returned", "Returned"),
        ],
        default="planned",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    on_hand = fields.Float(
        string="Free on the shelf", compute="_compute_on_hand", digits="Product Unit", compute_sudo=True
    )
    move_id = fields.Many2one("stock.move", readonly=True, copy=False, index="btree_not_null")
    cost = fields.Monetary(readonly=True, copy=False, help="What the stores gave it out at.")
    fitted_on = fields.Date(readonly=True, copy=False, index=True)
    warranty_until = fields.Date(readonly=True, copy=False)
    earlier_id = fields.Many2one(
        "police.fleet.job.part",
        string="Replaces",
        compute="_compute_earlier_id",
        store=True,
        help="The same part fitted to this vehicle before and still under warranty: claim it.",
    )

    _positive = models.Constraint("CHECK (quantity > 0)", "The quantity of a part is more than nothing.")

    @api.depends("product_id", "workshop_id")
    def _compute_on_hand(self):
        for part in self:
            if not (part.product_id and part.workshop_id):
                part.on_hand = 0
                continue
            place = part.workshop_id._stores()
            part.on_hand = part.product_id.with_context(location=place.id).free_qty

    @api.depends("product_id", "vehicle_id")
    def _compute_earlier_id(self):
        today = fields.Date.context_today(self)
        for part in self:
            part.earlier_id = part.product_id and self.search(
                Domain("vehicle_id", "=", part.vehicle_id.id)
                & Domain("product_id", "=", part.product_id.id)
                & Domain("state", "=", "issued")
                & Domain("warranty_until", ">=", today)
                & Domain("id", "!=", part._origin.id or 0),
                order="fitted_on desc, id desc",
                limit=1,
            )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._refuse_closed()
        return parts

    def write(self, vals):
        if {"product_id", "quantity", "job_id"} & vals.keys():
            self._refuse_closed()
            for part in self:
                if part.state in ("issued", "returned"):
                    raise UserError(
                        self.env._(
                            "%s is fitted: return it and add a new line.", part.product_id.display_name
                        )
                    )
            self._release()
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons: stock is moved with each step."))
        return super().write(vals)

    def _refuse_closed(self):
        if job := self.job_id.filtered(lambda j: j.state in OVER):
            raise UserError(self.env._("%s is closed and takes no parts.", job[0].name))

    # -- steps -------------------------------------------------------------------------------

    def action_reserve(self):
        """Reserve on the shelf; what is missing is marked short and shown under “To order”."""
        self.check_access("write")
        for part in self.filtered(lambda p: p.state in ("planned", "short")).sudo():
            part.state = "reserved" if stores.reserve(part) else "short"

    def action_issue(self):
        """Fit the part: it leaves the stores and costs the vehicle."""
        self.check_access("write")
        self.action_reserve()
        today = fields.Date.context_today(self)
        for part in self.sudo():
            if part.job_id.state != "in_work":
                raise UserError(self.env._("%s is not in work.", part.job_id.name))
            if part.state in ("issued", "returned"):
                raise UserError(self.env._("%s is fitted already.", part.product_id.display_name))
            cost = stores.issue(part)
            months = part.product_id.warranty_months
            part.write(
                {
                    "state": "issued",
                    "cost": cost,
                    "fitted_on": today,
                    "warranty_until": fields.Date.add(today, months=months) if months else False,
                }
            )
            part._owe_core(today)

    def action_return(self):
        """Not needed after all: back to the shelf, off the vehicle's cost."""
        self.check_access("write")
        for part in self.sudo():
            if part.state != "issued" or part.job_id.state in OVER:
                raise UserError(
                    self.env._("Only parts fitted on an open job go back: %s.", part.product_id.display_name)
                )
            stores.take_back(part, part.quantity)
            part.write({"state": "returned", "cost": 0.0, "warranty_until": False})
            self.env["police.fleet.core.return"].sudo().search(
                [("part_id", "=", part.id), ("state", "=", "owed")]
            ).unlink()

    def _release(self):
        for part in self.filtered(lambda p: p.state in ("planned", "short", "reserved")).sudo():
            stores.release(part)
            part.write({"state": "planned", "move_id": False})

    def _owe_core(self, today):
        """The old unit goes back to the supplier for its deposit."""
        product = self.product_id
        if product.core_charge:
            self.env["police.fleet.core.return"].sudo().create(
                {
                    "part_id": self.id,
                    "partner_id": product.seller_ids[:1].partner_id.id,
                    "quantity": self.quantity,
                    "amount": product.core_charge * self.quantity,
                    "due_on": today + timedelta(days=product.core_days or 30),
                }
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_not_fitted(self):
        if self.filtered(lambda part: part.state in ("issued", "returned")):
            raise UserError(self.env._("A fitted part stays on the card: return it instead."))
        self._release()


class PoliceFleetJobWithParts(models.Model):
    _inherit = "police.fleet.job"

    def _waiting_for(self):
        missing = self.part_ids.filtered(lambda part: part.state == "short")
        return super()._waiting_for() + [
            self.env._(
                "%(quantity)g × %(part)s not in the stores.",
                quantity=part.quantity,
                part=part.product_id.display_name,
            )
            for part in missing
        ]

    def _add_service_parts(self, plans):
        """The parts that the services take, reserved where the shelf has them; the rest shows as short."""
        vehicle = self.vehicle_id
        wanted = [pair for plan in plans for pair in plan._parts_for(vehicle)]
        parts = self.env["police.fleet.job.part"].create(
            [{"job_id": self.id, "product_id": product.id, "quantity": number} for product, number in wanted]
        )
        parts.action_reserve()

    def action_reserve_parts(self):
        """Reserve every part of the card; a card that misses some waits for them."""
        self.part_ids.action_reserve()
        for job in self.filtered(lambda j: j.state == "open"):
            if job._waiting_for():
                job.action_wait_parts()

    def action_issue_parts(self):
        """Fit every part that is reserved or on the shelf."""
        self.part_ids.filtered(lambda p: p.state in ("planned", "short", "reserved")).action_issue()
