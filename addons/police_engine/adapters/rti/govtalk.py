"""The transaction engine's other messages: poll, delete, list; and reading whatever it answers.

Shapes are those of the UK Government Gateway's Document Submission Protocol v3.1 (2008), which HMRC's
transaction engine keeps: SUBMISSION_ACKNOWLEDGEMENT, SUBMISSION_POLL, SUBMISSION_RESPONSE,
SUBMISSION_ERROR, DELETE_REQUEST/RESPONSE and DATA_REQUEST/RESPONSE.
"""

import re
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from ...exceptions import InvalidRecord
from . import irmark
from .common import GOVTALK, Writer
from .envelope import Credentials

MASK = "(not kept)"
_STEP = re.compile(r"(?:[\w.-]+:)?([\w.-]+)(?:\[(\d+)\])?$")


class GovTalkError(NamedTuple):
    """One error as the gateway or HMRC's system (``raised_by``) words it. ``kind``: fatal, business, …"""

    number: str
    kind: str
    text: str
    location: str = ""
    raised_by: str = ""


class Receipt(NamedTuple):
    """HMRC's proof of acceptance: the IRmark it computed, its words, and when (ISO text as given)."""

    irmark: str
    message: str
    accepted: str


class StatusRecord(NamedTuple):
    """One submission that the gateway still holds; ``status``: SUBMISSION_ACKNOWLEDGE and the like."""

    correlation: str
    transaction_id: str
    status: str
    timestamp: str = ""


class Reply(NamedTuple):
    """What the gateway answered. ``headline``: its own errors; ``errors``: HMRC's details, else those."""

    qualifier: str
    function: str
    document_class: str = ""
    correlation: str = ""
    transaction_id: str = ""
    endpoint: str = ""
    poll_interval: int = 0
    timestamp: str = ""
    headline: tuple[GovTalkError, ...] = ()
    errors: tuple[GovTalkError, ...] = ()
    receipt: Receipt | None = None
    records: tuple[StatusRecord, ...] = ()


class Place(NamedTuple):
    """What an error's location means in the message that was sent."""

    payroll_id: str = ""
    name: str = ""
    field: str = ""
    value: str = ""


def poll(document_class: str, correlation: str, transaction_id: str = "") -> bytes:
    """SUBMISSION_POLL: is the answer to ``correlation`` there? Needs no credentials."""
    return _request(document_class, "poll", "submit", correlation, transaction_id)


def delete(document_class: str, correlation: str, transaction_id: str = "") -> bytes:
    """DELETE_REQUEST: the answer is read and kept here; the gateway may forget it."""
    return _request(document_class, "request", "delete", correlation, transaction_id)


def list_request(
    document_class: str,
    credentials: Credentials,
    transaction_id: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> bytes:
    """DATA_REQUEST: which submissions of this class does the gateway hold for the sender?"""
    root = _envelope(document_class, "request", "list", "", transaction_id, credentials)
    if since is not None and until is not None:
        put, body = Writer(GOVTALK), root.find(f"{{{GOVTALK}}}Body")
        for name, moment in (("Start", since), ("End", until)):
            put(body, f"{name}Date", moment.strftime("%d/%m/%Y"))
            put(body, f"{name}Time", moment.strftime("%H:%M:%S"))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _request(document_class: str, qualifier: str, function: str, correlation: str, transaction: str) -> bytes:
    if not re.fullmatch(r"[0-9A-F]{1,32}", correlation):
        raise InvalidRecord(f"{correlation!r} is not a correlation id of the gateway.")
    root = _envelope(document_class, qualifier, function, correlation, transaction, None)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _envelope(
    document_class: str, qualifier: str, function: str, correlation: str, transaction_id: str,
    credentials: Credentials | None,
) -> etree._Element:  # fmt: skip
    put = Writer(GOVTALK)
    root = etree.Element(f"{{{GOVTALK}}}GovTalkMessage", nsmap={None: GOVTALK})
    put(root, "EnvelopeVersion", "2.0")
    header = put(root, "Header")
    details = put(header, "MessageDetails")
    put(details, "Class", document_class)
    put(details, "Qualifier", qualifier)
    put(details, "Function", function)
    if transaction_id:
        put(details, "TransactionID", transaction_id)
    put(details, "CorrelationID", correlation or None)
    put(details, "Transformation", "XML")
    sender = put(header, "SenderDetails")
    if credentials is not None:
        identity = put(sender, "IDAuthentication")
        put(identity, "SenderID", credentials.sender_id)
        authentication = put(identity, "Authentication")
        put(authentication, "Method", "clear")
        put(authentication, "Value", credentials.value)
    put(put(root, "GovTalkDetails"), "Keys")
    put(root, "Body")
    return root


def masked(message: bytes) -> bytes:
    """The message as it may be kept: sender id and password blotted out."""
    root = irmark.parse(message)
    for name in ("SenderID", "Value"):
        for element in root.iterfind(f"{{*}}Header/{{*}}SenderDetails//{{*}}{name}"):
            element.text = MASK
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def read(answer: bytes) -> Reply:
    """The gateway's answer as a record. InvalidRecord when it is not a GovTalk message at all."""
    root = irmark.parse(answer)
    if etree.QName(root).localname != "GovTalkMessage":
        raise InvalidRecord("The answer is XML, but not a GovTalk message.")
    details = root.find("{*}Header/{*}MessageDetails")
    if details is None:
        raise InvalidRecord("The answer has no MessageDetails.")
    end = details.find("{*}ResponseEndPoint")
    headline = tuple(map(_error, root.iterfind("{*}GovTalkDetails/{*}GovTalkErrors/{*}Error")))
    own = tuple(map(_error, root.iterfind("{*}Body/{*}ErrorResponse//{*}Error")))
    return Reply(
        _text(details, "Qualifier"), _text(details, "Function"), _text(details, "Class"),
        _text(details, "CorrelationID"), _text(details, "TransactionID"),
        (end.text or "").strip() if end is not None else "",
        _seconds(end.get("PollInterval")) if end is not None else 0,
        _text(details, "GatewayTimestamp"), headline, own or headline,
        _receipt(root.find("{*}Body/{*}SuccessResponse")), tuple(map(_record, root.iter("{*}StatusRecord"))),
    )  # fmt: skip


def _text(element: etree._Element, name: str) -> str:
    return (element.findtext(f"{{*}}{name}") or "").strip()


def _seconds(text: str | None) -> int:
    return int(text) if text and text.strip().isdigit() else 0


def _error(element: etree._Element) -> GovTalkError:
    words = " ".join(" ".join(part.itertext()).strip() for part in element.iterfind("{*}Text"))
    return GovTalkError(
        _text(element, "Number"), _text(element, "Type").lower(), " ".join(words.split()),
        _text(element, "Location"), _text(element, "RaisedBy"),
    )  # fmt: skip


def _receipt(success: etree._Element | None) -> Receipt | None:
    if success is None:
        return None
    own = success.find("{*}IRmarkReceipt")
    mark = own.find(".//{*}DigestValue") if own is not None else None
    words = (success if own is None else own).findtext("{*}Message") or success.findtext("{*}Message") or ""
    return Receipt(
        (mark.text or "").strip() if mark is not None else "", " ".join(words.split()),
        _text(success, "AcceptedTime"),
    )  # fmt: skip


def _record(element: etree._Element) -> StatusRecord:
    return StatusRecord(
        _text(element, "CorrelationID"), _text(element, "TransactionID"), _text(element, "Status"),
        _text(element, "TimeStamp"),
    )  # fmt: skip


def place(message: bytes | etree._Element, location: str) -> Place:
    """Person and field that ``location`` (an XPath as HMRC gives it) points at in what was sent.

    ``/hd:GovTalkMessage[1]/hd:Body[1]/fps:IRenvelope[1]/…/fps:Employee[3]/…/fps:NINO[1]``. When the path
    leads nowhere, as far as it leads is taken and its last step is the field.
    """
    root = irmark.parse(message) if isinstance(message, bytes) else message
    steps = [match for match in map(_STEP.match, location.strip("/").split("/")) if match]
    if not steps:
        return Place()
    element = root if steps[0][1] == etree.QName(root).localname else None
    for step in steps[1:]:
        found = element.findall(f"{{*}}{step[1]}") if element is not None else []
        index = int(step[2] or 1) - 1
        if index >= len(found):
            break
        element = found[index]
    return _place(element, steps[-1][1])


def _place(element: etree._Element | None, field: str) -> Place:
    value = (element.text or "").strip() if element is not None and not len(element) else ""
    while element is not None and etree.QName(element).localname != "Employee":
        element = element.getparent()
    if element is None:
        return Place(field=field, value=value)
    name = element.find("{*}EmployeeDetails/{*}Name")
    parts = [] if name is None else [*name.findall("{*}Fore"), *name.findall("{*}Sur")]
    payroll_id = element.findtext("{*}Employment/{*}PayId") or ""
    return Place(payroll_id, " ".join(part.text for part in parts if part.text), field, value)
