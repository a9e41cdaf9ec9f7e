"""One product for each kind of supply in the ledger map, so that orders land on the right account."""

from odoo.addons.police_finance.services.chart import ledger_map

GOODS = {"supplies_vehicle_parts", "supplies_uniform", "supplies_office", "supplies_other"}


def catalogue(env, company):
    """``{role: product.product}`` of the company for every ``supplies_…`` part; made when missing.

    Goods are received at the stores (billed on receipt); the rest are services (billed on order).
    """
    roles = {
        role: account for role, account in ledger_map(env, company).items() if role.startswith("supplies_")
    }
    Product = env["product.product"].sudo().with_company(company)
    known = {
        p.default_code: p
        for p in Product.search([("default_code", "in", list(roles)), ("company_id", "=", company.id)])
    }
    purposes = {
        row.role: row.account_id.name
        for row in env["police.ledger.role"].sudo().search([("company_id", "=", company.id)])
    }
    for role, account in roles.items():
        if role not in known:
            known[role] = Product.create(
                {
                    "name": purposes[role],
                    "default_code": role,
                    "company_id": company.id,
                    "sale_ok": False,
                    "type": "consu" if role in GOODS else "service",
                    "purchase_method": "receive" if role in GOODS else "purchase",
                    "property_account_expense_id": account.id,
                    "supplier_taxes_id": [(6, 0, company.account_purchase_tax_id.ids)],
                }
            )
    return {role: product.with_env(env) for role, product in known.items()}
