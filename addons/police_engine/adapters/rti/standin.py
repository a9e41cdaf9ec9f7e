"""A stand-in for HMRC's transaction engine, for tests and demonstrations. It is NOT HMRC and says so.

It speaks the Document Submission Protocol v3.1 as our conversation does, computes the IRmark in its own
way (stdlib C14N, not the adapter's), checks the body by our schema and rules, and misbehaves on request.
Each submission takes the next entry of ``script`` (the last one stays in force):

``accept``; ``delay:N`` (answers on the Nth poll); ``reject:CODE[:EMPLOYEE[:FIELD]]`` (business error 3001
with the detail CODE at Employee[EMPLOYEE]); ``fatal:CODE`` and ``recoverable:CODE`` (the submission itself
gets this error); ``department`` (error 3000 when polled); ``drop_before`` (connection lost, nothing kept);
``drop_after`` (kept, but the acknowledgement is lost); ``duplicate`` (kept twice); ``late:SECONDS`` (replies
late); ``garbage`` (no GovTalk message); ``wrong_mark`` (accepted, but the receipt shows another IRmark).
"""

import base64
import contextlib
import hashlib
import itertools
import re
import threading
import time
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

from . import validate
from .common import GOVTALK

NOTICE = "STAND-IN GATEWAY, NOT HMRC"
_NS = {"g": GOVTALK}
_TEXTS = {
    "1000": "System failure. The submission of this document has failed due to an internal system error.",
    "1001": "The submitted XML document failed to validate against the GovTalk schema.",
    "1046": "Authentication Failure. The supplied user credentials failed validation for the service.",
    "2000": "The Gateway could not locate a record for the supplied correlation ID.",
    "2021": "The supplied IRmark is incorrect.",
    "3000": "The processing of your document submission failed. Please re-submit",
    "3001": "The submission of this document has failed due to departmental specific business logic.",
    "4085": "Invalid content found at element",
    "7823": "There is no entry in [NINO]. Please complete at least two [ADDRESSLINE]",
    "7826": "[DATEOFBIRTH] must be later than 130 years before today's date. Please check",
    "5001": "The Date must be today or earlier. Please check",
}


class Dropped(Exception):
    """The connection is cut without an answer."""


@dataclass
class Held:
    """One submission in the stand-in's hands."""

    correlation: str
    document_class: str
    transaction: str
    message: bytes
    behaviour: str
    received: datetime
    polls: int = 0
    deleted: bool = False
    errors: list[tuple[str, str, str]] = field(default_factory=list)  # number, text, location


class StandIn:
    """The gateway's state. ``handle(path, request)`` gives the answer or raises :class:`Dropped`."""

    def __init__(
        self, script: Iterable[str] = ("accept",), *, interval: int = 0, password: str = "",
        clock: Callable[[], datetime] = datetime.now, today: date | None = None,
    ) -> None:  # fmt: skip
        self.script = list(script) or ["accept"]
        self.interval, self.password, self.clock, self.today = interval, password, clock, today
        self.held: dict[str, Held] = {}
        self.requests: list[str] = []
        self.endpoint = ""
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def handle(self, path: str, request: bytes) -> bytes:
        """Answer one HTTP request."""
        with self._lock:
            try:
                root = etree.fromstring(request)
            except etree.ParseError:
                return self._error("UndefinedClass", "", "", "1001", "fatal")
            details = root.find("g:Header/g:MessageDetails", _NS)
            get = lambda name: (details.findtext(f"g:{name}", "", _NS) or "").strip()  # noqa: E731
            kind = "poll" if get("Qualifier") == "poll" else get("Function")
            self.requests.append(kind)
            if kind == "submit":
                return self._submit(request, root, get("Class"), get("TransactionID"))
            if kind == "list":
                return self._list(root, get("Class"), get("TransactionID"))
            held = self.held.get(get("CorrelationID"))
            if held is None or held.deleted or held.document_class != get("Class"):
                return self._error(get("Class"), get("CorrelationID"), get("TransactionID"), "2000", "fatal")
            return self._delete(held) if kind == "delete" else self._poll(held)

    @property
    def submissions(self) -> list[Held]:
        """Everything that was ever kept, deleted or not."""
        return list(self.held.values())

    # -- requests --------------------------------------------------------------------------------

    def _submit(self, request: bytes, root: etree.Element, document_class: str, transaction: str) -> bytes:
        behaviour = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        word, _, rest = behaviour.partition(":")
        if word == "drop_before":
            raise Dropped
        if not self._signed_in(root):
            return self._error(document_class, "", transaction, "1046", "fatal")
        if word in ("fatal", "recoverable"):
            return self._error(document_class, "", transaction, rest or "1000", word)
        held = self._keep(request, document_class, transaction, behaviour)
        if word == "duplicate":
            self._keep(request, document_class, transaction, behaviour)
        if word == "drop_after":
            raise Dropped
        if word == "late":
            time.sleep(float(rest or 1))
        if word == "garbage":
            return b"<html><body>502 Bad Gateway</body></html>"
        return self._acknowledge(held)

    def _signed_in(self, root: etree.Element) -> bool:
        identity = root.find("g:Header/g:SenderDetails/g:IDAuthentication", _NS)
        if identity is None or not identity.findtext("g:SenderID", "", _NS):
            return False
        given = identity.findtext("g:Authentication/g:Value", "", _NS)
        return bool(given) and (not self.password or given == self.password)

    def _keep(self, request: bytes, document_class: str, transaction: str, behaviour: str) -> Held:
        number = next(self._numbers)
        correlation = hashlib.sha256(f"{number}/{transaction}".encode()).hexdigest()[:32].upper()
        held = Held(correlation, document_class, transaction, request, behaviour, self.clock())
        held.errors = self._faults(request, behaviour)
        self.held[correlation] = held
        return held

    def _faults(self, request: bytes, behaviour: str) -> list[tuple[str, str, str]]:
        word, *rest = behaviour.split(":")
        if word == "reject":
            code, employee, name = (*rest, "", "")[:3] if rest else ("3001", "", "")
            text = _TEXTS.get(code, f"Rule {code} is broken.") + (f" '{name}'" if code == "4085" else "")
            return [(code, text, _location(request, employee, name))]
        stated, right = mark_stated(request), mark_of(request)
        if stated != right:
            return [("2021", _TEXTS["2021"], "IRmark")]
        found = validate.check(request, today=self.today or self.clock().date())
        return [
            (problem.code.removeprefix("rti_"), problem.message, _location_of_person(request, problem.person))
            for problem in found
        ]

    def _poll(self, held: Held) -> bytes:
        held.polls += 1
        word, _, rest = held.behaviour.partition(":")
        if word == "delay" and held.polls < int(rest or 2):
            return self._acknowledge(held)
        if word == "department":
            return self._error(held.document_class, held.correlation, held.transaction, "3000", "fatal", [])
        if held.errors:
            code = (held.document_class, held.correlation, held.transaction, "3001", "business", held.errors)
            return self._error(*code)
        mark = mark_of(held.message) if word != "wrong_mark" else "AAAAAAAAAAAAAAAAAAAAAAAAAAA="
        return self._respond(held, mark)

    def _delete(self, held: Held) -> bytes:
        held.deleted = True
        return self._message(held.document_class, "response", "delete", held.correlation, held.transaction)

    def _list(self, root: etree.Element, document_class: str, transaction: str) -> bytes:
        if not self._signed_in(root):
            return self._error(document_class, "", transaction, "1046", "fatal")
        records = "".join(
            f"<StatusRecord><TimeStamp>{held.received:%d/%m/%Y %H:%M:%S}</TimeStamp>"
            f"<CorrelationID>{held.correlation}</CorrelationID>"
            f"<TransactionID>{held.transaction}</TransactionID><Status>{_status(held)}</Status></StatusRecord>"
            for held in self.held.values()
            if not held.deleted and held.document_class == document_class
        )
        body = "<StatusReport><SenderID/><StartTimeStamp/><EndTimeStamp/>" + records + "</StatusReport>"
        return self._message(document_class, "response", "list", "", transaction, body=body)

    # -- answers ---------------------------------------------------------------------------------

    def _acknowledge(self, held: Held) -> bytes:
        return self._message(
            held.document_class, "acknowledgement", "submit", held.correlation, held.transaction, poll=True
        )

    def _respond(self, held: Held, mark: str) -> bytes:
        base32 = base64.b32encode(base64.b64decode(mark)).decode()
        body = (
            '<SuccessResponse xmlns="http://www.inlandrevenue.gov.uk/SuccessResponse"><IRmarkReceipt>'
            '<dsig:Signature xmlns:dsig="http://www.w3.org/2000/09/xmldsig#"><dsig:SignedInfo><dsig:Reference>'
            f"<dsig:DigestValue>{mark}</dsig:DigestValue></dsig:Reference></dsig:SignedInfo></dsig:Signature>"
            f'<Message code="0000">{NOTICE}: the {held.document_class} document was taken. '
            f"The associated IRmark was: {base32}.</Message></IRmarkReceipt>"
            f'<Message code="077001">Thank you for your submission</Message>'
            f"<AcceptedTime>{self.clock().isoformat(timespec='milliseconds')}</AcceptedTime></SuccessResponse>"
        )
        return self._message(
            held.document_class, "response", "submit", held.correlation, held.transaction, body=body
        )

    def _error(
        self, document_class: str, correlation: str, transaction: str, number: str, kind: str,
        details: list[tuple[str, str, str]] | None = None,
    ) -> bytes:  # fmt: skip
        by = "Department" if details is not None else "Gateway"
        errors = (
            f"<GovTalkErrors><Error><RaisedBy>{by}</RaisedBy><Number>{number}</Number><Type>{kind}</Type>"
            f"<Text>{escape(_TEXTS.get(number, 'Error'))} ({NOTICE})</Text><Location/></Error>"
            "</GovTalkErrors>"
        )
        body = ""
        if details:
            body = (
                '<ErrorResponse xmlns="http://www.govtalk.gov.uk/CM/errorresponse" SchemaVersion="2.0">'
                f"<Application><MessageCount>{len(details)}</MessageCount></Application>"
                + "".join(
                    "<Error><RaisedBy>ChRIS</RaisedBy>"
                    + (f"<Number>{code}</Number>" if code.isdigit() else "")
                    + f"<Type>business</Type><Text>{escape(text)}</Text><Location>{place}</Location></Error>"
                    for code, text, place in details
                )
                + "</ErrorResponse>"
            )
        return self._message(
            document_class, "error", "submit", correlation, transaction, errors=errors, body=body
        )

    def _message(
        self, document_class: str, qualifier: str, function: str, correlation: str, transaction: str, *,
        poll: bool = False, errors: str = "", body: str = "",
    ) -> bytes:  # fmt: skip
        end = f"{self.endpoint}/{'poll' if poll else 'submission'}"
        text = (
            f'<?xml version="1.0" encoding="UTF-8"?><GovTalkMessage xmlns="{GOVTALK}">'
            f"<EnvelopeVersion>2.0</EnvelopeVersion><Header><MessageDetails><Class>{document_class}</Class>"
            f"<Qualifier>{qualifier}</Qualifier><Function>{function}</Function>"
            f"<TransactionID>{transaction}</TransactionID><CorrelationID>{correlation}</CorrelationID>"
            f'<ResponseEndPoint PollInterval="{self.interval}">{end}</ResponseEndPoint>'
            f"<GatewayTimestamp>{self.clock().isoformat(timespec='milliseconds')}</GatewayTimestamp>"
            "</MessageDetails><SenderDetails/></Header><GovTalkDetails><Keys/>"
            f"{errors}</GovTalkDetails><Body>{body}</Body></GovTalkMessage>"
        )
        return text.encode()


def _status(held: Held) -> str:
    if held.behaviour.startswith("delay") and held.polls < int(held.behaviour.partition(":")[2] or 2):
        return "SUBMISSION_ACKNOWLEDGE"
    return "SUBMISSION_ERROR" if held.errors else "SUBMISSION_RESPONSE"


def mark_stated(request: bytes) -> str:
    """The IRmark written in the message."""
    found = re.search(rb"<IRmark[^>]*>([^<]*)</IRmark>", request)
    return found[1].decode() if found else ""


def mark_of(request: bytes) -> str:
    """The IRmark by text and the standard library alone, to check the adapter's by another way."""
    text = request.decode()
    body = text[text.index("<Body>") : text.index("</Body>") + len("</Body>")]
    body = body.replace("<Body>", f'<Body xmlns="{GOVTALK}">', 1)
    body = re.sub(r"<IRmark\b[^>]*>[^<]*</IRmark>", "", body)
    return base64.b64encode(hashlib.sha1(etree.canonicalize(body).encode()).digest()).decode()


def _root_names(request: bytes) -> tuple[str, str]:
    envelope = etree.fromstring(request).find("g:Body", _NS)[0]
    uri, _, _ = envelope.tag[1:].partition("}")
    return uri, envelope[1].tag.partition("}")[2]


def _location(request: bytes, employee: str, name: str) -> str:
    """An XPath such as HMRC's system gives."""
    uri, document = _root_names(request)
    path = f"/hd:GovTalkMessage[1]/hd:Body[1]/rti:IRenvelope[1]/rti:{document}[1]"
    if not employee:
        return path
    path += f"/rti:Employee[{employee}]"
    node = etree.fromstring(request).findall(f".//{{{uri}}}Employee")[int(employee) - 1]
    steps = _steps_to(node, name) if name else ()
    if steps is None:
        return f"{path}/rti:EmployeeDetails[1]/rti:{name}[1]"
    return path + "".join(f"/rti:{step}[1]" for step in steps)


def _steps_to(node: etree.Element, name: str) -> tuple[str, ...] | None:
    """Local names from below ``node`` to the first element called ``name``, or None."""
    for child in node:
        local = child.tag.partition("}")[2]
        below = () if local == name else _steps_to(child, name)
        if below is not None:
            return (local, *below)
    return None


def _location_of_person(request: bytes, payroll_id: str) -> str:
    uri, _ = _root_names(request)
    people = etree.fromstring(request).findall(f".//{{{uri}}}Employee")
    for number, node in enumerate(people, start=1):
        if payroll_id and node.findtext(f"{{{uri}}}Employment/{{{uri}}}PayId") == payroll_id:
            return _location(request, str(number), "")
    return _location(request, "", "")


@contextlib.contextmanager
def serving(stand_in: StandIn, port: int = 0) -> Iterator[str]:
    """Serve on 127.0.0.1 (``port`` 0: any free one) while the block runs; gives the submission address."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(stand_in))
    stand_in.endpoint = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"{stand_in.endpoint}/submission"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(stand_in: StandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """POST /submission and /poll."""

        def do_POST(self) -> None:
            request = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                answer = stand_in.handle(self.path, request)
            except Dropped:
                self.close_connection = True
                self.connection.close()
                return
            with contextlib.suppress(OSError):  # the client may have given up meanwhile
                self.send_response(200)
                self.send_header("Content-Type", "text/xml; charset=utf-8")
                self.send_header("X-Gateway", NOTICE)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_args: object) -> None:
            """Quiet: the command line prints its own lines."""

    return Handler
