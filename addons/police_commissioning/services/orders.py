"""Orders from need to receipt, by the same buttons and rules as on the screen."""

from odoo import Command
from odoo.addons.police_engine.money import pounds

from .catalogue import catalogue


def raise_order(env, company, supplier, lines, *, purpose, expected=None, contract=None, send=True):
    """Raise one purchase order as ``env.user`` (a buyer) and send it for approval; returns it.

    A line is a dict: ``role`` (``supplies_…`` part of the ledger) or ``product``, ``name``,
    ``quantity``, ``price`` (int pence each before VAT), ``cost_centre`` (account.analytic.account).
    Raises UserError or AccessError as the screen would. With ``send=False`` it stays a draft.
    """
    products = catalogue(env, company)
    order = (
        env["purchase.order"]
        .with_company(company)
        .create(
            {
                "partner_id": supplier.id,
                "company_id": company.id,
                "police_purpose": purpose,
                "date_planned": expected,
                "police_contract_id": contract.id if contract else False,
                "order_line": [Command.create(_line(line, products, expected)) for line in lines],
            }
        )
    )
    if send:
        order.button_confirm()
    return order


def _line(line, products, expected):
    product = line.get("product") or products[line["role"]]
    values = {
        "product_id": product.id,
        "name": line["name"],
        "product_qty": line["quantity"],
        "price_unit": float(pounds(line["price"])),
        "analytic_distribution": {str(line["cost_centre"].id): 100},
    }
    return values | ({"date_planned": expected} if expected else {})


def approve(order, user):
    """Approve ``order`` as ``user``; returns the proof. AccessError with the reason when they may not."""
    order.with_user(user).button_approve()
    return order.sudo().police_approval_ids.filtered(
        lambda p: p.decision == "approved" and not p.superseded_on
    )


def refuse(order, user, reason):
    """Refuse ``order`` as ``user`` with a reason; it goes back to draft. Returns the proof."""
    order.with_user(user)._police_refuse(reason)
    return order.sudo().police_approval_ids[:1]


def receive(order, user, quantities=None):
    """Book the delivery of ``order`` as ``user``: everything, or ``{order line: quantity}``.

    Goods go through their receipts, services are marked as done on the line. Returns the receipts.
    """
    order = order.with_user(user)
    wanted = {line.id: qty for line, qty in (quantities or {}).items()}
    pickings = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
    for move in pickings.move_ids:
        move.quantity = wanted.get(move.purchase_line_id.id, 0 if wanted else move.product_uom_qty)
        move.picked = True
    if pickings:
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()
    for line in order.order_line.filtered(lambda ln: ln.qty_received_method == "manual"):
        line.qty_received = wanted.get(line.id, line.qty_received if wanted else line.product_qty)
    return pickings
