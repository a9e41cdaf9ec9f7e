"""Change dated facts from a day on, in the past or in the future, without losing what was true.

A change creates a version on its day (or amends the one that starts on it) and is carried into later
versions as long as they still hold the old value: a rank entered late does not stop at the hours
change that was entered before it, and a later posting is not overwritten.
"""

from datetime import date
from typing import Any, NamedTuple

from odoo.exceptions import UserError

# The facts that a dated change may touch.
FACTS = (
    "police_type",
    "rank_id",
    "rank_since",
    "pay_point",
    "pay_scale_override",
    "local_salary_id",
    "increment_date",
    "weekly_hours",
    "full_time_hours",
    "station_id",
    "posting",
    "cost_centre_id",
    "pay_region",
    "paid",
)


class Change(NamedTuple):
    """One person's change: ``values`` as for ``write``, in force from ``on``."""

    employee: Any
    on: date
    values: dict[str, Any]


class Step(NamedTuple):
    """One version to create or amend. ``version`` is the one amended, or the one copied from."""

    employee: Any
    version: Any
    on: date
    creates: bool
    values: dict[str, Any]


def version_in_force(employee, on: date):
    """The active version in force on ``on``; empty when there is none."""
    versions = employee.version_ids.filtered(lambda v: v.active and v.date_version <= on)
    return versions.sorted("date_version")[-1:]


def plan(change: Change) -> list[Step]:
    """What :func:`apply` would do, in date order. Raises UserError when the change is not possible."""
    employee, on, wanted = change
    before = _employed_version(employee, on)
    values = {name: value for name, value in wanted.items() if plain(before[name]) != value}
    if not values:
        return []
    amends = before.date_version == on
    steps = [Step(employee, before, on, not amends, values)]
    carried = dict(values)
    later = employee.version_ids.filtered(
        lambda v: v.active and v.date_version > on and v.contract_date_start == before.contract_date_start
    )
    for version in later.sorted("date_version"):
        carried = {name: value for name, value in carried.items() if version[name] == before[name]}
        if not carried:
            break
        steps.append(Step(employee, version, version.date_version, False, dict(carried)))
    return steps


def apply(env, changes: list[Change]) -> int:
    """Make the changes, all or nothing; answers the number of versions created or amended."""
    steps = [step for change in changes for step in plan(change)]
    creations = [step for step in steps if step.creates]
    copies = [data for step in creations for data in step.version.sudo().copy_data()]
    for step in creations:
        step.employee.check_access("write")
    env["hr.version"].sudo().create(
        [
            {**data, **step.values, "date_version": step.on, "employee_id": step.employee.id}
            for step, data in zip(creations, copies, strict=True)
        ]
    )
    for step in steps:
        if not step.creates:
            step.version.write(step.values)
    return len(steps)


def plain(value):
    """A field value as ``write`` takes it: the id of a record, else the value itself."""
    return value.id if hasattr(value, "_ids") else value


def _employed_version(employee, on):
    version = version_in_force(employee, on)
    if not version:
        first = min(employee.version_ids.mapped("date_version"), default=None)
        raise UserError(
            employee.env._(
                "%(person)s: nothing is recorded on %(on)s; the first facts are of %(first)s.",
                person=employee.name,
                on=f"{on:%d/%m/%Y}",
                first=f"{first:%d/%m/%Y}" if first else "—",
            )
        )
    start, end = version.contract_date_start, version.contract_date_end
    if (start and on < start) or (end and on > end) or not start:
        raise UserError(
            employee.env._(
                "%(person)s is not employed on %(on)s (contract from %(start)s to %(end)s). "
                "Correct the contract dates first, or register the person as a re-joiner.",
                person=employee.name,
                on=f"{on:%d/%m/%Y}",
                start=f"{start:%d/%m/%Y}" if start else "—",
                end=f"{end:%d/%m/%Y}" if end else employee.env._("no end date"),
            )
        )
    return version
