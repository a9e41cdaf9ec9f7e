"""Publication of spending: places of ledger rows, corrections, prompt payment by regulation 38, interest."""

from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.commissioning.transparency import changes, interest, payments, periods, spend
from odoo.addons.police_engine.exceptions import MissingParameter
from odoo.addons.police_engine.params.loader import RuleSet

RULES = spend.Rules(
    exceeds=50000,
    accounts={"704900": "tax"},
    partners={"77": "grant"},
    pay_roles=frozenset({"pay_officers"}),
)


def row(key, amount, total=None, kind="in_invoice", **kw):
    facts = {"document": key, "account_type": "expense"} | kw
    return spend.Row(key=key, kind=kind, amount=amount, total=amount if total is None else total, **facts)


def test_the_threshold_is_of_the_document_and_is_exceeded_not_met():
    rows = [
        row("1", 50000),
        row("2", 50001),
        row("3", 20000, 60000, document="9"),
        row("4", -70000, kind="in_refund"),
    ]
    assert spend.places(rows, RULES) == {"1": "below", "2": "published", "3": "published", "4": "published"}


def test_what_is_no_payment_to_an_outsider_is_left_out_by_name():
    rows = [
        row("sale", -90000, kind="out_invoice"),
        row("pay", 90000, kind="entry", role="pay_officers"),
        row("wear", 90000, kind="entry", account_type="expense_depreciation"),
        row("accrual", 90000, kind="entry"),
        row("card", 90000, kind="entry", card=True),
        row("hmrc", 90000, account="704900"),
        row("grant", 90000, partner="77"),
    ]
    assert spend.places(rows, RULES) == {
        "sale": "income",
        "pay": "pay",
        "wear": "depreciation",
        "accrual": "journal",
        "card": "published",
        "hmrc": "tax",
        "grant": "grant",
    }


def test_every_penny_of_the_ledger_has_a_place():
    rows = [row(str(n), 10000 * n, document=str(n // 2)) for n in range(12)]
    parts = spend.summary(rows, spend.places(rows, RULES))
    assert spend.difference(sum(r.amount for r in rows), parts) == 0
    assert spend.difference(sum(r.amount for r in rows) + 7, parts) == 7
    assert [part.kind for part in parts] == ["published", "below"]


def test_a_correction_says_what_changed_but_not_what_is_withheld_now():
    line = {"supplier": "Ann Example", "amount": "600.00", "purpose": "Counselling", "redacted": ""}
    before = {"1": line, "2": line, "3": line}
    after = {
        "1": line,
        "2": line | {"amount": "650.00"},
        "3": line | {"supplier": "REDACTED", "redacted": "Personal data"},
        "4": line,
    }
    found = {c.number: c for c in changes.compare(before, after)}
    assert found.keys() == {"2", "3", "4"}
    assert found["2"].what == "amount: “600.00” is now “650.00”"
    assert "Ann" not in found["3"].what and "supplier withheld" in found["3"].what
    removed = changes.compare(before, {"1": line, "2": line})
    assert [(c.number, c.kind) for c in removed] == [("3", "removed")]
    assert "Ann" not in removed[0].what


@pytest.mark.parametrize(
    ("day", "start", "end", "due"),
    [  # s.69(3): from commencement to 31 March, then each six months; s.69(1): 30 days from the last day
        (date(2026, 2, 1), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 29)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 29)),
        (date(2026, 9, 30), date(2026, 4, 1), date(2026, 9, 30), date(2026, 10, 29)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 3, 31), date(2027, 4, 29)),
    ],
)
def test_half_years_of_section_69(day, start, end, due):
    assert periods.containing(day, [3, 9], date(2026, 1, 1), 30) == (start, end, due)


def test_quarters_of_section_70():
    found = periods.containing(date(2026, 5, 5), [3, 6, 9, 12], date(2026, 4, 1), 30)
    assert found == (date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 29))
    december = periods.containing(date(2027, 1, 1), [3, 6, 9, 12], date(2026, 4, 1), 30)
    assert december == (date(2027, 1, 1), date(2027, 3, 31), date(2027, 4, 29))


def owed(key, received, paid, disputed=0, amount=10000):
    return payments.Sum(key, amount, received, payments.due_day(received, 30), paid, disputed)


def test_the_notice_of_a_half_year_by_hand():
    """Four payments after 10, 30, 31 and 61 days: mean 33.00; 50 % / 25 % / 25 %."""
    start, end = date(2026, 4, 1), date(2026, 9, 30)
    items = [
        owed("a", date(2026, 5, 1), date(2026, 5, 11)),
        owed("b", date(2026, 5, 1), date(2026, 5, 31)),
        owed("c", date(2026, 5, 1), date(2026, 6, 1), disputed=5),
        owed("d", date(2026, 5, 1), date(2026, 7, 1)),
        owed("e", date(2026, 8, 25), None),  # payable on 24 September, not paid
        owed("f", date(2026, 9, 15), None),  # payable in the next period
        owed("g", date(2026, 3, 1), date(2026, 3, 20)),  # paid before
    ]
    found = payments.notice(items, start, end, [30, 60])
    assert (found.payments, found.average_days) == (4, Decimal("33.00"))
    assert found.shares == (Decimal("50.00"), Decimal("25.00"), Decimal("25.00"))
    assert (found.became_payable, found.not_paid_in_period) == (5, 1)
    assert found.not_paid_percent == Decimal("20.00")
    assert (found.late, found.late_amount) == (2, 20000)
    assert (found.disputed, found.disputed_days) == (1, 5)
    assert found.average_without_disputes == Decimal("31.75")


def test_nothing_paid_is_no_percentage_and_no_silent_nought():
    found = payments.notice([], date(2026, 4, 1), date(2026, 9, 30), [30, 60])
    assert (found.average_days, found.shares, found.not_paid_percent) == (None, (None, None, None), None)


def test_statutory_interest_by_hand():
    """£10,000 due 31 January 2026, paid 2 March: 30 days at 11.75 % = £96.58; fixed sum £100."""
    found = interest.late(1_000_000, date(2026, 1, 31), date(2026, 3, 2), RuleSet.load())
    assert (found.days, found.rate, found.interest, found.fixed_sum) == (30, Decimal("11.75"), 9658, 10000)
    assert interest.late(99999, date(2026, 1, 31), date(2026, 3, 2), RuleSet.load()).fixed_sum == 4000
    assert interest.late(100, date(2026, 1, 31), date(2026, 1, 31), RuleSet.load()) is None


def test_the_rate_is_of_the_half_year_in_which_interest_began():
    began_before = interest.late(1_000_000, date(2025, 12, 30), date(2026, 2, 1), RuleSet.load())
    assert began_before.rate == Decimal("12.25")  # 4.25 + 8
    began_after = interest.late(1_000_000, date(2025, 12, 31), date(2026, 2, 1), RuleSet.load())
    assert began_after.rate == Decimal("11.75")


def test_an_unknown_rate_is_said_not_guessed():
    with pytest.raises(MissingParameter, match="late_payment"):
        interest.late(100000, date(2031, 1, 31), date(2031, 3, 2), RuleSet.load())
