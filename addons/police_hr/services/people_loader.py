"""Create many people at once.

    load_people(env, company, rows) -> hr.employee recordset, in the order of ``rows``

A row holds ``hr.employee`` and ``hr.version`` values by field name (ids for many2one), and may hold
``bank``: ``{"sort_code", "account_number", "account_name"}``. ``contract_date_start`` is required;
``date_version`` (the day from which the facts are known) defaults to it. All or nothing: any error
raises and nothing is kept by the caller's transaction.

Odoo's own path makes a portrait image, a welcome note and several writes for each person; none of
them is wanted for an import of thousands, so resources, contacts, people and accounts are created in
four batches under a context that switches the extras off.
"""

from odoo.exceptions import AccessError, ValidationError

from .bank import checked_account

BATCH = 1000
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
    "police_bulk_load": True,
}
MAY_LOAD = ("police_core.group_hr_officer", "police_core.group_payroll_clerk")


def load_people(env, company, rows):
    """Create the people of ``rows`` in ``company``. Raises AccessError or ValidationError."""
    if not env.su and not any(env.user.has_group(group) for group in MAY_LOAD):
        raise AccessError(env._("Only HR officers and payroll clerks may load people."))
    _refuse_incomplete(env, rows)
    quiet = env(su=True, context={**env.context, **QUIET})
    employees = quiet["hr.employee"]
    for start in range(0, len(rows), BATCH):
        employees += _load_batch(quiet, company, rows[start:start + BATCH])
    return employees.with_env(env)


def _refuse_incomplete(env, rows):
    bad = [
        env._("row %(row)s: no contract_date_start", row=number)
        for number, row in enumerate(rows, start=1) if not row.get("contract_date_start")
    ] + [
        env._("row %(row)s: no name or surname", row=number)
        for number, row in enumerate(rows, start=1) if not (row.get("name") or row.get("surname"))
    ]
    if bad:
        raise ValidationError("\n".join(bad[:50]))


def _load_batch(env, company, rows):
    names = [row.get("name") or f"{row.get('forenames') or ''} {row['surname']}".strip() for row in rows]
    contacts = env["res.partner"].create([
        {"name": name, "company_id": company.id, "email": row.get("work_email"), "phone": row.get("work_phone")}
        for name, row in zip(names, rows, strict=True)
    ])
    accounts = _bank_accounts(env, rows, contacts)
    calendar = company.resource_calendar_id
    resources = env["resource.resource"].create([
        {"name": name, "company_id": company.id, "calendar_id": row.get("resource_calendar_id", calendar.id)}
        for name, row in zip(names, rows, strict=True)
    ])
    return env["hr.employee"].with_company(company).create([
        _employee_values(row, name, company, resource, contact, account)
        for row, name, resource, contact, account in zip(rows, names, resources, contacts, accounts, strict=True)
    ])


def _employee_values(row, name, company, resource, contact, account):
    values = {key: value for key, value in row.items() if key != "bank"}
    values.setdefault("date_version", values["contract_date_start"])
    values.setdefault("resource_calendar_id", company.resource_calendar_id.id)
    values |= {
        "name": name, "company_id": company.id, "resource_id": resource.id, "work_contact_id": contact.id,
        "address_id": values.get("address_id", company.partner_id.id),
    }
    if account:
        values["bank_account_ids"] = [(6, 0, [account])]
        values["salary_distribution"] = {
            str(account): {"sequence": 1, "amount": 100.0, "amount_is_percentage": True},
        }
    return values


def _bank_accounts(env, rows, contacts):
    """Ids of the accounts, False where a row has none, in the order of ``rows``."""
    wanted = [
        (checked_account(bank["sort_code"], bank["account_number"], bank.get("account_name") or contact.name), contact)
        if (bank := row.get("bank")) else None
        for row, contact in zip(rows, contacts, strict=True)
    ]
    created = iter(env["res.partner.bank"].create([
        {
            "partner_id": contact.id, "clearing_number": account.sort_code, "acc_number": account.account_number,
            "acc_holder_name": account.account_name, "allow_out_payment": True,
        }
        for account, contact in filter(None, wanted)
    ]).ids)
    return [next(created) if pair else False for pair in wanted]
