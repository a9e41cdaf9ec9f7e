"""A month's buying: orders raised, approved by the force manager, delivered, and 200 invoices posted."""

from odoo.addons.police_commissioning.services import orders as ordering
from odoo.addons.police_finance.services import delegation, invoices

from .quiet import QUIET

SCHEME = "DEMO: Financial Regulations of Teesmouth Police (made up), scheme of delegation"
VEHICLES = "supplies_vehicle_parts"


def run(env, company, users, month):
    """All of ``month`` (``generator.trade.Trade``); returns counts and values in pence, with VAT."""
    set_limits(env, company, users)
    suppliers = _suppliers(env, company, users, month)
    centres = {c.code: c for c in env["account.analytic.account"].search([("company_id", "=", company.id)])}
    orders = [_raise(env, company, users, order, suppliers, centres) for order in month.orders]
    approved = _approve_and_receive(users, month, orders)
    posted = _invoices(env, company, users, month, orders, suppliers)
    return _counts(month, orders, approved, posted)


def set_limits(env, company, users):
    """The scheme of delegation: nobody approves a limit from which they gain."""
    accountant, manager = users["force.accountant"], users["force.manager"]
    rows = [
        ("bill_own", 40_000, "police_core.group_finance_clerk", accountant, manager),
        ("bill_other", 50_000, "police_core.group_finance_clerk", accountant, manager),
        ("purchase_order", 50_000, "police_core.group_force_manager", users["administrator"], accountant),
    ]
    for activity, amount, group, prepared_by, approved_by in rows:
        delegation.set_limit(
            env,
            company,
            activity=activity,
            amount=amount,
            source=SCHEME,
            date_from="2026-04-01",
            group=group,
            prepared_by=prepared_by,
            approved_by=approved_by,
        )


def _suppliers(env, company, users, month):
    clerk = env(user=users["finance.clerk"], context={**env.context, **QUIET})
    records = clerk["res.partner"].create(
        [
            {
                "name": s.name,
                "is_company": True,
                "supplier_rank": 1,
                "company_id": company.id,
                "country_id": env.ref("base.uk").id,
            }
            for s in month.suppliers
        ]
    )
    for record, supplier in zip(records.sudo(), month.suppliers, strict=True):
        record.police_po_required = supplier.orders
    return {supplier.name: record for supplier, record in zip(month.suppliers, records, strict=True)}


def _raise(env, company, users, order, suppliers, centres):
    """The buyer raises the order and sends it for approval: fleet its own parts, procurement the rest."""
    buyer = users["fleet.manager" if order.items[0].role == VEHICLES else "buyer"]
    own = env(user=buyer, context={**env.context, **QUIET})
    return ordering.raise_order(
        own,
        company,
        suppliers[order.supplier].with_env(own),
        [
            {
                "role": i.role,
                "name": i.name,
                "quantity": i.quantity,
                "price": i.unit_price,
                "cost_centre": centres[i.cost_centre].with_env(own),
            }
            for i in order.items
        ],
        purpose=f"{order.items[0].name} for {centres[order.items[0].cost_centre].name.lower()}",
        expected=order.ordered_on,
    )


def _approve_and_receive(users, month, orders):
    approved = []
    for planned, order in zip(month.orders, orders, strict=True):
        if planned.fate == "waiting":
            continue
        ordering.approve(order, users["force.manager"])
        approved.append(order)
        if planned.fate == "invoiced":
            ordering.receive(order, order.create_uid)
    return approved


def _invoices(env, company, users, month, orders, suppliers):
    clerk = env(user=users["finance.clerk"], context={**env.context, **QUIET})
    rows = []
    for invoice in month.invoices:
        row = {
            "supplier": suppliers[invoice.supplier].with_env(clerk),
            "reference": invoice.reference,
            "invoice_date": invoice.dated,
            "received_on": invoice.received_on,
        }
        if invoice.order is not None:
            row["order"] = orders[invoice.order].with_env(clerk)
        else:
            row["lines"] = [
                {
                    "name": i.name,
                    "amount": i.unit_price * i.quantity,
                    "role": i.role,
                    "cost_centre": i.cost_centre,
                }
                for i in invoice.items
            ]
        rows.append(row)
    posted = invoices.enter_and_post(clerk, company, rows)
    _leave_some(clerk, company, [row for row in rows if "lines" in row])
    return posted


def _leave_some(clerk, company, rows):
    """What came in this morning: three invoices ready to post, and one that was already paid, sent again."""
    again = dict(rows[0])
    new = [
        {
            **row,
            "reference": f"{row['reference']}-N",
            "lines": [{**line, "amount": line["amount"] + 1117} for line in row["lines"]],
        }
        for row in rows[1:4]
    ]
    invoices.enter_and_post(clerk, company, [again, *new], post=False)


def _counts(month, orders, approved, posted):
    def value(records):
        return round(sum(record.sudo().amount_total for record in records) * 100)

    waiting = [order for order in orders if order.state == "to approve"]
    return {
        "orders": len(orders),
        "orders_value": value(orders),
        "approved": len(approved),
        "approved_value": value(approved),
        "waiting": len(waiting),
        "waiting_value": value(waiting),
        "invoices": len(posted.filtered(lambda m: m.state == "posted")),
        "invoices_value": value(posted),
        "matched": sum(invoice.order is not None for invoice in month.invoices),
    }
