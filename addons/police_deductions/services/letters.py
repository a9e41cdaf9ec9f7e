"""Letters about orders and overpayments: what they say; the engine's adapter draws them."""

from datetime import date

from odoo import fields
from odoo.addons.police_engine.adapters.pdf.letter import Letter, LetterTable, letter_pdf
from odoo.addons.police_engine.deductions import recovery
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.paye.figures import percent, share
from odoo.addons.police_payroll.services.money_fields import to_pence

PLAN_SHOWN = 24


def overpayment_letter(overpayment):
    """PDF to the person: cause, periods, amounts, plan, and what they may ask for."""
    person, company = overpayment.employee_id, overpayment.company_id
    gross = overpayment.treatment == "gross"
    body = [
        f"Dear {person.title or ''} {person.surname or person.name},".replace("  ", " "),
        "We are sorry to tell you that you were paid too much. This letter says how it happened, how much it"
        " is, how we propose to put it right, and what you can do if you disagree or if it would cause you"
        " hardship.",
        "# What happened",
        overpayment.cause_note or dict(overpayment._fields["cause"].selection)[overpayment.cause],
        _periods(overpayment),
        "# How much it is",
        _amounts_table(overpayment),
        _treatment(overpayment, gross),
        "# How we propose to put it right",
        _plan(overpayment),
        _plan_table(overpayment),
        f"From each pay day we take no more than leaves you {_protected()} of your net pay. Nothing is taken"
        " while a request or a dispute of yours is open.",
        "# What you can do",
        "If repaying in this way would cause you hardship, tell payroll what you could repay from each pay"
        " day. If you think that we are wrong, tell us why; we shall look at it again. You may bring your"
        " Federation, association or union representative into any conversation.",
        "Please reply within 14 days. Police officers: please sign and return the enclosed agreement;"
        " nothing is recovered from an officer's pay before that, or before the matter is otherwise settled.",
    ]
    return letter_pdf(
        Letter(
            company._employer(), _address(person), fields.Date.context_today(overpayment),
            "Overpayment of your pay", body, overpayment.name, "Payroll",
        )
    )  # fmt: skip


def _protected():
    """The share of net pay that stays with the person, as ``75%``."""
    law = RuleSet.load().at(recovery.LAW, date.today())
    return percent(share(law["protected_share"]))


def _periods(overpayment):
    first, last = overpayment.first_pay, overpayment.last_pay
    if overpayment.periods <= 1:
        return f"It concerns your pay of {first:%-d %B %Y}."
    return (
        f"It concerns {overpayment.periods} pay days, from {first:%-d %B %Y} to {last:%-d %B %Y}."
        f" We learned of it on {overpayment.known_on:%-d %B %Y}."
    )


def _amounts_table(overpayment):
    rows = [
        (f"{line.pay_date:%-d %B %Y}", line.label, _shown(line.gross), _shown(line.net))
        for line in overpayment.line_ids
    ]
    rows.append(("Total", "", _shown(overpayment.gross_total), _shown(overpayment.net_total)))
    headings = (
        ("Pay day", 1.3, False),
        ("What", 2.2, False),
        ("Before tax £", 1.1, True),
        ("After tax £", 1.1, True),
    )
    return LetterTable(headings, rows, total=True)


def _treatment(overpayment, gross):
    if gross:
        return (
            f"As it is put right within the same tax year, {display(to_pence(overpayment.to_recover))} is"
            " taken back before tax: your tax, National Insurance and contributions fall with it, so that"
            " your net pay falls by about the amount after tax."
        )
    return (
        f"You repay {display(to_pence(overpayment.to_recover))}, the amount after tax, National Insurance and"
        " contributions. We correct what we reported to HM Revenue & Customs for those pay days ourselves."
    )


def _plan(overpayment):
    count = len(overpayment.instalment_ids)
    first = overpayment.instalment_ids[:1].due_on
    if count <= 1:
        return f"In one instalment, with your pay of {first:%B %Y}."
    return (
        f"In {count} instalments from your pay of {first:%B %Y}. We never ask you to repay faster than it"
        " arose unless you wish to."
    )


def _plan_table(overpayment):
    rows = [
        (f"{row.due_on:%B %Y}", _shown(row.amount), _shown(row.left))
        for row in overpayment.instalment_ids[:PLAN_SHOWN]
    ]
    if len(overpayment.instalment_ids) > PLAN_SHOWN:
        rows.append(("and so on", "", ""))
    return LetterTable((("With the pay of", 2, False), ("Instalment £", 1, True), ("Left £", 1, True)), rows)


def notice_letter(notice):
    """PDF to the authority: the person has left, the order goes back, or it is paid in full."""
    order = notice.order_id.sudo()
    person, company = order.employee_id, order.company_id
    told = {
        "left": f"left our employment; the last day was {notice.event_on:%-d %B %Y}.",
        "returned": "is not subject to further deductions by us under this order; we return it to you.",
        "paid": f"has paid the order in full; the last deduction was made on {notice.event_on:%-d %B %Y}.",
    }[notice.kind]  # fmt: skip
    body = [
        "Dear Sir or Madam,",
        f"{dict(order._fields['kind'].selection)[order.kind]}, your reference {order.authority_reference}, of"
        f" {order.made_on:%-d %B %Y}.",
        f"{person.name}, National Insurance number {person.nino or 'not known'}, {told}",
        f"Under the order we have deducted and paid over {display(to_pence(order.taken_total))}"
        + (f"; {display(to_pence(order.left))} of the total remains." if order.total else "."),
        "Yours faithfully",
    ]
    return letter_pdf(
        Letter(
            company._employer(), _partner_address(order.payee_id), fields.Date.context_today(notice),
            "Notice about an order on earnings", body, order.name, "Payroll",
        )
    )  # fmt: skip


def _address(person):
    lines = (
        person.name, person.private_street, person.private_street2, person.private_city, person.private_zip
    )  # fmt: skip
    return [line for line in lines if line]


def _partner_address(payee):
    partner = payee.partner_id
    lines = (payee.name, partner.street, partner.street2, partner.city, partner.zip)
    return [line for line in lines if line]


def _shown(amount):
    return display(to_pence(amount)).replace("£", "")
