"""Lines of arrears as JSON text and back, equal in every field."""

import json
from datetime import date

from odoo.addons.police_engine.records import PayLine


def to_json(lines):
    """PayLines -> JSON text; the same lines always give the same text."""
    return json.dumps(
        [list(line) for line in lines], ensure_ascii=False, separators=(",", ":"), default=_plain
    )


def read(text):
    """JSON text -> tuple of PayLine."""
    return tuple(_line(row) for row in json.loads(text or "[]"))


def _plain(value):
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} can not be kept on a line of arrears.")


def _line(row):
    line = PayLine(*row)
    return line._replace(
        sources=tuple(line.sources),
        date_from=date.fromisoformat(line.date_from) if line.date_from else None,
        date_to=date.fromisoformat(line.date_to) if line.date_to else None,
    )
