"""Both payrolls of one period, ``{(employee id as text, line code): pence}``, in a few queries."""

import hashlib
import re
from fractions import Fraction
from typing import NamedTuple

from odoo.addons.police_engine.parallel.classify import Unit
from odoo.addons.police_payroll.services.money_fields import sql_pence

_NUMBER = re.compile(r"^\d+(?:\.\d+)?")


class Sides(NamedTuple):
    """``legacy`` and ``ours`` hold the lines of people in both, which are compared.

    ``legacy_people`` and ``our_people``: those who count (not left out). ``other_legacy`` and ``other_ours``:
    numbers of lines of people in one payroll alone; ``unmapped``: old elements without a line.
    """

    legacy: dict
    ours: dict
    legacy_people: frozenset
    our_people: frozenset
    other_legacy: int
    other_ours: int
    unmapped: tuple
    unmapped_lines: int
    lines: int  # of both sides, counted by the database on its own
    inputs_hash: str


def read(project, rehearsal):
    """(Sides, {employee id: type}) of the period of ``rehearsal``, our copied payslips."""
    env = project.env(su=True)
    env.flush_all()
    old = _legacy(env, project, rehearsal.period_id)
    mapped = {row.legacy_element: row for row in project.sudo().mapping_ids}
    mine, types = _ours(env, rehearsal, {row.code for row in mapped.values() if row.code})
    left_out = {
        p.employee_id.id for p in project.sudo().person_ids if p.state == "left_out" and p.employee_id
    }
    mine = {key: value for key, value in mine.items() if key[0] not in left_out}
    legacy, others, unmapped, unmapped_lines = _translated(old, mapped)
    legacy_people = frozenset(person for person, _code in legacy) | frozenset(person for person in others)
    our_people = frozenset(employee for employee, _code in mine)
    both = {person for person in legacy_people & our_people if isinstance(person, int)}
    compared_legacy = {(str(p), c): v for (p, c), v in legacy.items() if p in both}
    compared_ours = {(str(p), c): v for (p, c), v in mine.items() if p in both}
    other_legacy = sum(1 for p, _c in legacy if p not in both)
    other_ours = sum(1 for p, _c in mine if p not in both)
    return Sides(
        compared_legacy,
        compared_ours,
        legacy_people,
        our_people,
        other_legacy,
        other_ours,
        tuple(sorted(unmapped)),
        unmapped_lines,
        len(legacy) + len(mine),
        _hash(old, mapped, mine, left_out),
    ), types


def _legacy(env, project, period):
    """[(employee id or None, person id, element, pence)] of old rows that count."""
    env.cr.execute(
        """SELECT CASE WHEN p.state = 'matched' THEN p.employee_id END, p.id, a.element,
                  sum((a.amount * 100)::bigint)::bigint
             FROM police_parallel_amount a
             JOIN police_parallel_import i ON i.id = a.import_id
             JOIN police_parallel_person p ON p.id = a.person_id
            WHERE i.project_id = %s AND i.period_id = %s AND i.state = 'taken' AND p.state <> 'left_out'
            GROUP BY 1, 2, 3 ORDER BY 2, 3""",
        [project.id, period.id],
    )
    return env.cr.fetchall()


def _translated(old, mapped):
    """Old rows under our codes. People not matched keep a key of their own: ``'?7'``."""
    legacy, others, unmapped, unmapped_lines = {}, set(), set(), 0
    for employee, person, element, amount in old:
        row = mapped.get(element)
        who = employee or f"?{person}"
        if not employee:
            others.add(who)
        if row is None:
            unmapped.add(element)
            unmapped_lines += 1
        elif not row.left_out:
            key = (who, row.code)
            legacy[key] = legacy.get(key, 0) + (-amount if row.turned else amount)
    return legacy, others, unmapped, unmapped_lines


def _ours(env, rehearsal, codes):
    """({(employee id, code): pence}, {employee id: type}); employer's lines and totals only where mapped."""
    env.cr.execute(
        f"""SELECT employee_id, code, max(COALESCE(person_type, '')), sum({sql_pence("amount")})::bigint
              FROM police_parallel_ours
             WHERE rehearsal_id = %s AND (kind IN ('earning', 'deduction') OR code = ANY(%s))
             GROUP BY employee_id, code""",
        [rehearsal.id, list(codes)],
    )
    rows = env.cr.fetchall()
    types = {employee: kind for employee, _code, kind, _amount in rows}
    return {(employee, code): amount for employee, code, _kind, amount in rows}, types


def _hash(old, mapped, mine, left_out):
    """Everything the comparison is made of."""
    digest = hashlib.sha256()
    for row in old:
        digest.update(f"{row}\n".encode())
    for element, row in sorted(mapped.items()):
        digest.update(f"{element}|{row.code}|{row.turned}|{row.left_out}\n".encode())
    for key, amount in sorted(mine.items()):
        digest.update(f"{key}|{amount}\n".encode())
    digest.update(str(sorted(left_out)).encode())
    return digest.hexdigest()


def read_lines(env, rehearsal):
    """({(employee, code): (id, label)}, {(employee text, code): Unit}) of our copied lines."""
    env.cr.execute(
        f"""SELECT employee_id, code, id, label, COALESCE(units, ''), {sql_pence("amount")}
              FROM police_parallel_ours WHERE rehearsal_id = %s ORDER BY id DESC""",
        [rehearsal.id],
    )
    lines, units = {}, {}
    for employee, code, line, label, text, amount in env.cr.fetchall():
        lines[employee, code] = (line, label)
        number = _NUMBER.match(text)
        if number and Fraction(number[0]) and amount:
            units[str(employee), code] = Unit(Fraction(amount) / Fraction(number[0]))
    return lines, units
