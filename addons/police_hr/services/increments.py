"""Yearly increments: find what is due up to a date, and apply it from its own day on.

    due(env, company, until) -> [Increment, ...]
    apply_due(env, company, until) -> [Increment, ...]     (those applied)

Officers move to the next point of the published scale; people on a local salary to the next point of
the same grade. The day is ``hr.version.increment_date``; the one after it is a year later, or none at
the top. An increment that cannot be worked out carries its ``problem`` and is never applied.
"""

from datetime import date
from typing import Any, NamedTuple

from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.pay import scales

from .dated_changes import Change, apply


class Increment(NamedTuple):
    """One step of one person. ``values`` go to the version from ``on``; empty with a ``problem``."""

    employee: Any
    on: date
    old: str
    new: str
    next_on: date | None
    values: dict[str, Any]
    problem: str = ""


def due(env, company, until: date) -> list[Increment]:
    """All increments due in the force up to and including ``until``, in order of date and name."""
    versions = env["hr.version"].search(
        [
            ("company_id", "=", company.id),
            ("employee_id", "!=", False),
            ("increment_date", "<=", until),
            ("contract_date_start", "!=", False),
        ]
    )
    rules = company._pay_law()
    found = [step for version in versions if _is_the_one(version) for step in _steps(version, until, rules)]
    return sorted(found, key=lambda step: (step.on, step.employee.name or "", step.employee.id))


def apply_due(env, company, until: date) -> list[Increment]:
    """Apply everything due that can be worked out; answers what was applied."""
    ready = [step for step in due(env, company, until) if not step.problem]
    for _round, steps in _rounds(ready):
        apply(env, [Change(step.employee, step.on, step.values) for step in steps])
    return ready


def _rounds(steps):
    """A person's second increment builds on the first, so they are applied in rounds."""
    rounds: dict[int, list[Increment]] = {}
    seen: dict[int, int] = {}
    for step in steps:
        number = seen[step.employee.id] = seen.get(step.employee.id, -1) + 1
        rounds.setdefault(number, []).append(step)
    return sorted(rounds.items())


def _is_the_one(version) -> bool:
    """Is the increment date within the version's own days, contract and pay?"""
    on = version.increment_date
    if on < version.date_version or (version.contract_date_end and on > version.contract_date_end):
        return False
    later = version.employee_id.version_ids.filtered(
        lambda v: v.active and version.date_version < v.date_version <= on
    )
    return not later


def _steps(version, until, rules):
    point, salary, on = version.pay_point, version.local_salary_id, version.increment_date
    last_day = min(until, version.contract_date_end or until)
    while on and on <= last_day:
        step = _local_step(version, salary, on) if salary else _scale_step(version, point, on, rules)
        yield step
        if step.problem:
            return
        point = step.values.get("pay_point", point)
        salary = version.env["police.local.salary"].browse(step.values.get("local_salary_id", salary.id))
        on = step.next_on


def _anchor(version):
    employee = version.employee_id
    return version.rank_since or employee.appointed_on or version.contract_date_start


def _scale_step(version, point, on, rules) -> Increment:
    employee = version.employee_id
    try:
        new = scales.next_point(rules, version.pay_scale or "", point or "", on)
        if new is None:
            return _refused(
                employee,
                on,
                point,
                version.env._(
                    "%(point)s is the top of the scale, or not a point of %(scale)s. "
                    "Clear the increment date.",
                    point=point or "—",
                    scale=version.pay_scale or "—",
                ),
            )
        more = scales.next_point(rules, version.pay_scale, new, on)
        following = scales.next_increment(_anchor(version), on) if more else None
    except EngineError as error:
        return _refused(employee, on, point, str(error))
    values = {"pay_point": new, "increment_date": following or False}
    return Increment(employee, on, point or "", new, following, values)


def _local_step(version, salary, on) -> Increment:
    employee = version.employee_id
    Salary = version.env["police.local.salary"]
    grade = Salary.search(
        [
            ("company_id", "=", salary.company_id.id),
            ("grade", "=", salary.grade),
            ("point", ">", salary.point),
            ("approved", "=", True),
            *Salary._in_force_domain(on),
        ],
        order="point",
    )
    if not salary.grade or not grade:
        return _refused(
            employee,
            on,
            salary.code,
            version.env._(
                "No approved point above %(code)s in its grade on %(on)s. "
                "Enter one, or clear the increment date.",
                code=salary.code,
                on=f"{on:%d/%m/%Y}",
            ),
        )
    following = scales.next_increment(version.increment_date, on) if len(grade) > 1 else None
    values = {"local_salary_id": grade[0].id, "increment_date": following or False}
    return Increment(employee, on, salary.code, grade[0].code, following, values)


def _refused(employee, on, point, problem) -> Increment:
    return Increment(employee, on, point or "", "", None, {}, f"{employee.name}: {problem}")
