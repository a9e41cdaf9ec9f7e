"""What people were paid for an earnings period in other runs, as the engine's ``Elsewhere``."""

from odoo.addons.police_engine.pay import elsewhere
from odoo.addons.police_engine.records import NicToDate
from odoo.addons.police_payroll.services.money_fields import sql_pence
from odoo.tools import SQL


class EarlierPay:
    """Of the closed runs that were paid before ``gathering``'s period in the same tax month or week.

    A payslip taken back and the one that took it back are both left out: whenever the latter was made, its
    contributions belong to the earnings period of the former.
    """

    def __init__(self, gathering):
        self.gathering = gathering
        self.env = gathering.env

    def all(self):
        """``{employee id: Elsewhere}``; nobody whose pay of the tax period comes from this run alone."""
        period, found = self.gathering.period, {}
        for employee_id, nic, why, *amounts in self._rows(period):
            facts = self._facts(nic, why, amounts)
            found[employee_id] = found[employee_id].plus(facts) if employee_id in found else facts
        return found

    @staticmethod
    def _facts(nic, why, amounts):
        names = ("taxable", "tax", "student_loan", "postgraduate_loan")
        others = dict(zip(names, amounts, strict=True))
        rows = [NicToDate(*row) for row in nic or ()]
        if not rows:
            return elsewhere.Elsewhere(why, **others)
        facts = elsewhere.from_nic(rows[0], why, **others)
        for row in rows[1:]:
            facts = facts.plus(elsewhere.from_nic(row, ""))
        return facts

    def _rows(self, period):
        run = self.gathering.run
        return self.env.execute_query(
            SQL(
                """SELECT s.employee_id, s.nic, 'paid on ' || to_char(s.pay_date, 'DD/MM/YYYY'),
                          %(sums)s
                     FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
                    WHERE s.company_id = %(company)s AND s.tax_year = %(year)s AND s.tax_period = %(number)s
                      AND s.pay_date <= %(on)s AND r.state IN ('approved', 'paid') AND r.id <> %(run)s
                      AND r.calendar_id = %(calendar)s AND %(scope)s AND r.kind <> 'reversal'
                      AND NOT EXISTS (SELECT 1 FROM police_reversed_slip_rel x
                                        JOIN police_pay_run b ON b.id = x.run_id
                                       WHERE x.slip_id = s.id AND b.state IN ('approved', 'paid'))
                    ORDER BY s.employee_id, s.pay_date, s.id""",
                sums=SQL(", ".join(
                    sql_pence(f"s.{name}")
                    for name in ("taxable_pay", "tax", "student_loan", "postgraduate_loan")
                )),
                company=self.gathering.company.id, year=period.tax_year, number=period.tax_period,
                on=period.pay_date, run=run.id if run else 0, calendar=run.calendar_id.id if run else 0,
                scope=self.gathering.where("s.employee_id"),
            )
        )  # fmt: skip
