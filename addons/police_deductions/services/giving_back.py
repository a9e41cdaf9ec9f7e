"""A payslip is taken back: what it took for others is given back, once, and goes on as if never taken."""

from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.tools import SQL

from .closing import RunClosing
from .schedules import PayeeSchedules

_COPY = (
    "company_id, employee_id, kind, order_id, agreement_id, loan_id, overpayment_id, payee_id, code,"
    " reference"
)


class GivingBack:
    """Of ``slips`` (police.payslip) that the approved reversal ``run`` takes back."""

    def __init__(self, env, run, slips):
        self.env = env(su=True)
        self.run, self.slips = run.with_env(self.env), slips.with_env(self.env)

    def close(self):
        """Opposite rows, ledger entries and payees' schedules; what had ended by it goes on."""
        self._opposite_rows()
        rows = self.env["police.deduction.taken"].search([("run_id", "=", self.run.id)])
        self._resume(rows)
        RunClosing(self.env, self.run)._ledger()
        PayeeSchedules(self.env, self.run).make()

    def _opposite_rows(self):
        """They stand for the pay day of the reversal only: positions leave out both (``_standing``)."""
        self.env["police.deduction.taken"].flush_model()
        self.env.execute_query(
            SQL(
                """INSERT INTO police_deduction_taken (run_id, pay_date, state, due, amount, short,
                          administration, deduction_carried, protection_carried, working, %(copied)s)
                   SELECT %(run)s, %(on)s, 'taken', -t.amount, -t.amount, 0, -t.administration, 0, 0,
                          'Given back: the payslip of ' || to_char(t.pay_date, 'DD/MM/YYYY')
                              || ' was taken back', %(own)s
                     FROM police_deduction_taken t
                     JOIN police_payslip s ON s.run_id = t.run_id AND s.employee_id = t.employee_id
                    WHERE s.id = ANY(%(slips)s) AND t.state = 'taken' RETURNING id""",
                copied=SQL(_COPY), own=SQL(", ".join(f"t.{name.strip()}" for name in _COPY.split(","))),
                run=self.run.id, on=self.run.pay_date, slips=self.slips.ids,
            )
        )  # fmt: skip
        self.env["police.deduction.taken"].invalidate_model()

    def _resume(self, rows):
        """What the payslips had met in full, or ended with the job, has something to take again.

        The run is being approved: until it is, the rows it takes back still stand.
        """
        for record in (rows.order_id, rows.loan_id, rows.overpayment_id):
            record.invalidate_recordset()
        days = set(self.slips.mapped("pay_date"))
        rows.order_id.filtered(
            lambda order: (
                order.state == "ended" and order.end_reason in ("paid", "left") and order.ended_on in days
            )
        )._resume(end_reason=False, ended_on=False)
        rows.loan_id.filtered(lambda loan: loan.state == "ended" and not to_pence(loan.balance))._resume()
        rows.overpayment_id.filtered(lambda debt: debt.state == "cleared")._keep({"state": "recovering"})
