"""Small database jobs: ``.venv/bin/python -m launcher.sql_tool VERB ARGUMENT…`` (uses psycopg2).

Reaches the server by libpq's environment variables and answers with one line of JSON. A database's comment
holds the launcher's stamp, so it goes when the database goes.
"""

import json
import sys

import psycopg2
from psycopg2 import sql


def server() -> "psycopg2.extensions.connection":
    connection = psycopg2.connect(dbname="postgres")
    connection.autocommit = True
    return connection


def execute(query: sql.Composable, parameters: tuple = ()) -> list[tuple]:
    connection = server()
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def version() -> dict:
    """The server's version and whether the role may create databases."""
    query = """SELECT current_setting('server_version_num')::int / 10000, current_setting('server_version'),
               rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"""
    major, text, may_create = execute(sql.SQL(query))[0]
    return {"major": major, "text": text, "may_create": may_create}


def databases() -> dict[str, str]:
    """Name to comment ('' where there is none)."""
    query = "SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database"
    return dict(execute(sql.SQL(query)))


def drop(name: str) -> None:
    disconnect(name)
    execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def copy(source: str, target: str) -> None:
    """A copy of ``source``; who still looks at the source is disconnected, as PostgreSQL demands."""
    disconnect(source)
    names = {"target": sql.Identifier(target), "source": sql.Identifier(source)}
    execute(sql.SQL("CREATE DATABASE {target} TEMPLATE {source}").format(**names))


def create(name: str) -> None:
    query = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C'"
    execute(sql.SQL(query).format(sql.Identifier(name)))


def rename(name: str, new_name: str) -> None:
    disconnect(name)
    execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new_name)))


def comment(name: str, text: str) -> None:
    execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(text)))


def disconnect(name: str) -> None:
    query = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
    )
    execute(sql.SQL(query), (name,))


VERBS = {
    function.__name__: function for function in (version, databases, drop, copy, create, rename, comment)
}


def main() -> int:
    try:
        print(json.dumps(VERBS[sys.argv[1]](*sys.argv[2:])))
    except psycopg2.Error as error:
        print(str(error).strip(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
