"""Writing many rows at once: one statement, whatever the number of rows."""

from odoo.tools import SQL

BATCH = 2000


def update(model, columns, rows):
    """Set ``columns`` (name -> SQL type) of rows ``(id, value, …)`` of ``model``; caches are dropped.

    For stored figures that nothing else is computed from: no constraint and no compute runs.
    """
    rows = list(rows)
    if not rows:
        return
    env = model.env
    model.flush_model(list(columns))
    sets = SQL(", ").join(SQL("%s = v.%s", SQL.identifier(c), SQL.identifier(c)) for c in columns)
    names = SQL(", ").join(SQL.identifier(name) for name in ("id", *columns))
    types = ["integer", *columns.values()]
    for start in range(0, len(rows), BATCH):
        values = SQL(", ").join(
            SQL("(%s)", SQL(", ").join(SQL(f"%s::{kind}", v) for kind, v in zip(types, row, strict=True)))
            for row in rows[start : start + BATCH]
        )
        table = SQL.identifier(model._table)
        env.cr.execute(
            SQL("UPDATE %s t SET %s FROM (VALUES %s) AS v(%s) WHERE t.id = v.id", table, sets, values, names)
        )
    model.invalidate_model(list(columns))
