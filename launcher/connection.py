"""Which PostgreSQL to use: the private one, or a real one given with --database-url."""

import os
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from launcher.places import Options
from launcher.ui import LaunchError

ROLE = "constabulary"  # Odoo refuses to work as "postgres"


@dataclass(frozen=True)
class Connection:
    """How to reach a server; given to children in libpq's environment; no password is ever in a file."""

    host: str
    port: int = 5432
    user: str = ROLE
    password: str = ""
    database: str = ""

    def environment(self) -> dict[str, str]:
        values = {"PGHOST": self.host, "PGPORT": str(self.port), "PGUSER": self.user}
        if self.password:
            values["PGPASSWORD"] = self.password
        return values


def parse_url(url: str) -> Connection:
    """postgresql://user:password@host:port/database; parts left out come from libpq's own environment."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise LaunchError(
            f"--database-url is not a PostgreSQL address (it begins with {parts.scheme or 'nothing'}:)",
            todo="write it as postgresql://USER@HOST:PORT/ and give the password in PGPASSWORD",
        )
    try:
        port = parts.port
    except ValueError as error:
        raise LaunchError(
            f"--database-url: {error}", todo="write it as postgresql://USER@HOST:PORT/"
        ) from error
    user = unquote(parts.username or "") or os.environ.get("PGUSER", "")
    if user in ("", "postgres"):
        raise LaunchError(
            "--database-url names no role, or the role postgres, which Odoo refuses",
            todo="create a role: CREATE ROLE constabulary LOGIN CREATEDB; and name it in the address",
        )
    return Connection(
        host=host_of(parts) or os.environ.get("PGHOST", "/var/run/postgresql"),
        port=port or int(os.environ.get("PGPORT", "5432")),
        user=user,
        password=unquote(parts.password or "") or os.environ.get("PGPASSWORD", ""),
        database=parts.path.strip("/"),
    )


def host_of(parts: SplitResult) -> str:
    """A name, or the folder of a socket: postgresql://USER@/DATABASE?host=/var/run/postgresql."""
    return parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0]


def connect(options: Options) -> Connection:
    """The server to use, prepared and running."""
    url = options.database_url or os.environ.get("CONSTABULARY_DATABASE_URL", "")
    if url:
        return parse_url(url)
    from launcher.private_server import PrivateServer

    server = PrivateServer()
    server.prepare()
    return server.connection()
