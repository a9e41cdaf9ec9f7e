"""The schedule of a family leave: every week with its statutory amount and level of the force's pay."""

from itertools import groupby

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import display

LEVELS = {"full": "Full pay", "half": "Half pay", "nil": "None"}
BASIS = {"earnings": "90% of average earnings", "flat": "Flat rate", "none": "–"}


class AbsenceSchedule(models.Model):
    _inherit = "police.absence"

    schedule = fields.Html(compute="_compute_schedule", sanitize=False)
    statutory_total = fields.Float(
        string="Statutory pay in all", digits=(16, 2), compute="_compute_schedule", help="Of the whole leave."
    )
    pay_ends_on = fields.Date(compute="_compute_schedule", string="Last day of pay")

    @api.depends("entitled", "finding", "spread_half_pay", "weeks_wanted", "date_to", "kit_ids.day")
    def _compute_schedule(self):
        for absence, leave in self._leaves().items():
            absence.schedule, absence.statutory_total, absence.pay_ends_on = False, 0.0, False
            if leave.claim is None or not absence.date_from:
                continue
            try:
                pay = leave.pay()
            except EngineError:
                continue
            weeks = [week for week in pay.weeks if week.start <= pay.until]
            absence.schedule = _table(weeks, pay) if weeks else False
            known = leave.known_until()
            if weeks and known and pay.until > known and weeks[-1].number < leave.most_weeks():
                absence.schedule += Markup("<p class='text-muted'>%s</p>") % self.env._(
                    "Rates after %s are not published yet; later weeks follow when they are.",
                    f"{known:%-d %B %Y}",
                )
            absence.statutory_total = sum(week.statutory for week in weeks) / 100
            paid = [week for week in weeks if week.statutory or week.level != "nil"]
            absence.pay_ends_on = min(paid[-1].end, pay.until) if paid else False
        for absence in self.filtered(lambda a: not a.is_family or not a.employee_id):
            absence.schedule, absence.statutory_total, absence.pay_ends_on = False, 0.0, False


def _table(weeks, pay):
    """Weeks of the same kind together: number, dates, statutory pay, the force's pay, what is paid."""
    rows = Markup()
    alike = groupby(weeks, key=lambda week: (week.statutory, week.basis, week.level))
    for (statutory, basis, level), group in alike:
        group = list(group)
        first, last = group[0], group[-1]
        numbers = str(first.number) if first is last else f"{first.number}–{last.number}"
        amount = f"{display(statutory)} a week" if statutory else "–"
        rows += Markup(
            "<tr><td>%s</td><td>%s</td><td>%s</td><td "
            "class='text-end'>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>"
        ) % (
            numbers,
            f"{first.start:%-d %b %Y}",
            f"{min(last.end, pay.until):%-d %b %Y}",
            amount,
            BASIS[basis],
            LEVELS[level],
            _paid(level, statutory, pay),
        )
    head = ("Week", "From", "To", "Statutory pay", "Worked out as", "Force's pay", "The person receives")
    cells = Markup().join(Markup("<th>%s</th>") % text for text in head)
    return Markup("<table class='table table-sm'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>") % (
        cells,
        rows,
    )


def _paid(level, statutory, pay):
    if level == "full":
        return "Full pay, statutory pay included"
    if level == "half":
        return (
            "Half pay and statutory pay, up to full pay" if pay.adds else "Half pay, statutory pay included"
        )
    return "Statutory pay" if statutory else "Nothing"
