"""Ten thousand people in seconds: import a few hundred by the real importer, then copy their rows by SQL.

Creating an employee through the ORM takes about ten milliseconds; the pay run never does it, so the
bench does not time it. Copies keep every fact of the person they were copied from (rank, hours, tax
code, loans, elements, balances) and get numbers, names and keys of their own. The result is kept
as a database that the next bench only has to clone.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from . import common

# A copy's id is the original's plus STRIDE x copy number, in every table, so that links between copied
# rows need no look-up table. Above any id that the seed people have.
STRIDE = 100_000


@dataclass(frozen=True)
class Copied:
    """One table to copy: ``where`` chooses the rows, ``links`` point into other copied tables."""

    table: str
    where: str
    links: tuple[str, ...] = ()
    own: dict[str, str] = field(default_factory=dict)  # column: SQL expression, {n} is the copy number


SEEDS = "SELECT id FROM hr_employee WHERE company_id = %(company)s AND payroll_reference IS NOT NULL"
TABLES = (
    Copied(
        "resource_resource",
        f"id IN (SELECT resource_id FROM hr_employee WHERE id IN ({SEEDS}))",
        (),
        {"user_id": "NULL"},
    ),
    Copied(
        "res_partner",
        f"id IN (SELECT work_contact_id FROM hr_employee WHERE id IN ({SEEDS}))",
        (),
        {"commercial_partner_id": "id + {n} * %(stride)s"},
    ),
    Copied(
        "hr_employee",
        f"id IN ({SEEDS})",
        ("resource_id", "work_contact_id", "current_version_id"),
        {
            "payroll_reference": "payroll_reference || '-' || {n}",
            "warrant_number": "warrant_number || '-' || {n}",
            "collar_number": "NULL",
            "nino": "'ZY' || lpad((('x' || substr(md5(nino || {n}), 1, 6))::bit(24)::int %% 1000000)::text, "
            "6, '0') || 'A'",
            "user_id": "NULL",
            "barcode": "NULL",
            "pin": "NULL",
        },
    ),
    Copied("hr_version", f"employee_id IN ({SEEDS})", ("employee_id",)),
    Copied(
        "res_partner_bank",
        f"id IN (SELECT bank_account_id FROM employee_bank_account_rel WHERE employee_id IN ({SEEDS}))",
        ("partner_id",),
    ),
    Copied("employee_bank_account_rel", f"employee_id IN ({SEEDS})", ("employee_id", "bank_account_id")),
    Copied("police_pay_profile", f"employee_id IN ({SEEDS})", ("employee_id",)),
    Copied("police_pay_opening", f"employee_id IN ({SEEDS})", ("employee_id",)),
    Copied("police_pay_element", f"employee_id IN ({SEEDS})", ("employee_id",), {"paid_run_id": "NULL"}),
)


def multiply(cr: Any, company_id: int, copies: int) -> None:
    """Add ``copies`` copies of every seed person of the company, then refresh the planner's statistics."""
    cr.execute("SET CONSTRAINTS ALL DEFERRED")
    cr.execute("SET session_replication_role = replica")  # rows link both ways; all of them arrive together
    for copied in TABLES:
        _copy(cr, copied, {"company": company_id, "stride": STRIDE, "copies": copies})
    cr.execute("SET session_replication_role = origin")
    for copied in TABLES:
        cr.execute(f"ANALYZE {copied.table}")


def _copy(cr: Any, copied: Copied, values: dict[str, int]) -> None:
    columns = _columns(cr, copied.table)
    expressions = [_expression(copied, column) for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    cr.execute(
        f"INSERT INTO {copied.table} ({names}) SELECT {', '.join(expressions)} "
        f"FROM {copied.table}, generate_series(1, %(copies)s) AS copy(n) WHERE {copied.where}",
        values,
    )
    if "id" in columns:
        cr.execute(
            f"SELECT setval(pg_get_serial_sequence('{copied.table}', 'id'), max(id)) FROM {copied.table}"
        )


def _expression(copied: Copied, column: str) -> str:
    if column in copied.own:
        return copied.own[column].replace("{n}", "copy.n").replace("id + ", f"{copied.table}.id + ", 1)
    quoted = f'{copied.table}."{column}"'
    if column == "id" or column in copied.links:
        return f"{quoted} + copy.n * %(stride)s"
    return quoted


def _columns(cr: Any, table: str) -> list[str]:
    cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER' "
        "ORDER BY ordinal_position",
        (table,),
    )
    return [row[0] for row in cr.fetchall()]


def fill(database: str, people: int, seed: int, seed_people: int) -> None:
    """Set up the force in ``database``, import ``seed_people`` by the real importer and multiply them."""
    from odoo.addons.police_demo.generator import generate
    from odoo.addons.police_demo.generator.csvfile import people_csv
    from odoo.addons.police_demo.services import company, payroll, users
    from odoo.addons.police_demo.services import people as importing
    from odoo.addons.police_demo.services.stories import ni_letters

    force = generate(seed, seed_people)
    with common.environment(database) as env:
        lang = company.use_british_english(env)
        own = company.set_up(env)
        staff = users.create(env, own, lang)
        company.set_up_pay(env, own, staff)
        periods = payroll.set_up_calendar(env, own, staff)
        importing.prepare(env, own, staff, force)
        importing.load_csv(env, own, staff, people_csv(force, joiners=False), date(2026, 4, 6))
        in_post = [e for e in force.recurring if e.date_from < date(2026, 9, 1)]
        payroll.load_elements(env, own, staff, [*in_post, *force.august])
        ni_letters.change(env(user=staff["payroll.clerk"]), own, periods, date(2026, 8, 1))
        env.flush_all()
        paid = sum(p.paid and p.job.service_date < date(2026, 8, 31) for p in force.people)
        multiply(env.cr, own.id, -(-people // paid) - 1)
