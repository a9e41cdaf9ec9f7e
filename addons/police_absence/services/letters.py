"""Letters about sick pay, through the engine's PDF adapter."""

from odoo import fields
from odoo.addons.police_engine.adapters.pdf.letter import Letter, LetterTable, letter_pdf

LEVELS = {"half": "half pay", "nil": "no sick pay"}


def address_of(employee):
    """Name and private address, line by line."""
    version = employee.version_id
    lines = [
        employee.name, version.private_street, version.private_street2, version.private_city,
        version.private_zip,
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def heading_of(employee):
    """Rows that say who it is about."""
    rows = [("Name", employee.name), ("Payroll number", employee.payroll_reference or "")]
    if employee.nino:
        rows.append(("National Insurance number", employee.nino))
    return tuple(row for row in rows if row[1])


def record_table(rows):
    """What is on record, as the table of a letter."""
    return LetterTable((("On record", 0.4, False), ("", 0.6, False)), [tuple(row) for row in rows])


def drop_letter(notice):
    """PDF bytes of the warning that sick pay drops (police.absence.notice, superuser environment)."""
    employee, officer = notice.employee_id, notice.employee_id.police_type == "officer"
    law = (
        "regulation 28 of the Police Regulations 2003" if officer else "the sick pay scheme for police staff"
    )
    ask = (
        "The chief officer may decide that you stay on full or half pay for longer. If there is anything that"
        " should be considered, such as an injury on duty, or treatment that is still awaited, tell your line"
        " manager or Human Resources before that day. The Police Federation can advise you."
        if officer
        else "If there is anything that should be considered, tell your line manager or Human "
        "Resources before that"
        " day. Your trade union can advise you."
    )
    absence = notice.absence_id
    rows = [*heading_of(employee)]
    if absence:
        rows.append(("Sick since", f"{absence.date_from:%-d %B %Y}"))
    rows.append(("Change of pay", f"{LEVELS[notice.level]} from {notice.drop_on:%-d %B %Y}"))
    change = f"{LEVELS[notice.level]} from {notice.drop_on:%-d %B %Y}"
    return letter_pdf(
        Letter(
            employer=notice.company_id._employer(),
            addressee=address_of(employee),
            on=fields.Date.context_today(notice),
            subject="Your sick pay is about to change",
            body=(
                f"We hope that you are recovering. Under {law}, if you are still unable to work, your pay"
                f" changes to {change}.",
                record_table(rows),
                ask,
                "You will never be paid less than Statutory Sick Pay while you are entitled to it.",
            ),
            signed="Human Resources",
        )
    )
