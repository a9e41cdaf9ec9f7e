"""Readings entered before there was a ledger: judge them now, in order of date."""

from odoo import SUPERUSER_ID, api
from odoo.addons.police_fleet.services import ledger


def migrate(cr, version):
    """Every reading that no ledger has seen; a handful of queries."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    readings = env["fleet.vehicle.odometer"].search([("state", "=", "queried"), ("why", "=", False)])
    ledger.enter(readings)
