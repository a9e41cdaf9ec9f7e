"""Proof of a decision on a purchase order: who, under which limit, on what exactly, at which second."""

from odoo import api, fields, models

# What may still be said about a proof after it is sealed: that the order went back to the drawing board.
UNSEALED = frozenset({"superseded_on"})


class PolicePurchaseApproval(models.Model):
    """Sealed when written. ``content_hash`` is of the order's content (see
    ``purchase.order._police_content``), so that a later reader can tell whether the order is still
    the one that was approved."""

    _name = "police.purchase.approval"
    _description = "Decision on a purchase order"
    _inherit = ["police.immutable.mixin"]
    _order = "decided_on desc, id desc"
    _unsealed_fields = UNSEALED

    order_id = fields.Many2one("purchase.order", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one("res.partner", string="Supplier", required=True, ondelete="restrict")
    decision = fields.Selection([("approved", "Approved"), ("refused", "Refused")], required=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="Decided by", required=True, index=True, ondelete="restrict"
    )
    decided_on = fields.Datetime(required=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True)
    amount_total = fields.Monetary(string="Total", required=True)
    limit_ids = fields.Many2many("police.delegation.limit", string="Limits used")
    authority = fields.Char(help="The limits in words, as they stood at that second.")
    preparers = fields.Char(string="Prepared by", help="Who prepared or asked for the order, at that second.")
    reason = fields.Char()
    content_hash = fields.Char(required=True, help="SHA-256 of what was decided on.")
    superseded_on = fields.Datetime(
        help="The order went back to draft on this date: the decision no longer counts."
    )
    standing = fields.Selection(
        [
            ("stands", "Stands"),
            ("superseded", "Superseded"),
            ("broken", "Order differs from what was decided"),
        ],
        compute="_compute_standing",
    )

    _reason_for_refusal = models.Constraint(
        "CHECK (decision = 'approved' OR length(trim(reason)) > 0)",
        "A refusal needs a reason.",
    )
    _approved_once = models.UniqueIndex(
        "(order_id) WHERE decision = 'approved' AND superseded_on IS NULL",
        "This order is approved already.",
    )

    @api.depends("order_id", "decision", "user_id")
    def _compute_display_name(self):
        decisions = dict(self._fields["decision"]._description_selection(self.env))
        for proof in self:
            proof.display_name = self.env._(
                "%(order)s: %(decision)s by %(user)s",
                order=proof.order_id.name,
                decision=(decisions.get(proof.decision) or "").lower(),
                user=proof.user_id.name,
            )

    @api.depends("superseded_on", "content_hash", "order_id")
    def _compute_standing(self):
        for proof in self:
            if proof.superseded_on:
                proof.standing = "superseded"
            else:
                proof.standing = "stands" if proof._matches_order() else "broken"

    def _matches_order(self):
        """Whether the order still says what was decided on."""
        return self.content_hash == self.order_id.sudo()._police_content_hash()
