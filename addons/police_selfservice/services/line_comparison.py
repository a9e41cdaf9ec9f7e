"""One payslip line beside the same line of the month before: which facts changed."""

import json

from markupsafe import Markup
from odoo.addons.police_engine.explain import readable_inputs
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.records import PayLine
from odoo.addons.police_engine.rulebook import input_labels
from odoo.addons.police_payroll.services.money_fields import to_pence

_PLAIN = {"week1month1": "each period alone", "cumulative": "year to date"}  # bases of tax, as people say it


def facts(line):
    """{label: text} of everything the line was worked out from, the rate and the amount included."""
    if not line:
        return {}
    raw = PayLine(
        line.code, line.label, line.kind, 0, line.rule, _inputs(line), (), line.rate or "",
        line.units or "", line.date_from or None, line.date_to or None,
    )  # fmt: skip
    found = {label: _PLAIN.get(text, text) for label, text in readable_inputs(raw).items()}
    if line.rate:
        found["Rate"] = line.rate
    return {**found, "Amount": display(to_pence(line.amount))}


def _inputs(line):
    """The stored facts without dates and periods, which differ every month and explain nothing."""
    labels = input_labels()
    stored = json.loads(line.inputs or "{}")
    return {k: v for k, v in stored.items() if k not in labels or labels[k].kind not in ("period", "date")}


def compared(line, before):
    """[(label, now, then, changed)] over the facts of both lines, in the order of the newer one."""
    now, then = facts(line), facts(before)
    labels = [*now, *(label for label in then if label not in now)]
    return [
        (label, now.get(label, "–"), then.get(label, "–"), now.get(label) != then.get(label))
        for label in labels
    ]


def comparison_html(line, before, before_slip):
    """A table for the desk; a sentence when there is nothing to compare with."""
    if not line:
        return Markup("<p class='text-muted'>No payslip line was named.</p>")
    if not before_slip:
        return Markup(
            "<p class='text-muted'>This is the first payslip: there is nothing to compare with.</p>"
        )
    if not before:
        return Markup("<p>%s was not on the payslip of %s.</p>") % (
            line.label,
            f"{before_slip.pay_date:%B %Y}",
        )
    rows = Markup().join(
        Markup("<tr class='%s'><td>%s</td><td>%s</td><td>%s</td></tr>")
        % ("fw-bold" if changed else "text-muted", label, now, then)
        for label, now, then, changed in compared(line, before)
    )
    return Markup(
        "<table class='table table-sm w-auto'><tr><th></th><th class='pe-4'>%s</th><th>%s</th></tr>%s</table>"
    ) % (f"{line.slip_id.pay_date:%B %Y}", f"{before_slip.pay_date:%B %Y}", rows)
