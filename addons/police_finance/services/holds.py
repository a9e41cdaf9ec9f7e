"""Finds why supplier invoices must wait: duplicates, and differences to order and receipt.

``refresh(moves)`` compares what is found now with the holds on record: new findings are raised,
findings that are gone are cleared, released ones stay released as long as the finding is the same.
Set-based: a fixed number of queries whatever the number of invoices.
"""

from odoo import fields
from odoo.tools import float_compare

from . import duplicate_holds

PURCHASES = ("in_invoice", "in_receipt")


def refresh(moves):
    """Bring the holds of draft supplier invoices in ``moves`` up to date. Returns the open holds."""
    moves = moves.filtered(
        lambda m: m.state == "draft" and m.move_type in PURCHASES and m.company_id.is_police_force
    ).sudo()
    Hold = moves.env["police.bill.hold"]
    if not moves:
        return Hold
    found = {}
    for finding in (*_duplicates(moves), *_unmatched(moves)):
        found[(finding["move_id"], finding["kind"], finding["key"])] = finding
    known = Hold.search([("move_id", "in", moves.ids), ("state", "!=", "cleared")])
    for hold in known:
        if not found.pop((hold.move_id.id, hold.kind, hold.key), None) and hold.state == "open":
            hold.write({"state": "cleared", "released_on": fields.Datetime.now()})
    Hold.create(list(found.values()))
    return moves.police_hold_ids.filtered(lambda hold: hold.state == "open")


def _finding(move, kind, key, detail, other=None):
    return {
        "move_id": move.id,
        "kind": kind,
        "key": key,
        "detail": detail,
        "other_move_id": other.id if other else False,
    }


# -- duplicates ------------------------------------------------------------------------------


def _duplicates(moves):
    """The later of two documents that are one, by the engine of ``check-duplicates``."""
    for found in duplicate_holds.findings(moves):
        key = f"{found.other.id}:{found.kind}"
        yield _finding(found.move, "duplicate", key, _duplicate_text(found), found.other)


def _duplicate_text(found):
    twin = found.other
    return found.move.env._(
        "Looks like %(twin)s (%(ref)s, %(date)s, %(total)s): %(why)s.",
        twin=twin.display_name,
        ref=twin.ref or found.move.env._("no reference"),
        date=twin.invoice_date,
        total=twin.currency_id.format(twin.amount_total),
        why=found.reason,
    )


# -- order, receipt, invoice -----------------------------------------------------------------


def _unmatched(moves):
    for move in moves:
        lines = move.invoice_line_ids.filtered(lambda line: line.display_type == "product")
        if move.commercial_partner_id.police_po_required and not lines.purchase_line_id:
            yield _finding(
                move,
                "no_order",
                "order",
                move.env._(
                    "%s needs a purchase order behind every invoice.", move.commercial_partner_id.name
                ),
            )
        for line in lines.filtered("purchase_line_id"):
            yield from _line_findings(move, line, line.purchase_line_id)


def _line_findings(move, line, ordered):
    precision = move.env["decimal.precision"].precision_get("Product Unit")
    billed = ordered.qty_invoiced
    receipt_counts = ordered.product_id.purchase_method == "receive"
    allowed = ordered.qty_received if receipt_counts else ordered.product_qty
    if float_compare(billed, allowed, precision_digits=precision) > 0:
        kind = "not_received" if receipt_counts and billed <= ordered.product_qty else "over_ordered"
        yield _finding(
            move,
            kind,
            f"{ordered.id}:{billed}:{allowed}",
            move.env._(
                "%(order)s, %(item)s: %(billed)g invoiced, %(allowed)g %(what)s.",
                order=ordered.order_id.name,
                item=ordered.product_id.display_name or ordered.name,
                billed=billed,
                allowed=allowed,
                what=move.env._("received") if receipt_counts else move.env._("ordered"),
            ),
        )
    if excess := _price_excess(move, line, ordered):
        yield _finding(
            move,
            "price",
            f"{ordered.id}:{line.price_unit}",
            move.env._(
                "%(order)s, %(item)s: %(asked)s each, ordered at %(agreed)s (%(excess)s too much).",
                order=ordered.order_id.name,
                item=ordered.product_id.display_name or ordered.name,
                asked=move.currency_id.format(line.price_unit),
                agreed=move.currency_id.format(ordered.price_unit),
                excess=move.currency_id.format(excess),
            ),
        )


def _price_excess(move, line, ordered):
    """What the line costs above the order, beyond the force's tolerance; 0 when within it."""
    unit = line.product_uom_id or ordered.product_uom_id
    agreed = ordered.product_uom_id._compute_price(ordered.price_unit * (1 - ordered.discount / 100), unit)
    asked = line.price_unit * (1 - line.discount / 100)
    over = (asked - agreed) * line.quantity
    company = move.company_id
    within = max(agreed * line.quantity * company.police_match_percent / 100, company.police_match_amount)
    return over if move.currency_id.compare_amounts(over, within) > 0 else 0.0
