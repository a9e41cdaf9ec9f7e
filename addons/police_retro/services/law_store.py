"""A whole rule set as compact text and back, so that a run can be worked out again years later.

JSON; a Decimal is ``{"$n": "1.25"}``, a date ``{"$d": "2026-09-01"}``; compressed it takes some 50 kB.
"""

import base64
import gzip
import hashlib
import json
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.params.loader import Mark, Period, RuleSet


def pack(rules):
    """RuleSet -> (base64 of the compressed text, SHA-256 of the text)."""
    content = {name: [_period(period) for period in periods] for name, periods in rules.periods.items()}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=_tag).encode()
    return base64.b64encode(gzip.compress(text, mtime=0)), hashlib.sha256(text).hexdigest()


def unpack(packed, digest, rule_set_hash):
    """The rule set again. ValueError when the text is not what was kept."""
    text = gzip.decompress(base64.b64decode(packed))
    if hashlib.sha256(text).hexdigest() != digest:
        raise ValueError("The kept law has been altered: its digest does not agree.")
    content = json.loads(text, object_hook=_untag)
    periods = {name: tuple(_read(name, row) for row in rows) for name, rows in content.items()}
    return RuleSet(periods=periods, hash=rule_set_hash)


def _period(period):
    return [
        period.title, period.start, period.end, period.confidence, period.citation, period.note,
        period.values,
        {key: list(mark) for key, mark in period.marks.items()}, dict(period.unknown),
    ]  # fmt: skip


def _read(name, row):
    *plain, marks, unknown = row
    return Period(name, *plain, {key: Mark(*mark) for key, mark in marks.items()}, unknown)


def _tag(value):
    if isinstance(value, Decimal):
        return {"$n": format(value, "f")}
    if isinstance(value, date):
        return {"$d": value.isoformat()}
    raise TypeError(f"{value!r} can not be kept as law.")


def _untag(found):
    if len(found) == 1:
        if "$n" in found:
            return Decimal(found["$n"])
        if "$d" in found:
            return date.fromisoformat(found["$d"])
    return found
