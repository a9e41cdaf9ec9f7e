"""Who counts for the gender pay gap and at what hourly rate, in three queries."""

import csv
import io
from collections import defaultdict

from odoo.addons.police_engine.movers import pay_gap as engine
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_payroll.services.money_fields import sql_pence
from odoo.tools import SQL

BASE = ("basic_pay", "london_weighting")


class PayGapReader:
    """Of the regular run whose period contains ``snapshot`` (superuser's environment)."""

    def __init__(self, env, company, snapshot):
        self.env, self.company, self.snapshot = env, company, snapshot
        self.rules = RuleSet.load()
        self.law = self.rules.at(engine.LAW, snapshot)
        self.run = env["police.pay.run"].search(
            [("company_id", "=", company.id), ("kind", "=", "regular"), ("state", "in", ("approved", "paid")),
             ("period_id.date_from", "<=", snapshot), ("period_id.date_to", ">=", snapshot)], limit=1,
        )  # fmt: skip
        self.skipped = defaultdict(int)

    def people(self):
        """list[engine Person] of everybody employed on the snapshot date."""
        period = self.run.period_id._to_engine()
        days = (period.end - period.start).days + 1
        pay, bonus, reduced = self._pay(), self._bonuses(), self._reduced()
        found = []
        for employee_id, sex, hours in self._employed():
            if sex not in ("male", "female"):
                self.skipped["not recorded as a man or a woman"] += 1
                continue
            hourly = None
            if employee_id in pay and employee_id not in reduced and hours:
                hourly = engine.hourly_rate(pay[employee_id], period.frequency, days, hours, self.law)
            else:
                self.skipped["not at full pay in the period (leave, sickness, no payslip)"] += 1
            found.append(engine.Person(sex == "female", hourly, bonus.get(employee_id, 0)))
        return found

    def left_out(self):
        """In words, who is not in the hourly figures."""
        return "; ".join(f"{count}: {why}" for why, count in sorted(self.skipped.items()))

    def _employed(self):
        """(employee, sex, weekly hours in hundredths) of those with a contract on the day; not specials."""
        return self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (v.employee_id) v.employee_id, v.sex, round(v.weekly_hours * 100)::int
                     FROM hr_version v
                    WHERE v.company_id = %(company)s AND v.active AND v.date_version <= %(on)s
                      AND v.contract_date_start <= %(on)s AND v.employee_id IS NOT NULL
                      AND (v.contract_date_end IS NULL OR v.contract_date_end >= %(on)s)
                      AND COALESCE(v.police_type, '') <> 'special'
                    ORDER BY v.employee_id, v.date_version DESC""",
                company=self.company.id, on=self.snapshot,
            )
        )  # fmt: skip

    def _codes(self):
        """(codes of ordinary pay, codes of bonus pay)."""
        elements = catalogue(self.rules, self.snapshot)
        bonus = tuple(self.law["bonus"])
        leave_out = {*self.law["not_ordinary"], *bonus}
        prices = set(self.law["overtime_prices"])
        ordinary = [
            code for code, element in elements.items()
            if element.kind == "earning" and element.price not in prices and code not in leave_out
            and element.taxable
        ]  # fmt: skip
        return (*BASE, *ordinary), bonus

    def _pay(self):
        """{employee: ordinary pay and bonus of the period, pence}; arrears are not pay of the period."""
        ordinary, bonus = self._codes()
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT s.employee_id, %(sum)s FROM police_payslip_line l JOIN police_payslip s ON
                       s.id = l.slip_id
                        WHERE s.run_id = %(run)s AND l.kind = 'earning' AND l.code = ANY(%(codes)s)
                          AND l.rule <> 'arrears' GROUP BY s.employee_id""",
                    sum=SQL(sql_pence("sum(l.amount)")),
                    run=self.run.id,
                    codes=[*ordinary, *bonus],
                )
            )
        )

    def _bonuses(self):
        """{employee: bonus pay of the twelve months to the snapshot date, pence}."""
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT s.employee_id, %(sum)s FROM police_payslip_line l
                         JOIN police_payslip s ON s.id = l.slip_id JOIN police_pay_run r ON r.id = s.run_id
                        WHERE s.company_id = %(company)s AND r.state IN ('approved', 'paid') AND l.kind =
                           'earning'
                          AND l.code = ANY(%(codes)s) AND s.pay_date <= %(on)s
                          AND s.pay_date > %(on)s::date - interval '12 months' GROUP BY s.employee_id""",
                    sum=SQL(sql_pence("sum(l.amount)")),
                    company=self.company.id,
                    on=self.snapshot,
                    codes=list(self._codes()[1]),
                )
            )
        )

    def _reduced(self):
        """Employees with a line that says that leave reduced their pay of the period, or not paid in full."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT s.employee_id FROM police_payslip_line l JOIN police_payslip s ON s.id
                   = l.slip_id
                    WHERE s.run_id = %s AND l.code = ANY(%s)
                    UNION SELECT s.employee_id FROM police_payslip s
                    WHERE s.run_id = %s AND (s.person->>'unpaid_absence')::boolean""",
                self.run.id,
                list(self.law["reduced_pay"]),
                self.run.id,
            )
        )
        return {row[0] for row in rows}


def as_csv(force, snapshot, found):
    """The figures with the names of the government's service."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = (
        "DiffMeanHourlyPercent",
        "DiffMedianHourlyPercent",
        "DiffMeanBonusPercent",
        "DiffMedianBonusPercent",
        "MaleBonusPercent",
        "FemaleBonusPercent",
    )
    bands = [(f"{sex}{band.name.title().replace('_', '')}Quartile", value) for band in found.quartiles
             for sex, value in (("Male", band.men), ("Female", band.women))]  # fmt: skip
    writer.writerow(["EmployerName", "SnapshotDate", *names, *(name for name, _ in bands)])
    writer.writerow(
        [force, snapshot.isoformat(), *(("" if v is None else v) for v in found[2:8]), *(v for _, v in bands)]
    )
    return out.getvalue()
