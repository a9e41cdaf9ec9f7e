"""The GovTalk envelope and IRheader around an RTI document (HMRC Submission Protocol v3.1)."""

from datetime import date, datetime
from typing import NamedTuple

from lxml import etree

from ...exceptions import InvalidRecord
from ...records import Employer
from . import irmark
from .common import GOVTALK, Writer, namespace

SENDERS = (
    "Individual",
    "Company",
    "Agent",
    "Bureau",
    "Partnership",
    "Trust",
    "Employer",
    "Government",
    "Acting in Capacity",
    "Other",
)


class Credentials(NamedTuple):
    """Government Gateway sender. Keep out of files: give them only when sending."""

    sender_id: str
    value: str


class Channel(NamedTuple):
    """Who made the software that made the message; ``vendor_id`` is given by HMRC (4 digits)."""

    vendor_id: str = "0000"
    product: str = "Constabulary"
    version: str = "1"
    timestamp: datetime | None = None
    test: bool = True


def start(
    document: str,
    employer: Employer,
    *,
    tax_year: str,
    period_end: date,
    sender: str,
    channel: Channel,
    credentials: Credentials | None,
) -> tuple[etree._Element, etree._Element]:
    """Envelope with an empty IRenvelope: ``(GovTalkMessage, IRenvelope)``. ``document``: FPS or EPS."""
    if sender not in SENDERS:
        raise InvalidRecord(f"Sender {sender!r} is not one of {', '.join(SENDERS)}.")
    put = Writer(GOVTALK)
    root = etree.Element(f"{{{GOVTALK}}}GovTalkMessage", nsmap={None: GOVTALK})
    put(root, "EnvelopeVersion", "2.0")
    _header(put, put(root, "Header"), document, channel, credentials)
    _details(put, put(root, "GovTalkDetails"), employer, channel)
    uri = namespace(document, tax_year)
    envelope = etree.SubElement(put(root, "Body"), f"{{{uri}}}IRenvelope", nsmap={None: uri})
    _ir_header(envelope, uri, employer, period_end, sender)
    return root, envelope


def _header(
    put: Writer, header: etree._Element, document: str, channel: Channel, credentials: Credentials | None
) -> None:
    message = put(header, "MessageDetails")
    put(message, "Class", f"HMRC-PAYE-RTI-{document}")
    put(message, "Qualifier", "request")
    put(message, "Function", "submit")
    put(message, "CorrelationID")
    put(message, "Transformation", "XML")
    put(message, "GatewayTest", "1" if channel.test else "0")
    sender = put(header, "SenderDetails")
    if credentials is not None:
        _authenticate(put, sender, credentials)


def _authenticate(put: Writer, sender: etree._Element, credentials: Credentials) -> None:
    identity = put(sender, "IDAuthentication")
    put(identity, "SenderID", credentials.sender_id)
    authentication = put(identity, "Authentication")
    put(authentication, "Method", "clear")
    put(authentication, "Role", "principal")
    put(authentication, "Value", credentials.value)


def _details(put: Writer, details: etree._Element, employer: Employer, channel: Channel) -> None:
    _keys(put, details, employer)
    put(put(details, "TargetDetails"), "Organisation", "IR")
    routing = put(details, "ChannelRouting")
    about = put(routing, "Channel")
    put(about, "URI", channel.vendor_id)
    put(about, "Product", channel.product)
    put(about, "Version", channel.version)
    if channel.timestamp is not None:
        put(routing, "Timestamp", channel.timestamp.replace(microsecond=0).isoformat())


def _ir_header(envelope: etree._Element, uri: str, employer: Employer, period_end: date, sender: str) -> None:
    put = Writer(uri)
    header = put(envelope, "IRheader")
    _keys(put, header, employer)
    put(header, "PeriodEnd", period_end.isoformat())
    put(header, "DefaultCurrency", "GBP")
    put(header, "Sender", sender)


def _keys(put: Writer, parent: etree._Element, employer: Employer) -> None:
    keys = put(parent, "Keys")
    put(keys, "Key", employer.paye_office).set("Type", "TaxOfficeNumber")
    put(keys, "Key", employer.paye_reference).set("Type", "TaxOfficeReference")


def employer_references(put: Writer, parent: etree._Element, employer: Employer) -> None:
    """``EmpRefs`` of FPS and EPS."""
    references = put(parent, "EmpRefs")
    put(references, "OfficeNo", employer.paye_office)
    put(references, "PayeRef", employer.paye_reference)
    put(references, "AORef", employer.accounts_office_reference)


def finish(root: etree._Element) -> bytes:
    """Put the IRmark in and serialise on one line, UTF-8."""
    irmark.put(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


MODES = ("test", "test_in_live", "live")


def addressed(
    message: bytes, credentials: Credentials, *, mode: str, vendor_id: str, transaction_id: str
) -> bytes:
    """A stored message made ready for one sending. The header is not hashed, so the IRmark stays true.

    ``mode``: ``test`` (HMRC's external test service), ``test_in_live`` (class with ``-TIL``: checked by the
    live service and thrown away) or ``live``. ``transaction_id``: up to 32 hex digits of ours, by which
    the gateway's list of submissions is searched. InvalidRecord for an unknown mode or a broken message.
    """
    if mode not in MODES:
        raise InvalidRecord(f"Mode {mode!r} is not one of {', '.join(MODES)}.")
    root = irmark.parse(with_credentials(message, credentials))
    details = root.find(f"{{{GOVTALK}}}Header/{{{GOVTALK}}}MessageDetails")
    stated = details.find(f"{{{GOVTALK}}}Class")
    stated.text = stated.text.removesuffix("-TIL") + ("-TIL" if mode == "test_in_live" else "")
    details.find(f"{{{GOVTALK}}}GatewayTest").text = "1" if mode == "test" else "0"
    for old in details.findall(f"{{{GOVTALK}}}TransactionID"):
        details.remove(old)
    transaction = details.makeelement(f"{{{GOVTALK}}}TransactionID")
    transaction.text = transaction_id
    details.find(f"{{{GOVTALK}}}CorrelationID").addprevious(transaction)
    root.find(f"{{{GOVTALK}}}GovTalkDetails/{{*}}ChannelRouting/{{*}}Channel/{{*}}URI").text = vendor_id
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def with_credentials(message: bytes, credentials: Credentials) -> bytes:
    """A stored message made ready to send. The header is not hashed, so the IRmark stays true."""
    root = irmark.parse(message)
    sender = root.find(f"{{{GOVTALK}}}Header/{{{GOVTALK}}}SenderDetails")
    if sender is None:
        raise InvalidRecord("The message has no SenderDetails.")
    for old in list(sender):
        sender.remove(old)
    _authenticate(Writer(GOVTALK), sender, credentials)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
