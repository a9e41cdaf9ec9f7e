"""Sending, approving, refusing and withdrawing a force's purchase order."""

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .purchase_order import APPROVING

APPROVER = "police_core.group_force_manager"


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    police_may_approve = fields.Boolean(
        string="I may approve", compute="_compute_police_may_approve", search="_search_police_may_approve"
    )
    police_obstacle = fields.Char(compute="_compute_police_may_approve")
    police_cost_centres = fields.Char(
        string="Cost centres", compute="_compute_police_facts", compute_sudo=True
    )
    police_requesters = fields.Char(string="Needed by", compute="_compute_police_facts", compute_sudo=True)
    police_year_spend = fields.Monetary(
        string="Ordered from this supplier in 12 months", compute="_compute_police_facts", compute_sudo=True
    )
    police_waiting_days = fields.Integer(
        string="Days waiting", compute="_compute_police_facts", compute_sudo=True
    )

    # -- facts for the decision --------------------------------------------------------------

    @api.depends("order_line.analytic_distribution", "preparer_ids", "partner_id", "police_submitted_on")
    def _compute_police_facts(self):
        spend = self._police_supplier_spend()
        now = fields.Datetime.now()
        for order in self:
            centres = order.order_line._police_cost_centres()
            order.police_cost_centres = ", ".join(c.display_name for c in centres)
            order.police_requesters = ", ".join(order._police_people().mapped("name"))
            order.police_year_spend = spend.get((order.company_id, order.partner_id), 0.0)
            order.police_waiting_days = (
                (now - order.police_submitted_on).days if order.police_submitted_on else 0
            )

    def _police_supplier_spend(self):
        since = fields.Datetime.subtract(fields.Datetime.now(), years=1)
        rows = (
            self.env["purchase.order"]
            .sudo()
            ._read_group(
                Domain("partner_id", "in", self.partner_id.ids)
                & Domain("company_id", "in", self.company_id.ids)
                & Domain("state", "=", "purchase")
                & Domain("date_approve", ">=", since),
                ["company_id", "partner_id"],
                ["amount_total:sum"],
            )
        )
        return {(company, partner): total for company, partner, total in rows}

    def _police_people(self):
        """Everybody who asked for, prepared or sent the order: none of them may approve it."""
        order = self.sudo()
        requests = order.order_line.purchase_request_lines.request_id
        return (
            order.preparer_ids
            | order.create_uid
            | order.user_id
            | order.police_submitted_by_id
            | requests.requested_by
            | requests.preparer_ids
        ).filtered(lambda user: not user._is_superuser())

    @api.depends_context("uid")
    @api.depends("state", "amount_total", "order_line.analytic_distribution", "preparer_ids", "user_id")
    def _compute_police_may_approve(self):
        for order in self:
            obstacle = order._police_approval_problem()[1] if order.state == "to approve" else ""
            order.police_obstacle = obstacle
            order.police_may_approve = order.state == "to approve" and not obstacle

    def _search_police_may_approve(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self.search([("state", "=", "to approve"), ("company_id.is_police_force", "=", True)])
        mine = Domain("id", "in", waiting.filtered("police_may_approve").ids)
        return mine if True in value else ~mine

    # -- may they? ---------------------------------------------------------------------------

    def _police_approval_problem(self):
        """``(limits, "")`` under which the current user may approve, or ``(none, reason in words)``."""
        self.ensure_one()
        user, none = self.env.user, self.env["police.delegation.limit"]
        if user._is_superuser():
            return none, self.env._("The system cannot approve %s: a named person must.", self.name)
        if not user.has_group(APPROVER):
            return none, self.env._("%s is not a force manager and may not approve orders.", user.name)
        if self.company_id not in self.env.companies:
            return none, self.env._(
                "%(order)s is an order of %(force)s.", order=self.name, force=self.company_id.name
            )
        if user in self._police_people():
            return none, self.env._(
                "%(user)s asked for or prepared %(order)s and so cannot approve it. Ask another manager.",
                user=user.name,
                order=self.name,
            )
        return none._covering(
            user,
            "purchase_order",
            self.company_id,
            self._police_total(),
            self.order_line._police_cost_centres(),
            fields.Date.context_today(self),
        )

    def _police_total(self):
        """Total including VAT in the force's currency: the figure that limits are compared with."""
        return self.amount_total_cc

    def _approval_allowed(self):
        if not self.company_id.is_police_force:
            return super()._approval_allowed()
        # Core asks this while confirming (then: send for approval) and while approving.
        return self.env.context.get("police_approving") is APPROVING

    # -- the steps ---------------------------------------------------------------------------

    def button_confirm(self):
        """For a force: send for approval. Nobody's own limit lets them skip the second person."""
        for order in self._preparers_kept().filtered(lambda o: o.state in ("draft", "sent")):
            order._police_check_ready()
        return super(PurchaseOrder, self.with_context(validate_analytic=True)).button_confirm()

    def _police_check_ready(self):
        if not self.order_line.filtered(lambda line: not line.display_type):
            raise UserError(self.env._("%s has no lines.", self.name))
        if self.currency_id != self.company_id.currency_id:
            raise UserError(
                self.env._(
                    "%(order)s is in %(currency)s. Orders of %(force)s are in %(own)s.",
                    order=self.name,
                    currency=self.currency_id.name,
                    force=self.company_id.name,
                    own=self.company_id.currency_id.name,
                )
            )
        today = fields.Date.context_today(self)
        contract = self.police_contract_id
        if contract.end_date and contract.end_date < today:
            raise UserError(
                self.env._(
                    "Contract %(contract)s ended on %(date)s: choose another, or none.",
                    contract=contract.display_name,
                    date=contract.end_date,
                )
            )

    def button_approve(self, force=False):
        """Approve within one's limit; the proof is written in the same transaction."""
        governed = self._preparers_kept()
        for order in governed:
            order._police_approve_one()
        if governed:
            super(PurchaseOrder, governed.sudo().with_context(police_approving=APPROVING)).button_approve(
                force=force
            )
        if rest := self - governed:
            return super(PurchaseOrder, rest).button_approve(force=force)
        return {}

    def _police_approve_one(self):
        self.sudo().lock_for_update()
        if self.state != "to approve":
            raise UserError(self.env._("%s is not waiting for approval.", self.name))
        limits, obstacle = self._police_approval_problem()
        if obstacle:
            raise AccessError(obstacle)
        self._police_record("approved", limits)

    def action_police_refuse(self):
        """Ask for the reason, then refuse."""
        self._police_check_may_refuse()
        return self.env["police.reason.wizard"]._ask(
            self, "_police_refuse", self.env._("Refuse order"), self.env._("Why is this order refused?")
        )

    def _police_refuse(self, reason):
        """Back to draft, with the reason on record and told to those who prepared it."""
        self._police_check_may_refuse()
        if not (reason or "").strip():
            raise UserError(self.env._("Give the reason for refusing."))
        for order in self:
            order._police_record("refused", self.env["police.delegation.limit"], reason.strip())
            order.sudo().with_context(police_approving=APPROVING).write({"state": "draft"})
            order.sudo().message_post(
                body=self.env._(
                    "%(user)s refused: %(reason)s", user=self.env.user.name, reason=reason.strip()
                ),
                partner_ids=order._police_people().partner_id.ids,
            )

    def _police_check_may_refuse(self):
        for order in self:
            if order.state != "to approve":
                raise UserError(self.env._("%s is not waiting for approval.", order.name))
            if self.env.user._is_superuser() or not self.env.user.has_group(APPROVER):
                raise AccessError(self.env._("Only a force manager refuses orders."))

    def action_police_withdraw(self):
        """Take an order back before the decision, to change it."""
        for order in self:
            if order.state != "to approve":
                raise UserError(self.env._("%s is not waiting for approval.", order.name))
        self.write({"state": "draft"})

    def _police_record(self, decision, limits, reason=False):
        now = fields.Datetime.now()
        self.env["police.purchase.approval"].sudo().create(
            {
                "order_id": self.id,
                "company_id": self.company_id.id,
                "partner_id": self.partner_id.id,
                "decision": decision,
                "user_id": self.env.uid,
                "decided_on": now,
                "sealed_on": now,
                "currency_id": self.company_id.currency_id.id,
                "amount_total": self._police_total(),
                "limit_ids": [Command.set(limits.ids)],
                "authority": "; ".join(f"{limit.display_name} ({limit.source})" for limit in limits) or False,
                "preparers": ", ".join(self._police_people().mapped("name")),
                "reason": reason,
                "content_hash": self.sudo()._police_content_hash(),
            }
        )
