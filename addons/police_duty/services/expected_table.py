"""Expected pay line by line, each with the law it rests on, for the screen."""

from markupsafe import Markup
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.rulebook import rule

from .words import linked

_ROW = Markup(
    "<tr><td>%s</td><td>%s</td><td>%s</td><td class='text-end text-nowrap'>%s</td>"
    "<td class='text-muted small'>%s</td></tr>"
)
_TABLE = Markup(
    "%s<table class='table table-sm'><thead><tr><th>Line</th><th>Units</th><th>Rate</th>"
    "<th class='text-end'>Amount</th><th>Law</th></tr></thead><tbody>%s</tbody><tfoot><tr>"
    "<th colspan='3'>Expected net</th><th class='text-end'>%s</th><th/></tr></tfoot></table>"
)
_PROBLEM = Markup("<div class='alert alert-%s py-2 mb-2' role='alert'>%s</div>")


def expected_table(result):
    """HTML for a PayResult: problems first, then every line of the person's own."""
    rows = [
        _ROW % (line.label, line.units, line.rate, display(_signed(line)), linked(rule(line.rule).citation))
        for line in result.lines
        if line.kind != "employer"
    ]
    problems = [
        _PROBLEM % ("danger" if found.severity == "blocking" else "warning", found.message)
        for found in result.problems
        if found.severity != "notice"
    ]
    return _TABLE % (Markup().join(problems), Markup().join(rows), display(result.totals.net))


def _signed(line):
    return -line.amount if line.kind == "deduction" else line.amount
