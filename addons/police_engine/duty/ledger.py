"""The double-entry book of time owed: rest days, days in lieu, leave and time off.

Every event takes a quantity out of one account and puts it into another, so all accounts together are
always nil; what a person is owed is the sum of the events and nothing else. Events are never changed:
a mistake is undone by a second event. Each event carries the hash of the one before it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..money import Pence, half_up
from .records import TimeMove

ACCOUNTS = {
    "toil": "seconds",
    "rest_days": "hundredths",
    "lieu_days": "hundredths",
    "annual_leave": "hundredths",
}
CAUSES = ("earned", "taken", "paid", "expired", "reversed", "opening")
START = "0" * 64


class Event(NamedTuple):
    """``quantity`` (positive) leaves ``source`` and enters ``target``: owed, or one of the causes."""

    number: int
    person: str
    account: str
    source: str
    target: str
    quantity: int
    on: date
    reference: str
    undoes: int = 0
    chain: str = ""


def book(events: Sequence[Event], moves: Iterable[TimeMove]) -> tuple[Event, ...]:
    """The events with what duty has earned added at the end."""
    for move in moves:
        cause = "earned" if move.quantity >= 0 else "taken"
        events = post(events, move.person, move.account, cause, abs(move.quantity), move.on, move.reference)
    return tuple(events)


def post(
    events: Sequence[Event], person: str, account: str, cause: str, quantity: int, on: date, reference: str
) -> tuple[Event, ...]:
    """One more event. InvalidRecord for an unknown account or cause, or for more than is owed.

    earned and opening add to what is owed; taken, paid and expired take from it.
    """
    if account not in ACCOUNTS or cause not in CAUSES or cause == "reversed":
        raise InvalidRecord(f"{person}: no account {account!r} or cause {cause!r}.")
    if quantity <= 0:
        raise InvalidRecord(f"{person}, {reference}: the quantity must be positive.")
    adds = cause in ("earned", "opening")
    if not adds and quantity > balance(events, person, account):
        owed = balance(events, person, account)
        raise InvalidRecord(
            f"{person}, {reference}: {quantity} of {account} {cause}, but only {owed} is owed."
        )
    source, target = (cause, "owed") if adds else ("owed", cause)
    return _append(events, Event(0, person, account, source, target, quantity, on, reference))


def reverse(events: Sequence[Event], number: int, on: date, reference: str) -> tuple[Event, ...]:
    """Undo an event by its opposite; once only, and not when what it gave has been used."""
    wrong = next((event for event in events if event.number == number), None)
    if wrong is None or wrong.undoes or any(event.undoes == number for event in events):
        raise InvalidRecord(f"Event {number} does not exist or is undone already.")
    if wrong.target == "owed" and balance(events, wrong.person, wrong.account) < wrong.quantity:
        raise InvalidRecord(f"Event {number}: what it gave is already used.")
    undone = wrong._replace(
        source=wrong.target, target=wrong.source, on=on, reference=reference, undoes=number
    )
    return _append(events, undone)


def _append(events: Sequence[Event], event: Event) -> tuple[Event, ...]:
    before = events[-1].chain if events else START
    event = event._replace(number=len(events) + 1, chain="")
    return (*events, event._replace(chain=_digest(before, event)))


def _digest(before: str, event: Event) -> str:
    text = "|".join(map(str, (before, *event[:-1])))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(events: Sequence[Event]) -> list[int]:
    """Numbers of the events that are not as they were written, or out of place."""
    before, broken = START, []
    for position, event in enumerate(events, start=1):
        if event.number != position or event.chain != _digest(before, event._replace(chain="")):
            broken.append(position)
        before = event.chain
    return broken


def balances(events: Iterable[Event]) -> dict[tuple[str, str, str], int]:
    """{(person, account, side): quantity}; the sides of a person's account together are nil."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for event in events:
        found[event.person, event.account, event.source] -= event.quantity
        found[event.person, event.account, event.target] += event.quantity
    return dict(found)


def balance(events: Iterable[Event], person: str, account: str, until: date | None = None) -> int:
    """What a person is owed in an account (until a date)."""
    total = 0
    for event in events:
        if event.person == person and event.account == account and (until is None or event.on <= until):
            total += event.quantity * ((event.target == "owed") - (event.source == "owed"))
    return total


def value(account: str, quantity: int, annual: Pence, hour: tuple[int, int], day_minutes: int) -> Pence:
    """What a balance is worth for the accounts at the plain hourly rate, halves up.

    ``hour``: an hour's share of annual pay; ``day_minutes``: length of a day owed.
    """
    seconds = quantity if ACCOUNTS[account] == "seconds" else quantity * day_minutes * 60 // 100
    return half_up(annual * hour[0] * seconds, hour[1] * 3600)
