"""Read the employment facts of many people at once, as the engine's ``EmploymentSlice`` records.

    slices_for(env, who, date_from, date_to) -> {employee id: (EmploymentSlice, ...)}

``who`` is a ``hr.employee`` recordset or a ``res.company`` record (everyone in the force, leavers
and archived people included). Slices are in date order, clipped to the range (inclusive), and to the
contract. They are split where a version starts and where a local salary changes. Days without a
contract or before the first version have no slice. Two queries whatever the number of people.

The caller checks access first (the pay run does); the reading itself is plain SQL.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.police_engine.records import EmploymentSlice
from odoo.tools import SQL

ONE_DAY = timedelta(days=1)


class LocalSalary(NamedTuple):
    """An approved local salary in force over some dates; ``amount`` is pence a year."""

    date_from: date
    date_to: date
    amount: int
    source: str


def slices_for(env, who, date_from: date, date_to: date) -> dict[int, tuple[EmploymentSlice, ...]]:
    """What was true of each person from ``date_from`` to ``date_to``; see the module text."""
    env["hr.version"].flush_model()
    env["police.local.salary"].flush_model()
    rows = env.execute_query(_versions_query(who, date_from, date_to))
    salaries = _local_salaries(env, {row[-1] for row in rows if row[-1]}, date_from, date_to)
    people: dict[int, list[EmploymentSlice]] = defaultdict(list)
    for employee, company, start, end, *facts, code in rows:
        whole = EmploymentSlice(start, end, *facts[:4], None, "", *facts[4:])
        if code:
            people[employee].extend(_with_local_salary(whole, code, salaries.get((company, code), ())))
        else:
            people[employee].append(whole)
    return {employee: tuple(slices) for employee, slices in people.items()}


def _versions_query(who, date_from, date_to) -> SQL:
    if who._name == "res.company":
        scope = SQL("v.company_id IN %s", tuple(who.ids) or (None,))
    else:
        scope = SQL("v.employee_id IN %s", tuple(who.ids) or (None,))
    return SQL(
        """
        WITH dated AS (
            SELECT v.*,
                   GREATEST(v.date_version, v.contract_date_start, %(from)s::date) AS starts,
                   LEAST(lead(v.date_version) OVER (PARTITION BY v.employee_id ORDER BY v.date_version) - 1,
                         v.contract_date_end, %(to)s::date) AS ends
              FROM hr_version v
             WHERE v.active AND v.employee_id IS NOT NULL AND %(scope)s
        )
        SELECT d.employee_id, d.company_id, d.starts, d.ends,
               COALESCE(d.police_type, ''), COALESCE(rank.code, ''), COALESCE(d.pay_scale, ''),
               COALESCE(d.pay_point, ''),
               round(d.weekly_hours * 100)::int, round(d.full_time_hours * 100)::int,
               COALESCE(d.pay_region, 'england_wales'), COALESCE(centre.code, ''), COALESCE(d.paid, true),
               salary.code
          FROM dated d
          LEFT JOIN police_rank rank ON rank.id = d.rank_id
          LEFT JOIN account_analytic_account centre ON centre.id = d.cost_centre_id
          LEFT JOIN police_local_salary salary ON salary.id = d.local_salary_id
         WHERE d.contract_date_start IS NOT NULL AND d.starts <= d.ends
         ORDER BY d.employee_id, d.starts
        """,
        **{"from": date_from, "to": date_to, "scope": scope},
    )


def _local_salaries(env, codes, date_from, date_to) -> dict[tuple[int, str], list[LocalSalary]]:
    """Approved salaries of ``codes`` in force on any day of the range, by force and code, in date order."""
    found: dict[tuple[int, str], list[LocalSalary]] = defaultdict(list)
    if not codes:
        return found
    rows = env.execute_query(
        SQL(
            """SELECT company_id, code, date_from, COALESCE(date_to, %(to)s::date),
                  round(annual_salary * 100)::bigint,
                  source || ' (' || code || ' from ' || to_char(date_from, 'DD/MM/YYYY') || ')'
             FROM police_local_salary
            WHERE code IN %(codes)s AND approved AND active
              AND date_from <= %(to)s AND (date_to IS NULL OR date_to >= %(from)s)
            ORDER BY date_from""",
            codes=tuple(codes),
            **{"from": date_from, "to": date_to},
        )
    )
    for company, code, *salary in rows:
        found[company, code].append(LocalSalary(*salary))
    return found


def _with_local_salary(whole: EmploymentSlice, code: str, salaries) -> list[EmploymentSlice]:
    """Cut ``whole`` where the salary changes. Days without an approved figure keep no salary, so that
    the engine blocks the person, naming the code."""
    pieces, day = [], whole.date_from
    for salary in salaries:
        start, end = max(day, salary.date_from), min(whole.date_to, salary.date_to)
        if start > end:
            continue
        if start > day:
            pieces.append(_without_salary(whole, day, start - ONE_DAY, code))
        pieces.append(
            whole._replace(
                date_from=start, date_to=end, annual_salary=salary.amount, salary_source=salary.source
            )
        )
        day = end + ONE_DAY
    if day <= whole.date_to:
        pieces.append(_without_salary(whole, day, whole.date_to, code))
    return pieces


def _without_salary(whole, start, end, code):
    return whole._replace(
        date_from=start,
        date_to=end,
        annual_salary=None,
        salary_source=f"No approved local salary {code} from {start:%d/%m/%Y} to {end:%d/%m/%Y}",
    )
