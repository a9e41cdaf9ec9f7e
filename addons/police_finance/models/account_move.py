"""Who may post what: authority by dated limit, holds, and no self-approval, at the one choke point.

Every way to post (the button, ``_post`` from another program, the auto-post job, an import, a
direct write by RPC) ends in ``write({"state": "posted"})``; so the rules stand there.
"""

import re

from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..services import holds

BILLS = ("in_invoice", "in_refund", "in_receipt")
ACCOUNTANT = "police_core.group_force_accountant"


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "police.preparer.mixin"]

    _preparer_fields = frozenset(
        {
            "partner_id",
            "invoice_line_ids",
            "line_ids",
            "ref",
            "invoice_date",
            "currency_id",
            "partner_bank_id",
        }
    )

    police_hold_ids = fields.One2many("police.bill.hold", "move_id", string="Holds", copy=False)
    police_open_hold_count = fields.Integer(
        string="Open holds",
        compute="_compute_police_open_hold_count",
        store=True,
    )
    police_ref_key = fields.Char(
        compute="_compute_police_ref_key",
        store=True,
        index="btree_not_null",
        help="The supplier's reference without punctuation and leading zeros, to find duplicates.",
    )
    police_posted_by_id = fields.Many2one("res.users", string="Posted by", readonly=True, copy=False)
    police_limit_ids = fields.Many2many(
        "police.delegation.limit",
        string="Posted under",
        readonly=True,
        copy=False,
        help="The delegated limits under which this document was posted.",
    )

    @api.depends("police_hold_ids.state")
    def _compute_police_open_hold_count(self):
        for move in self:
            move.police_open_hold_count = len(move.police_hold_ids.filtered(lambda h: h.state == "open"))

    @api.depends("ref", "move_type")
    def _compute_police_ref_key(self):
        for move in self:
            key = re.sub(r"[^A-Z0-9]", "", (move.ref or "").upper())
            move.police_ref_key = (key.lstrip("0") or key or False) if move.move_type in BILLS else False

    def _preparers_kept(self):
        return self.filtered(lambda move: move.move_type in BILLS and move.company_id.is_police_force)

    # -- saving ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._police_refuse_forged(vals)
        moves = super().create(vals_list)
        holds.refresh(moves)
        return moves

    def write(self, vals):
        self._police_refuse_forged(vals)
        if vals.get("state") == "posted":
            self.filtered(lambda move: move.state != "posted")._police_authorise_posting()
        result = super().write(vals)
        if {"ref", "partner_id", "invoice_date", "invoice_line_ids", "line_ids"} & vals.keys():
            holds.refresh(self)
        return result

    def _police_refuse_forged(self, vals):
        if self.env.su:
            return
        if found := {"police_posted_by_id", "police_limit_ids", "police_open_hold_count"} & vals.keys():
            raise AccessError(self.env._("%s is recorded by the system and cannot be set.", ", ".join(found)))

    def action_police_recheck(self):
        """Look again for duplicates and differences to order and receipt."""
        holds.refresh(self)

    def action_police_view_holds(self):
        """The holds of this document."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_finance.action_bill_hold")
        return action | {"domain": [("move_id", "=", self.id)], "context": {}}

    # -- posting -----------------------------------------------------------------------------

    def _police_authorise_posting(self):
        """Raise unless the person behind the posting may post every document of ``self``."""
        force_moves = self.filtered(lambda move: move.company_id.is_police_force)
        bills = force_moves.filtered(lambda move: move.move_type in BILLS)
        (force_moves - bills)._police_check_accountant()
        if bills:
            bills._police_check_coded()
            holds.refresh(bills)
            bills._police_check_holds()
            for move in bills:
                move._police_check_limit()

    def _police_check_accountant(self):
        """Journals and credit notes to debtors are the accountant's; services run them by ``sudo``."""
        kinds = self.filtered(lambda move: move.move_type in ("entry", "out_refund"))
        if kinds and not self.env.su and not self.env.user.has_group(ACCOUNTANT):
            raise AccessError(
                self.env._(
                    "%(user)s may not post %(document)s: a force accountant posts journals and credit notes.",
                    user=self.env.user.name,
                    document=kinds[0].display_name,
                )
            )

    def _police_check_coded(self):
        for move in self:
            lines = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
            if uncoded := lines.filtered(lambda line: line._police_uncoded()):
                raise UserError(
                    self.env._(
                        "%(bill)s: line “%(line)s” has no cost centre. Choose one for every expense line.",
                        bill=move.display_name,
                        line=uncoded[0].name or uncoded[0].account_id.display_name,
                    )
                )

    def _police_check_holds(self):
        held = self.sudo().police_hold_ids.filtered(lambda hold: hold.state == "open")
        if held:
            lines = "\n".join(f"• {hold.move_id.display_name}: {hold.detail}" for hold in held[:20])
            raise UserError(
                self.env._(
                    "Held, so not posted:\n%s\nPut it right, or ask an accountant to release the hold.", lines
                )
            )

    def _police_check_limit(self):
        """The poster's delegated limit must cover the total; own work and others' work apart."""
        user = self._police_poster()
        if user.id == SUPERUSER_ID:
            return
        activity = "bill_own" if user in self.sudo().preparer_ids else "bill_other"
        limits = self.env["police.delegation.limit"]._check_covering(
            user,
            activity,
            self.company_id,
            abs(self.amount_total_signed),
            self.invoice_line_ids._police_cost_centres(),
            fields.Date.context_today(self),
        )
        self.sudo().write({"police_posted_by_id": user.id, "police_limit_ids": [Command.set(limits.ids)]})

    def _police_poster(self):
        """The person posting; for the auto-post job the one who set the document up."""
        if self.env.uid != SUPERUSER_ID:
            return self.env.user
        return self.sudo().preparer_ids[:1] or self.env.user
