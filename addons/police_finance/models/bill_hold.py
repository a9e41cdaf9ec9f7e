"""A reason why a supplier's invoice may not be posted yet."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

RELEASER = "police_core.group_force_accountant"


class PoliceBillHold(models.Model):
    """Raised and cleared by the system (``services/holds.py``); released by hand only with a reason,
    by a force accountant who had no hand in the invoice."""

    _name = "police.bill.hold"
    _description = "Invoice hold"
    _order = "state desc, raised_on desc, id desc"
    _rec_name = "detail"

    move_id = fields.Many2one("account.move", string="Invoice", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="move_id.partner_id", string="Supplier", store=True)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount_total = fields.Monetary(related="move_id.amount_total", string="Total")
    kind = fields.Selection(
        [
            ("duplicate", "Possible duplicate"),
            ("no_order", "No purchase order"),
            ("not_received", "Not received"),
            ("over_ordered", "More than ordered"),
            ("price", "Dearer than ordered"),
        ],
        required=True,
        index=True,
    )
    key = fields.Char(required=True, help="What exactly was found; the same finding is raised once.")
    detail = fields.Char(required=True)
    other_move_id = fields.Many2one("account.move", string="Looks like", ondelete="set null")
    raised_on = fields.Datetime(required=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("open", "Open"), ("cleared", "Cleared"), ("released", "Released")],
        required=True,
        default="open",
        index=True,
        help="Cleared: the cause went away. Released: an accountant let the invoice through.",
    )
    released_by_id = fields.Many2one("res.users", readonly=True)
    released_on = fields.Datetime(string="Ended on", readonly=True)
    release_reason = fields.Char(readonly=True)

    _raised_once = models.UniqueIndex(
        "(move_id, kind, key) WHERE state <> 'cleared'",
        "This hold is raised already.",
    )
    _reason_given = models.Constraint(
        "CHECK (state <> 'released' OR (released_by_id IS NOT NULL AND length(trim(release_reason)) > 0))",
        "A released hold names who released it and why.",
    )

    def action_release(self):
        """Ask for the reason."""
        self._check_may_release()
        return self.env["police.reason.wizard"]._ask(
            self,
            "_release",
            self.env._("Release hold"),
            self.env._("Why may this invoice be paid after all?"),
        )

    def _release(self, reason):
        """Let the invoice through. Raises AccessError without the role or for one's own invoice."""
        self._check_may_release()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason for releasing the hold."))
        self.sudo().write(
            {
                "state": "released",
                "released_by_id": self.env.uid,
                "released_on": fields.Datetime.now(),
                "release_reason": reason.strip(),
            }
        )
        for hold in self:
            hold.move_id.sudo().message_post(
                body=self.env._(
                    "%(user)s released the hold “%(hold)s”: %(reason)s",
                    user=self.env.user.name,
                    hold=hold.detail,
                    reason=reason.strip(),
                )
            )

    def _check_may_release(self):
        user = self.env.user
        if user._is_superuser() or not user.has_group(RELEASER):
            raise AccessError(
                self.env._("%s may not release holds: that is for a force accountant.", user.name)
            )
        for hold in self:
            if hold.state != "open":
                raise UserError(self.env._("“%s” is not open any more.", hold.detail))
            if user in hold.sudo().move_id.preparer_ids:
                raise AccessError(
                    self.env._(
                        "%(user)s worked on %(bill)s so cannot release its holds. Ask another accountant.",
                        user=user.name,
                        bill=hold.move_id.display_name,
                    )
                )

    @api.model
    def _cron_refresh(self):
        """Nightly: receipts have arrived, orders changed, twins been cancelled."""
        from ..services import holds

        holds.refresh(self.search([("state", "=", "open")]).move_id)
