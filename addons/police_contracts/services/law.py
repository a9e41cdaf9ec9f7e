"""Figures of law that contracts need, from the dated parameter files of the engine."""

from odoo.addons.police_engine.params import RuleSet

VAT = "commissioning/vat"


def standard_vat(on):
    """Standard rate of VAT in per cent on a date, as the ORM's Monetary wants it."""
    return float(RuleSet.load().at(VAT, on)["standard"])
