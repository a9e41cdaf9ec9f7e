"""The neutral address that notices come from."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    pay_notice_sender = fields.Char(
        string="Sender of pay notices",
        help="An e-mail address that does not show that the reader works for the police. "
        "Empty: no notices are sent.",
    )
