"""Apps that lead nowhere for police users stay out of their sight."""

from odoo import api, models

# Apps is the administrator's; core's dashboards draw in dollars and need a part that Debian leaves out.
HIDDEN = ("base.menu_management", "spreadsheet_dashboard.spreadsheet_dashboard_menu_root")


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    @api.model
    def _load_menus_blacklist(self):
        """Ids of menus not shown to the user at hand."""
        hidden = list(super()._load_menus_blacklist())
        if not self.env.user.has_group("base.group_system"):
            menus = [self.env.ref(name, raise_if_not_found=False) for name in HIDDEN]
            hidden += [menu.id for menu in menus if menu]
        return hidden
