"""``stop``: the web server, then the private PostgreSQL."""

from launcher import odoo_process
from launcher.environment import Environment
from launcher.places import Options
from launcher.private_server import PrivateServer
from launcher.ui import say


def main(options: Options, arguments: list[str], environment: Environment | None) -> int:
    say("Server: stopped." if odoo_process.stop_server() else "Server: was not running.")
    say("PostgreSQL: stopped." if PrivateServer().stop() else "PostgreSQL: was not running.")
    return 0
