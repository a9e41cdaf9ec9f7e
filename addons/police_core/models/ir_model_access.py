"""Access by model for auditors: read all but keys, write nothing but their own desk."""

from odoo import api, models, tools

from .auditor_policy import AUDITOR_GROUP, OWN_DESK_MODELS, READING_WIZARDS, SECRET_MODELS, is_auditor


class IrModelAccess(models.Model):
    _inherit = "ir.model.access"

    def _get_allowed_models(self, mode="read"):
        allowed = super()._get_allowed_models(mode)
        if not is_auditor(self.env):
            return allowed
        return self._auditor_models(mode, allowed)

    @tools.ormcache("mode", "allowed")
    def _auditor_models(self, mode, allowed):
        """What an auditor may do, given what their other groups grant."""
        if mode == "read":
            return (frozenset(self.env.registry.models) - SECRET_MODELS) | allowed
        return (allowed & OWN_DESK_MODELS.keys()) | (READING_WIZARDS & self.env.registry.models.keys())

    @api.model
    def _get_access_groups(self, model_name, access_mode="read"):
        groups = super()._get_access_groups(model_name, access_mode)
        if access_mode != "read" or model_name in SECRET_MODELS:
            return groups
        auditor = self.env["ir.model.data"]._xmlid_to_res_id(AUDITOR_GROUP, raise_if_not_found=False)
        if not auditor:
            return groups
        return groups | self.env["res.groups"]._get_group_definitions().from_ids([auditor])
