"""Requisitions and orders call on budgets whenever their state changes, in the same transaction."""

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.police_engine.money import display
from odoo.addons.police_finance.services import budget_room
from odoo.exceptions import UserError

from ..services.budget_calls import Calls

BUYER = "police_commissioning.group_buyer"


class BudgetDocument(models.AbstractModel):
    """Shows what room there is before a document is sent."""

    _name = "police.budget.document"
    _description = "Document that calls on budgets"

    police_budget_page = fields.Html(
        string="Budget", compute="_compute_police_budget_page", sanitize=False, compute_sudo=True
    )

    def _police_budget_calls(self):
        """The calls of this document if it were sent now; list of Call."""
        raise NotImplementedError

    def _compute_police_budget_page(self):
        for document in self:
            try:
                calls = document._police_budget_calls() if document.company_id.is_police_force else []
            except UserError as error:
                document.police_budget_page = Markup("<p class='text-danger'>%s</p>") % str(error)
                continue
            document.police_budget_page = document._police_budget_table(calls)

    def _police_budget_table(self, calls):
        if not calls:
            return False
        need = {}
        for call in calls:
            need[call.line_id] = need.get(call.line_id, 0) + call.amount
        mine = self.env["police.budget.entry"]._held(calls[0].model, [call.record_id for call in calls])
        found = budget_room.positions(self.env, need)
        rows = Markup()
        for line in self.env["crossovered.budget.lines"].browse(need).sorted("id"):
            held = sum(amount for key, amount in mine.items() if key[0] == line.id)
            before = found[line.id].available + held
            after = before - need[line.id]
            rows += Markup(
                "<tr class='%s'><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
                "<td class='text-end'>%s</td><td class='text-end'><b>%s</b></td></tr>"
            ) % (
                "text-danger" if after < 0 else "",
                line.display_name,
                display(found[line.id].budget),
                display(before),
                display(need[line.id]),
                display(after),
            )
        head = Markup("<tr><th>%s</th><th class='text-end'>%s</th><th class='text-end'>%s</th>"
                      "<th class='text-end'>%s</th><th class='text-end'>%s</th></tr>") % (
            self.env._("Budget"), self.env._("For the year"), self.env._("Available"), self.env._("This"),
            self.env._("Left"),
        )  # fmt: skip
        return Markup("<table class='table table-sm'>%s%s</table>") % (head, rows)


class PurchaseRequest(models.Model):
    _name = "purchase.request"
    _inherit = ["purchase.request", "police.budget.document"]

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            self._police_settle_budget(self.env._("Requisition: %s", vals["state"].replace("_", " ")))
        return result

    def _police_budget_calls(self):
        state = self.state if self.state in ("to_approve", "approved", "in_progress") else "to_approve"
        return Calls(self.env, strict=False).requests(self, state).calls

    def _police_settle_budget(self, reason):
        governed = self.filtered(lambda request: request.company_id.is_police_force)
        if governed:
            calls = Calls(self.env).requests(governed)
            self.env["police.budget.entry"]._settle(calls.scope, calls.calls, reason)


class PurchaseRequestLine(models.Model):
    _inherit = "purchase.request.line"
    _police_budget_parent = "request_id"

    def write(self, vals):
        result = super().write(vals)
        if "cancelled" in vals:
            self.request_id._police_settle_budget(self.env._("Line of a requisition cancelled"))
        return result


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "police.budget.document"]

    police_budget_released = fields.Boolean(
        string="Budget released", readonly=True, copy=False, tracking=True,
        help="Nothing more will come: what was not invoiced is free again.",
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        if live := orders.filtered(lambda order: order.state in ("to approve", "purchase")):
            live._police_settle_budget(self.env._("Order made"))
        return orders

    def write(self, vals):
        result = super().write(vals)
        if {"state", "police_budget_released"} & vals.keys():
            self._police_settle_budget(self.env._("Order: %s", vals.get("state") or self.env._("released")))
        return result

    def _police_budget_calls(self):
        state = self.state if self.state in ("to approve", "purchase") else "to approve"
        return Calls(self.env, strict=False).orders(self, state).calls

    def _police_settle_budget(self, reason):
        """Orders and the requisitions they fulfil together: what one takes, the other gives back."""
        governed = self.filtered(lambda order: order.company_id.is_police_force)
        if not governed:
            return
        requests = governed.sudo().order_line.purchase_request_lines.request_id
        calls = Calls(self.env).orders(governed).requests(requests)
        self.env["police.budget.entry"]._settle(calls.scope, calls.calls, reason)

    def action_police_release_budget(self):
        """Nothing more will come: give back what was not invoiced."""
        if not self.env.user.has_group(BUYER):
            raise UserError(self.env._("Buyers say when nothing more will come of an order."))
        for order in self:
            if order.state != "purchase":
                raise UserError(self.env._("%s is not an approved order.", order.name))
        self.sudo().write({"police_budget_released": True})


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"
    _police_budget_parent = "order_id"


class AccountMove(models.Model):
    _inherit = "account.move"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals:
            orders = self.sudo().invoice_line_ids.purchase_line_id.order_id
            orders._police_settle_budget(self.env._("Invoice: %s", vals["state"]))
        return result


class BudgetEntry(models.Model):
    _inherit = "police.budget.entry"

    @api.model
    def _wanted(self, lines):
        """From every live requisition and order of the forces of these budget lines."""
        companies = lines.company_id.ids
        requests = self.env["purchase.request"].search(
            [("company_id", "in", companies), ("state", "in", ("to_approve", "approved", "in_progress"))]
        )
        orders = self.env["purchase.order"].search(
            [("company_id", "in", companies), ("state", "in", ("to approve", "purchase"))]
        )
        calls = Calls(self.env, strict=False).requests(requests).orders(orders).calls
        return super()._wanted(lines) + [call for call in calls if call.line_id in lines.ids]
