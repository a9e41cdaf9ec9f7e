"""One submission's conversation with the gateway, a step at a time; pure, the line to HMRC is given.

Each step returns an :class:`Outcome`; the caller stores it before taking the next. A submission whose
acknowledgement was lost is never sent again blindly: :meth:`Conversation.look` asks the gateway for its
list first, and finds it by the transaction id that we gave it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

from ...exceptions import EngineError, InvalidRecord
from . import envelope, govtalk
from .envelope import Credentials
from .govtalk import GovTalkError, Receipt, Reply

LONGEST_WAIT = timedelta(hours=1)
SHORTEST_WAIT = timedelta(seconds=2)
_AFTER_ERROR = {"wait": "retry", "look": "unknown", "correct": "rejected"}
_WORST_FIRST = ("correct", "credentials", "message", "resend", "look", "wait")


class NotSent(EngineError):
    """Nothing reached the gateway: it may be tried again as if nothing had happened."""


class NoAnswer(EngineError):
    """The message may have arrived, but no usable answer came back."""


class Exchange(NamedTuple):
    """What went over the line. ``received`` is None when nothing came. Credentials are blotted out."""

    kind: str  # submit | poll | delete | list
    url: str
    sent: bytes
    received: bytes | None
    note: str = ""


class Outcome(NamedTuple):
    """Where the submission stands now.

    ``state``: acknowledged, accepted, rejected (HMRC refused the facts), failed (somebody must act),
    retry (try the same step later), unknown (look before sending again), absent (the gateway does not
    hold it), deleted.
    """

    state: str
    exchange: Exchange
    correlation: str = ""
    endpoint: str = ""
    poll_interval: int = 0
    errors: tuple[GovTalkError, ...] = ()
    receipt: Receipt | None = None
    note: str = ""


def document_class(document: str, mode: str) -> str:
    """``HMRC-PAYE-RTI-FPS``, with ``-TIL`` when testing in live."""
    return f"HMRC-PAYE-RTI-{document}" + ("-TIL" if mode == "test_in_live" else "")


def next_check(now: datetime, poll_interval: int, attempts: int) -> datetime:
    """When to ask again: the interval HMRC gave, doubled for each vain attempt, an hour at most.

    >>> next_check(datetime(2026, 9, 28, 10), 10, 2)
    datetime.datetime(2026, 9, 28, 10, 0, 40)
    """
    wait = max(timedelta(seconds=poll_interval), SHORTEST_WAIT) * 2 ** min(attempts, 20)
    return now + min(wait, LONGEST_WAIT)


class Conversation:
    """Speaks with the gateway at ``endpoint`` through ``post(url, bytes) -> bytes``.

    ``post`` raises :class:`NotSent` or :class:`NoAnswer`. ``actions``: {error number: wait | look |
    credentials | message | resend | correct}, from ``hmrc/rti``. ``mode`` as in :mod:`.envelope`.
    """

    def __init__(
        self, post: Callable[[str, bytes], bytes], endpoint: str, credentials: Credentials, *, mode: str,
        vendor_id: str, actions: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.post, self.endpoint, self.credentials = post, endpoint, credentials
        self.mode, self.vendor_id, self.actions = mode, vendor_id, actions

    def submit(self, message: bytes, transaction_id: str) -> Outcome:
        """SUBMISSION_REQUEST. Call once; after ``unknown`` call :meth:`look`."""
        ready = envelope.addressed(
            message, self.credentials, mode=self.mode, vendor_id=self.vendor_id, transaction_id=transaction_id
        )
        return self._step("submit", self.endpoint, ready)

    def poll(self, document: str, correlation: str, endpoint: str = "", transaction_id: str = "") -> Outcome:
        """SUBMISSION_POLL, at the address that the gateway gave when it is the gateway's own."""
        message = govtalk.poll(document_class(document, self.mode), correlation, transaction_id)
        return self._step("poll", self.poll_url(endpoint), message, correlation)

    def delete(self, document: str, correlation: str, transaction_id: str = "") -> Outcome:
        """DELETE_REQUEST; done as well when the gateway no longer knows the submission."""
        message = govtalk.delete(document_class(document, self.mode), correlation, transaction_id)
        outcome = self._step("delete", self.endpoint, message, correlation)
        if any(error.number == "2000" for error in outcome.errors):
            return outcome._replace(state="deleted", note="The gateway had already forgotten it.")
        return outcome

    def look(self, document: str, transaction_id: str, since: datetime, until: datetime) -> Outcome:
        """DATA_REQUEST: ``acknowledged`` with the correlation id when the gateway holds our submission."""
        message = govtalk.list_request(
            document_class(document, self.mode), self.credentials, transaction_id, since, until
        )
        outcome = self._step("list", self.endpoint, message)
        if outcome.state != "listed":
            return outcome
        for record in govtalk.read(outcome.exchange.received).records:
            if record.transaction_id == transaction_id:
                note = f"The gateway holds it: {record.status}."
                return outcome._replace(state="acknowledged", correlation=record.correlation, note=note)
        return outcome._replace(state="absent", note="The gateway does not hold it.")

    def poll_url(self, given: str) -> str:
        """``given`` when it is on the gateway's own host over the same scheme, else the usual ``…/poll``."""
        own, other = urlsplit(self.endpoint), urlsplit(given)
        if (own.scheme, own.netloc) == (other.scheme, other.netloc) and other.path.endswith("/poll"):
            return given
        return own._replace(path=own.path.rpartition("/")[0] + "/poll", query="").geturl()

    def _step(self, kind: str, url: str, message: bytes, correlation: str = "") -> Outcome:
        kept = govtalk.masked(message)
        try:
            answer = self.post(url, message)
        except NotSent as error:
            return Outcome("retry", Exchange(kind, url, kept, None, str(error)), note=str(error))
        except NoAnswer as error:
            state = "unknown" if kind == "submit" else "retry"
            return Outcome(state, Exchange(kind, url, kept, None, str(error)), correlation, note=str(error))
        try:
            reply = govtalk.read(answer)
        except InvalidRecord as error:
            state = "unknown" if kind == "submit" else "retry"
            return Outcome(state, Exchange(kind, url, kept, answer, str(error)), correlation, note=str(error))
        return self._judge(kind, reply, Exchange(kind, url, kept, answer), correlation)

    def _judge(self, kind: str, reply: Reply, exchange: Exchange, correlation: str) -> Outcome:
        if correlation and reply.correlation not in ("", correlation):
            note = f"The answer is about {reply.correlation}, not about {correlation}."
            return Outcome("retry", exchange._replace(note=note), correlation, note=note)
        outcome = Outcome(
            "retry", exchange, reply.correlation or correlation, reply.endpoint, reply.poll_interval,
            reply.errors, reply.receipt,
        )  # fmt: skip
        state = _GOOD.get((kind, reply.qualifier))
        if state:
            return outcome._replace(state=state)
        if reply.qualifier == "error":
            return outcome._replace(state=self._after_error(kind, reply), note=_words(reply))
        note = f"The gateway answered {reply.qualifier!r} to {kind}, which makes no sense."
        return outcome._replace(state="unknown" if kind == "submit" else "retry", note=note)

    def _after_error(self, kind: str, reply: Reply) -> str:
        numbers = [error.number for error in reply.headline] or [error.number for error in reply.errors]
        actions = {self.actions.get(number, "message") for number in numbers}
        state = _AFTER_ERROR.get(next(filter(actions.__contains__, _WORST_FIRST), ""), "failed")
        # An internal failure at the gateway's door does not prove that the submission stayed outside.
        return "unknown" if kind == "submit" and state == "retry" else state


_GOOD = {
    ("submit", "acknowledgement"): "acknowledged",
    ("submit", "response"): "accepted",
    ("poll", "acknowledgement"): "acknowledged",
    ("poll", "response"): "accepted",
    ("delete", "response"): "deleted",
    ("list", "response"): "listed",
}


def _words(reply: Reply) -> str:
    return "; ".join(f"{error.number} {error.text}".strip() for error in reply.errors)[:500]
