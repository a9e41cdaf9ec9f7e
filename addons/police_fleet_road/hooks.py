"""After installation: legal rows for the vehicles that are there already."""


def post_init(env):
    """Give every vehicle of every force its rows of the legal register."""
    env["police.fleet.requirement"]._ensure(env["fleet.vehicle"].search([]))
