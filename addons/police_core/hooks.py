"""What must be done once, when Police Core is installed."""


def post_init_hook(env):
    """Make British English the language of everyone who is there already and of all who come."""
    env["ir.default"].set("res.partner", "lang", "en_GB")
    env["res.users"].with_context(active_test=False).search([]).partner_id.lang = "en_GB"
