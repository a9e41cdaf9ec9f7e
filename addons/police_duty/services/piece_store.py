"""Pieces beside their duties: unchanged ones stay, open ones are replaced, paid ones are taken back."""

import json
from collections import defaultdict

from odoo.addons.police_engine.records import ElementInput

_COLUMNS = (
    "entry_id",
    "employee_id",
    "company_id",
    "week_start",
    "on_date",
    "nature",
    "state",
    "code",
    "units",
    "amount",
    "quantity",
    "taken_back",
    "reverses_id",
    "cost_centre",
    "shares",
    "acting_rank",
    "rule",
    "facts",
    "sources",
    "rule_set_hash",
)
_PAID = """
    SELECT p.id, p.entry_id, p.code, p.on_date, p.units, (p.amount * 100)::bigint, p.cost_centre, p.shares,
           p.acting_rank, p.employee_id, p.week_start, p.rule, p.facts, p.sources
      FROM police_duty_piece p
     WHERE p.company_id = %s AND p.employee_id = ANY(%s) AND p.week_start = ANY(%s) AND p.nature = 'pay'
       AND p.state = 'paid' AND NOT p.taken_back
     ORDER BY p.id"""


class PieceStore:
    """Brings the stored pieces of people and weeks to what was assessed."""

    def __init__(self, env, company, rule_set_hash):
        self.env, self.company, self.hash = env, company, rule_set_hash

    def keep(self, employee_ids, weeks, scope, counted, expected):
        """``scope``: the duties of these weeks by id; ``counted`` and ``expected``: {id: (pays, moves)}."""
        cr = self.env.cr
        cr.execute(
            """DELETE FROM police_duty_piece WHERE company_id = %s AND employee_id = ANY(%s)
                  AND week_start = ANY(%s) AND state IN ('expected', 'open', 'owed')""",
            [self.company.id, list(employee_ids), list(weeks)],
        )
        paid = self._paid(employee_ids, weeks)
        rows = []
        for key, duty in scope.items():
            own = counted if duty.counts else expected
            pays, moves = own.get(key, ((), ()))
            state = "open" if duty.counts else "expected"
            already = paid.pop(key, [])
            for pay in pays:
                same = next((row for row in already if row["signature"] == _signature(pay.element)), None)
                if same:
                    already.remove(same)
                else:
                    rows.append(self._pay_row(duty, pay, state))
            rows += [self._back_row(row) for row in already]
            rows += [self._move_row(duty, move, "owed" if duty.counts else "expected") for move in moves]
        rows += [self._back_row(row) for left in paid.values() for row in left]
        if rows:
            cr.execute_values(f"INSERT INTO police_duty_piece ({', '.join(_COLUMNS)}) VALUES %s", rows)

    def _paid(self, employee_ids, weeks):
        """{entry id: [paid pieces not taken back yet]}."""
        self.env.cr.execute(_PAID, [self.company.id, list(employee_ids), list(weeks)])
        found = defaultdict(list)
        names = [column.name for column in self.env.cr.description]
        for values in self.env.cr.fetchall():
            row = dict(zip(names, values, strict=True))
            row["amount"] = values[5]
            row["shares"] = tuple((code, parts) for code, parts in row["shares"] or ())
            row["signature"] = _signature(
                ElementInput(
                    row["code"],
                    row["amount"] or None,
                    row["units"],
                    row["on_date"],
                    "",
                    row["cost_centre"] or "",
                    shares=row["shares"],
                    rank=row["acting_rank"] or "",
                )
            )
            found[row["entry_id"]].append(row)
        return found

    def _pay_row(self, duty, pay, state):
        given = pay.element
        return (
            duty.id,
            duty.employee_id,
            self.company.id,
            duty.week_start,
            given.on or duty.day,
            "pay",
            state,
            given.code,
            given.units or 0,
            (given.amount or 0) / 100,
            0,
            False,
            None,
            given.cost_centre or None,
            json.dumps(given.shares) if given.shares else None,
            given.rank or None,
            pay.rule,
            json.dumps(pay.facts),
            json.dumps(pay.sources),
            self.hash,
        )

    def _move_row(self, duty, move, state):
        return (
            duty.id,
            duty.employee_id,
            self.company.id,
            duty.week_start,
            move.on,
            "time",
            state,
            move.account,
            0,
            0,
            move.quantity,
            False,
            None,
            None,
            None,
            None,
            move.rule,
            json.dumps(move.facts),
            json.dumps([]),
            self.hash,
        )

    def _back_row(self, row):
        """Takes back a paid piece at the price it has."""
        return (
            row["entry_id"],
            row["employee_id"],
            self.company.id,
            row["week_start"],
            row["on_date"],
            "pay",
            "open",
            row["code"],
            row["units"],
            (row["amount"] or 0) / 100,
            0,
            True,
            row["id"],
            row["cost_centre"],
            json.dumps(row["shares"]) if row["shares"] else None,
            row["acting_rank"],
            row["rule"],
            json.dumps(row["facts"]),
            json.dumps(row["sources"]),
            self.hash,
        )


def _signature(element):
    units = None if not element.units else round(float(element.units) * 100)
    return (
        element.code,
        element.on,
        units,
        element.amount or None,
        element.cost_centre or "",
        tuple(element.shares),
        element.rank or "",
    )
