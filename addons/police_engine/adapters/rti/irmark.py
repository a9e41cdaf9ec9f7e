"""The IRmark: HMRC's digest of what was submitted (HMRC, IRmark Generation Step by Step Guide v2.0, 2011).

``<Body>`` as sent, with the namespace declarations of ``GovTalkMessage`` inherited, without the
``IRmark`` element (all white space around it kept), canonicalised by C14N 1.0 without comments, SHA-1.
"""

import base64
import hashlib
import io
from typing import NamedTuple

from lxml import etree

from ...exceptions import InvalidRecord
from .common import GOVTALK

_PARSER_OPTIONS = {"resolve_entities": False, "no_network": True, "huge_tree": True}


class IRmark(NamedTuple):
    """``base64`` goes in the message; ``base32`` is what people compare on screen and paper."""

    base64: str
    base32: str


def parse(message: bytes) -> etree._Element:
    """Root element of a message, white space kept. A document type (and with it entities) is refused."""
    if b"<!DOCTYPE" in message:
        raise InvalidRecord("The message has a document type declaration; RTI messages never have one.")
    try:
        return etree.fromstring(message, etree.XMLParser(**_PARSER_OPTIONS))
    except etree.XMLSyntaxError as error:
        raise InvalidRecord(f"The message is not well-formed XML: {error}.") from error


def canonical_body(root: etree._Element) -> bytes:
    """The bytes that are hashed. Does not change ``root``."""
    body = root.find(f"{{{GOVTALK}}}Body")
    if body is None:
        raise InvalidRecord("The message has no Body in the GovTalk envelope namespace.")
    namespaces = {**root.nsmap, **body.nsmap}
    inherited = etree.Element(body.tag, dict(body.attrib), nsmap=namespaces)
    inherited.text = body.text
    copied = etree.fromstring(etree.tostring(body, with_tail=False), etree.XMLParser(**_PARSER_OPTIONS))
    inherited.extend(list(copied))
    for mark in list(inherited.iter("{*}IRmark")):
        _remove_keeping_tail(mark)
    output = io.BytesIO()
    etree.ElementTree(inherited).write_c14n(output, exclusive=False, with_comments=False)
    return output.getvalue()


def _remove_keeping_tail(element: etree._Element) -> None:
    parent, before, tail = element.getparent(), element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def digest(root: etree._Element) -> IRmark:
    """IRmark of a parsed or freshly built message."""
    sha = hashlib.sha1(canonical_body(root)).digest()  # SHA-1 is what HMRC prescribes
    return IRmark(base64.b64encode(sha).decode(), base64.b32encode(sha).decode())


def irmark(message: bytes) -> IRmark:
    """IRmark that ``message`` should carry (an IRmark already inside is left out of the sum)."""
    return digest(parse(message))


def insert(message: bytes) -> bytes:
    """``message`` with its IRmark put into ``IRheader`` before ``Sender``, replacing an old one."""
    root = parse(message)
    put(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def put(root: etree._Element) -> IRmark:
    """Compute and set the IRmark on a message tree; returns it."""
    sender = root.find("{*}Body/{*}IRenvelope/{*}IRheader/{*}Sender")
    if sender is None:
        raise InvalidRecord("The message has no IRheader with a Sender to put the IRmark before.")
    mark = digest(root)
    element = root.find("{*}Body/{*}IRenvelope/{*}IRheader/{*}IRmark")
    if element is None:
        element = sender.makeelement(sender.tag.replace("Sender", "IRmark"), {"Type": "generic"})
        sender.addprevious(element)
    element.text = mark.base64
    return mark


def stated(message: bytes) -> str:
    """The IRmark written in the message, or ``''``."""
    found = parse(message).findtext("{*}Body/{*}IRenvelope/{*}IRheader/{*}IRmark")
    return found or ""


def verify(message: bytes) -> bool:
    """True when the message carries the IRmark of its own body (HMRC errors 2021 and 2022 otherwise)."""
    found = stated(message)
    return bool(found) and found == irmark(message).base64
