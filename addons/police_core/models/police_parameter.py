"""The law as the system holds it: every dated figure with its source and how sure we are."""

import json
from collections.abc import Mapping
from functools import lru_cache

from odoo import api, fields, models
from odoo.addons.police_engine.params.loader import CONFIDENCES, Period, RuleSet
from odoo.tools import SQL

LABELS = {"verified": "Verified", "derived": "Derived", "recalled": "Recalled", "unknown": "Unknown"}


class PoliceParameter(models.Model):
    """A read-only window on the TOML files of the engine; no figure is stored in the database.

    Each leaf value of each period is one row. The rows are handed to PostgreSQL as JSON with every
    query, so the screen can never show anything but the figures that pay people.
    """

    _name = "police.parameter"
    _description = "Statutory figure"
    _auto = False
    _order = "scheme, date_from desc, key"
    _rec_name = "key"

    scheme = fields.Char(readonly=True, help="Name of the parameter file, e.g. hmrc/nic/class1.")
    title = fields.Char(string="Figures", readonly=True)
    authority = fields.Char(readonly=True)
    key = fields.Char(string="Figure", readonly=True)
    value = fields.Char(readonly=True)
    date_from = fields.Date(string="From", readonly=True)
    date_to = fields.Date(string="To", readonly=True, help="Empty: in force until the next figures start.")
    confidence = fields.Selection([(c, LABELS[c]) for c in CONFIDENCES], readonly=True)
    verified = fields.Boolean(readonly=True)
    citation = fields.Char(string="Source", readonly=True)
    note = fields.Text(readonly=True)
    rule_set_hash = fields.Char(string="Rule set", compute="_compute_rule_set_hash")

    @property
    def _table_query(self):
        return SQL(
            """SELECT * FROM jsonb_to_recordset(%s::jsonb) AS figure(
                id integer, scheme varchar, title varchar, authority varchar, key varchar, value varchar,
                date_from date, date_to date, confidence varchar, verified boolean,
                citation text, note text)""",
            _rows_json(RuleSet.load().hash),
        )

    @api.depends("scheme")
    def _compute_rule_set_hash(self):
        self.rule_set_hash = RuleSet.load().hash


@lru_cache(maxsize=2)
def _rows_json(_hash: str) -> str:
    rules = RuleSet.load()
    rows = [
        {"id": number, **row}
        for number, row in enumerate(
            (row for name in sorted(rules.periods) for row in _scheme_rows(rules.periods[name])), start=1
        )
    ]
    return json.dumps(rows)


def _scheme_rows(periods: tuple[Period, ...]):
    for period, following in zip(periods, (*periods[1:], None), strict=True):
        until = period.end
        if until is None and following is not None:
            until = following.start.fromordinal(following.start.toordinal() - 1)
        for key, value in _leaves(period.values):
            mark = period.mark(key)
            yield _row(period, until, key, value, mark.confidence, mark.citation, mark.note)
        for key, why in period.unknown.items():
            yield _row(period, until, key, "not known", "unknown", period.citation, why)


def _row(period, until, key, value, confidence, citation, note):
    return {
        "scheme": period.name,
        "title": period.title,
        "authority": period.name.partition("/")[0],
        "key": key,
        "value": value,
        "date_from": period.start.isoformat(),
        "date_to": until.isoformat() if until else None,
        "confidence": confidence,
        "verified": confidence == "verified",
        "citation": citation,
        "note": note,
    }


def _leaves(values, prefix=""):
    """Yield ``(dotted key, value as text)``; lists of tables are numbered from 1."""
    pairs = values.items() if isinstance(values, Mapping) else enumerate(values, start=1)
    for key, value in pairs:
        path = f"{prefix}.{key}" if prefix else str(key)
        if isinstance(value, Mapping) or (
            isinstance(value, list) and any(isinstance(v, Mapping) for v in value)
        ):
            yield from _leaves(value, path)
        elif isinstance(value, list):
            yield path, ", ".join(map(str, value))
        else:
            yield path, str(value)
