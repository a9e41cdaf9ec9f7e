"""What depends on pay before: holiday pay on regular overtime, and miles above the first 10,000."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine import taxcalendar
from odoo.tools import SQL

MILES, FURTHER = "mileage_first", "mileage_further"
LEAVE = "holiday_pay_overtime"


class MilesToDate:
    """Splits miles where the first 10,000 of the tax year end."""

    def __init__(self, env, company, period, rules):
        self.env, self.company, self.period, self.rules = env, company, period, rules

    def split(self, elements):
        """``elements``: {employee id: [ElementInput]}, changed in place."""
        people = [key for key, own in elements.items() if any(given.code == MILES for given in own)]
        if not people:
            return
        limit = Decimal(self.rules.at("hmrc/mileage_allowance", self.period.pay_date)["first_miles"])
        before = self._before(people)
        for employee_id in people:
            run = before.get(employee_id, Decimal(0))
            own, elements[employee_id] = elements[employee_id], []
            for given in own:
                if given.code != MILES or given.taken_back:
                    elements[employee_id].append(given)
                    run -= given.units if given.code == MILES else 0
                    continue
                first = max(Decimal(0), min(given.units, limit - run))
                run += given.units
                if first:
                    elements[employee_id].append(given._replace(units=first))
                if given.units > first:
                    elements[employee_id].append(given._replace(code=FURTHER, units=given.units - first))

    def _before(self, people):
        """Miles paid in the tax year so far."""
        start, _ = taxcalendar.tax_year_dates(self.period.tax_year)
        rows = self.env.execute_query(
            SQL(
                """SELECT p.employee_id, sum(CASE WHEN p.taken_back THEN -p.units ELSE p.units END)
                     FROM police_duty_piece p JOIN police_pay_run r ON r.id = p.run_id
                    WHERE p.code = %s AND p.employee_id = ANY(%s) AND r.pay_date >= %s AND r.pay_date < %s
                    GROUP BY p.employee_id""",
                MILES,
                people,
                start,
                self.period.pay_date,
            )
        )
        return {key: Decimal(str(miles)) for key, miles in rows}


class HolidayPay:
    """Gives each day of leave its average: the payments that count, of the twelve closed months before."""

    def __init__(self, env, company, period, rules, where):
        self.env, self.company, self.period, self.rules, self.where = env, company, period, rules, where

    def fill(self, elements):
        """Days of leave without any such payments before, or beyond the 20 of the year, pay nothing."""
        people = [key for key, own in elements.items() if any(given.code == LEAVE for given in own)]
        if not people:
            return
        law = self.rules.at("police/pay/holiday_pay", self.period.pay_date)
        totals, taken = self._totals(people, law), self._taken(people, law)
        for employee_id in people:
            total, source = totals.get(employee_id, (Decimal(0), ""))
            days, kept = taken.get(employee_id, {}), []
            for given in elements[employee_id]:
                if given.code != LEAVE:
                    kept.append(given)
                    continue
                year = leave_year(given.on, law)
                if total <= 0 or (not given.taken_back and days.get(year, 0) >= law["days_a_year"]):
                    continue
                days[year] = days.get(year, 0) + (-given.units if given.taken_back else given.units)
                kept.append(given._replace(figure=total, figure_source=source))
            elements[employee_id] = kept

    def _totals(self, people, law):
        """{employee: (pounds, which payslips)} of the twelve months before the period.

        Who has fewer closed months here has them taken to twelve (reg 16: the weeks there are).
        """
        first = date(self.period.start.year - 1, self.period.start.month, 1)
        rows = self.env.execute_query(
            SQL(
                """SELECT s.employee_id, COALESCE(sum(l.amount), 0), min(s.pay_date), max(s.pay_date),
                          count(DISTINCT date_trunc('month', s.pay_date))
                     FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
                     LEFT JOIN police_payslip_line l
                            ON l.slip_id = s.id AND l.kind = 'earning' AND l.code = ANY(%s)
                    WHERE s.company_id = %s AND s.employee_id = ANY(%s) AND r.state IN ('approved', 'paid')
                      AND s.pay_date >= %s AND s.pay_date < %s
                    GROUP BY s.employee_id""",
                list(law["counts"]),
                self.company.id,
                people,
                first,
                self.period.start,
            )
        )
        return {
            key: (
                (Decimal(str(total)) * 12 / months).quantize(Decimal("0.01")),
                f"Payslips of {since:%B %Y} to {until:%B %Y}"
                + ("" if months == 12 else ", taken to 12 months"),
            )
            for key, total, since, until, months in rows
        }

    def _taken(self, people, law):
        """{employee: {leave year: days paid already}}."""
        found = defaultdict(dict)
        rows = self.env.execute_query(
            SQL(
                """SELECT employee_id, on_date, CASE WHEN taken_back THEN -units ELSE units END
                     FROM police_duty_piece
                    WHERE code = %s AND employee_id = ANY(%s) AND run_id IS NOT NULL""",
                LEAVE,
                people,
            )
        )
        for employee_id, on, units in rows:
            year = leave_year(on, law)
            found[employee_id][year] = found[employee_id].get(year, 0) + Decimal(str(units))
        return found


def leave_year(on, law):
    """First day of the leave year of a day."""
    month, day = law["year_starts"]
    start = date(on.year, month, day)
    return start if on >= start else date(on.year - 1, month, day)
