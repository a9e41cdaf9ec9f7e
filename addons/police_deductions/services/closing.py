"""After a run is approved: what it took is sealed, and everything that follows from it happens once."""

from collections import defaultdict

from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.tools import SQL

from .debts import GROSS, GROSS_OTHER
from .journals import DeductionJournal
from .rows import seal
from .schedules import PayeeSchedules


class RunClosing:
    """Closes ``run`` (superuser environment)."""

    def __init__(self, env, run):
        self.env = env(su=True)
        self.run = run.with_env(self.env)

    def close(self):
        """Seal, end what is finished, write letters' notices, move debts in the ledger, make schedules."""
        seal(self.env, self.run)
        taken = self.env["police.deduction.taken"].search([("run_id", "=", self.run.id)])
        self._orders(taken.order_id)
        self._loans(taken.loan_id)
        taken.overpayment_id._settled_if_clear()
        self._ledger()
        PayeeSchedules(self.env, self.run).make()
        predictions = self.env["police.overpayment.prediction"].search([("run_id", "=", self.run.id)])
        predictions._become_overpayments()

    def _orders(self, orders):
        orders.invalidate_recordset()
        on, end = self.run.pay_date, self.run.period_id.date_to
        paid = orders.filtered(lambda o: o.total and to_pence(o.left) == 0)
        paid._finish("paid", on)
        over = (orders - paid).filtered(lambda o: o.date_to and o.date_to <= on)
        over._finish("date", on)
        left = (orders - paid - over).filtered(
            lambda o: o.employee_id.leaving_date and o.employee_id.leaving_date <= end
        )
        notices = self.env["police.deduction.notice"]
        for order in left:
            notices._make(order, "left", order.employee_id.leaving_date)
        left._finish("left", on)

    def _loans(self, loans):
        loans.invalidate_recordset()
        clear = loans.filtered(lambda loan: to_pence(loan.balance) == 0)
        if clear:
            clear._move("ended")

    # -- the ledger --------------------------------------------------------------------------------

    def _ledger(self):
        """What was taken back moves from the run's own postings to the debts it repays."""
        gross, codes = self._gross(), defaultdict(int)
        net = loans = administration = 0
        for kind, code, amount, charge in self._sums():
            if kind == "recovery" and code not in (GROSS, GROSS_OTHER):
                net += amount
                codes[code] += amount
            elif kind == "loan":
                loans += amount
                codes[code] += amount
            administration += charge
        if administration:
            codes["order_administration"] += administration
        journal = DeductionJournal(self.env, self.run.company_id)
        journal.recovered(self.run, gross, net, loans, administration, dict(codes))

    def _sums(self):
        self.env["police.deduction.taken"].flush_model()
        return self.env.execute_query(
            SQL(
                """SELECT kind, code, sum((amount * 100)::bigint)::bigint,
                          sum((administration * 100)::bigint)::bigint
                     FROM police_deduction_taken WHERE run_id = %s GROUP BY 1, 2""",
                self.run.id,
            )
        )  # fmt: skip

    def _gross(self):
        """{pay role: pence} recovered before tax, by the cost that the run's journal credits."""
        rows = self.env["police.deduction.taken"].search(
            [("run_id", "=", self.run.id), ("code", "in", (GROSS, GROSS_OTHER))]
        )
        found = defaultdict(int)
        for row in rows:
            found[self._role(row)] += to_pence(row.amount)
        return dict(found)

    def _role(self, row):
        slip = self.env["police.payslip"].search(
            [("run_id", "=", self.run.id), ("employee_id", "=", row.employee_id.id)], limit=1
        )
        return {"staff": "pay_staff", "pcso": "pay_pcso"}.get(slip.person_type, "pay_officers")
