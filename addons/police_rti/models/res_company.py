"""How this force reaches HMRC. No secret is kept here: sender id and password are in the environment."""

import os
from urllib.parse import urlsplit

from odoo import fields, models
from odoo.addons.police_engine.adapters.rti.envelope import Credentials
from odoo.addons.police_engine.adapters.rti.line import LOOPBACK
from odoo.exceptions import UserError

MODES = [
    ("stand_in", "Stand-in on this computer (nothing reaches HMRC)"),
    ("test", "HMRC's external test service"),
    ("test_in_live", "Test in live (HMRC checks and throws away)"),
    ("live", "Live"),
]
USUAL = {
    "test": "https://test-transaction-engine.tax.service.gov.uk/submission",
    "test_in_live": "https://transaction-engine.tax.service.gov.uk/submission",
    "live": "https://transaction-engine.tax.service.gov.uk/submission",
}
VARIABLES = ("CONSTABULARY_RTI_SENDER_ID", "CONSTABULARY_RTI_PASSWORD", "CONSTABULARY_RTI_VENDOR_ID")
STAND_IN = (Credentials("STANDIN", "stand-in"), "0000")


class ResCompany(models.Model):
    _inherit = "res.company"

    rti_mode = fields.Selection(
        MODES,
        string="Connection to HMRC",
        help="Empty: submissions are prepared and checked but can not be sent from here.",
    )
    rti_endpoint = fields.Char(
        string="Submission address",
        help="Empty: HMRC's usual address for the chosen connection. The stand-in prints its own.",
    )
    rti_public_body = fields.Boolean(
        string="May not claim Employment Allowance",
        default=True,
        help="A body doing more than half its work in the public sector may not claim (as a police force).",
    )

    def _rti_endpoint(self):
        """The submission address in force; UserError when it is missing or of the wrong kind."""
        self.ensure_one()
        if not self.rti_mode:
            raise UserError(
                self.env._(
                    "%s has no connection to HMRC. An administrator chooses it on the force's page, "
                    "under Police force, Connection to HMRC.",
                    self.name,
                )
            )
        address = (self.rti_endpoint or USUAL.get(self.rti_mode) or "").strip()
        parts = urlsplit(address)
        here = parts.hostname in LOOPBACK
        if self.rti_mode == "stand_in" and not here:
            raise UserError(
                self.env._(
                    "The stand-in runs on this computer, so its address starts with http://127.0.0.1: and "
                    "not with %s. Start tests/standins/rti_gateway.py and enter the address that it prints.",
                    address or self.env._("nothing"),
                )
            )
        if self.rti_mode != "stand_in" and (parts.scheme != "https" or here):
            raise UserError(self.env._("HMRC is reached by https alone, not at %s.", address))
        return address

    def _rti_credentials(self):
        """(Credentials, vendor id) from the environment; the stand-in needs none."""
        self.ensure_one()
        if self.rti_mode == "stand_in":
            return STAND_IN
        missing = [name for name in VARIABLES if not os.environ.get(name)]
        if missing:
            raise UserError(
                self.env._(
                    "Set %s in the environment of the server; they are HMRC's sender id, password and vendor "
                    "id of the force and are kept nowhere else.",
                    ", ".join(missing),
                )
            )
        sender, password, vendor = (os.environ[name] for name in VARIABLES)
        return Credentials(sender, password), vendor
