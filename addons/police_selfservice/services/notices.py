"""E-mails that say only that something waits: no figures, no force, no mention of the police.

The e-mail goes from the neutral address of the company or not at all, because an envelope is read by
others (requirement Q-31). It is not kept after sending.
"""

from markupsafe import Markup

_SUBJECT = "A document is ready for you"
_WORDS = {
    "payslip": "A new document is ready in your account.",
    "answer": "There is a reply to a question that you asked.",
}


def send_payslip_notices(run):
    """One notice to each person of ``run`` who asked for it; returns how many."""
    company = run.company_id
    if not company.sudo().pay_notice_sender:
        return 0
    choices = (
        run.env["police.pay.notice.choice"]
        .sudo()
        .search([("payslip", "!=", "none"), ("employee_id", "in", run.sudo().slip_ids.employee_id.ids)])
    )
    return _send(choices, company, "payslip", "/my/pay")


def send_answer_notice(query):
    """A notice to the person who asked; returns 1 when it was sent."""
    choice = query.env["police.pay.notice.choice"]._of(query.employee_id)
    return _send(choice, query.company_id, "answer", f"/my/pay/questions/{query.id}")


def _send(choices, company, what, path):
    sender = company.sudo().pay_notice_sender
    if not sender:
        return 0
    link = choices.get_base_url() + path if choices else ""
    letters = [
        {
            "subject": _SUBJECT,
            "email_from": sender,
            "reply_to": sender,
            "email_to": address,
            "body_html": Markup("<p>%s</p><p><a href='%s'>%s</a></p>")
            % (_WORDS[what], link, "Sign in to read it"),
            "auto_delete": True,
        }
        for choice in choices
        if (address := choice._address(what))
    ]
    choices.env["mail.mail"].sudo().create(letters)
    return len(letters)
