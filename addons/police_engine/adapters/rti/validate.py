"""Check an FPS, EPS or NVR before HMRC does: format, then what must be there, then how fields agree.

All errors of all people are listed at once, each with the person, the field and HMRC's error number
(RTI specification v2.0, annex of business rules). Codes: ``rti_schema`` for our own schema, ``rti_7823``
for HMRC rule 7823, ``rti_5004`` for an envelope rule, ``rti_2021`` for the IRmark.
"""

import re
from datetime import date
from functools import lru_cache
from pathlib import Path

from lxml import etree

from ...problems import Problem
from . import irmark, rules, rules_eps, rules_nvr
from .common import GOVTALK

_SCHEMAS = Path(__file__).parent / "schema"
_FILES = {
    "FPS": "full_payment_submission.xsd",
    "EPS": "employer_payment_summary.xsd",
    "NVR": "nino_verification_request.xsd",
}
_NAMESPACE = re.compile(
    r"/RTI/(?:(FullPaymentSubmission|EmployerPaymentSummary)/(\d\d-\d\d)|NINOverificationRequest)/1$"
)
_DOCUMENTS = {"FullPaymentSubmission": "FPS", "EmployerPaymentSummary": "EPS", None: "NVR"}
_ELEMENT = re.compile(r"\{[^}]*\}")


@lru_cache(maxsize=16)
def schema(document: str, short_year: str) -> etree.XMLSchema:
    """Compiled schema of ``FPS`` or ``EPS`` for ``'26-27'``, or of ``NVR`` (year '')."""
    text = (_SCHEMAS / _FILES[document]).read_text(encoding="utf-8")
    return etree.XMLSchema(etree.fromstring(text.replace("@TAXYEAR@", short_year).encode()))


@lru_cache(maxsize=1)
def envelope_schema() -> etree.XMLSchema:
    """Compiled schema of the GovTalk envelope."""
    return etree.XMLSchema(etree.fromstring((_SCHEMAS / "envelope.xsd").read_bytes()))


def check(message: bytes, *, today: date) -> list[Problem]:
    """Every fault of the message, tier by tier; an empty list means it may be sent.

    ``today`` is needed because HMRC compares birth, start and leaving dates with the day of receipt.
    """
    root = irmark.parse(message)
    found = check_schema(root)
    envelope = root.find(f"{{{GOVTALK}}}Body/{{*}}IRenvelope")
    if envelope is None:
        return found
    found += rules.references(root, envelope)
    if envelope.find("{*}FullPaymentSubmission") is not None:
        found += rules.message_class(root, "FPS") + rules.periods(envelope)
        found += rules.full_payment(envelope, today)
    elif envelope.find("{*}EmployerPaymentSummary") is not None:
        found += rules.message_class(root, "EPS") + rules.periods(envelope)
        found += rules_eps.payment_summary(envelope, today)
    elif envelope.find("{*}NINOverificationRequest") is not None:
        found += rules.message_class(root, "NVR") + rules_nvr.verification_request(envelope, today)
    return found + _check_mark(root, envelope)


def check_schema(root: etree._Element) -> list[Problem]:
    """Tier 1: the envelope and the document against the schemas of this folder."""
    outer = envelope_schema()
    found = [] if outer.validate(root) else [_schema_problem(e, root) for e in outer.error_log]
    envelope = root.find(f"{{{GOVTALK}}}Body/{{*}}IRenvelope")
    match = _NAMESPACE.search(etree.QName(envelope).namespace or "") if envelope is not None else None
    if match is None:
        return [*found, rules.problem("schema", "The Body has no FPS, EPS or NVR of a known namespace.")]
    inner = schema(_DOCUMENTS[match[1]], match[2] or "")
    if not inner.validate(envelope):
        found += [_schema_problem(error, envelope) for error in inner.error_log]
    return found


def _schema_problem(error: etree._LogEntry, root: etree._Element) -> Problem:
    below = error.path.partition("/")[2].partition("/")[2] if error.path else ""  # without root's own step
    where = root.xpath(f"./{below}") if below else []
    element = where[0] if where else None
    message = _ELEMENT.sub("", error.message)
    return rules.problem("schema", message, rules.person_of(element), "format")


def _check_mark(root: etree._Element, envelope: etree._Element) -> list[Problem]:
    stated = envelope.findtext("{*}IRheader/{*}IRmark")
    if not stated:
        return [rules.problem("2022", "The message has no IRmark.")]
    if stated != irmark.digest(root).base64:
        return [rules.problem("2021", "The IRmark is not that of this body: it was changed after marking.")]
    return []
