"""What the pages of a payslip and of a year show: records and figures in pence, no HTML."""

from markupsafe import Markup
from odoo.addons.police_engine.selfservice.changes import headline, sentence
from odoo.addons.police_engine.selfservice.chart import Bar, year_chart
from odoo.addons.police_payroll.services.money_fields import to_pence

from .line_comparison import compared
from .own_pay import figures_to_date, previous_slip, slip_changes

KINDS = (
    ("earning", "Paid to you"),
    ("deduction", "Taken from your pay"),
    ("employer", "Paid by the force on top"),
)
_YEAR = (
    ("gross", "Gross pay"),
    ("taxable_pay", "Taxable pay"),
    ("tax", "Income tax"),
    ("pension_employee", "Pension"),
    ("student_loan", "Student loan"),
    ("postgraduate_loan", "Postgraduate loan"),
    ("net", "Net pay"),
)


def values(slip):
    """Values of the payslip page."""
    before = previous_slip(slip)
    return {
        "slip": slip,
        "before": before,
        "groups": _groups(slip, before),
        "difference": _difference(slip, before),
        "to_date": _to_date(slip),
        "net": to_pence(slip.net),
    }


def _groups(slip, before):
    """[(heading, total pence, [line values])] without empty groups."""
    then = {line.label: line for line in before.line_ids}
    groups = []
    for kind, heading in KINDS:
        lines = slip.line_ids.filtered(lambda line, kind=kind: line.kind == kind)
        if lines:
            rows = [_line(line, then.get(line.label, line.browse())) for line in lines]
            groups.append((kind, heading, sum(row["amount"] for row in rows), rows))
    return groups


def _line(line, before):
    rule = line.rule_id
    return {
        "record": line,
        "amount": to_pence(line.amount),
        "rule": rule,
        "formula": (rule.formula or "")[:1].upper() + (rule.formula or "")[1:],
        "facts": compared(line, before),
        "compared": bool(before),
        "sources": line.source_ids,
    }


def _difference(slip, before):
    """The change from the payslip before in words: headline and one sentence a line."""
    if not before:
        return None
    when = before.period_id.name or f"{before.pay_date:%B %Y}"
    lines = slip_changes(slip, before)
    return {
        "headline": headline(to_pence(before.net), to_pence(slip.net), when),
        "lines": [(change.effect, sentence(change, when)) for change in lines],
        "when": when,
    }


def _to_date(slip):
    figures = figures_to_date(slip)
    rows = [(label, getattr(figures, name)) for name, label in _YEAR]
    nic = sum(row.employee for row in figures.nic)
    rows.insert(3, ("National Insurance", nic))
    return [(label, amount) for label, amount in rows if amount]


def year_values(slips):
    """Values of the year page: ``slips`` of one tax year, newest first."""
    if not slips:
        return {"totals": [], "chart": "", "months": []}
    oldest_first = slips.sorted(lambda slip: (slip.pay_date, slip.id))
    bars = [
        Bar(f"{slip.pay_date:%b}", to_pence(slip.net), to_pence(slip.gross) - to_pence(slip.net))
        for slip in oldest_first
    ]
    last = oldest_first[-1]
    return {
        "totals": _to_date(last),
        "upto": last,
        "chart": Markup(year_chart(bars, f"Pay of {last.tax_year}")),
        "months": [(slip, to_pence(slip.gross), to_pence(slip.net)) for slip in slips],
    }
