"""A force's fleet policy: insurance, and the accounts that disposals are posted to."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    fleet_insured_until = fields.Date(string="Fleet policy until")
    fleet_insurer = fields.Char(string="Insurer and policy number")
    fleet_self_insured = fields.Boolean(
        string="No policy needed",
        help="E.g. Road Traffic Act 1988, section 144(2): vehicles owned by a police body.",
    )
    fleet_self_insured_note = fields.Char(string="On what ground")
    fleet_disposal_journal_id = fields.Many2one("account.journal", string="Disposal journal")
    fleet_proceeds_account_id = fields.Many2one("account.account", string="Proceeds of disposal")
    fleet_asset_account_id = fields.Many2one("account.account", string="Vehicles at book value")
    fleet_gain_account_id = fields.Many2one("account.account", string="Gain on disposal")
    fleet_loss_account_id = fields.Many2one("account.account", string="Loss on disposal")

    @api.constrains("fleet_self_insured", "fleet_self_insured_note")
    def _check_self_insured(self):
        for company in self:
            if company.fleet_self_insured and not company.fleet_self_insured_note:
                raise ValidationError(self.env._("%s: say on what ground no policy is needed.", company.name))
