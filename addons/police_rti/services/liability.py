"""Figures of one tax month owed to HMRC: from the submissions, from absences, from the ledger."""

from odoo import Command
from odoo.addons.police_engine.adapters.rti import fps
from odoo.addons.police_engine.money import display, pounds
from odoo.addons.police_payroll.services.account_defaults import AccountDefaults
from odoo.addons.police_payroll.services.money_fields import to_pence

CREDITORS = ("paye_creditor", "nic_creditor", "student_loan_creditor")
LEVY = {
    "apprenticeship_levy": ("704800", "Apprenticeship levy", "expense"),
    "levy_creditor": ("221400", "HMRC: apprenticeship levy", "liability_current"),
    "statutory_recovered": ("704900", "Statutory pay recovered from HMRC", "expense"),
}
GONE = ("cancelled", "rejected", "failed")


class Liability:
    """Reads for ``month`` (police.rti.liability, superuser environment)."""

    def __init__(self, env, month):
        self.env, self.month, self.company = env, month.with_env(env), month.company_id.with_env(env)
        self.defaults = AccountDefaults(env, self.company)

    def values(self):
        """Field values of the month."""
        sums, fps_state, findings = self._fps()
        levy, recovered, eps_state = self._eps()
        told = sum(sums.values())
        to_pay = told + levy - recovered
        ledger = self._ledger()
        booked = bool(self.month.move_id) or not (levy or recovered)
        if not booked:
            findings.append(
                f"Levy {display(levy)} and recovery {display(recovered)} of this month are not booked yet."
            )
        return {
            "tax": pounds(sums["tax"]), "employee_nic": pounds(sums["employee_nic"]),
            "employer_nic": pounds(sums["employer_nic"]), "student_loans": pounds(sums["loans"]),
            "fps_total": pounds(told), "levy": pounds(levy), "recovered": pounds(recovered),
            "to_pay": pounds(to_pay), "ledger": pounds(ledger), "difference": pounds(to_pay - ledger),
            "fps_state": fps_state, "eps_state": eps_state, "findings": "\n".join(findings) or False,
        }  # fmt: skip

    # -- what HMRC is told ---------------------------------------------------------------------------

    def _submissions(self, kind):
        return self.env["police.rti.submission"].search(
            [
                ("company_id", "=", self.company.id), ("kind", "=", kind),
                ("tax_year", "=", self.month.tax_year), ("tax_month", "=", self.month.tax_month),
                ("state", "not in", GONE),
            ]
        )  # fmt: skip

    def _fps(self):
        """({measure: pence}, state in words, findings) out of the documents themselves."""
        sums = dict.fromkeys(("tax", "employee_nic", "employer_nic", "loans"), 0)
        found, findings = self._submissions("fps"), []
        for one in found.filtered("document"):
            totals = fps.read_totals(one._document_bytes())
            sums["tax"] += totals.tax
            sums["employee_nic"] += totals.employee_nic
            sums["employer_nic"] += totals.employer_nic
            sums["loans"] += totals.student_loan + totals.postgraduate_loan
        told = found.run_id
        runs = self.env["police.pay.run"].search(
            [
                ("company_id", "=", self.company.id), ("state", "in", ("approved", "paid")),
                ("pay_date", ">=", self.month.date_from), ("pay_date", "<=", self.month.date_to),
            ]
        )  # fmt: skip
        findings += [f"{run.name} has no FPS that HMRC could take." for run in runs - told]
        return sums, self._state(found), findings

    def _eps(self):
        """(levy of the month, recovered in the month, state in words). Pence.

        EPS figures are to date: the month is the difference to the last EPS before it.
        """
        own = self.month._eps()
        if not own:
            own = self.env["police.rti.submission"].new(
                {
                    "kind": "eps", "company_id": self.company.id, "tax_year": self.month.tax_year,
                    "tax_month": self.month.tax_month, "currency_id": self.month.currency_id.id,
                }
            )  # fmt: skip
            own.update(own._eps_figures())
        before = own._earlier_eps()
        levy = _levy(own) - (_levy(before) if before else self._levy_before(own))
        recovered = own._eps_reduction() - (before._eps_reduction() if before else 0)
        return levy, recovered, self._state(self.month._eps()) or "Not made yet"

    def _levy_before(self, own):
        """Levy of the months before the first EPS made here: told to HMRC by the former system."""
        if own.tax_month == 1:
            return 0
        former = self.env["police.rti.submission"].new(
            {
                "kind": "eps", "company_id": self.company.id, "tax_year": own.tax_year,
                "tax_month": own.tax_month - 1, "currency_id": self.month.currency_id.id,
            }
        )  # fmt: skip
        figures = former._eps_figures()
        return to_pence(f"{figures['eps_levy']:.2f}") if figures["eps_levy_stated"] else 0

    @staticmethod
    def _state(found):
        labels = dict(found._fields["state"].selection)
        return ", ".join(dict.fromkeys(labels[one.state] for one in found)) if found else False

    # -- what the ledger says ----------------------------------------------------------------------------

    def _accounts(self):
        maps = self.env["police.pay.account.map"]._accounts_for(self.company)
        accounts = self.env["account.account"].union(*(maps[role] for role in CREDITORS))
        return accounts | self._account("levy_creditor")

    def ledger_domain(self):
        """Posted lines on HMRC's creditor accounts that belong to this month; payments to HMRC apart."""
        return [
            ("company_id", "=", self.company.id), ("account_id", "in", self._accounts().ids),
            ("parent_state", "=", "posted"), ("date", ">=", self.month.date_from),
            ("date", "<=", self.month.date_to), ("journal_id.type", "not in", ("bank", "cash")),
        ]  # fmt: skip

    def _ledger(self):
        ((balance,),) = self.env["account.move.line"]._read_group(self.ledger_domain(), [], ["balance:sum"])
        return -to_pence(round(balance or 0, 2))

    def adjustments(self):
        """Lines of the entry that books levy and recovery; empty when there is neither."""
        levy, recovered, _state = self._eps()
        nic = self.env["police.pay.account.map"]._accounts_for(self.company)["nic_creditor"]
        rows = []
        if levy:
            rows += [(self._account("apprenticeship_levy"), levy), (self._account("levy_creditor"), -levy)]
        if recovered:
            rows += [(nic, recovered), (self._account("statutory_recovered"), -recovered)]
        return [
            {
                "account_id": account.id, "name": account.name, "debit": max(amount, 0) / 100,
                "credit": max(-amount, 0) / 100,
            }
            for account, amount in rows
        ]  # fmt: skip

    def _account(self, role):
        code, name, kind = LEVY[role]
        found = self.defaults._from_ledger_map(role)
        accounts = self.env["account.account"].with_company(self.company)
        found = found or accounts.search(
            [("code", "=", code), ("company_ids", "in", self.company.id)], limit=1
        )
        return found or accounts.create(
            {"code": code, "name": name, "account_type": kind, "company_ids": [Command.set(self.company.ids)]}
        )


def _levy(one):
    return to_pence(one.eps_levy) if one.eps_levy_stated else 0
