"""Employer Payment Summary: no payment, apprenticeship levy, recoverable amounts (rti.md §6)."""

from datetime import date, datetime
from typing import NamedTuple

from lxml import etree

from ...records import Employer
from .common import Writer, namespace, short_year
from .envelope import Channel, Credentials, employer_references, finish, start


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


class PaymentSummary(NamedTuple):
    """What the force tells HMRC apart from pay. Date pairs are inclusive."""

    no_payment: tuple[date, date] | None = None
    inactivity: tuple[date, date] | None = None
    recovery: Recovery | None = None
    levy: Levy | None = None
    final_for_year: bool = False


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
    """The message with its IRmark. A public body claims no Employment Allowance, so none is written."""
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
    if summary.recovery:
        _recovery(put, put(body, "RecoverableAmountsYTD"), summary.recovery)
    if summary.levy:
        levy = put(body, "ApprenticeshipLevy")
        put.money(levy, "LevyDueYTD", summary.levy.due_to_date)
        put(levy, "TaxMonth", str(summary.levy.tax_month))
        put.money(levy, "AnnualAllce", summary.levy.annual_allowance)
    put(body, "RelatedTaxYear", short_year(tax_year))
    if summary.final_for_year:
        put.yes(put(body, "FinalSubmission"), "ForYear", True)
    return finish(root)


def _dates(put: Writer, parent: etree._Element, dates: tuple[date, date]) -> None:
    put(parent, "From", dates[0].isoformat())
    put(parent, "To", dates[1].isoformat())


def _recovery(put: Writer, parent: etree._Element, recovery: Recovery) -> None:
    put(parent, "TaxMonth", str(recovery.tax_month))
    put.some(parent, "SMPRecovered", recovery.maternity)
    put.some(parent, "SPPRecovered", recovery.paternity)
    put.some(parent, "SAPRecovered", recovery.adoption)
    put.some(parent, "ShPPRecovered", recovery.shared_parental)
    put.some(parent, "SPBPRecovered", recovery.bereavement)
    put.some(parent, "SNCPRecovered", recovery.neonatal)
