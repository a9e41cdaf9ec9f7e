"""What payroll post must respect about a person."""

from odoo import fields, models
from odoo.addons.police_engine.adapters.pdf import cover
from odoo.addons.police_hr.models.hr_version import READERS


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    letters_stopped = fields.Boolean(
        groups=READERS,
        tracking=True,
        help="Died in service: nothing is sent automatically; every letter goes through the named officer.",
    )
    post_by_hand = fields.Boolean(
        string="Post by hand only",
        groups=READERS,
        tracking=True,
        help="Officer safety: payroll papers are handed over, never posted; no address is printed on them.",
    )

    def _addressee(self, sender=""):
        """(engine Addressee, words that would tell who the person works for). Post that tells is by hand."""
        self.ensure_one()
        person = self.sudo()
        name = " ".join(text for text in (person.title, person.name) if text)
        parts = (person.private_street, person.private_street2, person.private_city, person.private_zip)
        address = tuple(text for text in parts if text)
        exposing = cover.exposing_words((name, *address), (person.company_id.name,))
        by_hand = person.post_by_hand or bool(exposing) or not address
        to = cover.Addressee(name, address, by_hand, person.payroll_reference or "", sender)
        return to, exposing
