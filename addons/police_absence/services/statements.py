"""SSP1, SMP1 and the like: which form, why, and the document."""

from odoo import fields
from odoo.addons.police_engine.absence.entitlement import FORMS
from odoo.addons.police_engine.adapters.pdf.letter import Letter, letter_pdf
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.paye.statutory_pay import SICK_PAY
from odoo.exceptions import UserError

from .family import STATUTORY
from .letters import address_of, heading_of, record_table
from .sickness import SicknessReader

_NAMES = {
    "SMP": "Statutory Maternity Pay", "SAP": "Statutory Adoption Pay", "SPP": "Statutory Paternity Pay",
    "ShPP": "Statutory Shared Parental Pay", "SPBP": "Statutory Parental Bereavement Pay",
    "SNCP": "Statutory Neonatal Care Pay",
}  # fmt: skip
_NEXT = {
    "SSP": "You may be able to claim Employment and Support Allowance or Universal Credit: see gov.uk or call"
    " Jobcentre Plus. Take this statement with you.",
    "SMP": "You may be able to claim Maternity Allowance from Jobcentre Plus. Take this statement and your"
    " MATB1 with you.",
}


def statement(absence):
    """(form, PDF bytes, reasons). UserError while statutory pay is paid and nothing is to be stated."""
    if absence.kind == "sickness":
        return _sick(absence)
    return _family(absence)


def _sick(absence):
    today = fields.Date.context_today(absence)
    until = min(absence.date_to or today, today)
    reader = SicknessReader(absence.env, absence.company_id, absence.employee_id.ids, until)
    law = reader.rules.at(SICK_PAY, until)
    reasons, last = [], None
    try:
        paid = [day for day in reader.ssp(absence.employee_id.id) if day.on >= absence.date_from]
    except EngineError as error:
        raise UserError(f"{absence.display_name}: {error}") from error
    if paid:
        last = paid[-1].on
        if (until - last).days >= 7:
            reasons.append(
                f"Statutory Sick Pay ended on {last:%-d %B %Y}: it is paid for {law['max_weeks']} "
                "weeks at most."
            )
    elif (until - absence.date_from).days + 1 < law["minimum_days"]:
        reasons.append("The sickness lasted less than four days.")
    else:
        reasons.append("Average weekly earnings are below the lower earnings limit.")
    if not reasons:
        raise UserError(
            absence.env._(
                "Statutory Sick Pay is being paid to %s: there is nothing to state yet. An SSP1 is due "
                "when it "
                "ends or is refused.",
                absence.employee_id.name,
            )
        )
    rows = [("First day of sickness", f"{absence.date_from:%-d %B %Y}")]
    if last:
        rows.append(("Last day of Statutory Sick Pay", f"{last:%-d %B %Y}"))
    return "SSP1", _document(absence, "SSP1", "Statutory Sick Pay", reasons, rows, _NEXT["SSP"]), reasons


def _family(absence):
    kind = STATUTORY[absence.kind]
    leave = absence._leaves()[absence]
    if leave.claim is None:
        raise UserError(f"{absence.display_name}: {absence._missing_date()}")
    try:
        finding = leave.finding()
    except EngineError as error:
        raise UserError(f"{absence.display_name}: {error}") from error
    reasons = [text[:1].upper() + text[1:] for text in finding.refusals]
    today = fields.Date.context_today(absence)
    ended = absence.pay_ends_on and absence.pay_ends_on < today
    if not reasons and ended:
        reasons.append(f"{_NAMES[kind]} ended on {absence.pay_ends_on:%-d %B %Y}.")
    if not reasons:
        raise UserError(
            absence.env._(
                "%(name)s is entitled to %(pay)s and it has not ended: there is nothing to state.",
                name=absence.employee_id.name,
                pay=_NAMES[kind],
            )
        )
    rows = [
        ("Leave from", f"{absence.date_from:%-d %B %Y}"),
        ("Qualifying week ended", f"{finding.saturday:%-d %B %Y}"),
        ("Weeks of service to it", str(finding.weeks)),
        ("Average weekly earnings", display(round(absence.average_weekly * 100))),
    ]
    if absence.expected_date:
        rows.insert(0, ("Due date", f"{absence.expected_date:%-d %B %Y}"))
    form = FORMS[kind]
    return form, _document(absence, form, _NAMES[kind], reasons, rows, _NEXT.get(kind, "")), reasons


def _document(absence, form, pay, reasons, rows, after):
    employee = absence.employee_id
    return letter_pdf(
        Letter(
            employer=absence.company_id._employer(),
            addressee=address_of(employee),
            on=fields.Date.context_today(absence),
            subject=f"{pay}: statement to the employee ({form})",
            body=(
                f"We cannot pay you {pay}, or cannot pay it any longer, for this reason:",
                *(f"–  {reason}" for reason in reasons),
                record_table((*heading_of(employee), *rows)),
                *((after,) if after else ()),
                "If you think this is wrong, tell us first. You may also ask HM Revenue and Customs for a"
                " formal decision within six months (Statutory Payments Dispute Team).",
            ),
            reference=f"{form} {employee.payroll_reference or ''}".strip(),
            signed="Human Resources",
        )
    )
