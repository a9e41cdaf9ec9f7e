"""Approved duties as pay elements of a period; late claims with the job held on the day; local rates.

Everything is read in a handful of queries for all people in scope and gives the same when asked twice.
"""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.records import ElementInput
from odoo.addons.police_hr.services import version_reader
from odoo.tools import SQL

from .assessment import Assessment
from .reference_pay import HolidayPay, MilesToDate

ONE_DAY = timedelta(days=1)


class Contribution:
    """Adds to a Gathering of police_payroll."""

    def __init__(self, gathering):
        self.to = gathering
        self.env, self.company, self.period = gathering.env, gathering.company, gathering.period

    def add(self):
        """Duties into the elements, local rates onto everything, and what nobody has approved yet."""
        if not self._closed():
            self._renew()
            self._say_what_waits()
        rows = self._rows()
        held = self._held(rows)
        elements = defaultdict(list)
        for row in rows:
            elements[row[0]].append(self._element(row, held))
        MilesToDate(self.env, self.company, self.period, self.to.rules).split(elements)
        HolidayPay(self.env, self.company, self.period, self.to.rules, self.to.where).fill(elements)
        for employee_id in sorted(elements):
            self.to.add(employee_id, *elements[employee_id])
        self._local_rates()

    def _closed(self):
        """A period asked for again after it was paid holds what was paid in it, and nothing new."""
        if self.to.run:
            return False
        self.env.cr.execute(
            """SELECT 1 FROM police_pay_run r JOIN police_pay_period p ON p.id = r.period_id
                WHERE r.company_id = %s AND p.date_from = %s AND p.date_to = %s AND p.kind = 'regular'
                  AND r.state IN ('approved', 'paid') LIMIT 1""",
            [self.company.id, self.period.start, self.period.end],
        )
        return bool(self.env.cr.fetchone())

    def _renew(self):
        """Duties assessed under other law than this run's are assessed again before they are paid."""
        found = self.env.execute_query(
            SQL(
                """SELECT DISTINCT p.employee_id, p.week_start FROM police_duty_piece p
                    WHERE p.company_id = %s AND p.state = 'open' AND p.rule_set_hash <> %s AND %s""",
                self.company.id,
                RuleSet.load().hash,
                self.to.where("p.employee_id"),
            )
        )
        if found:
            Assessment(self.env, self.company).run({row[0] for row in found}, {row[1] for row in found})

    def _rows(self):
        if self._closed():
            state = SQL(
                """p.state IN ('paid', 'taken_back') AND p.run_id IN (
                     SELECT r.id FROM police_pay_run r JOIN police_pay_period q ON q.id = r.period_id
                      WHERE q.date_from = %s AND q.date_to = %s AND r.state IN ('approved', 'paid'))""",
                self.period.start,
                self.period.end,
            )
        else:
            state = SQL("p.state = 'open' AND p.on_date <= %s", self.period.end)
        return self.env.execute_query(
            SQL(
                """SELECT p.employee_id, p.code, NULLIF((p.amount * 100)::bigint, 0), p.units, p.on_date,
                          d.reference, p.cost_centre, p.shares, p.acting_rank, p.taken_back, p.id
                     FROM police_duty_piece p JOIN police_duty_entry d ON d.id = p.entry_id
                    WHERE p.company_id = %s AND p.nature = 'pay' AND %s AND %s
                    ORDER BY p.employee_id, p.on_date, p.id""",
                self.company.id,
                state,
                self.to.where("p.employee_id"),
            )
        )

    def _held(self, rows):
        """Jobs of the days before the period, by person."""
        late = {row[0]: row[4] for row in reversed(rows) if row[4] < self.period.start}
        if not late:
            return {}
        first = min(row[4] for row in rows)
        people = self.env["hr.employee"].with_context(active_test=False).browse(late)
        return version_reader.slices_for(self.env, people, first, self.period.start - ONE_DAY)

    def _element(self, row, held):
        (employee_id, code, amount, units, on, reference, centre, shares, acting, taken_back, _key) = row
        job = next(
            (piece for piece in held.get(employee_id, ()) if piece.date_from <= on <= piece.date_to), None
        )
        return ElementInput(
            code=code,
            amount=amount,
            units=None if amount else Decimal(str(units)).normalize(),
            on=on,
            reference=reference,
            cost_centre=centre or "",
            held=job if on < self.period.start else None,
            shares=tuple((name, parts) for name, parts in shares or ()),
            rank=acting or "",
            taken_back=taken_back,
        )

    def _local_rates(self):
        """The force's own approved figures price whatever units are still without one."""
        rates = defaultdict(list)
        for code, first, last, figure, source in self.env.execute_query(
            SQL(
                """SELECT code, date_from, COALESCE(date_to, 'infinity'::date), figure::text,
                          source || ', approved by ' || u.name || ' on '
                              || to_char(r.approved_on, 'DD/MM/YYYY')
                     FROM police_pay_local_rate r
                     JOIN res_users us ON us.id = r.approved_by_id JOIN res_partner u ON u.id = us.partner_id
                    WHERE r.company_id = %s AND r.approved AND r.active AND r.date_from <= %s
                    ORDER BY code, date_from""",
                self.company.id,
                self.period.end,
            )
        ):
            rates[code].append((first, last, Decimal(figure), source))
        if not rates:
            return
        for own in self.to.elements.values():
            own[:] = [self._priced(given, rates) for given in own]

    def _priced(self, given, rates):
        if (
            given.code not in rates
            or given.amount is not None
            or given.figure is not None
            or given.units is None
        ):
            return given
        on = given.on or self.period.pay_date
        for first, last, figure, source in rates[given.code]:
            if first <= on <= last:
                return given._replace(figure=figure.normalize(), figure_source=source)
        return given

    def _say_what_waits(self):
        """Duties nobody approved are not paid: a warning a person. Approved ones that cannot be: blocking."""
        for employee_id, count, first in self.env.execute_query(
            SQL(
                """SELECT d.employee_id, count(*), min(d.duty_date) FROM police_duty_entry d
                    WHERE d.company_id = %s AND d.state = 'draft' AND d.duty_date <= %s AND %s
                      AND EXISTS (
                          SELECT 1 FROM police_duty_piece p WHERE p.entry_id = d.id AND p.state = 'expected')
                    GROUP BY d.employee_id ORDER BY d.employee_id""",
                self.company.id,
                self.period.end,
                self.to.where("d.employee_id"),
            )
        ):
            duties = "one duty is" if count == 1 else f"{count} duties are"
            text = f"{duties} not approved, the first of {first:%-d %B %Y}: not paid in this run."
            self.to.problem(Severity.WARNING, "duty_not_approved", text, employee_id, "duty_entry", first)
        for employee_id, reference, message, rule, on in self.env.execute_query(
            SQL(
                """SELECT d.employee_id, d.reference, f.message, f.rule, f.on_date
                     FROM police_duty_finding f JOIN police_duty_entry d ON d.id = f.entry_id
                    WHERE d.company_id = %s AND d.state = 'approved' AND f.severity = 'blocking'
                      AND d.duty_date <= %s AND %s ORDER BY d.employee_id, d.id, f.id""",
                self.company.id,
                self.period.end,
                self.to.where("d.employee_id"),
            )
        ):
            text = f"duty {reference}: {message} Withdraw its approval or put the cause right."
            self.to.problem(
                Severity.BLOCKING, "duty_not_payable", text, employee_id, rule or "duty_entry", on
            )
