"""The parts of ``police.pay.contributor`` that are movers' business; each is one or two queries for
everybody."""

from datetime import date

from odoo.addons.police_engine.movers import benefits as engine_benefits
from odoo.addons.police_engine.pay import elsewhere
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.records import ElementInput
from odoo.addons.police_payroll.services.money_fields import sql_pence
from odoo.tools import SQL

ADVANCE = "salary_advance_recovery"
BENEFIT = "payrolled_benefit"
MONTHS = 12


def advances(gathering):
    """Instalments of the advances that were paid out by the pay date and are not recovered yet."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT a.employee_id, a.name, %(amount)s,
                      COALESCE((SELECT %(taken)s FROM police_pay_advance_recovery r WHERE r.advance_id =
                         a.id), 0),
                      a.instalments
                 FROM police_pay_advance a
                WHERE a.company_id = %(company)s AND a.state = 'paid' AND a.pay_date <= %(on)s
                  AND a.recover_from <= %(on)s AND %(scope)s
                ORDER BY a.employee_id, a.name""",
            amount=SQL(sql_pence("a.amount")),
            taken=SQL(sql_pence("sum(r.amount)")),
            company=gathering.company.id,
            on=gathering.period.pay_date,
            scope=gathering.where("a.employee_id"),
        )
    )
    for employee_id, name, amount, taken, instalments in rows:
        due = min(amount - taken, -(-amount // max(1, instalments)))
        if due > 0:
            gathering.add(employee_id, ElementInput(ADVANCE, amount=due, reference=name))


def benefits(gathering):
    """Benefits taxed through payroll: an even share of what is left of the year's cash equivalent."""
    period = gathering.period
    if gathering.run and gathering.run.kind != "regular":
        return
    records = gathering.env["police.benefit"]._payrolled(
        gathering.company, period.tax_year, gathering.employees
    )
    for record in records:
        if record.date_from > period.end or (record.date_to and record.date_to < period.start):
            continue
        months = MONTHS if period.frequency == "monthly" else 52
        first = _first_period(record, period, months)
        amount = engine_benefits.monthly(round(record.cash_equivalent * 100), months - first + 1)
        if amount:
            given = ElementInput(BENEFIT, amount=amount, reference=record.name)
            gathering.add(record.employee_id.id, given)


def _first_period(record, period, months):
    """Tax period in which payrolling of the benefit began in this tax year."""
    year_start = date(int(period.tax_year[:4]), 4, 6)
    start = max(record.date_from, year_start)
    elapsed = (start.year - year_start.year) * MONTHS + start.month - year_start.month + (start.day >= 6)
    number = max(1, elapsed) if months == MONTHS else (start - year_start).days // 7 + 1
    return min(number, period.tax_period)


def claims_after_leaving(gathering):
    """Claims dated after somebody's last day: an owned, blocking exception, never paid in silence."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT l.employee_id, l.leaving_date, e.code, e.date_from, COALESCE(u.name, 'nobody yet')
                 FROM police_leaver l
                 JOIN police_pay_element e ON e.employee_id = l.employee_id
                 LEFT JOIN res_users o ON o.id = l.owner_id LEFT JOIN res_partner u ON u.id = o.partner_id
                WHERE l.company_id = %(company)s AND l.state NOT IN ('cancelled', 'closed') AND e.active
                  AND e.recurrence = 'once' AND e.paid_run_id IS NULL AND e.date_from > l.leaving_date
                  AND e.code <> 'pay_in_lieu_of_leave' AND e.allowed_after_leaving IS NOT TRUE
                  AND l.leaving_date <= %(end)s AND %(scope)s
                ORDER BY l.employee_id, e.date_from, e.id""",
            company=gathering.company.id, end=gathering.period.end, scope=gathering.where("l.employee_id"),
        )
    )  # fmt: skip
    labels = dict(gathering.env["police.pay.element"]._fields["code"]._description_selection(gathering.env))
    for employee_id, left, code, on, owner in rows:
        text = (
            f"{labels.get(code, code)} dated {on:%-d %B %Y} is after the last day, {left:%-d %B %Y}. "
            f"Correct its date, delete it or allow it on the leaver's record. Owner: {owner}."
        )
        gathering.problem(
            Severity.BLOCKING, "claim_after_leaving", text, employee_id, "payment_after_leaving", on
        )
        _hold(gathering, employee_id, code, on)


def _hold(gathering, employee_id, code, on):
    kept = [
        given for given in gathering.elements.get(employee_id, ()) if (given.code, given.on) != (code, on)
    ]
    gathering.elements[employee_id] = kept


def estates(gathering):
    """Pay of somebody who died waits until a second person has confirmed where the estate is paid."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT l.employee_id, COALESCE(p.name, 'nobody yet') FROM police_leaver l
                 LEFT JOIN res_users o ON o.id = l.owner_id LEFT JOIN res_partner p ON p.id = o.partner_id
                WHERE l.company_id = %(company)s AND l.reason = 'death' AND l.state NOT IN ('cancelled',
                   'closed')
                  AND l.leaving_date <= %(end)s AND l.estate_confirmed_on IS NULL AND %(scope)s""",
            company=gathering.company.id,
            end=gathering.period.end,
            scope=gathering.where("l.employee_id"),
        )
    )
    for employee_id, owner in rows:
        if gathering.elements.get(employee_id) or gathering.slices.get(employee_id):
            text = (
                "died in service: pay is held until the personal representative and the account of "
                "the estate "
                f"are confirmed. Named officer: {owner}."
            )
            gathering.problem(Severity.WARNING, "estate_not_confirmed", text, employee_id, "p45")
            gathering.slices.pop(employee_id, None)
            gathering.elements.pop(employee_id, None)
            gathering.arrears.pop(employee_id, None)


def rejoiners(gathering):
    """Who re-joins in the tax year needs a new payroll number: the figures of the old one are closed."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT DISTINCT e.id FROM hr_employee e
                 JOIN police_leaver l ON l.employee_id = e.id AND l.state <> 'cancelled'
                      AND l.p45_number = e.payroll_reference
                WHERE e.company_id = %(company)s AND e.joined_on > l.leaving_date
                  AND e.joined_on <= %(end)s AND l.leaving_date >= %(year)s AND %(scope)s""",
            company=gathering.company.id, end=gathering.period.end,
            year=date(int(gathering.period.tax_year[:4]), 4, 6), scope=gathering.where("e.id"),
        )
    )  # fmt: skip
    for (employee_id,) in rows:
        text = (
            "re-joined in this tax year under the payroll number of the P45. "
            "HMRC needs a new one: open the starter's record and give it."
        )
        gathering.problem(Severity.BLOCKING, "rejoiner_number", text, employee_id, "starter")


def starters(gathering):
    """HMRC refuses a starter without a declaration: said before the run is approved, with the way out."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT s.employee_id FROM police_starter s
                WHERE s.company_id = %(company)s AND s.state = 'waiting'
                  AND s.joined_on BETWEEN %(start)s AND %(end)s AND %(scope)s""",
            company=gathering.company.id, start=gathering.period.start, end=gathering.period.end,
            scope=gathering.where("s.employee_id"),
        )
    )  # fmt: skip
    for (employee_id,) in rows:
        profile = gathering.profiles.get(employee_id)
        if profile is None or not profile.starter_declaration:
            text = (
                "is a starter without papers, and HMRC refuses a starter without declaration A, B "
                "or C. Put this "
                "person on payroll on the starters' list: without a checklist by code 0T, reported as C."
            )
            gathering.problem(Severity.BLOCKING, "starter_declaration", text, employee_id, "starter")


def aggregated(gathering):
    """The FPS says of both employments of a person that their earnings were added together."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT first_id, second_id FROM police_linked_employment
                WHERE company_id = %(company)s AND active AND date_from <= %(on)s
                  AND (date_to IS NULL OR date_to >= %(start)s) AND (%(first)s OR %(second)s)""",
            company=gathering.company.id, on=gathering.period.pay_date, start=gathering.period.start,
            first=gathering.where("first_id"), second=gathering.where("second_id"),
        )
    )  # fmt: skip
    for pair in rows:
        if all(gathering.slices.get(employee_id) for employee_id in pair):
            for employee_id in pair:
                gathering.note(employee_id, aggregated=True)


def linked_employments(gathering, outcomes):
    """The other employment of a person pays contributions on both together, less those of the main one."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT first_id, second_id FROM police_linked_employment
                WHERE company_id = %(company)s AND active AND date_from <= %(on)s
                  AND (date_to IS NULL OR date_to >= %(start)s) AND %(scope)s ORDER BY first_id""",
            company=gathering.company.id, on=gathering.period.pay_date, start=gathering.period.start,
            scope=gathering.where("second_id"),
        )
    )  # fmt: skip
    for first, second in rows:
        if first not in outcomes or second not in outcomes:
            continue
        result = outcomes[first][1]
        if not result.lines or not result.nic:
            continue
        totals = result.totals
        facts = elsewhere.from_nic(
            result.nic[0], f"employment {result.reference}", student_loan=totals.student_loan,
            postgraduate_loan=totals.postgraduate_loan,
        )  # fmt: skip
        gathering.add_arrears(second, elsewhere.memo(facts))
