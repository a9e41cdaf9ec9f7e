"""The checks of a tax year end, each counted from stored facts."""

from datetime import date

from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.movers import benefits as engine
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.taxcalendar import tax_year_dates
from odoo.tools import SQL


class YearEndChecks:
    """Of one ``police.year.end`` (superuser's environment)."""

    def __init__(self, record):
        self.record, self.env = record, record.env
        self.company, self.year = record.company_id, record.tax_year
        self.domain = [("company_id", "=", self.company.id), ("tax_year", "=", self.year)]

    def lines(self):
        """Values of police.year.end.check, in the order of work."""
        _first, last = tax_year_dates(self.year)
        self.env.flush_all()
        steps = (
            (True, last, self.env._("Every pay period of the year is paid"), self._periods()),
            (True, last, self.env._("Every run agrees to the penny in all places"), self._certificates()),
            (
                True,
                last,
                self.env._("Year to date is the sum of payslips and opening figures"),
                self._year_to_date(),
            ),
            (True, last, self.env._("Advances and returned payments are settled"), self._loose_ends()),
            (False, last, self.env._("Leavers of the year have their P45"), self._leavers()),
            (
                False,
                date(last.year, 4, 5),
                self.env._("Tax codes of the new year are applied"),
                self._codes(),
            ),
            (False, date(last.year, 5, 31), self.env._("P60s are made"), self._certificates_made("p60")),
            (
                False,
                date(last.year, 7, 6),
                self.env._("P11Ds are made for benefits not payrolled"),
                self._p11ds(),
            ),
        )
        return [
            {
                "sequence": place,
                "name": name,
                "passed": not finding,
                "finding": finding or self.env._("in order"),
                "needed_for_p60": needed,
                "due_on": due,
            }
            for place, (needed, due, name, finding) in enumerate(steps)
        ]

    def _periods(self):
        periods = self.env["police.pay.period"].search([*self.domain, ("kind", "=", "regular")])
        open_ones = periods.filtered(lambda p: not any(run.state == "paid" for run in p.run_ids))
        opening = self.env["police.pay.opening"].search_count(self.domain, limit=1)
        if opening:  # months before our first run are in the opening figures
            first = min(
                (p.pay_date for p in periods if any(r.state == "paid" for r in p.run_ids)), default=None
            )
            open_ones = open_ones.filtered(lambda p: first is None or p.pay_date > first)
        if not periods:
            return self.env._("there is no pay period of %s", self.year)
        names = ", ".join(open_ones.sorted("pay_date")[:6].mapped("name"))
        count = len(open_ones)
        return count and self.env._("%(count)s are not paid: %(names)s", count=count, names=names)

    def _certificates(self):
        runs = self.env["police.pay.run"].search([*self.domain, ("state", "in", ("approved", "paid"))])
        wrong = runs.filtered(lambda run: not run.certificate_agreed)
        return wrong and self.env._("no agreed certificate: %s", ", ".join(wrong.mapped("name")))

    def _year_to_date(self):
        rows = self.env.execute_query(
            SQL(
                """WITH last AS (
                       SELECT DISTINCT ON (s.employee_id, s.payroll_reference) s.employee_id,
                          s.payroll_reference,
                              s.employee_name, (s.ytd->>'taxable_pay')::bigint AS pay,
                              (s.ytd->>'tax')::bigint AS tax
                         FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
                        WHERE s.company_id = %(company)s AND s.tax_year = %(year)s AND r.state IN
                           ('approved', 'paid')
                        ORDER BY s.employee_id, s.payroll_reference, s.pay_date DESC, s.id DESC),
                   sums AS (
                       SELECT s.employee_id, s.payroll_reference, (sum(s.taxable_pay) * 100)::bigint AS pay,
                              (sum(s.tax) * 100)::bigint AS tax
                         FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
                        WHERE s.company_id = %(company)s AND s.tax_year = %(year)s AND r.state IN
                           ('approved', 'paid')
                        GROUP BY s.employee_id, s.payroll_reference)
                   SELECT l.employee_name FROM last l
                     JOIN sums USING (employee_id, payroll_reference)
                     LEFT JOIN police_pay_opening o ON o.employee_id = l.employee_id AND o.tax_year = %(year)s
                    WHERE l.pay <> sums.pay + COALESCE((o.taxable_pay * 100)::bigint, 0)
                       OR l.tax <> sums.tax + COALESCE((o.tax * 100)::bigint, 0)
                    ORDER BY 1""",
                company=self.company.id,
                year=self.year,
            )
        )
        names = ", ".join(row[0] for row in rows[:6])
        return rows and self.env._("differs for %(count)s people: %(names)s", count=len(rows), names=names)

    def _loose_ends(self):
        returned = self.env["police.returned.payment"].search_count(
            [("company_id", "=", self.company.id), ("state", "in", ("returned", "approved"))]
        )
        advances = self.env["police.pay.advance"].search_count(
            [("company_id", "=", self.company.id), ("state", "=", "approved")]
        )
        return (returned or advances) and self.env._(
            "%(returned)s returned payments, %(advances)s advances not paid out",
            returned=returned,
            advances=advances,
        )

    def _leavers(self):
        first, last = tax_year_dates(self.year)
        missing = self.env["police.leaver"].search_count(
            [
                ("company_id", "=", self.company.id),
                ("leaving_date", ">=", first),
                ("leaving_date", "<=", last),
                ("reason", "!=", "death"),
                ("p45_document_id", "=", False),
                ("state", "!=", "cancelled"),
            ]
        )
        return missing and self.env._("%s leavers have no P45 yet", missing)

    def _codes(self):
        start = int(self.year[:4]) + 1
        following = f"{start}-{(start + 1) % 100:02d}"
        done = self.env["police.code.uplift"].search_count(
            [("company_id", "=", self.company.id), ("tax_year", "=", following), ("state", "=", "applied")]
        )
        return "" if done else self.env._("codes of %s are not applied", following)

    def _certificates_made(self, kind):
        made = self.env["police.pay.document"].search_count([*self.domain, ("kind", "=", kind)])
        return "" if made else self.env._("none is made yet")

    def _p11ds(self):
        people = self.env["police.benefit"].search(
            [*self.domain, ("payrolled", "=", False), ("cash_equivalent", ">", 0)]
        ).employee_id  # fmt: skip
        made = self.env["police.pay.document"].search([*self.domain, ("kind", "=", "p11d")]).employee_id
        left = people - made
        return left and self.env._("%s people have benefits and no P11D", len(left))

    def benefits(self):
        """(all benefits, those payrolled, Class 1A) in pounds; nought when the rate of the year is not
        known."""
        records = self.env["police.benefit"].sudo().search(self.domain)
        total = sum(round(record.cash_equivalent * 100) for record in records)
        payrolled = sum(round(record.cash_equivalent * 100) for record in records if record.payrolled)
        try:
            due = engine.class_1a(total, self.year, RuleSet.load()).amount if total else 0
        except EngineError:
            due = 0
        return total / 100, payrolled / 100, due / 100
