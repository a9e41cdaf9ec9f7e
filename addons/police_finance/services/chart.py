"""Sets up a force's ledger on the United Kingdom chart, and tells which account plays which part."""

import tomllib
from pathlib import Path

from odoo import Command
from odoo.exceptions import UserError

FILE = Path(__file__).parent.parent / "data" / "force_chart.toml"
COST_CENTRES = "police_core.analytic_plan_cost_centre"
PAYROLL_JOURNAL = "PAY"


def prepare_force_ledger(env, company):
    """Load the UK chart if the company has none, add what a force needs, return ``{role: account}``.

    Safe to run again: existing accounts, maps that an accountant changed, and journals are kept.
    Needs the rights of an administrator (run it with ``sudo``). Raises UserError when the company
    keeps another country's chart or a code is taken by an account of another type.
    """
    company = company.sudo()
    env = company.env
    _load_chart(env, company)
    for row in _rows():
        _map_role(env, company, row)
    _payroll_journal(env, company)
    _bank_outstanding(env, company)
    _require_cost_centres(env, company)
    _payment_terms(env, company)
    return ledger_map(env, company)


def ledger_map(env, company):
    """``{role: account.account}`` for every part. Raises UserError naming the parts that have no account."""
    rows = env["police.ledger.role"].sudo().search([("company_id", "=", company.id)])
    mapping = {row.role: row.account_id for row in rows}
    missing = [row["role"] for row in _rows() if row["role"] not in mapping]
    if missing:
        raise UserError(
            env._(
                "%(force)s has no account for: %(roles)s. Set them under Finance, Configuration, Ledger map.",
                force=company.name,
                roles=", ".join(missing),
            )
        )
    return mapping


def payroll_journal(env, company):
    """The journal that pay runs post to. Raises UserError when the ledger was not prepared."""
    journal = _find_payroll_journal(env, company)
    if not journal:
        raise UserError(env._("%s has no payroll journal: prepare the force's ledger first.", company.name))
    return journal


def _rows():
    with FILE.open("rb") as stream:
        return tomllib.load(stream)["account"]


def _load_chart(env, company):
    if company.chart_template == "uk":
        return
    if company.chart_template:
        raise UserError(
            env._(
                "%(force)s keeps the chart “%(chart)s”; a force needs the United Kingdom chart.",
                force=company.name,
                chart=company.chart_template,
            )
        )
    if company.country_id != env.ref("base.uk"):
        company.country_id = env.ref("base.uk")
    env["account.chart.template"].try_loading("uk", company=company, install_demo=False)


def _map_role(env, company, row):
    Role = env["police.ledger.role"]
    if Role.search_count([("company_id", "=", company.id), ("role", "=", row["role"])]):
        return
    Role.create(
        {
            "company_id": company.id,
            "role": row["role"],
            "purpose": row["purpose"],
            "account_id": _account(env, company, row).id,
        }
    )


def _account(env, company, row):
    Account = env["account.account"].with_company(company)
    account = Account.search([("code", "=", row["code"]), ("company_ids", "in", company.id)], limit=1)
    if account and account.account_type != row["type"]:
        raise UserError(
            env._(
                "Account %(code)s of %(force)s is “%(name)s”, not of the type that “%(role)s” needs.",
                code=row["code"],
                force=company.name,
                name=account.name,
                role=row["role"],
            )
        )
    return account or Account.create(
        {
            "code": row["code"],
            "name": row["name"],
            "account_type": row["type"],
            "reconcile": row.get("reconcile", False),
            "company_ids": [Command.set(company.ids)],
        }
    )


def _find_payroll_journal(env, company):
    return (
        env["account.journal"]
        .sudo()
        .search(
            [("company_id", "=", company.id), ("code", "=", PAYROLL_JOURNAL), ("type", "=", "general")],
            limit=1,
        )
    )


def _payroll_journal(env, company):
    if not _find_payroll_journal(env, company):
        env["account.journal"].create(
            {
                "company_id": company.id,
                "code": PAYROLL_JOURNAL,
                "name": env._("Payroll"),
                "type": "general",
            }
        )


def _bank_outstanding(env, company):
    """Payments go through 'in transit' accounts, so that they can be settled against the statement."""
    mapping = {
        row.role: row.account_id
        for row in env["police.ledger.role"].search(
            [
                ("company_id", "=", company.id),
                ("role", "in", ("payments_outstanding", "receipts_outstanding")),
            ]
        )
    }
    for journal in env["account.journal"].search([("company_id", "=", company.id), ("type", "=", "bank")]):
        for lines, role in (
            (journal.outbound_payment_method_line_ids, "payments_outstanding"),
            (journal.inbound_payment_method_line_ids, "receipts_outstanding"),
        ):
            lines.filtered(lambda line: not line.payment_account_id).payment_account_id = mapping[role]


def _require_cost_centres(env, company):
    """Expense lines of bills, orders and journals name a cost centre in full (100 per cent)."""
    plan = env.ref(COST_CENTRES)
    prefixes = ", ".join(
        sorted({row["code"][:1] for row in _rows() if row["type"] == "expense"} | {"5", "8"})
    )
    wanted = {"bill": prefixes, "general": prefixes, "purchase_order": False}
    have = plan.applicability_ids.filtered(lambda rule: rule.company_id == company).mapped("business_domain")
    env["account.analytic.applicability"].create(
        [
            {
                "analytic_plan_id": plan.id,
                "company_id": company.id,
                "business_domain": domain,
                "account_prefix": prefix,
                "applicability": "mandatory",
            }
            for domain, prefix in wanted.items()
            if domain not in have
        ]
    )


def _payment_terms(env, company):
    """Suppliers without terms of their own are due after 30 days, not on the day of the invoice."""
    defaults = env["ir.default"]
    if not defaults._get("res.partner", "property_supplier_payment_term_id", company_id=company.id):
        term = env.ref("account.account_payment_term_30days")
        defaults.set("res.partner", "property_supplier_payment_term_id", term.id, company_id=company.id)
