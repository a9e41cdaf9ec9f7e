"""NINO Verification Request: ask HMRC for the National Insurance numbers of up to 100 people (rti.md §7).

The answer does not come over the transaction engine: HMRC sends it as a notice (Data Provisioning Service
or PAYE Online), days later.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from lxml import etree

from ...records import Employer
from .common import Writer, namespace, plain
from .envelope import Channel, Credentials, employer_references, finish, start


class NinoQuestion(NamedTuple):
    """One person asked about. ``nino``: what we hold, to be confirmed, or ''. ``gender``: M or F."""

    payroll_id: str
    title: str
    forenames: tuple[str, ...]
    surname: str
    birth_date: date | None
    gender: str
    nino: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""


def build_nvr(
    employer: Employer,
    people: Iterable[NinoQuestion],
    *,
    period_end: date,
    sender: str = "Employer",
    vendor_id: str = "0000",
    product: str = "Constabulary",
    version: str = "1",
    timestamp: datetime | None = None,
    gateway_test: bool = True,
    credentials: Credentials | None = None,
) -> bytes:
    """The message with its IRmark. Bad data is written as given: :func:`.validate.check` lists all of it."""
    root, envelope = start(
        "NVR",
        employer,
        tax_year="",
        period_end=period_end,
        sender=sender,
        channel=Channel(vendor_id, product, version, timestamp, gateway_test),
        credentials=credentials,
    )
    put = Writer(namespace("NVR", ""))
    request = put(envelope, "NINOverificationRequest")
    employer_references(put, request, employer)
    for person in people:
        _employee(put, put(request, "Employee"), person)
    return finish(root)


def _employee(put: Writer, employee: etree._Element, person: NinoQuestion) -> None:
    details = put(employee, "EmployeeDetails")
    if person.nino:
        put(details, "NINO", person.nino.replace(" ", "").upper())
    name = put(details, "Name")
    if person.title:
        put(name, "Ttl", plain(person.title))
    for forename in person.forenames[:2]:
        put(name, "Fore", plain(forename))
    put(name, "Sur", plain(person.surname))
    lines = [plain(line) for line in person.address if line.strip()]
    if lines or person.postcode:
        address = put(details, "Address")
        for line in lines[:4]:
            put(address, "Line", line)
        if person.postcode:
            put(address, "UKPostcode", plain(person.postcode, 10))
    if person.birth_date is not None:
        put(details, "BirthDate", person.birth_date.isoformat())
    put(details, "Gender", person.gender)
    if person.payroll_id:
        put(put(employee, "Employment"), "PayId", person.payroll_id)
