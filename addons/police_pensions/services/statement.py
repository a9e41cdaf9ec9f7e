"""A member's remedy statement on paper: scheme years of the remedy period, contributions, gaps."""

from odoo import fields
from odoo.addons.police_engine.adapters.pdf.flow import Column, Flow, Row
from odoo.addons.police_engine.adapters.pdf.ink import AMBER, MARGIN, RIGHT, SOFT
from odoo.addons.police_engine.adapters.pdf.parts import masthead, notice
from odoo.addons.police_engine.adapters.pdf.tagged import Part, one_part
from odoo.addons.police_engine.exceptions import MissingParameter
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pension import history
from odoo.addons.police_engine.pension.contributions import LABELS
from odoo.exceptions import UserError

_COLUMNS = (
    Column("Scheme year", MARGIN + 7, 70),
    Column("Scheme", MARGIN + 80, 165),
    Column("Days", MARGIN + 285, 40, True),
    Column("Unpaid", MARGIN + 325, 40, True),
    Column("Pensionable £", MARGIN + 400, 70, True),
    Column("Member £", MARGIN + 460, 60, True),
    Column("Employer £", RIGHT - 7, 60, True),
)


class Statement:
    """Statements of one ``employee``."""

    def __init__(self, env, employee):
        self.env, self.employee = env, employee

    def remedy_pdf(self):
        """PDF bytes. UserError when the law or the history is missing."""
        rows = self.env["police.pension.history"].search([("employee_id", "=", self.employee.id)])
        rules, today = RuleSet.load(), fields.Date.context_today(self.employee)
        try:
            found = history.remedy(rows._to_engine().get(self.employee.id, []), rules, today)
        except MissingParameter as error:
            raise UserError(self.env._("%(name)s: %(why)s", name=self.employee.name, why=error)) from error
        return self._print(found, rules.at(history.REMEDY, today), today)

    def _print(self, found, law, today):
        employer = self.employee.company_id.sudo()._employer()
        name, number = self.employee.name, self.employee.sudo().payroll_reference or ""
        title = "Pension history in the remedy period"
        part = Part(f"{title} – {name}", "Sect")
        flow = Flow(part, f"{title} – {name} (continued)")
        span = f"{found.first_day:%-d %B %Y} to {found.last_day:%-d %B %Y}"
        masthead(
            flow, employer, title, f"{name}, payroll number {number}; {span}; drawn up {today:%-d %B %Y}"
        )
        flow.paragraph(
            "What was earned and contributed in each scheme year, by the period in which it was earned. The "
            "scheme administrator works out benefits and the contributions adjustment from it.",
            gap=8,
        )
        for start, end in found.gaps:
            notice(
                flow, f"No record from {start:%-d %B %Y} to {end:%-d %B %Y}: say why, or import it.", AMBER
            )
        flow.table(_COLUMNS, [*(_row(total) for total in found.years), _total(found.years)], small=True)
        flow.paragraph(f"Remedy period: {law.citation} ({law.confidence}).", colour=SOFT, gap=4)
        flow.footers(f"{employer.name}  ·  {title}  ·  Contains personal data")
        return one_part(part.close(), author=employer.name)


def _row(total):
    return Row(
        (total.year, LABELS[total.scheme], str(total.days), str(total.unpaid_days),
         display(total.pensionable), display(total.employee), display(total.employer))
    )  # fmt: skip


def _total(years):
    sums = [sum(total[place] for total in years) for place in (5, 6, 2, 3, 4)]
    days, unpaid, *money = sums
    return Row(("Together", "", str(days), str(unpaid), *map(display, money)), True)
