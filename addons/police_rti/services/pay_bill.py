"""Sums of a tax year over the whole force: the pay bill of the levy, each in one query."""

from odoo.addons.police_payroll.services.money_fields import sql_pence

from . import law


def pay_bill_to_date(env, company, tax_year, month):
    """Pence liable to secondary Class 1 in tax months 1 to ``month``: opening figures and approved payslips.

    ALM06010: the pay bill is earnings liable to secondary Class 1, also those below the threshold.
    """
    end = law.month_dates(tax_year, month)[1]
    env.flush_all()
    env.cr.execute(
        f"""SELECT COALESCE(SUM({sql_pence("s.nicable_pay")}), 0)
              FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
             WHERE s.company_id = %s AND s.tax_year = %s AND s.pay_date <= %s
               AND r.state IN ('approved', 'paid')""",
        [company.id, tax_year, end],
    )
    paid = int(env.cr.fetchone()[0])
    env.cr.execute(
        """SELECT COALESCE(SUM((row->>'gross')::numeric * 100), 0)
             FROM police_pay_opening o, jsonb_array_elements(o.nic) AS row
            WHERE o.company_id = %s AND o.tax_year = %s AND jsonb_typeof(o.nic) = 'array'""",
        [company.id, tax_year],
    )
    return paid + int(env.cr.fetchone()[0])
