"""Records that the adapter tests start from; every test changes what it is about."""

from datetime import date

from odoo.addons.police_engine.records import (
    BacsPayment,
    BankAccount,
    Employer,
    FpsRecord,
    NicToDate,
    PayLine,
    PayPeriod,
    PayslipDocument,
    PayTotals,
    YearToDate,
)

TODAY = date(2026, 9, 28)
PERIOD = PayPeriod("monthly", date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 30), "2026-27", 6)
EMPLOYER = Employer(
    name="Exampleshire Police",
    force_code="99",
    paye_office="635",
    paye_reference="A635",
    accounts_office_reference="635PY00012345",
    service_user_number="123456",
    bank=BankAccount("200000", "55779911", "Exampleshire Police"),
    address=("Police Headquarters", "Ladgate Lane", "Middlesbrough"),
)
# gross 4,000; pension 500 under net pay; tax 500, NIC 200, loan 50; 25 to the Federation: net 2,725
TOTALS = PayTotals(
    gross=400000,
    taxable_pay=350000,
    nicable_pay=400000,
    pensionable_pay=390000,
    tax=50000,
    employee_nic=20000,
    employer_nic=45000,
    student_loan=5000,
    pension_employee=50000,
    pension_employer=120000,
    other_deductions=2500,
    net=272500,
)
YTD = YearToDate(
    taxable_pay=2100000,
    tax=300000,
    gross=2400000,
    net=1635000,
    student_loan=30000,
    pension_employee=300000,
    nic=(NicToDate("A", 2400000, 324000, 304800, 1771200, 270000, 120000),),
)


def fps_record(**changes) -> FpsRecord:
    """A constable with a plan 2 loan, paid monthly."""
    facts = {
        "payroll_id": "100001",
        "nino": "AB123456C",
        "title": "Ms",
        "forenames": ("Sian", "Elizabeth"),
        "surname": "O'Connor",
        "address": ("12 Albert Road", "Middlesbrough"),
        "postcode": "TS1 2QJ",
        "birth_date": date(1988, 3, 14),
        "gender": "F",
        "tax_code": "1257L",
        "totals": TOTALS,
        "ytd": YTD,
        "nic": (NicToDate("A", 400000, 54000, 50800, 295200, 45000, 20000),),
        "student_loan_plan": "plan_2",
        "pension_net_pay": 50000,
    }
    return FpsRecord(**{**facts, **changes})


def payment(amount=272500, reference="100001", **account) -> BacsPayment:
    """A credit to one person."""
    facts = {"sort_code": "401276", "account_number": "12345678", "account_name": "S E O'Connor"}
    return BacsPayment(BankAccount(**{**facts, **account}), amount, reference)


def line(code, label, kind, amount, **changes) -> PayLine:
    """One payslip line."""
    return PayLine(code, label, kind, amount, changes.pop("rule", code), changes.pop("inputs", {}), **changes)


LINES = (
    line("basic", "Basic pay", "earning", 380000, units="1 month", rate="£45,600 a year"),
    line(
        "overtime",
        "Overtime at time and a third",
        "earning",
        20000,
        units="5.00 hours",
        rate="£40.0000",
        date_from=date(2026, 8, 12),
        date_to=date(2026, 8, 12),
    ),
    line("tax", "Income tax", "deduction", 50000, rate="1257L"),
    line("nic", "National Insurance", "deduction", 20000, rate="Category A"),
    line("pension", "Police Pension Scheme 2015", "deduction", 50000, rate="13.44%"),
    line("loan", "Student loan, plan 2", "deduction", 5000, rate="9%"),
    line("federation", "Police Federation", "deduction", 2500, inputs={"reference": "FED-77"}),
    line("er_nic", "National Insurance, employer", "employer", 45000),
    line("er_pension", "Pension, employer", "employer", 120000, rate="35.3%"),
)


def payslip(**changes) -> PayslipDocument:
    """The same constable's payslip."""
    facts = {
        "employer": EMPLOYER,
        "period": PERIOD,
        "payroll_id": "100001",
        "name": "Sian O'Connor",
        "lines": LINES,
        "totals": TOTALS,
        "ytd": YTD,
        "tax_code": "1257L",
        "tax_basis": "cumulative",
        "ni_letter": "A",
        "nino": "AB123456C",
        "details": (("Rank", "Constable"), ("Collar number", "2417")),
        "bank_hint": "account ending 5678",
        "rule_set_hash": "9f2c1d77aa34",
    }
    return PayslipDocument(**{**facts, **changes})
