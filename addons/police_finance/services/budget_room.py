"""Calls on budgets: judged under a lock, against what is committed in the database at that moment.

Odoo's transactions see the database as it was when they began, so two of them could each see the same room
and both take it. Here a call first takes an advisory lock for its budget lines (in the order of their ids,
so that nobody waits in a circle) and keeps it until commit; then it reads through a second connection what
others have committed since. Whoever held the lock before has committed by then. No row that others wait for
is written, so nothing fails with a serialisation error, and the ledger of entries is the only counter.
"""

from typing import NamedTuple

from odoo.addons.police_engine.finance.budget import Position
from odoo.tools import SQL

COST_CENTRES = "police_core.analytic_plan_cost_centre"
_LOCK_CLASS = 0x0B0D  # the first half of the advisory lock's name: budgets
_LOCK_TIMEOUT = "15s"

_LINES = """
    SELECT l.id, (l.police_amount * 100)::bigint,
           COALESCE((SELECT sum((v.amount * 100)::bigint) FROM police_budget_virement v
                      WHERE v.to_line_id = l.id AND v.approved_by_id IS NOT NULL), 0)
         - COALESCE((SELECT sum((v.amount * 100)::bigint) FROM police_budget_virement v
                      WHERE v.from_line_id = l.id AND v.approved_by_id IS NOT NULL), 0)
      FROM crossovered_budget_lines l WHERE l.id = ANY(%(lines)s)"""
_ENTRIES = """
    SELECT line_id, kind, sum((amount * 100)::bigint) FROM police_budget_entry
     WHERE line_id = ANY(%(lines)s) GROUP BY line_id, kind"""
_ACTUAL = """
    SELECT l.id, sum((-a.amount * 100)::bigint)
      FROM crossovered_budget_lines l
      JOIN account_budget_post p ON p.id = l.general_budget_id
      JOIN account_analytic_line a ON a.{column} = l.analytic_account_id
       AND a.company_id = l.company_id AND a.date BETWEEN l.date_from AND l.date_to
      JOIN account_account g ON g.id = a.general_account_id
     WHERE l.id = ANY(%(lines)s)
       AND (EXISTS (SELECT 1 FROM account_budget_rel r WHERE r.budget_id = p.id AND r.account_id = g.id)
            OR (p.police_everything AND g.account_type LIKE 'expense%%'))
       {recent}
     GROUP BY l.id"""
_RECENT = "create_date > now() AT TIME ZONE 'UTC' - interval '1 day'"


class Sums(NamedTuple):
    """Pence by budget line."""

    entries: dict  # {(line id, kind): pence}
    actual: dict  # {line id: pence}


def positions(env, line_ids, *, locked=False):
    """{line id: Position}. With ``locked`` no other transaction can change them until this one ends."""
    line_ids = sorted(set(line_ids))
    if not line_ids:
        return {}
    env.flush_all()
    if locked:
        _lock(env.cr, line_ids)
    mine = _sums(env, env.cr, line_ids)
    others = _since(env, line_ids) if locked else Sums({}, {})
    env.cr.execute(_LINES, {"lines": line_ids})
    return {
        line: Position(
            amount + int(vired),
            *(mine.entries.get((line, kind), 0) + others.entries.get((line, kind), 0)
              for kind in ("reserve", "commit")),
            mine.actual.get(line, 0) + others.actual.get(line, 0),
        )
        for line, amount, vired in env.cr.fetchall()
    }  # fmt: skip


def _lock(cr, line_ids):
    cr.execute(SQL("SET LOCAL lock_timeout = %s", _LOCK_TIMEOUT))
    for line in line_ids:
        cr.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_CLASS, line])
    cr.execute("SET LOCAL lock_timeout = 0")


def _column(env):
    """The column of analytic lines that holds the cost centre."""
    return env.ref(COST_CENTRES)._column_name()


def _sums(env, cr, line_ids):
    cr.execute(_ENTRIES, {"lines": line_ids})
    entries = {(line, kind): int(amount) for line, kind, amount in cr.fetchall()}
    cr.execute(_ACTUAL.format(column=_column(env), recent=""), {"lines": line_ids})
    return Sums(entries, {line: int(amount) for line, amount in cr.fetchall()})


def _since(env, line_ids):
    """What others committed after this transaction began: the rows of the last day that it cannot see."""
    own = {}
    for table in ("police_budget_entry", "account_analytic_line"):
        env.cr.execute(f"SELECT COALESCE(array_agg(id), '{{}}') FROM {table} WHERE {_RECENT}")
        own[table] = env.cr.fetchone()[0]
    with env.registry.cursor() as other:
        other.execute(
            f"""SELECT line_id, kind, sum((amount * 100)::bigint) FROM police_budget_entry
                 WHERE line_id = ANY(%(lines)s) AND {_RECENT} AND NOT (id = ANY(%(own)s))
                 GROUP BY line_id, kind""",
            {"lines": line_ids, "own": own["police_budget_entry"]},
        )
        entries = {(line, kind): int(amount) for line, kind, amount in other.fetchall()}
        recent = f"AND a.{_RECENT} AND NOT (a.id = ANY(%(own)s))"
        other.execute(
            _ACTUAL.format(column=_column(env), recent=recent),
            {"lines": line_ids, "own": own["account_analytic_line"]},
        )
        actual = {line: int(amount) for line, amount in other.fetchall()}
    return Sums(entries, actual)
