"""Create many people at once.

    load_people(env, company, rows) -> hr.employee recordset, in the order of ``rows``

A row holds ``hr.employee`` and ``hr.version`` values by field name (ids for many2one), and may hold
``bank``: ``{"sort_code", "account_number", "account_name"}``. ``contract_date_start`` is required;
``date_version`` (the day from which the facts are known) defaults to it. Fields that are not columns
(``user_id``, tags) are written afterwards, person by person.

All or nothing: every bad row is listed in one ValidationError and nothing is created. Odoo's own path
makes a portrait, a welcome note and several writes for each person (some 50 ms); here contacts,
resources, accounts, people, versions and collar numbers go in as six batches.
"""

from collections import Counter
from datetime import date

from odoo import fields
from odoo.addons.police_core.services.bulk import insert_rows
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from .bank import checked_account

QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
MAY_LOAD = ("police_core.group_hr_officer", "police_core.group_payroll_clerk")
UNIQUE = ("payroll_reference", "warrant_number", "collar_number")
# Empty for somebody new without manager, user, skills or portrait; each costs a query a person.
NOT_COMPUTED = (
    "current_version_id",
    "coach_id",
    "expense_manager_id",
    "leave_manager_id",
    "employee_properties",
    "image_1024",
    "image_512",
    "image_256",
    "image_128",
)


def load_people(env, company, rows):
    """Create the people of ``rows`` in ``company``. Raises AccessError or ValidationError."""
    if not env.su and not any(env.user.has_group(group) for group in MAY_LOAD):
        raise AccessError(env._("Only HR officers and payroll clerks may load people."))
    quiet = env(su=True, context={**env.context, **QUIET, "allowed_company_ids": [company.id]})
    rows = [_prepared(quiet, row) for row in rows]
    _refuse_bad_rows(quiet, company, rows)
    if not rows:
        return env["hr.employee"]
    contacts = quiet["res.partner"].create([_contact(row, company) for row in rows])
    resources = insert_rows(quiet, "resource.resource", [_resource(row, company) for row in rows])
    employees = _insert_employees(quiet, company, rows, contacts, resources)
    _insert_versions(quiet, company, rows, employees)
    _insert_accounts(quiet, company, rows, employees, contacts)
    _insert_collar_holdings(quiet, company, rows, employees)
    _write_the_rest(quiet, rows, employees)
    quiet.flush_all()
    quiet.invalidate_all()
    return env["hr.employee"].browse(employees.ids)


def _prepared(env, row):
    """A copy of ``row`` with tidy identifiers, full name, dates and next increment."""
    row = env["hr.employee"]._tidy(dict(row))
    for name in ("contract_date_start", "contract_date_end", "date_version", "appointed_on", "rank_since"):
        if name in row:
            row[name] = fields.Date.to_date(row[name])
    row.setdefault("date_version", row.get("contract_date_start"))
    row["name"] = row.get("name") or f"{row.get('forenames') or ''} {row.get('surname') or ''}".strip()
    env["hr.employee"]._add_increment_date(row)
    return row


def _refuse_bad_rows(env, company, rows):
    bad = []
    for number, row in enumerate(rows, start=1):
        bad += [
            env._("Row %(row)s: %(problem)s", row=number, problem=text) for text in _row_problems(env, row)
        ]
    for name in UNIQUE:
        counts = Counter(row[name] for row in rows if row.get(name))
        bad += [
            env._(
                "%(field)s %(value)s is given %(count)s times.",
                field=_label(env, name),
                value=value,
                count=count,
            )
            for value, count in counts.items()
            if count > 1
        ]
    bad += _taken(env, company, rows)
    if bad:
        raise ValidationError("\n".join(bad))


def _row_problems(env, row):
    if not isinstance(row.get("contract_date_start"), date):
        yield env._("the contract start date is missing.")
    if not row["name"]:
        yield env._("the surname is missing.")
    known = env["hr.employee"]._fields
    if unknown := [name for name in row if name not in known and name != "bank"]:
        yield env._("unknown fields: %s.", ", ".join(sorted(unknown)))
    if row.get("bank"):
        try:
            checked_account(row["bank"].get("sort_code"), row["bank"].get("account_number"), "")
        except EngineError as error:
            yield str(error)


def _taken(env, company, rows):
    for name in ("payroll_reference", "warrant_number"):
        wanted = tuple({row[name] for row in rows if row.get(name)})
        for value, person in (
            env.execute_query(
                SQL(
                    "SELECT %(f)s, name FROM hr_employee"
                    " WHERE company_id = %(c)s AND %(f)s IN %(wanted)s ORDER BY 1",
                    f=SQL.identifier(name),
                    c=company.id,
                    wanted=wanted,
                )
            )
            if wanted
            else ()
        ):
            yield env._(
                "%(field)s %(value)s belongs to %(person)s.",
                field=_label(env, name),
                value=value,
                person=person,
            )


def _label(env, name):
    return env["hr.employee"]._fields[name]._description_string(env)


def _contact(row, company):
    return {
        "name": row["name"],
        "company_id": company.id,
        "email": row.get("work_email") or False,
        "phone": row.get("work_phone") or False,
        "lang": "en_GB",
        "tz": "Europe/London",
    }


def _resource(row, company):
    calendar = row.get("resource_calendar_id") or company.resource_calendar_id.id
    return {"name": row["name"], "company_id": company.id, "calendar_id": calendar, "tz": "Europe/London"}


def _is_column(field):
    return bool(field.store and field.column_type)


def _split(env, row):
    """``(employee columns, version columns, the rest)`` of a row."""
    Employee, Version = env["hr.employee"]._fields, env["hr.version"]._fields
    person, version, rest = {}, {}, {}
    for name, value in row.items():
        if name in ("bank", "name", "company_id", "version_id", "employee_id"):
            continue
        if name == "user_id":
            rest[name] = value
        elif name in Version and (Employee[name].inherited or name == "resource_calendar_id"):
            (version if _is_column(Version[name]) else rest)[name] = value
        else:
            (person if _is_column(Employee[name]) else rest)[name] = value
    return person, version, {name: value for name, value in rest.items() if value}


def _insert_employees(env, company, rows, contacts, resources):
    return insert_rows(
        env,
        "hr.employee",
        [
            {
                **_split(env, row)[0],
                "name": row["name"],
                "legal_name": row["name"],
                "active": True,
                "company_id": company.id,
                "resource_id": resource.id,
                "work_contact_id": contact.id,
                "work_email": row.get("work_email") or False,
                "work_phone": row.get("work_phone") or False,
                "joined_on": row["contract_date_start"],
                "leaving_date": row.get("contract_date_end") or False,
            }
            for row, contact, resource in zip(rows, contacts, resources, strict=True)
        ],
        skip=NOT_COMPUTED,
    )


def _insert_versions(env, company, rows, employees):
    base = {
        "company_id": company.id,
        "address_id": company.partner_id.id,
        "active": True,
        "resource_calendar_id": company.resource_calendar_id.id,
    }
    versions = insert_rows(
        env,
        "hr.version",
        [
            {**base, **_split(env, row)[1], "employee_id": employee.id}
            for row, employee in zip(rows, employees, strict=True)
        ],
    )
    env.execute_query(
        SQL(
            """UPDATE hr_employee SET current_version_id = v.id FROM hr_version v
            WHERE v.employee_id = hr_employee.id AND v.id IN %s RETURNING v.id""",
            tuple(versions.ids),
        )
    )
    current = env["hr.employee"]._fields["current_version_id"]
    env.remove_to_compute(current, employees)  # known already; Odoo would search person by person
    employees.invalidate_recordset(["current_version_id", "version_ids"], flush=False)


def _insert_accounts(env, company, rows, employees, contacts):
    wanted = [
        (
            employee,
            contact,
            checked_account(
                row["bank"]["sort_code"],
                row["bank"]["account_number"],
                row["bank"].get("account_name") or row["name"],
            ),
        )
        for row, employee, contact in zip(rows, employees, contacts, strict=True)
        if row.get("bank")
    ]
    accounts = insert_rows(
        env,
        "res.partner.bank",
        [
            {
                "partner_id": contact.id,
                "company_id": company.id,
                "clearing_number": account.sort_code,
                "acc_number": account.account_number,
                "sanitized_acc_number": account.account_number,
                "acc_holder_name": account.account_name,
                "allow_out_payment": True,
            }
            for _employee, contact, account in wanted
        ],
    )
    if not wanted:
        return
    pairs = [(employee.id, account.id) for (employee, _c, _a), account in zip(wanted, accounts, strict=True)]
    env.execute_query(
        SQL(
            """WITH pair AS (SELECT * FROM unnest(%s::int[], %s::int[]) AS p(employee_id, bank_account_id)),
                linked AS (INSERT INTO employee_bank_account_rel (employee_id, bank_account_id)
                           SELECT * FROM pair)
           UPDATE hr_employee e SET salary_distribution = jsonb_build_object(pair.bank_account_id::text,
                  jsonb_build_object('sequence', 1, 'amount', 100.0, 'amount_is_percentage', true))
             FROM pair WHERE pair.employee_id = e.id RETURNING e.id""",
            [employee for employee, _ in pairs],
            [account for _, account in pairs],
        )
    )


def _insert_collar_holdings(env, company, rows, employees):
    Holding = env["police.collar.holding"]
    holdings = []
    for row, employee in zip(rows, employees, strict=True):
        if row.get("collar_number"):
            left = row.get("contract_date_end")
            holdings.append(
                {
                    "employee_id": employee.id,
                    "company_id": company.id,
                    "number": row["collar_number"],
                    "date_from": row["contract_date_start"],
                    "date_to": left or False,
                    "free_from": (left and Holding._free_after(left)) or False,
                }
            )
    Holding._refuse_taken(holdings)
    insert_rows(env, "police.collar.holding", holdings)


def _write_the_rest(env, rows, employees):
    for row, employee in zip(rows, employees, strict=True):
        if rest := _split(env, row)[2]:
            employee.write(rest)
