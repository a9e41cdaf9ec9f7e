"""Purchase orders of a force: what may be changed when, and no way into “purchase” without proof.

OCA's ``base_tier_validation`` is not used for the decision: its reviews are records that every
internal user may write, and changing a tier's definition silently changes the reviewers of orders
under way. Here the decision is a sealed record (``police.purchase.approval``) and every write that
would make an order a purchase, from the screen, RPC, an import or a copy, must find that record.
"""

import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Objects of this process, which no RPC call can send in its context.
APPROVING = object()

CONTENT = frozenset(
    {
        "partner_id",
        "order_line",
        "currency_id",
        "company_id",
        "fiscal_position_id",
        "payment_term_id",
        "dest_address_id",
        "police_contract_id",
    }
)
FROZEN = ("to approve", "purchase")
RECORDED = {"police_submitted_by_id", "police_submitted_on", "police_approval_ids"}


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "police.preparer.mixin"]

    # approvers see that goods came without reading the store's transfers
    incoming_picking_count = fields.Integer(compute_sudo=True)
    is_shipped = fields.Boolean(compute_sudo=True)

    _preparer_fields = CONTENT

    state = fields.Selection(
        selection_add=[
            ("draft", "Draft"),
            ("sent", "Quotation asked"),
            ("to approve", "Waiting for approval"),
            ("purchase", "Approved"),
            ("cancel", "Cancelled"),
        ],
        ondelete={
            "draft": lambda orders: None,
            "sent": lambda orders: None,
            "to approve": lambda orders: None,
            "purchase": lambda orders: None,
            "cancel": lambda orders: None,
        },
    )
    police_contract_id = fields.Many2one(
        "agreement",
        string="Contract",
        index="btree_not_null",
        tracking=True,
        domain="[('is_template', '=', False), ('company_id', 'in', [False, company_id])]",
    )
    police_purpose = fields.Char(
        string="Purpose", tracking=True, help="What it is for, in words the public can read."
    )
    police_submitted_by_id = fields.Many2one(
        "res.users", string="Sent for approval by", readonly=True, copy=False
    )
    police_submitted_on = fields.Datetime(string="Sent for approval on", readonly=True, copy=False)
    police_approval_ids = fields.One2many(
        "police.purchase.approval", "order_id", string="Decisions", readonly=True, copy=False
    )

    def _preparers_kept(self):
        return self.filtered(lambda order: order.company_id.is_police_force)

    # -- the one gate ------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._police_refuse_recorded(vals)
        orders = super().create(vals_list)
        for order in orders._preparers_kept():
            if order.state == "to approve":
                order._police_note_submission()
            order._police_require_proof(order.state)
        return orders

    def write(self, vals):
        self._police_refuse_recorded(vals)
        governed = self._preparers_kept()
        if CONTENT & vals.keys():
            governed._police_refuse_frozen()
        if "state" in vals:
            governed._police_check_step(vals["state"])
        result = super().write(vals)
        if vals.get("state") == "to approve":
            governed._police_note_submission()
        if CONTENT & vals.keys():  # an order may have moved to a force that governs it
            for order in self._preparers_kept():
                order._police_require_proof(order.state)
        return result

    def _police_refuse_recorded(self, vals):
        found = RECORDED & vals.keys()
        if found and self.env.context.get("police_approving") is not APPROVING:
            raise AccessError(self.env._("%s is recorded by the system and cannot be set.", ", ".join(found)))

    def _police_refuse_frozen(self):
        """Orders waiting for a decision or approved stay as they are."""
        for order in self:
            if order.state in FROZEN:
                raise UserError(
                    self.env._(
                        "%(order)s is %(state)s and cannot be changed. %(what)s",
                        order=order.name,
                        state=self.env._("approved")
                        if order.state == "purchase"
                        else self.env._("waiting for approval"),
                        what=self.env._("Cancel it and raise a new one.")
                        if order.state == "purchase"
                        else self.env._("Withdraw it first."),
                    )
                )

    def _police_check_step(self, state):
        """Raise unless every order of ``self`` may go from where it is to ``state``."""
        for order in self.filtered(lambda o: o.state != state):
            if order.state == "purchase" and state != "cancel":
                raise UserError(
                    self.env._("%s is approved: it can be cancelled, not taken back.", order.name)
                )
            order._police_require_proof(state)
            if state in ("draft", "sent", "cancel"):
                order._police_supersede()

    def _police_require_proof(self, state):
        if state != "purchase":
            return
        proof = self.sudo().police_approval_ids.filtered(
            lambda p: p.decision == "approved" and not p.superseded_on
        )
        if not proof or not proof[0]._matches_order():
            raise AccessError(
                self.env._(
                    "%s has no approval on record for what it says now. Send it for approval: somebody who "
                    "did not prepare it and whose limit covers it approves it.",
                    self.name,
                )
            )

    def _police_note_submission(self):
        self.sudo().with_context(police_approving=APPROVING).write(
            {"police_submitted_by_id": self.env.uid, "police_submitted_on": fields.Datetime.now()}
        )
        self._note_preparer()

    def _police_supersede(self):
        proofs = self.sudo().police_approval_ids.filtered(lambda proof: not proof.superseded_on)
        proofs.write({"superseded_on": fields.Datetime.now()})

    # -- what exactly is decided on ----------------------------------------------------------

    def _police_content(self):
        """The order as plain data: what the approver saw and the supplier will get."""
        self.ensure_one()
        return {
            "order": self.name,
            "company": self.company_id.id,
            "supplier": self.partner_id.id,
            "currency": self.currency_id.name,
            "total": f"{self.amount_total:.2f}",
            "contract": self.police_contract_id.id or None,
            "lines": [line._police_content() for line in self.order_line.sorted("id")],
        }

    def _police_content_hash(self):
        text = json.dumps(self._police_content(), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        if decided := self.filtered("police_approval_ids"):
            raise UserError(
                self.env._("%s was decided on and stays on record. Cancel it instead.", decided[0].name)
            )
