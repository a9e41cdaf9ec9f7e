"""Full Payment Submission: one message per payment date with everybody paid on it.

Element order is that of ``rti.md`` §5 (secondary sources and HMRC's RTI specification v2.0). The amounts
tie to the payslip by construction of HMRC's data items 58A to 61::

    net pay = PayAfterStatDedns + NonTaxOrNICPmt - DednsFromNetPay - EmpeePenContribnsPaid
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from lxml import etree

from ...money import pence
from ...records import DirectorPosition, Employer, FpsRecord, NicToDate, PayTotals
from . import irmark
from .common import STATUTORY, Writer, namespace, plain, short_year
from .envelope import Channel, Credentials, employer_references, finish, start

_PLANS = {"plan_1": "01", "plan_2": "02", "plan_4": "04", "plan_5": "05"}
_WEEKS_IN_TAX_YEAR = 52


class FpsTotals(NamedTuple):
    """Control totals read back from a message, pence. ``net`` is what reaches people's banks."""

    people: int
    net: int
    taxable_pay: int
    tax: int
    employee_nic: int
    employer_nic: int
    student_loan: int
    postgraduate_loan: int
    pension_employee: int
    after_statutory: int
    net_deductions: int


class _Payment(NamedTuple):
    """What is the same for everybody on the submission."""

    on: date
    period_no: int
    late_reason: str


class Split(NamedTuple):
    """The parts of gross pay that HMRC asks for separately, pence."""

    not_taxed_or_nicable: int
    nicable_not_taxed: int
    benefits_taxed: int
    from_net_pay: int
    after_statutory: int


def split(totals: PayTotals, pension_net_pay: int) -> Split:
    """Data items 58A, 62, 60, 58B and 59 out of one payslip's totals."""
    untaxed = totals.gross - totals.taxable_pay - pension_net_pay
    no_nic = max(totals.gross - totals.nicable_pay, 0)
    neither = min(max(untaxed, 0), no_nic)
    statutory = totals.tax + totals.employee_nic + totals.student_loan + totals.postgraduate_loan
    return Split(
        not_taxed_or_nicable=neither,
        nicable_not_taxed=max(untaxed, 0) - neither,
        benefits_taxed=max(-untaxed, 0),
        from_net_pay=totals.other_deductions + totals.pension_employee - pension_net_pay,
        after_statutory=totals.gross - neither - statutory,
    )


def build_fps(
    employer: Employer,
    records: Iterable[FpsRecord],
    *,
    tax_year: str,
    period_end: date,
    payment_date: date,
    period_no: int,
    sender: str = "Employer",
    vendor_id: str = "0000",
    product: str = "Constabulary",
    version: str = "1",
    timestamp: datetime | None = None,
    gateway_test: bool = True,
    credentials: Credentials | None = None,
    late_reason: str = "",
    final_for_year: bool = False,
) -> bytes:
    """The message as bytes, IRmark inside, one line without white space.

    ``tax_year`` '2026-27'; ``period_no`` is the tax month, or the tax week for weekly frequencies;
    ``late_reason`` A-H or ''. ``credentials`` are better added when sending
    (:func:`.envelope.with_credentials`). Bad data is written as given so that
    :func:`.validate.check` can list all of it; call that before sending.
    """
    channel = Channel(vendor_id, product, version, timestamp, gateway_test)
    root, envelope = start(
        "FPS",
        employer,
        tax_year=tax_year,
        period_end=period_end,
        sender=sender,
        channel=channel,
        credentials=credentials,
    )
    put = Writer(namespace("FPS", tax_year))
    submission = put(envelope, "FullPaymentSubmission")
    employer_references(put, submission, employer)
    put(submission, "RelatedTaxYear", short_year(tax_year))
    payment = _Payment(payment_date, period_no, late_reason)
    for record in records:
        _employee(put, submission, record, payment)
    if final_for_year:
        put.yes(put(submission, "FinalSubmission"), "ForYear", True)
    return finish(root)


def _employee(put: Writer, submission: etree._Element, record: FpsRecord, payment: _Payment) -> None:
    employee = put(submission, "Employee")
    _person(put, put(employee, "EmployeeDetails"), record)
    employment = put(employee, "Employment")
    if record.director is not None:
        _director(put, employment, record.director)
    if record.start_date is not None:
        _starter(put, employment, record)
    put(employment, "PayId", record.payroll_id)
    if record.payroll_id_changed:
        changed = put(employment, "PayIdChgd")
        put.yes(changed, "PayrollIdChangedIndicator", True)
        if record.former_payroll_id:
            put(changed, "OldPayrollId", record.former_payroll_id)
    if record.leaving_date is not None:
        put(employment, "LeavingDate", record.leaving_date.isoformat())
    _figures_to_date(put, put(employment, "FiguresToDate"), record)
    _payment(put, put(employment, "Payment"), record, payment)
    _national_insurance(put, employment, record)


def _person(put: Writer, details: etree._Element, record: FpsRecord) -> None:
    if record.nino:
        put(details, "NINO", record.nino.replace(" ", "").upper())
    name = put(details, "Name")
    if record.title:
        put(name, "Ttl", plain(record.title))
    for forename in record.forenames[:2]:
        put(name, "Fore", plain(forename))
    put(name, "Sur", plain(record.surname))
    lines = [plain(line) for line in record.address if line.strip()]
    if lines or record.postcode:
        address = put(details, "Address")
        for line in lines[:4]:
            put(address, "Line", line)
        if record.postcode:
            put(address, "UKPostcode", plain(record.postcode, 10))
    if record.birth_date is not None:
        put(details, "BirthDate", record.birth_date.isoformat())
    put(details, "Gender", record.gender)


def _director(put: Writer, employment: etree._Element, director: DirectorPosition) -> None:
    put(employment, "DirectorsNIC", director.method)
    if director.weeks_in_directorship < _WEEKS_IN_TAX_YEAR:
        week = _WEEKS_IN_TAX_YEAR + 1 - director.weeks_in_directorship
        put(employment, "TaxWkOfApptOfDirector", str(week))


def _starter(put: Writer, employment: etree._Element, record: FpsRecord) -> None:
    starter = put(employment, "Starter")
    put(starter, "StartDate", record.start_date.isoformat())
    if record.starter_declaration:
        put(starter, "StartDec", record.starter_declaration)
    put.yes(starter, "StudentLoan", bool(record.student_loan_plan))
    put.yes(starter, "PostgradLoan", bool(record.totals.postgraduate_loan))


def _figures_to_date(put: Writer, figures: etree._Element, record: FpsRecord) -> None:
    ytd = record.ytd
    put.money(figures, "TaxablePay", ytd.taxable_pay)
    put.money(figures, "TotalTax", ytd.tax)
    put.some(figures, "StudentLoansTD", ytd.student_loan)
    put.some(figures, "PostgradLoansTD", ytd.postgraduate_loan)
    if record.totals.pension_employee and not record.pension_net_pay:
        put.some(figures, "EmpeePenContribnsNotPaidYTD", ytd.pension_employee)
    else:
        put.some(figures, "EmpeePenContribnsPaidYTD", ytd.pension_employee)


def _payment(put: Writer, element: etree._Element, record: FpsRecord, payment: _Payment) -> None:
    totals = record.totals
    parts = split(totals, record.pension_net_pay)
    _when(put, element, record, payment)
    put(element, "PeriodsCovered", "1")
    put.yes(element, "AggregatedEarnings", record.aggregated_earnings)
    put.yes(element, "PmtAfterLeaving", record.payment_after_leaving)
    put(element, "HoursWorked", record.hours_band)
    _tax_code(put, element, record)
    put.money(element, "TaxablePay", totals.taxable_pay)
    put.some(element, "NonTaxOrNICPmt", parts.not_taxed_or_nicable)
    put.some(element, "DednsFromNetPay", parts.from_net_pay)
    put.money(element, "PayAfterStatDedns", parts.after_statutory)
    put.some(element, "BenefitsTaxedViaPayroll", parts.benefits_taxed)
    put.some(element, "EmpeePenContribnsPaid", record.pension_net_pay)
    put.some(element, "ItemsSubjectToClass1NIC", parts.nicable_not_taxed)
    put.some(element, "EmpeePenContribnsNotPaid", totals.pension_employee - record.pension_net_pay)
    if totals.student_loan:
        put.money(element, "StudentLoanRecovered", totals.student_loan)
        element[-1].set("PlanType", _PLANS.get(record.student_loan_plan, record.student_loan_plan))
    put.some(element, "PostgradLoanRecovered", totals.postgraduate_loan)
    put.money(element, "TaxDeductedOrRefunded", totals.tax)
    put.yes(element, "OnStrike", record.on_strike)
    put.yes(element, "UnpaidAbsence", record.unpaid_absence)
    paid = dict(record.statutory_to_date)
    for kind in STATUTORY:
        put.some(element, f"{kind}YTD", paid.get(kind, 0))


def _when(put: Writer, element: etree._Element, record: FpsRecord, payment: _Payment) -> None:
    if record.bacs_hash:
        put(element, "BacsHashCode", record.bacs_hash)
    put(element, "PayFreq", record.frequency)
    put(element, "PmtDate", (record.payment_date or payment.on).isoformat())
    if record.late_reason or payment.late_reason:
        put(element, "LateReason", record.late_reason or payment.late_reason)
    number = payment.period_no if record.period_no is None else record.period_no
    put(element, "WeekNo" if record.frequency.startswith("W") else "MonthNo", str(number))


def _tax_code(put: Writer, element: etree._Element, record: FpsRecord) -> None:
    code = record.tax_code.replace(" ", "").upper()
    for suffix in ("W1M1", "W1/M1", "W1", "M1", "X"):
        code = code.removesuffix(suffix)
    regime = code[:1] if code[:1] in ("S", "C") else ""
    tag = put(element, "TaxCode", code[len(regime) :])
    if record.tax_basis != "cumulative":
        tag.set("BasisNonCumulative", "yes")
    if regime:
        tag.set("TaxRegime", regime)


def _national_insurance(put: Writer, employment: etree._Element, record: FpsRecord) -> None:
    """One block a letter used this year; none below the lower earnings limit with nothing due."""
    period = {figures.letter: figures for figures in record.nic}
    to_date = {figures.letter: figures for figures in record.ytd.nic}
    for letter in dict.fromkeys([*to_date, *period]):
        now = period.get(letter, NicToDate(letter))
        year = to_date.get(letter, now)
        if not (year.at_lel or year.employer or year.employee or now.employer or now.employee):
            continue
        block = put(employment, "NIlettersAndValues")
        put(block, "NIletter", letter)
        put.money(block, "GrossEarningsForNICsInPd", now.gross)
        put.money(block, "GrossEarningsForNICsYTD", year.gross)
        put.money(block, "AtLELYTD", year.at_lel)
        put.money(block, "LELtoPTYTD", year.lel_to_pt)
        put.money(block, "PTtoUELYTD", year.pt_to_uel)
        put.money(block, "TotalEmpNICInPd", now.employer)
        put.money(block, "TotalEmpNICYTD", year.employer)
        put.money(block, "EmpeeContribnsInPd", now.employee)
        put.money(block, "EmpeeContribnsYTD", year.employee)


_SUMMED = {
    "PayAfterStatDedns": "after_statutory",
    "NonTaxOrNICPmt": "untaxed",
    "DednsFromNetPay": "net_deductions",
    "EmpeePenContribnsPaid": "pension_paid",
    "EmpeePenContribnsNotPaid": "pension_not_paid",
    "TaxablePay": "taxable_pay",
    "TaxDeductedOrRefunded": "tax",
    "StudentLoanRecovered": "student_loan",
    "PostgradLoanRecovered": "postgraduate_loan",
    "TotalEmpNICInPd": "employer_nic",
    "EmpeeContribnsInPd": "employee_nic",
}


def read_totals(message: bytes) -> FpsTotals:
    """Add up what the message says, from the XML alone, for the control certificate."""
    root = irmark.parse(message)
    sums = dict.fromkeys(_SUMMED.values(), 0)
    for group in ("Payment", "NIlettersAndValues"):
        for parent in root.iter(f"{{*}}{group}"):
            for element in parent:
                key = _SUMMED.get(etree.QName(element).localname)
                if key:
                    sums[key] += pence(element.text)
    net = sums["after_statutory"] + sums["untaxed"] - sums["net_deductions"] - sums["pension_paid"]
    return FpsTotals(
        people=sum(1 for _ in root.iter("{*}Employee")),
        net=net,
        pension_employee=sums.pop("pension_paid") + sums.pop("pension_not_paid"),
        **{key: value for key, value in sums.items() if key != "untaxed"},
    )
