"""Employer Payment Summary: no payment, apprenticeship levy, recoverable amounts (rti.md §6)."""

from datetime import date, datetime
from typing import NamedTuple

from lxml import etree

from ...records import BankAccount, Employer
from .common import STATUTORY, Writer, namespace, plain, short_year
from .envelope import Channel, Credentials, employer_references, finish, start

_KINDS = ("maternity", "paternity", "adoption", "shared_parental", "bereavement", "neonatal")


class Levy(NamedTuple):
    """Apprenticeship levy to date. Money pence; ``tax_month`` 1-12."""

    due_to_date: int
    tax_month: int
    annual_allowance: int


class Recovery(NamedTuple):
    """Statutory payments recoverable in the tax year to date, pence."""

    tax_month: int
    maternity: int = 0
    paternity: int = 0
    adoption: int = 0
    shared_parental: int = 0
    bereavement: int = 0
    neonatal: int = 0
    compensation_maternity: int = 0  # NIC compensation: small employers only
    compensation_paternity: int = 0
    compensation_adoption: int = 0
    compensation_shared_parental: int = 0
    compensation_bereavement: int = 0
    compensation_neonatal: int = 0
    cis_suffered: int = 0  # deductions made from the employer as a construction subcontractor


class PaymentSummary(NamedTuple):
    """What the force tells HMRC apart from pay. Date pairs are inclusive.

    ``employment_allowance``: True claims it, False withdraws the claim, None says nothing: a public body
    doing more than half its work for the public sector may not claim. ``account``: where HMRC should repay.
    """

    no_payment: tuple[date, date] | None = None
    inactivity: tuple[date, date] | None = None
    recovery: Recovery | None = None
    levy: Levy | None = None
    final_for_year: bool = False
    employment_allowance: bool | None = None
    account: BankAccount | None = None
    ceased_on: date | None = None  # the PAYE scheme has ended on this day


def build_eps(
    employer: Employer,
    summary: PaymentSummary,
    *,
    tax_year: str,
    period_end: date,
    sender: str = "Employer",
    vendor_id: str = "0000",
    product: str = "Constabulary",
    version: str = "1",
    timestamp: datetime | None = None,
    gateway_test: bool = True,
    credentials: Credentials | None = None,
) -> bytes:
    """The message with its IRmark. Claiming Employment Allowance says that State aid rules do not apply."""
    root, envelope = start(
        "EPS",
        employer,
        tax_year=tax_year,
        period_end=period_end,
        sender=sender,
        channel=Channel(vendor_id, product, version, timestamp, gateway_test),
        credentials=credentials,
    )
    put = Writer(namespace("EPS", tax_year))
    body = put(envelope, "EmployerPaymentSummary")
    employer_references(put, body, employer)
    if summary.no_payment:
        put.yes(body, "NoPaymentForPeriod", True)
        _dates(put, put(body, "NoPaymentDates"), summary.no_payment)
    if summary.inactivity:
        _dates(put, put(body, "PeriodOfInactivity"), summary.inactivity)
    if summary.employment_allowance is not None:
        put(body, "EmpAllceInd", "yes" if summary.employment_allowance else "no")
        if summary.employment_allowance:
            put.yes(put(body, "DeMinimisStateAid"), "NA", True)
    if summary.recovery:
        _recovery(put, put(body, "RecoverableAmountsYTD"), summary.recovery)
    if summary.levy:
        levy = put(body, "ApprenticeshipLevy")
        put.money(levy, "LevyDueYTD", summary.levy.due_to_date)
        put(levy, "TaxMonth", str(summary.levy.tax_month))
        put.money(levy, "AnnualAllce", summary.levy.annual_allowance)
    if summary.account:
        _account(put, put(body, "Account"), summary.account)
    put(body, "RelatedTaxYear", short_year(tax_year))
    if summary.final_for_year or summary.ceased_on:
        _final(put, put(body, "FinalSubmission"), summary)
    return finish(root)


def _account(put: Writer, parent: etree._Element, account: BankAccount) -> None:
    put(parent, "AccountHoldersName", plain(account.account_name, 28))
    put(parent, "AccountNo", account.account_number)
    put(parent, "SortCode", account.sort_code)


def _final(put: Writer, parent: etree._Element, summary: PaymentSummary) -> None:
    if summary.ceased_on:
        put.yes(parent, "BecauseSchemeCeased", True)
        put(parent, "DateSchemeCeased", summary.ceased_on.isoformat())
    put.yes(parent, "ForYear", summary.final_for_year)


def _dates(put: Writer, parent: etree._Element, dates: tuple[date, date]) -> None:
    put(parent, "From", dates[0].isoformat())
    put(parent, "To", dates[1].isoformat())


def _recovery(put: Writer, parent: etree._Element, recovery: Recovery) -> None:
    put(parent, "TaxMonth", str(recovery.tax_month))
    for kind, name in zip(STATUTORY, _KINDS, strict=True):
        put.some(parent, f"{kind}Recovered", getattr(recovery, name))
    for kind, name in zip(STATUTORY, _KINDS, strict=True):
        put.some(parent, f"NICCompensationOn{kind}", getattr(recovery, f"compensation_{name}"))
    put.some(parent, "CISDeductionsSuffered", recovery.cis_suffered)
