"""What was overpaid, after tax: every payslip worked out again by the engine without what was too much.

Payslips of one tax year follow from each other: what the first would have left in pay and tax to date
is carried into the next.
"""

from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from odoo.addons.police_engine.money import display, split
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.records import ElementInput, PayTotals
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError

from .debts import GROSS, GROSS_OTHER

SHARES = {
    "net": "net", "tax": "tax", "employee_nic": "employee_nic", "pension": "pension_employee",
    "employer_nic": "employer_nic", "employer_pension": "pension_employer",
}  # fmt: skip


class Difference(NamedTuple):
    """Paid less what would have been paid, pence."""

    totals: PayTotals
    scheme: str


class Overpaid:
    """Assesses one police.overpayment (superuser environment)."""

    def __init__(self, overpayment):
        self.overpayment = overpayment.sudo()
        self.rules = RuleSet.load()

    def assess(self):
        """Write net, tax, NI and pension of every line that has a payslip; UserError with what is missing."""
        with_slip = self.overpayment.line_ids.filtered("slip_id").sorted(lambda line: line.slip_id.pay_date)
        for year, lines in groupby(with_slip, key=lambda line: line.slip_id.tax_year):
            self._year(year, list(lines))
        for line in self.overpayment.line_ids - with_slip:
            if not 0 < to_pence(line.net) <= to_pence(line.gross):
                raise UserError(
                    line.env._(
                        "%(label)s of %(day)s has no payslip here: enter what was too much after tax.",
                        label=line.label, day=f"{line.pay_date:%-d %B %Y}",
                    )
                )  # fmt: skip

    def _year(self, _year, lines):
        taxable = tax = 0
        for slip, own in groupby(lines, key=lambda line: line.slip_id):
            own = list(own)
            case = case_store.read(slip.case)
            ytd = case.ytd._replace(taxable_pay=case.ytd.taxable_pay - taxable, tax=case.ytd.tax - tax)
            difference = self._difference(slip, replace(case, ytd=ytd), own)
            taxable += difference.totals.taxable_pay
            tax += difference.totals.tax
            self._share(own, difference)

    def _difference(self, slip, case, lines):
        back = {GROSS: 0, GROSS_OTHER: 0}
        for line in lines:
            back[GROSS if line.pensionable else GROSS_OTHER] += to_pence(line.gross)
        name = self.overpayment.name
        elements = [ElementInput(code, amount, reference=name) for code, amount in back.items() if amount]
        right = calculate(replace(case, elements=(*case.elements, *elements)), self.rules)
        blocking = [
            p.message for p in right.problems if p.severity is Severity.BLOCKING and p.code != "negative_net"
        ]
        if not right.lines:
            raise UserError(
                slip.env._(
                    "The payslip of %(day)s can not have been too high by %(sum)s: %(reason)s",
                    day=f"{slip.pay_date:%-d %B %Y}", sum=display(sum(back.values())),
                    reason=" ".join(blocking) or slip.env._("less than nothing would be left."),
                )
            )  # fmt: skip
        paid = {name: to_pence(slip[name]) for name in PayTotals._fields}
        totals = PayTotals(**{name: paid[name] - getattr(right.totals, name) for name in PayTotals._fields})
        return Difference(totals, case.pension.scheme)

    @staticmethod
    def _share(lines, difference):
        """The difference of a payslip over its lines, to the penny, by their gross."""
        weights = [to_pence(line.gross) for line in lines]
        values = [{"scheme": difference.scheme or False} for _line in lines]
        totals = difference.totals
        for field, name in SHARES.items():
            for row, part in zip(values, split(getattr(totals, name), weights), strict=True):
                row[field] = part / 100
        loans = totals.student_loan + totals.postgraduate_loan
        for row, part in zip(values, split(loans, weights), strict=True):
            row["student_loan"] = part / 100
        for line, row in zip(lines, values, strict=True):
            line.write(row)


def returned_by_others(overpayment):
    """{posting role: pence} that HMRC and schemes give back of a net recovery, the employee's part."""
    found = {"paye_creditor": 0, "nic_creditor": 0, "student_loan_creditor": 0}
    for line in overpayment.line_ids:
        found["paye_creditor"] += to_pence(line.tax)
        found["nic_creditor"] += to_pence(line.employee_nic)
        found["student_loan_creditor"] += to_pence(line.student_loan)
        if line.scheme:
            role = f"pension_creditor_{line.scheme}"
            found[role] = found.get(role, 0) + to_pence(line.pension)
    stated = sum(found.values())
    rest = to_pence(overpayment.gross_total) - to_pence(overpayment.net_total) - stated
    found["paye_creditor"] += rest  # lines without a payslip: what the hand-entered net leaves open
    return {role: amount for role, amount in found.items() if amount}


def employer_returns(overpayment):
    """[(creditor role, cost role, pence)] of the employer's own contributions that come back."""
    found = {}
    for line in overpayment.line_ids:
        nic = ("nic_creditor", "employer_nic")
        found[nic] = found.get(nic, 0) + to_pence(line.employer_nic)
        if line.scheme:
            scheme = (f"pension_creditor_{line.scheme}", "employer_pension")
            found[scheme] = found.get(scheme, 0) + to_pence(line.employer_pension)
    return [(*roles, amount) for roles, amount in found.items() if amount]
