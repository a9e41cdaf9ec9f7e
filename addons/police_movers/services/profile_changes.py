"""Dated payroll facts changed from a day on: a new row that copies the one in force, later rows carried."""

from odoo.exceptions import UserError

FACTS = (
    "tax_code", "tax_basis", "ni_category", "director_method", "director_weeks", "student_loan_plan",
    "postgraduate_loan", "pension_scheme", "pension_band_pay",
)  # fmt: skip


def from_day(env, employee, on, values, source):
    """Facts of ``employee`` from ``on``; later rows that still hold the old value follow. Returns the row."""
    return many(env, [(employee.id, on, values, source)])


def many(env, changes):
    """``changes``: (employee id, day, values, source), all or nothing; set-based reads, one create.

    Raises UserError for somebody without payroll facts on the day: nothing could be copied.
    """
    profiles = env["police.pay.profile"]
    known = {}
    ids = sorted({change[0] for change in changes})
    for row in profiles.search([("employee_id", "in", ids)], order="employee_id, date_from"):
        known.setdefault(row.employee_id.id, []).append(row)
    missing, creations, touched = [], [], profiles
    for employee_id, on, values, source in changes:
        rows = known.get(employee_id, [])
        before = [row for row in rows if row.date_from <= on]
        if not before:
            missing.append(employee_id)
            continue
        touched |= _amend(before[-1], rows, on, values, source, creations)
    if missing:
        names = ", ".join(env["hr.employee"].browse(missing[:20]).mapped("name"))
        raise UserError(env._("Nobody has entered payroll facts of: %s. Put them on payroll first.", names))
    return touched | profiles.create(creations)


def _amend(current, rows, on, values, source, creations):
    """Write or plan the row of the day and carry the change; returns the rows written."""
    changed = {name: value for name, value in values.items() if current[name] != value}
    written = current.browse()
    if current.date_from == on:
        current.write({**values, "source": source})
        written = current
    else:
        creations.append(
            {
                **{name: current[name] for name in FACTS},
                **values,
                "employee_id": current.employee_id.id,
                "date_from": on,
                "source": source,
            }
        )
    old = {name: current[name] for name in changed}
    for later in (row for row in rows if row.date_from > on):
        carried = {name: values[name] for name in old if later[name] == old[name]}
        if not carried:
            break
        later.write(carried)
        written |= later
    return written
