"""The net facts that orders start from, read off a calculated payslip."""

from datetime import date

from ..params.loader import RuleSet
from ..pay.elements import catalogue
from ..records import PayPeriod, PayResult
from .records import NetFacts

PRIORITY = "hmrc/orders_priority"
BASIC = ("basic_pay", "london_weighting")


def net_facts(result: PayResult, period: PayPeriod, rules: RuleSet) -> NetFacts:
    """Attachable pay: taxed earnings without statutory family pay, less sacrifice, tax, NIC and pension.

    Other voluntary deductions do not reduce it, and orders already on the slip are left out.
    """
    elements = catalogue(rules, period.pay_date)
    excluded = set(rules.at(PRIORITY, period.pay_date)["excluded_pay"])
    earnings = pension = 0
    for line in result.lines:
        element = elements.get(line.code)
        if line.kind == "earning":
            attachable = element is None or (element.taxable and element.fps not in excluded)
            earnings += line.amount if attachable else 0
        elif line.kind == "deduction" and element is not None:
            if element.rule == "salary_sacrifice":
                earnings -= line.amount
            elif element.rule == "pension_additional":
                pension += line.amount
    totals = result.totals
    loans = totals.student_loan + totals.postgraduate_loan
    pension += totals.pension_employee
    net = totals.gross - totals.tax - totals.employee_nic - pension - _sacrificed(result, elements)
    days = (period.end - period.start).days + 1
    return NetFacts(
        result.reference, period.frequency, days, earnings, totals.tax, totals.employee_nic, pension,
        loans, net,
    )  # fmt: skip


def _sacrificed(result: PayResult, elements) -> int:
    return sum(
        line.amount
        for line in result.lines
        if line.kind == "deduction"
        and line.code in elements
        and elements[line.code].rule == "salary_sacrifice"
    )


def running(starts: date, ends: date | None, pay_date: date) -> bool:
    """True when an order applies to this pay day."""
    return starts <= pay_date and (ends is None or pay_date <= ends)
