"""Spend from the ledger and commitment from orders, by contract, in one statement each."""

from odoo.tools import SQL


def totals(env, contracts):
    """``{contract id: (spent, committed)}`` in pounds excluding VAT."""
    return {}
