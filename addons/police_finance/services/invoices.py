"""Entering and posting many supplier invoices at once, by the same rules as on the screen."""

from odoo import Command
from odoo.addons.police_engine.money import pounds
from odoo.exceptions import UserError

from .chart import COST_CENTRES, ledger_map

CHUNK = 100


def enter_and_post(env, company, rows, post=True):
    """Create supplier invoices for ``rows`` and post them; returns the ``account.move`` records in order.

    A row is a dict: ``supplier`` (res.partner), ``reference`` (text on the invoice),
    ``invoice_date`` and ``received_on`` (dates), ``lines`` (list of dicts) and, where there is an
    order, ``order`` (purchase.order) in place of ``lines``: then everything received and not yet
    invoiced is billed. A line is ``name``, ``amount`` (int pence before VAT), ``role`` or
    ``account`` (ledger part, or account.account), ``cost_centre`` (account.analytic.account or its
    code), ``tax`` (account.tax, or None for the company's default purchase tax).

    All or nothing: the first invoice that may not be posted (hold, limit, cost centre) raises
    UserError or AccessError for the whole batch. With ``post=False`` the drafts are left to look at.
    """
    Move = (
        env["account.move"]
        .with_company(company)
        .with_context(default_move_type="in_invoice", tracking_disable=True)
    )
    book = _Book(env, company)
    moves = Move
    for start in range(0, len(rows), CHUNK):
        moves |= Move.create(
            [_invoice(book, row, n) for n, row in enumerate(rows[start : start + CHUNK], start + 1)]
        )
    if post:
        moves.with_context(validate_analytic=True)._post(soft=False)
    return moves


class _Book:
    """What every row needs, read once: ledger map, cost centres by code, default tax."""

    def __init__(self, env, company):
        self.env, self.company = env, company
        self.roles = ledger_map(env, company)
        self.tax = company.sudo().account_purchase_tax_id
        centres = env["account.analytic.account"].search(
            [("root_plan_id", "=", env.ref(COST_CENTRES).id), ("company_id", "in", [False, company.id])]
        )
        self.centres = {centre.code: centre for centre in centres}

    def centre(self, value, where):
        if isinstance(value, str):
            if value not in self.centres:
                raise UserError(self.env._("%(where)s: no cost centre %(code)s.", where=where, code=value))
            return self.centres[value]
        return value

    def account(self, line, where):
        if "account" in line:
            return line["account"]
        if line.get("role") not in self.roles:
            raise UserError(
                self.env._(
                    "%(where)s: the ledger has no part “%(role)s”.", where=where, role=line.get("role")
                )
            )
        return self.roles[line["role"]]


def _invoice(book, row, number):
    where = book.env._("Invoice %(n)s (%(ref)s)", n=number, ref=row.get("reference") or "—")
    order = row.get("order")
    lines = _order_lines(book, order, where) if order else [_line(book, line, where) for line in row["lines"]]
    return {
        "move_type": "in_invoice",
        "company_id": book.company.id,
        "partner_id": row["supplier"].id,
        "ref": row["reference"],
        "invoice_date": row["invoice_date"],
        "date": row.get("accounting_date") or row["invoice_date"],
        "police_received_on": row.get("received_on") or row["invoice_date"],
        "invoice_origin": order.name if order else False,
        "invoice_line_ids": [Command.create(line) for line in lines],
    }


def _order_lines(book, order, where):
    lines = [
        line._prepare_account_move_line() | {"analytic_distribution": line.analytic_distribution}
        for line in order.order_line
        if not line.display_type and line.qty_to_invoice > 0
    ]
    if not lines:
        raise UserError(
            book.env._(
                "%(where)s: nothing of %(order)s is received and not yet invoiced.",
                where=where,
                order=order.name,
            )
        )
    return lines


def _line(book, line, where):
    tax = line.get("tax") or book.tax
    centre = book.centre(line["cost_centre"], where)
    return {
        "name": line["name"],
        "quantity": 1,
        "price_unit": float(pounds(line["amount"])),
        "account_id": book.account(line, where).id,
        "tax_ids": [Command.set(tax.ids)],
        "analytic_distribution": {str(centre.id): 100} if centre else False,
    }
