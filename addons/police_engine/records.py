"""Records that cross the border between collectors (ORM, JSON, tests), the engine and adapters.

All money is ``int`` pence; hours are ``int`` hundredths; dates are ``datetime.date``; date ranges
are inclusive at both ends. Every record is immutable.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from .problems import Problem


class PayPeriod(NamedTuple):
    """One pay period. ``frequency``: monthly, weekly, fortnightly or four_weekly.

    ``tax_year`` is ``'2026-27'``; ``tax_period`` is the tax month (monthly) or the tax week number
    of the last week covered (other frequencies), from the pay date.
    """

    frequency: str
    start: date
    end: date
    pay_date: date
    tax_year: str
    tax_period: int


class EmploymentSlice(NamedTuple):
    """What was true of a person's job from ``date_from`` to ``date_to`` (clipped to the period).

    Either ``scale`` and ``pay_point`` name a published scale, or ``annual_salary`` gives a local
    full-time salary in pence with ``salary_source`` saying who set it and from when.
    """

    date_from: date
    date_to: date
    person_type: str  # officer | staff | pcso | special
    rank: str = ""  # constable, sergeant, inspector, chief_inspector, superintendent ...
    scale: str = ""  # key in police/pay/scales, e.g. constable_appointed_on_or_after_2013_04_01
    pay_point: str = ""
    annual_salary: int | None = None
    salary_source: str = ""
    hours: int = 4000  # contracted weekly hours, hundredths
    full_time_hours: int = 4000
    region: str = "england_wales"  # england_wales | london
    cost_centre: str = ""
    paid: bool = True  # False: career break or other unpaid absence


class TaxPosition(NamedTuple):
    """The tax code in force on the pay date. ``basis``: cumulative or week1month1."""

    code: str
    basis: str = "cumulative"


class DirectorPosition(NamedTuple):
    """Directors' NIC. ``method``: AN (annual, cumulative) or AL (alternative)."""

    method: str
    weeks_in_directorship: int = 52
    last_payment_of_year: bool = False


class PensionMembership(NamedTuple):
    """``scheme``: pps_2015, npps_2006, pps_1987, lgps, lgps_50_50 or '' (none).

    ``band_pay`` fixes the annual pay (pence) by which the tier is chosen; None: from this period.
    ``employer_percent`` is the LGPS rate set for this employer by its fund; police schemes need none.
    """

    scheme: str = ""
    band_pay: int | None = None
    employer_percent: Decimal | None = None


class ElementInput(NamedTuple):
    """A pay element to be paid or deducted, by ``code`` of ``data/params/elements``.

    Give ``amount`` (pence), or ``units`` for elements the engine prices itself.
    ``reference`` says where it came from (claim number, order number, CSV line).

    ``figure`` prices the units instead of the national figure: pounds (or the share, for elements priced
    by a share of pay), approved by the force as ``figure_source`` says. ``held``: the job on ``on`` when
    that day lies before the period. ``shares``: (cost centre, parts) pairs between which the line is
    split. ``rank``: the rank acted in, for the acting-up allowance. ``taken_back``: the same is taken off,
    because what was paid before was not due.
    """

    code: str
    amount: int | None = None
    units: Decimal | None = None
    on: date | None = None
    reference: str = ""
    cost_centre: str = ""
    figure: Decimal | None = None
    figure_source: str = ""
    held: EmploymentSlice | None = None
    shares: tuple[tuple[str, int], ...] = ()
    rank: str = ""
    taken_back: bool = False


class NicToDate(NamedTuple):
    """Year-to-date Class 1 figures for one category letter, pence."""

    letter: str
    gross: int = 0
    at_lel: int = 0
    lel_to_pt: int = 0
    pt_to_uel: int = 0
    employer: int = 0
    employee: int = 0


class YearToDate(NamedTuple):
    """Figures for the tax year with this employer, pence. ``previous_*`` come from a P45."""

    taxable_pay: int = 0
    tax: int = 0
    previous_pay: int = 0
    previous_tax: int = 0
    gross: int = 0
    net: int = 0
    student_loan: int = 0
    postgraduate_loan: int = 0
    pension_employee: int = 0
    pension_employer: int = 0
    nic: tuple[NicToDate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PayCase:
    """Everything needed to pay one person for one period. No recordsets, no database."""

    reference: str  # payroll id, unique in the employer
    period: PayPeriod
    slices: tuple[EmploymentSlice, ...]  # in date order, not overlapping; gaps are not employed
    tax: TaxPosition | None  # None: the emergency-code rule applies and a warning is given
    ni_category: str
    name: str = ""
    birth_date: date | None = None
    director: DirectorPosition | None = None
    student_loans: tuple[str, ...] = ()  # plan_1, plan_2, plan_4, plan_5, postgraduate
    pension: PensionMembership = PensionMembership()
    elements: tuple[ElementInput, ...] = ()
    ytd: YearToDate = YearToDate()
    starter_declaration: str = ""  # A, B or C: chooses the emergency code when ``tax`` is None
    arrears: tuple["PayLine", ...] = ()  # differences for earlier periods, as ``retro`` made them
    student_loan_limit: int | None = None  # pence that orders on earnings leave for student loans


class PayLine(NamedTuple):
    """One line of a payslip and everything needed to explain and replay it.

    ``kind``: earning, deduction or employer. ``amount`` is pence; positive pays (earning),
    takes (deduction) or costs (employer). ``rule`` keys ``data/rules``; ``inputs`` holds the raw
    facts the amount can be recomputed from (ints in pence for names ending ``_pence``, ISO dates
    as text); ``sources`` are the keys of the parameter periods used, as ``RuleSet.citation`` takes.
    """

    code: str
    label: str
    kind: str
    amount: int
    rule: str
    inputs: dict[str, Any]
    sources: tuple[str, ...] = ()
    rate: str = ""
    units: str = ""
    date_from: date | None = None
    date_to: date | None = None
    cost_centre: str = ""


class PayTotals(NamedTuple):
    """Control totals of one payslip, pence. ``net = gross - all employee deductions``."""

    gross: int = 0
    taxable_pay: int = 0
    nicable_pay: int = 0
    pensionable_pay: int = 0
    tax: int = 0
    employee_nic: int = 0
    employer_nic: int = 0
    student_loan: int = 0
    postgraduate_loan: int = 0
    pension_employee: int = 0
    pension_employer: int = 0
    other_deductions: int = 0
    net: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PayResult:
    """What the engine answers for one :class:`PayCase`.

    With any BLOCKING problem ``lines`` is empty and ``totals`` all zero: nothing half-paid.
    """

    reference: str
    lines: tuple[PayLine, ...]
    totals: PayTotals
    nic: tuple[NicToDate, ...]  # this period, by letter (fields hold in-period figures)
    ytd: YearToDate  # after this period
    tax_code: str  # the code and basis actually operated (emergency rule applied)
    tax_basis: str
    problems: tuple[Problem, ...] = ()
    unverified: tuple[str, ...] = ()  # parameter sources used whose confidence is not 'verified'


class BankAccount(NamedTuple):
    """UK account. Digits only: sort code 6, account number 8."""

    sort_code: str
    account_number: str
    account_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Employer:
    """The force as HMRC and the bank know it."""

    name: str
    force_code: str = ""
    paye_office: str = ""  # 3 digits, e.g. 635
    paye_reference: str = ""  # e.g. A635
    accounts_office_reference: str = ""
    service_user_number: str = ""  # BACS, 6 digits
    bank: BankAccount | None = None
    address: tuple[str, ...] = ()


class BacsPayment(NamedTuple):
    """One credit to a person."""

    account: BankAccount
    amount: int
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FpsRecord:
    """One employment on a Full Payment Submission; all money pence."""

    payroll_id: str
    nino: str
    title: str
    forenames: tuple[str, ...]
    surname: str
    address: tuple[str, ...]
    postcode: str
    birth_date: date
    gender: str  # M | F
    start_date: date | None = None  # given only for a starter in this submission
    starter_declaration: str = ""  # A | B | C
    leaving_date: date | None = None
    director: DirectorPosition | None = None
    hours_band: str = "D"
    frequency: str = "M1"
    tax_code: str = ""
    tax_basis: str = "cumulative"
    totals: PayTotals = PayTotals()
    nic: tuple[NicToDate, ...] = ()
    ytd: YearToDate = YearToDate()
    student_loan_plan: str = ""  # plan_1 ...
    pension_net_pay: int = 0  # contributions under net pay arrangement, this period
    on_strike: bool = False
    unpaid_absence: bool = False
    payment_after_leaving: bool = False
    payroll_id_changed: bool = False  # HMRC knows this employment by another payroll id
    former_payroll_id: str = ""  # that other id, when it is known
    late_reason: str = ""  # A to H, for this payment alone; '': that of the submission
    payment_date: date | None = None  # None: that of the submission
    period_no: int | None = None  # tax month or week; None: that of the submission
    bacs_hash: str = ""  # 64 hex digits; only for tax years up to 2022-23
    statutory_to_date: tuple[tuple[str, int], ...] = ()  # (SMP | SPP | SAP | ShPP | SPBP | SNCP, pence)
    aggregated_earnings: bool = False  # earnings of several employments were added together for NIC


@dataclass(frozen=True, slots=True, kw_only=True)
class PayslipDocument:
    """What is printed on one payslip. ``lines`` are PayLine; ``explanations`` True prints sources."""

    employer: Employer
    period: PayPeriod
    payroll_id: str
    name: str
    lines: tuple[PayLine, ...]
    totals: PayTotals
    ytd: YearToDate
    tax_code: str
    tax_basis: str
    ni_letter: str
    nino: str = ""
    details: tuple[tuple[str, str], ...] = ()  # rank, collar number, station, pay point, hours ...
    bank_hint: str = ""  # 'account ending 4321'
    messages: tuple[str, ...] = ()
    explanations: bool = False
    rule_set_hash: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
