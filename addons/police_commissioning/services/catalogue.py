"""One product for each kind of supply in the ledger map, so that orders land on the right account."""

from odoo import Command
from odoo.addons.police_finance.services.chart import ledger_map

GOODS = {"supplies_vehicle_parts", "supplies_uniform", "supplies_office", "supplies_other"}


def catalogue(env, company):
    """``{role: product.product}`` of the company for every ``supplies_…`` part; made when missing.

    Goods are received at the stores (billed on receipt); the rest are services (billed on order).
    """
    roles = {
        role: account for role, account in ledger_map(env, company).items() if role.startswith("supplies_")
    }
    _stores(env, company)
    Product = env["product.product"].sudo().with_company(company)
    codes = {role: account.with_company(company).code for role, account in roles.items()}
    known = {
        product.default_code: product
        for product in Product.search(
            [("default_code", "in", list(codes.values())), ("company_id", "=", company.id)]
        )
    }
    for role, account in roles.items():
        if codes[role] not in known:
            known[codes[role]] = Product.create(_product(company, role, account, codes[role]))
    return {role: known[code].with_env(env) for role, code in codes.items()}


def _product(company, role, account, code):
    return {
        "name": account.name,
        "default_code": code,
        "company_id": company.id,
        "sale_ok": False,
        "type": "consu" if role in GOODS else "service",
        "purchase_method": "receive" if role in GOODS else "purchase",
        "property_account_expense_id": account.id,
        "supplier_taxes_id": [Command.set(company.account_purchase_tax_id.ids)],
    }


def _stores(env, company):
    """The force's stores, where goods are received. Odoo makes none for a second company."""
    Warehouse = env["stock.warehouse"].sudo()
    if not Warehouse.search_count([("company_id", "=", company.id)], limit=1):
        code = f"S{company.force_code or company.id}"
        Warehouse.create(
            {"name": env._("Stores of %s", company.name), "code": code[:5], "company_id": company.id}
        )
