"""What requisitions and orders should hold of budgets, worked out from the documents alone.

A requisition that waits or was agreed reserves its estimate, less what orders have taken over; an order that
waits reserves, an approved one commits what is not invoiced yet. Amounts are net of VAT, which a force gets
back (Value Added Tax Act 1994, s.33); irrecoverable VAT shows in the actual.
"""

from odoo.addons.police_engine.finance.budget import shared
from odoo.addons.police_finance.models.budget_entry import Call
from odoo.exceptions import UserError

ASKING = ("to_approve", "approved", "in_progress")
LIVE = {"to approve": "reserve", "purchase": "commit"}


class Calls:
    """Collects the calls of documents of one or more forces; each budget line is looked up once."""

    def __init__(self, env, strict=True):
        self.env = env(su=True)
        self.strict = strict
        self.calls = []
        self.scope = {"purchase.request.line": set(), "purchase.order.line": set()}
        self.found = {}
        self.plan = self.env.ref("police_core.analytic_plan_cost_centre")

    def requests(self, requests, state=None):
        """Lines of purchase.request; with ``state`` as if they were in it."""
        for line in requests.sudo().line_ids:
            self.scope["purchase.request.line"].add(line.id)
            if not line.cancelled and (state or line.request_id.state) in ASKING:
                self._add(line, "reserve", _asked(line), line.date_required, line.request_id)
        return self

    def orders(self, orders, state=None):
        """Lines of purchase.order; with ``state`` as if they were in it."""
        for order in orders.sudo():
            kind = LIVE.get(state or order.state)
            for line in order.order_line.filtered(lambda line: not line.display_type):
                self.scope["purchase.order.line"].add(line.id)
                if kind and not order.police_budget_released:
                    open_amount = _pence(line.price_subtotal) - _billed(line)
                    self._add(line, kind, max(0, open_amount), line.date_planned.date(), order)
        return self

    def _add(self, line, kind, amount, on, document):
        if not amount:
            return
        for centre, part in self._shares(line, amount):
            budget = self._budget_line(document.company_id, centre, _account(line), on)
            if budget:
                name = f"{document.name}: {line.name or ''}"[:120]
                self.calls.append(Call(budget.id, kind, line._name, line.id, name, part))
            elif self.strict and document.company_id.police_budget_required:
                raise UserError(
                    self.env._(
                        "%(document)s: %(centre)s has no budget for “%(what)s” on %(date)s. A force "
                        "accountant sets one, or it is charged elsewhere.",
                        document=document.name,
                        centre=centre.display_name,
                        what=line.name or line.product_id.display_name,
                        date=on,
                    )
                )

    def _shares(self, line, amount):
        """[(cost centre, pence)] by the analytic distribution; nothing where no cost centre is given."""
        percent = {}
        for key, share in (line.analytic_distribution or {}).items():
            for part in key.split(","):
                account = self.env["account.analytic.account"].browse(int(part))
                if account.root_plan_id == self.plan:
                    percent[account] = percent.get(account, 0) + share
        if not percent:
            return []
        if round(sum(percent.values()), 2) != 100:
            raise UserError(
                self.env._(
                    "%(line)s: the cost centres come to %(share)s per cent instead of 100.",
                    line=line.display_name,
                    share=f"{sum(percent.values()):g}",
                )
            )
        parts = shared(amount, {str(centre.id): f"{share:.2f}" for centre, share in percent.items()})
        return [(centre, parts[str(centre.id)]) for centre in percent if parts[str(centre.id)]]

    def _budget_line(self, company, centre, account, on):
        key = (company, centre, account, on)
        if key not in self.found:
            self.found[key] = self.env["crossovered.budget.lines"]._for(*key)
        return self.found[key]


def _pence(amount):
    return round(amount * 100)


def _asked(line):
    """Pence of the estimate that no live order has taken over."""
    taken = line.purchase_lines.filtered(lambda ordered: ordered.order_id.state in LIVE)
    if taken and sum(taken.mapped("product_qty")) >= line.product_qty:
        return 0
    return max(0, _pence(line.estimated_cost) - sum(_pence(ordered.price_subtotal) for ordered in taken))


def _billed(line):
    """Pence net of posted invoices less credit notes."""
    posted = line.invoice_lines.filtered(lambda billed: billed.parent_state == "posted")
    return sum(
        -_pence(row.price_subtotal) if row.move_id.move_type == "in_refund" else _pence(row.price_subtotal)
        for row in posted
    )


def _account(line):
    """The expense account the line will be charged to; empty without a product."""
    product = line.product_id.with_company(line.company_id)
    if not product:
        return line.env["account.account"]
    return product.product_tmpl_id.get_product_accounts()["expense"] or line.env["account.account"]
