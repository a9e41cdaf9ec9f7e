"""Differences between payslips: they sum to the change of net pay, and read well."""

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.records import PayLine
from odoo.addons.police_engine.selfservice.changes import Change, changes, headline, sentence


def line(label, kind, amount):
    return PayLine(label.lower(), label, kind, amount, "rule", {})


def net(lines):
    signs = {"earning": 1, "deduction": -1, "employer": 0}
    return sum(signs[item.kind] * item.amount for item in lines)


LINES = st.lists(
    st.builds(
        line,
        st.sampled_from(["Basic pay", "Income tax", "Overtime", "Rent", "Employer's NI"]),
        st.sampled_from(["earning", "deduction", "employer"]),
        st.integers(-500_000, 500_000),
    ),
    max_size=12,
)


@given(LINES, LINES)
def test_effects_sum_to_the_change_of_net_pay(before, now):
    assert sum(change.effect for change in changes(before, now)) == net(now) - net(before)


@given(LINES)
def test_nothing_differs_from_itself(lines):
    assert changes(lines, list(reversed(lines))) == ()


def test_two_lines_of_one_name_count_together():
    before = [line("Basic pay", "earning", 300_000)]
    now = [line("Basic pay", "earning", 100_000), line("Basic pay", "earning", 210_000)]
    assert changes(before, now) == (Change("Basic pay", "earning", 300_000, 310_000),)


def test_the_largest_effect_comes_first():
    before = [line("Income tax", "deduction", 1_000), line("Basic pay", "earning", 10_000)]
    now = [line("Income tax", "deduction", 9_000), line("Basic pay", "earning", 11_000)]
    assert [change.label for change in changes(before, now)] == ["Income tax", "Basic pay"]


def test_what_the_employer_pays_is_not_the_persons_change():
    assert changes([], [line("Employer's NI", "employer", 40_000)]) == ()


def test_words():
    assert sentence(Change("Overtime", "earning", None, 12_345), "August 2026") == (
        "Overtime is new: £123.45 paid."
    )
    assert sentence(Change("Overpaid pay", "earning", None, -21_450), "August 2026") == (
        "Overpaid pay is new: £214.50 taken."
    )
    assert sentence(Change("Income tax", "deduction", None, -5_000), "August 2026") == (
        "Income tax is new: £50.00 given back."
    )
    assert sentence(Change("Rent", "deduction", 20_000, None), "August 2026") == (
        "Rent is not on this payslip: £200.00 in August 2026."
    )
    assert sentence(Change("Basic pay", "earning", 300_000, 290_000), "August 2026") == (
        "Basic pay pays £100.00 less: £2,900.00, was £3,000.00."
    )
    assert headline(100, 100, "August 2026") == "You are paid £1.00, the same as in August 2026."
    assert "£0.50 less" in headline(100, 50, "August 2026")
