"""Record rules for auditors: the global ones (companies) bind, the rules of roles do not."""

from odoo import models

from .auditor_policy import OWN_DESK_MODELS, SECRET_MODELS, is_auditor


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _get_rules(self, model_name, mode="read"):
        rules = super()._get_rules(model_name, mode)
        if mode != "read" or model_name in SECRET_MODELS or model_name in OWN_DESK_MODELS:
            return rules
        if is_auditor(self.env):
            return rules.sudo().filtered("global").with_env(self.env)
        return rules
