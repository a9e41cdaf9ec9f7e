"""Time owed as a double-entry book (Q-17): balance = sum of events, nothing can be changed."""

import random
from datetime import date, timedelta

import pytest
from odoo.addons.police_engine.duty import ledger
from odoo.addons.police_engine.duty.records import TimeMove
from odoo.addons.police_engine.exceptions import InvalidRecord

DAY = date(2026, 1, 1)


def test_balance_is_the_sum_of_events_and_all_accounts_are_nil():
    chance, events, expected = random.Random("time owed"), (), {}
    for number in range(400):
        person, account = chance.choice("AB"), chance.choice(sorted(ledger.ACCOUNTS))
        cause = chance.choice(["earned", "earned", "taken", "paid", "expired"])
        quantity, on = chance.randrange(1, 500), DAY + timedelta(days=number)
        have = expected.get((person, account), 0)
        if cause != "earned" and quantity > have:
            with pytest.raises(InvalidRecord):
                ledger.post(events, person, account, cause, quantity, on, "t")
            continue
        events = ledger.post(events, person, account, cause, quantity, on, "t")
        expected[person, account] = have + (quantity if cause == "earned" else -quantity)
    for (person, account), quantity in expected.items():
        assert ledger.balance(events, person, account) == quantity
        sides = [q for (p, a, _), q in ledger.balances(events).items() if (p, a) == (person, account)]
        assert sum(sides) == 0
    assert ledger.verify(events) == []


def test_a_changed_or_missing_event_is_found():
    events = ledger.book((), [TimeMove("A", "toil", 900, DAY, f"R{n}", "time_off_in_lieu") for n in range(5)])
    changed = (*events[:2], events[2]._replace(quantity=9000), *events[3:])
    assert ledger.verify(changed) == [3]
    assert ledger.verify((*events[:1], *events[2:])) != []


def test_a_mistake_is_undone_once_and_not_after_use():
    events = ledger.book((), [TimeMove("A", "rest_days", 100, DAY, "R1", "rest_day_in_lieu")])
    undone = ledger.reverse(events, 1, DAY, "keyed twice")
    assert ledger.balance(undone, "A", "rest_days") == 0 and ledger.verify(undone) == []
    for number in (1, 2, 9):
        with pytest.raises(InvalidRecord):
            ledger.reverse(undone, number, DAY, "again")
    used = ledger.post(events, "A", "rest_days", "taken", 100, DAY, "day off")
    with pytest.raises(InvalidRecord):
        ledger.reverse(used, 1, DAY, "too late")


def test_value_for_the_accounts():
    """50,256 x 6/12520 = 24.0843 an hour: ten hours of time off 240.84; a rest day of eight hours 192.67."""
    assert ledger.value("toil", 36_000, 50256_00, (6, 12520), 480) == 240_84
    assert ledger.value("rest_days", 100, 50256_00, (6, 12520), 480) == 192_67


@pytest.mark.parametrize(
    ("account", "cause", "quantity"),
    [("tea", "earned", 1), ("toil", "lost", 1), ("toil", "earned", 0), ("toil", "reversed", 1)],
)
def test_nonsense_is_refused(account, cause, quantity):
    with pytest.raises(InvalidRecord):
        ledger.post((), "A", account, cause, quantity, DAY, "x")
