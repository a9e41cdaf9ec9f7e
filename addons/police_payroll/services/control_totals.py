"""Each control total of a run counted independently in every place where it must appear, whole pence.

Payslips and lines are summed by PostgreSQL, the ledger by its posted entry lines, the bank file and the
FPS are parsed from their bytes, the schedules from the files that were made.
"""

from collections import defaultdict
from typing import NamedTuple

from lxml import etree
from odoo.addons.police_engine.adapters.bacs import std18
from odoo.addons.police_engine.money import pence

from .journal import measure_of
from .money_fields import sql_pence


class Measure(NamedTuple):
    """One row of the certificate: its name and the places that must state it."""

    code: str
    label: str
    places: tuple[str, ...]


MEASURES = (
    Measure("gross", "Gross pay", ("slips", "lines", "ledger")),
    Measure("net", "Net pay", ("slips", "lines", "ledger", "bacs", "fps")),
    Measure("tax", "Income tax", ("slips", "lines", "ledger", "fps")),
    Measure("employee_nic", "Employees' National Insurance", ("slips", "lines", "fps")),
    Measure("employer_nic", "Employer's National Insurance", ("slips", "lines", "ledger", "fps")),
    Measure("ni", "National Insurance due to HMRC", ("slips", "lines", "ledger", "fps")),
    Measure("loans", "Student and postgraduate loans", ("slips", "lines", "ledger", "fps")),
    Measure("pension_employee", "Employees' pension", ("slips", "lines", "fps", "schedules")),
    Measure("pension_employer", "Employer's pension", ("slips", "lines", "ledger", "schedules")),
    Measure("pension", "Pension due to schemes", ("slips", "lines", "ledger", "schedules")),
    Measure("deductions", "Other deductions to pay over", ("slips", "lines", "ledger", "schedules")),
)
NO_PAYMENTS = b"No payments: this run takes payslips back and sends nothing to the bank.\r\n"
PLACES = ("slips", "lines", "ledger", "bacs", "fps", "schedules")

_SLIP_SUMS = {
    "gross": "gross",
    "net": "net",
    "tax": "tax",
    "employee_nic": "employee_nic",
    "employer_nic": "employer_nic",
    "loans": "student_loan + postgraduate_loan",
    "pension_employee": "pension_employee",
    "pension_employer": "pension_employer",
    "deductions": "other_deductions",
}
_LINE_MEASURES = {
    "income_tax": "tax",
    "nic_employee": "employee_nic",
    "nic_employer": "employer_nic",
    "student_loan": "loans",
    "postgraduate_loan": "loans",
}


def _add_sums(figures):
    figures["ni"] = figures["employee_nic"] + figures["employer_nic"]
    figures["pension"] = figures["pension_employee"] + figures["pension_employer"]
    return figures


def of_slips(cr, run_id):
    """Totals of the payslip headers."""
    columns = ", ".join(f"COALESCE((sum({text}) * 100)::bigint, 0)" for text in _SLIP_SUMS.values())
    cr.execute(f"SELECT {columns} FROM police_payslip WHERE run_id = %s", [run_id])
    return _add_sums(dict(zip(_SLIP_SUMS, cr.fetchone(), strict=True)))


def of_lines(cr, run_id):
    """Totals of the payslip lines."""
    cr.execute(
        f"""SELECT l.kind, l.code, {sql_pence("sum(l.amount)")}
              FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
             WHERE s.run_id = %s GROUP BY l.kind, l.code""",
        [run_id],
    )
    figures = dict.fromkeys([measure.code for measure in MEASURES], 0)
    for kind, code, amount in cr.fetchall():
        figures[_line_measure(kind, code)] += amount
        if kind != "employer":
            figures["net"] += amount if kind == "earning" else -amount
    return _add_sums(figures)


def _line_measure(kind, code):
    if kind == "earning":
        return "gross"
    if code.startswith("pension_"):
        return "pension_employer" if kind == "employer" else "pension_employee"
    return _LINE_MEASURES.get(code, "deductions")


def of_ledger(cr, move, accounts):
    """Totals of the posted entry; ``accounts`` is {role: account}. Costs are debits, the rest credits."""
    by_account = {account.id: measure_of(role) for role, account in accounts.items()}
    cr.execute(
        f"""SELECT l.account_id, {sql_pence("sum(l.balance)")} FROM account_move_line l
              JOIN account_move m ON m.id = l.move_id
             WHERE m.id = %s AND m.state = 'posted' GROUP BY l.account_id""",
        [move.id],
    )
    figures = dict.fromkeys([measure.code for measure in MEASURES], 0)
    for account_id, balance in cr.fetchall():
        measure = by_account.get(account_id, "gross")
        figures[measure] += balance if measure in ("gross", "employer_nic", "pension_employer") else -balance
    return figures


def of_bank_file(content):
    """(totals, {reference: net}) of a Standard 18 file."""
    if content == NO_PAYMENTS:
        return {"net": 0}, {}
    file = std18.read(content)
    people = defaultdict(int)
    for payment in file.payments:
        people[payment.reference] += payment.amount
    return {"net": file.total}, dict(people)


def of_submission(message):
    """(totals, {payroll id: its figures}) of an FPS, read from the XML alone."""
    people = dict(map(_employment, etree.fromstring(message).iter("{*}Employment")))
    figures = {name: sum(getattr(person, name) for person in people.values()) for name in Submitted._fields}
    figures["ni"] = figures["employee_nic"] + figures["employer_nic"]
    return figures, people


class Submitted(NamedTuple):
    """What an FPS says of one person in the period, pence."""

    taxable_pay: int
    tax: int
    employee_nic: int
    employer_nic: int
    loans: int
    pension_employee: int
    net: int


def _employment(element):
    """(payroll id, Submitted) of one Employment; net pay as HMRC's data items 58A to 61 define it."""
    reference, found = "", defaultdict(int)
    for child in element:
        name = _local(child)
        if name == "PayId":
            reference = child.text
        elif name in ("Payment", "NIlettersAndValues"):
            for item in child:
                if (key := _local(item)) in _ITEMS:
                    found[key] += pence(item.text)
    return reference, Submitted(
        found["TaxablePay"],
        found["TaxDeductedOrRefunded"],
        found["EmpeeContribnsInPd"],
        found["TotalEmpNICInPd"],
        found["StudentLoanRecovered"] + found["PostgradLoanRecovered"],
        found["EmpeePenContribnsPaid"] + found["EmpeePenContribnsNotPaid"],
        found["PayAfterStatDedns"]
        + found["NonTaxOrNICPmt"]
        - found["DednsFromNetPay"]
        - found["EmpeePenContribnsPaid"],
    )


_ITEMS = frozenset(
    {
        "TaxablePay",
        "TaxDeductedOrRefunded",
        "EmpeeContribnsInPd",
        "TotalEmpNICInPd",
        "StudentLoanRecovered",
        "PostgradLoanRecovered",
        "EmpeePenContribnsPaid",
        "EmpeePenContribnsNotPaid",
        "PayAfterStatDedns",
        "NonTaxOrNICPmt",
        "DednsFromNetPay",
    }
)


def _local(element):
    return element.tag.rpartition("}")[2]


def slips_unlike_their_lines(cr, run_id):
    """Payroll references of payslips whose net pay is not their earnings less their deductions."""
    cr.execute(
        """SELECT s.payroll_reference
             FROM police_payslip s
             LEFT JOIN (SELECT slip_id, sum(CASE kind WHEN 'earning' THEN amount ELSE -amount END) AS net
                          FROM police_payslip_line WHERE kind <> 'employer' GROUP BY slip_id) l
               ON l.slip_id = s.id
            WHERE s.run_id = %s AND s.net IS DISTINCT FROM l.net""",
        [run_id],
    )
    return {row[0] for row in cr.fetchall()}
