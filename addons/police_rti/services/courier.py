"""Carries one submission's conversation with the gateway forward, one step at a time, storing every message.

The order of things is what keeps a submission from being sent twice. Before the first byte leaves, the
attempt is written down and committed. If no acknowledgement is stored afterwards, whatever the reason (lost
line, killed server), the next step asks the gateway what it holds and sends again only when it holds nothing.
"""

from datetime import timedelta

from odoo.addons.police_engine.adapters.rti import govtalk
from odoo.addons.police_engine.adapters.rti.conversation import Conversation, next_check
from odoo.addons.police_engine.adapters.rti.line import Line

from . import law

GRACE = timedelta(minutes=10)  # a submission may show in the gateway's list only after a while
TIMEOUT = 60.0
AGAIN = 30  # seconds, doubled for each vain attempt
_WORDS = {
    "submit": "Sent", "poll": "Asked for the answer", "list": "Asked what the gateway holds",
    "delete": "Told the gateway that the answer is kept",
}  # fmt: skip
_ANSWERS = {
    "acknowledged": "Acknowledged", "accepted": "Accepted", "rejected": "Refused", "failed": "Error",
    "deleted": "Deleted at the gateway", "absent": "Not held by the gateway", "retry": "No useful answer",
    "unknown": "No useful answer",
}  # fmt: skip


class Courier:
    """Advances submissions of ``env``. ``commit`` makes what is written durable before the line is used."""

    def __init__(self, env, commit=None, post=None, timeout=TIMEOUT):
        self.env = env
        self.commit = commit or (lambda: None)
        self.post = post or Line(timeout)

    def advance(self, submission):
        """One step; True when the submission moved on and another step may follow at once."""
        submission = submission.sudo()
        if not submission.try_lock_for_update():
            return False  # somebody else speaks for it at this moment
        submission.invalidate_recordset()
        if submission.state == "sent":
            return self._find(submission) if submission.attempted_on else self._submit(submission)
        if submission.state == "acknowledged":
            return self._find(submission) if submission.lost else self._poll(submission)
        if submission.correlation and not submission.closed_on:
            return self._delete(submission)
        return False

    # -- steps -----------------------------------------------------------------------------------------

    def _submit(self, one):
        talking = self._conversation(one)
        document = one._document_bytes()
        one._write_guarded({"attempted_on": one._now(), "sent_on": one.sent_on or one._now()})
        self.commit()
        if not one.try_lock_for_update():
            return False
        outcome = talking.submit(document, one.transaction_id)
        if outcome.state == "retry":  # nothing left this computer
            self._store(one, outcome, {"attempted_on": False})
            return self._wait(one, outcome)
        if outcome.state == "unknown":
            self._store(one, outcome, {"lost": True})
            return self._wait(one, outcome)
        return self._settle(one, outcome)

    def _find(self, one):
        """Does the gateway hold it? If surely not, it may be sent (again)."""
        since, until = (one.attempted_on or one._now()) - timedelta(days=1), one._now() + timedelta(days=1)
        outcome = self._conversation(one).look(one._document_code(), one.transaction_id, since, until)
        if outcome.state == "acknowledged":
            self._store(one, outcome, {"lost": False})
            return self._acknowledge(one, outcome)
        if outcome.state == "absent" and one.state == "acknowledged":
            self._store(one, outcome, {"lost": False})
            return one._gone(outcome)
        if outcome.state == "absent" and one._now() - one.attempted_on >= GRACE:
            self._store(one, outcome, {"lost": False, "attempted_on": False, "attempts": 0})
            return True
        self._store(one, outcome)
        return one._failed(outcome) if outcome.state == "failed" else self._wait(one, outcome)

    def _poll(self, one):
        outcome = self._conversation(one).poll(
            one._document_code(), one.correlation, one.endpoint or "", one.transaction_id
        )
        if outcome.state == "unknown":  # the gateway does not know it (any more): look before doing anything
            self._store(one, outcome, {"lost": True})
            return True
        if outcome.state == "acknowledged":
            self._store(one, outcome)
            return self._wait(one, outcome)
        if outcome.state == "retry":
            self._store(one, outcome)
            return self._wait(one, outcome)
        return self._settle(one, outcome)

    def _delete(self, one):
        outcome = self._conversation(one).delete(one._document_code(), one.correlation, one.transaction_id)
        self._store(one, outcome)
        if outcome.state != "deleted":
            return self._wait(one, outcome)
        one._write_guarded({"closed_on": one._now(), "next_check": False, "attempts": 0})
        return False

    # -- what follows ------------------------------------------------------------------------------------

    def _settle(self, one, outcome):
        self._store(one, outcome, {"lost": False})
        if outcome.state == "acknowledged":
            return self._acknowledge(one, outcome)
        if outcome.state == "accepted":
            return one._accepted(outcome)
        if outcome.state == "rejected":
            return one._rejected(outcome)
        return one._failed(outcome)

    def _acknowledge(self, one, outcome):
        now = one._now()
        one._transition(
            "acknowledged",
            correlation=outcome.correlation,
            endpoint=outcome.endpoint,
            poll_interval=outcome.poll_interval,
            acknowledged_on=one.acknowledged_on or now,
            attempts=0,
            next_check=next_check(now, outcome.poll_interval, 0),
        )
        return True

    def _wait(self, one, outcome):
        """Nothing to do now: look again later, more rarely each time."""
        useful = outcome.state == "acknowledged"
        attempts = 0 if useful else one.attempts + 1
        interval = outcome.poll_interval or (one.poll_interval if useful else AGAIN)
        one._write_guarded(
            {
                "attempts": attempts,
                "next_check": next_check(one._now(), interval, max(attempts - 1, 0)),
                "last_word": outcome.note[:250] or one.last_word,
            }
        )
        return False

    def _store(self, one, outcome, values=None):
        """Keep both directions of the exchange."""
        keeper, now = one.env["police.rti.message"], one._now()
        words = _WORDS.get(outcome.exchange.kind, "")
        keeper._keep(one, "sent", outcome.exchange, now, words)
        if outcome.exchange.received is None:
            summary = outcome.exchange.note or outcome.note
        else:
            summary = " – ".join(filter(None, (_ANSWERS.get(outcome.state, outcome.state), outcome.note)))
        keeper._keep(one, "received", outcome.exchange, now, summary[:250])
        if values:
            one._write_guarded(values)

    def _conversation(self, one):
        company = one.company_id
        credentials, vendor = company._rti_credentials()
        mode = one.mode if one.mode != "stand_in" else "test"
        return Conversation(
            self.post, company._rti_endpoint(), credentials, mode=mode, vendor_id=vendor,
            actions=law.actions(one._today()),
        )  # fmt: skip


def places(document, errors):
    """[(GovTalkError, Place)]: what each error points at in the document that was sent."""
    return [(error, govtalk.place(document, error.location)) for error in errors]
