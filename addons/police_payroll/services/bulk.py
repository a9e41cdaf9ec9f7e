"""PostgreSQL ``COPY`` for the two big tables. It skips the ORM, so only the persister may use it."""

from functools import lru_cache
from io import StringIO

NULL = "\\N"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_CHUNK = 20_000


@lru_cache(maxsize=65536)
def copy_text(value):
    """Text for one COPY column; nothing is NULL. Cached: labels, rules and rates repeat for everybody."""
    return value.translate(_ESCAPES) if value else NULL


def copy_json(text):
    """JSON text (it has no raw tabs or line ends) for one COPY column."""
    return text.replace("\\", "\\\\") if "\\" in text else text


def new_ids(cr, table, count):
    """``count`` ids from the table's sequence, in one query."""
    cr.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count])
    return [row[0] for row in cr.fetchall()]


def copy_rows(cr, table, columns, rows):
    """COPY ``rows`` (iterable of tab-joined, already escaped lines without newline) into ``table``."""
    quoted = ", ".join(f'"{name}"' for name in columns)
    statement = f'COPY "{table}" ({quoted}) FROM STDIN'
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= _CHUNK:
            _send(cr, statement, chunk)
            chunk = []
    if chunk:
        _send(cr, statement, chunk)


def _send(cr, statement, chunk):
    cr.copy_expert(statement, StringIO("\n".join(chunk) + "\n"))
