"""Insert thousands of rows of one model with one statement, then let the ORM compute and check them.

    insert_rows(env, "hr.version", rows, skip=()) -> recordset, in the order of ``rows``

``rows`` hold values by field name for columns only (ids for many2one, no x2many). Defaults are asked
for once. Stored computed fields that are not given are computed by the ORM in one batch, except those
named in ``skip``, which stay NULL. ``@api.constrains`` and PostgreSQL's own constraints hold as always.

What is left out, on purpose: ``create()`` overrides, chatter, default x2many. Use it only for loads
whose side effects are known, after an access check.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from odoo.exceptions import ValidationError
from odoo.tools import SQL

PAGE = 500


def insert_rows(env, model_name: str, rows: Sequence[Mapping[str, Any]], skip: Iterable[str] = ()):
    """Insert ``rows``; see the module text. Raises ValidationError for a field that is not a column."""
    model = env[model_name]
    if not rows:
        return model
    rows = _with_defaults(model, rows)
    names = list(rows[0])
    _refuse_others(model, names)
    ids = [
        number
        for (number,) in env.execute_query(
            SQL("SELECT nextval(%s) FROM generate_series(1, %s)", f"{model._table}_id_seq", len(rows))
        )
    ]
    for start in range(0, len(rows), PAGE):
        _insert_page(model, names, ids[start : start + PAGE], rows[start : start + PAGE])
    records = model.browse(ids)
    _compute(records, set(names) | set(skip))
    records._validate_fields(names)
    return records


def _with_defaults(model, rows):
    given = {name for row in rows for name in row}
    columns = [
        name
        for name, field in model._fields.items()
        if field.store and field.column_type and field.default and name not in given
    ]
    defaults = model.default_get(columns)
    blank = dict.fromkeys(given, False)
    return [{**defaults, **blank, **row} for row in rows]


def _refuse_others(model, names):
    bad = [
        name
        for name in names
        if name not in model._fields or not model._fields[name].store or not model._fields[name].column_type
    ]
    if bad:
        raise ValidationError(
            model.env._(
                "%(model)s has no column for: %(names)s.",
                model=model._description,
                names=", ".join(sorted(bad)),
            )
        )


def _insert_page(model, names, ids, rows):
    fields = [model._fields[name] for name in names]
    uid = model.env.uid
    lines = [
        SQL(
            "(%s, %s, now() at time zone 'UTC', %s, now() at time zone 'UTC', %s)",
            number,
            uid,
            uid,
            SQL(", ").join(
                SQL("%s", field.convert_to_column_insert(row[field.name], model, row)) for field in fields
            ),
        )
        for number, row in zip(ids, rows, strict=True)
    ]
    model.env.execute_query(
        SQL(
            "INSERT INTO %s (id, create_uid, create_date, write_uid, write_date, %s) VALUES %s RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(SQL.identifier(name) for name in names),
            SQL(", ").join(lines),
        )
    )


def _compute(records, given):
    env = records.env
    for field in records._fields.values():
        if field.store and field.compute and field.column_type and field.name not in given:
            env.add_to_compute(field, records)
    records.modified(given & records._fields.keys(), create=True)
    for name in given & records._fields.keys():  # given values win over editable computed fields
        env.remove_to_compute(records._fields[name], records)
