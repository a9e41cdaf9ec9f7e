"""Requisitions: asked for by one person, agreed by a force manager who did not ask."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .purchase_order_approval import APPROVER

AGREED = ("approved", "in_progress", "done")
DECIDING = object()
LINE_CONTENT = frozenset(
    {
        "product_id",
        "product_qty",
        "estimated_cost",
        "analytic_distribution",
        "name",
        "request_id",
        "specifications",
    }
)


class PurchaseRequest(models.Model):
    _name = "purchase.request"
    _inherit = ["purchase.request", "police.preparer.mixin"]

    _preparer_fields = frozenset({"line_ids", "requested_by", "company_id", "description"})

    police_decided_by_id = fields.Many2one(
        "res.users", string="Decided by", readonly=True, copy=False, tracking=True
    )
    police_decided_on = fields.Datetime(string="Decided on", readonly=True, copy=False)
    police_may_decide = fields.Boolean(compute="_compute_police_may_decide")

    @api.depends_context("uid")
    @api.depends("state", "preparer_ids", "requested_by")
    def _compute_police_may_decide(self):
        for request in self:
            request.police_may_decide = request.state == "to_approve" and not request._police_obstacle()

    def _police_governed(self):
        """A request without a company is treated as a force's, so that clearing it opens no way round."""
        return self.filtered(lambda request: not request.company_id or request.company_id.is_police_force)

    def _police_obstacle(self):
        """Why the current user may not decide, or ``""``."""
        self.ensure_one()
        user, request = self.env.user, self.sudo()
        if user._is_superuser() or not user.has_group(APPROVER):
            return self.env._("%s may not agree requisitions: that is for a force manager.", user.name)
        if user in request.requested_by | request.create_uid | request.preparer_ids:
            return self.env._(
                "%(user)s asked for %(request)s and so cannot agree it.", user=user.name, request=self.name
            )
        return ""

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._police_refuse_recorded(vals)
        requests = super().create(vals_list)
        for request in requests._police_governed():
            if request.state in AGREED:
                raise AccessError(self.env._("A requisition starts as a draft."))
        return requests

    def write(self, vals):
        self._police_refuse_recorded(vals)
        if vals.get("state") in AGREED and self.env.context.get("police_deciding") is not DECIDING:
            for request in self._police_governed().filtered(lambda r: r.state not in AGREED):
                raise AccessError(
                    request._police_obstacle()
                    or self.env._("Use “Agree” for %s: the decision is recorded.", request.name)
                )
        changed = self._preparer_fields & vals.keys()
        for request in self._police_governed() if changed else ():
            if request.state != "draft" and not self.env.su:
                raise UserError(self.env._("%s is no longer a draft and cannot be changed.", request.name))
        return super().write(vals)

    def _police_refuse_recorded(self, vals):
        forged = {"police_decided_by_id", "police_decided_on"} & vals.keys()
        if forged and self.env.context.get("police_deciding") is not DECIDING:
            raise AccessError(self.env._("Who decided is recorded by the system."))

    def button_approved(self):
        """Agree; for a force by a manager who did not ask for it."""
        governed = self._police_governed()
        for request in governed:
            if request.state != "to_approve":
                raise UserError(self.env._("%s is not waiting for a decision.", request.name))
            if obstacle := request._police_obstacle():
                raise AccessError(obstacle)
        governed.sudo().with_context(police_deciding=DECIDING).write(
            {
                "state": "approved",
                "police_decided_by_id": self.env.uid,
                "police_decided_on": fields.Datetime.now(),
            }
        )
        if rest := self - governed:
            return super(PurchaseRequest, rest).button_approved()
        return True

    def action_police_refuse(self):
        """Ask for the reason, then refuse."""
        for request in self:
            if obstacle := request._police_obstacle():
                raise AccessError(obstacle)
        return self.env["police.reason.wizard"]._ask(
            self, "_police_refuse", self.env._("Refuse requisition"), self.env._("Why is this refused?")
        )

    def _police_refuse(self, reason):
        for request in self:
            if obstacle := request._police_obstacle():
                raise AccessError(obstacle)
            if request.state != "to_approve":
                raise UserError(self.env._("%s is not waiting for a decision.", request.name))
            decided = request.sudo().with_context(police_deciding=DECIDING)
            decided.button_rejected()
            decided.write({"police_decided_by_id": self.env.uid, "police_decided_on": fields.Datetime.now()})
            decided.message_post(
                body=self.env._("%(user)s refused: %(reason)s", user=self.env.user.name, reason=reason),
                partner_ids=request.sudo().requested_by.partner_id.ids,
            )


class PurchaseRequestLine(models.Model):
    _inherit = "purchase.request.line"

    @api.model_create_multi
    def create(self, vals_list):
        requests = self.env["purchase.request"].browse(
            {vals["request_id"] for vals in vals_list if vals.get("request_id")}
        )
        self._police_refuse_frozen(requests)
        lines = super().create(vals_list)
        lines.request_id._note_preparer()
        return lines

    def write(self, vals):
        changed = self.filtered(lambda line: line._police_changed_by(vals))
        if changed:
            self._police_refuse_frozen(
                changed.request_id | self.env["purchase.request"].browse(vals.get("request_id") or [])
            )
        result = super().write(vals)
        changed.request_id._note_preparer()
        return result

    def _police_changed_by(self, vals):
        """Whether ``vals`` changes what is asked for. OCA's order window writes the old values back."""
        return any(
            self._fields[name].convert_to_write(self[name], self) != vals[name]
            for name in LINE_CONTENT & vals.keys()
        )

    def _police_refuse_frozen(self, requests):
        for request in requests._police_governed():
            if request.state != "draft" and not self.env.su:
                raise UserError(self.env._("%s is no longer a draft and cannot be changed.", request.name))
