"""The pay journal balances by cost centre to the penny, and the certificate sees every penny."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odoo.addons.police_engine import certificate, ledger
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import ElementInput, PensionMembership
from odoo.addons.police_engine.taxcalendar import monthly_period

from .conftest import RULES, case, constable, staff

NOV = monthly_period(2025, 11)
LGPS = PensionMembership("lgps", None, Decimal("19.5"))


def slip(result, kind="officer"):
    assert result.lines, result.problems
    return ledger.LedgerSlip(result.lines, result.totals, kind, result.reference)


@pytest.fixture(scope="module")
def slips():
    """A promoted constable on two cost centres with overtime, a PCSO and a member of staff."""
    moved = calculate(
        case(
            slices=[
                constable(NOV.start, date(2025, 11, 10), cost_centre="A"),
                constable(date(2025, 11, 11), NOV.end, cost_centre="B"),
            ],
            elements=(
                ElementInput("overtime_casual", units=Decimal("3.25"), cost_centre="C"),
                ElementInput("unison_subscription", 12_34),
                ElementInput("unpaid_absence", 10_01),
            ),
            student_loans=("plan_2",),
        ),
        RULES,
    )
    pcso = calculate(
        case(slices=[staff(NOV.start, NOV.end)._replace(person_type="pcso")], pension=LGPS, reference="P2"),
        RULES,
    )
    clerk = calculate(
        case(slices=[staff(NOV.start, NOV.end, 41_234_56)], pension=LGPS, reference="P3"), RULES
    )
    return [slip(moved), slip(pcso, "pcso"), slip(clerk, "staff")]


def amounts(journal):
    return {(posting.role, posting.cost_centre): posting.amount for posting in journal}


def test_the_journal_balances_and_carries_every_total(slips):
    journal = ledger.postings(slips, RULES, NOV.pay_date)
    assert sum(posting.amount for posting in journal) == 0
    found = ledger.ledger_totals(journal)
    total = lambda name: sum(getattr(entry.totals, name) for entry in slips)  # noqa: E731
    assert found["net_pay_clearing"] == total("net")
    assert found["paye_creditor"] == total("tax")
    assert found["nic_creditor"] == total("employee_nic") + total("employer_nic")
    assert found["student_loan_creditor"] == total("student_loan")
    pps = slips[0].totals
    assert found["pension_creditor_pps_2015"] == pps.pension_employee + pps.pension_employer
    assert found["deductions_creditor_unison_subscription"] == 12_34
    book = amounts(journal)
    costs = sum(amount for (role, _), amount in book.items() if role in ledger.COST_ROLES)
    assert costs == total("gross") + total("employer_nic") + total("pension_employer")
    assert book["pay_pcso", "2000"] == 2500_00 and book["pay_staff", "2000"] == 3436_21


def test_employer_costs_follow_the_earnings(slips):
    """A third of the month at A, two thirds (less the unpaid hours) at B, overtime at C."""
    book = amounts(ledger.postings(slips[:1], RULES, NOV.pay_date))
    assert book["pay_officers", "A"] == 1396_00 and book["pay_officers", "B"] == 2792_00 - 10_01
    employer = slips[0].totals.employer_nic
    shares = [book["employer_nic", centre] for centre in "ABC"]
    assert sum(shares) == employer
    assert abs(shares[0] - employer * 1396_00 / slips[0].totals.gross) <= 1


def test_a_penny_out_in_a_slip_is_refused(slips):
    one = slips[0]
    lines = (one.lines[0]._replace(amount=one.lines[0].amount + 1), *one.lines[1:])
    with pytest.raises(InvalidRecord, match="P1"):
        ledger.postings([one._replace(lines=lines)], RULES, NOV.pay_date)


def test_a_line_without_an_account_is_refused(slips):
    odd = slips[0].lines[0]._replace(code="mystery")
    with pytest.raises(InvalidRecord, match="mystery"):
        ledger.postings([slips[0]._replace(lines=(odd, *slips[0].lines[1:]))], RULES, NOV.pay_date)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(100_00, 90_000_00), st.integers(1, 29), st.booleans()), min_size=1, max_size=5
    )
)
def test_any_staff_balance(drawn):
    made = []
    for annual, cut, split in drawn:
        middle = date(2025, 11, cut)
        pieces = [staff(NOV.start, middle, annual, cost_centre="1")]
        pieces.append(staff(date(2025, 11, cut + 1), NOV.end, annual, cost_centre="2" if split else "1"))
        made.append(slip(calculate(case(slices=pieces, pension=LGPS), RULES), "staff"))
    journal = ledger.postings(made, RULES, NOV.pay_date)
    assert sum(posting.amount for posting in journal) == 0


def five_places(slips):
    journal = ledger.postings(slips, RULES, NOV.pay_date)
    from_slips = certificate.slip_figures(entry.totals for entry in slips)
    places = {
        "slips": from_slips,
        "ledger": certificate.ledger_figures(journal),
        "bacs": {"net": sum(entry.totals.net for entry in slips)},
        "fps": {measure: from_slips[measure] for measure in ("net", "tax", "ni", "loans")},
        "schedules": {measure: from_slips[measure] for measure in ("pension", "deductions")},
    }
    return certificate.by_measure(places)


def test_certificate_holds(slips):
    found = certificate.certify(five_places(slips), {"run": "1"})
    assert found.holds and not found.failures()
    assert {row.difference for row in found.rows} == {0}
    assert found.hash == certificate.certify(five_places(slips), {"run": "1"}).hash
    assert found.hash != certificate.certify(five_places(slips), {"run": "2"}).hash


def every_cell():
    return [(measure, place) for measure, places in certificate.REQUIRED.items() for place in places]


@pytest.mark.parametrize(("measure", "place"), every_cell())
@pytest.mark.parametrize("penny", [1, -1])
def test_a_penny_anywhere_fails(slips, measure, place, penny):
    figures = five_places(slips)
    good = certificate.certify(figures)
    figures[measure][place] += penny
    bad = certificate.certify(figures)
    assert not bad.holds and bad.failures() and bad.hash != good.hash


@pytest.mark.parametrize(("measure", "place"), every_cell())
def test_a_missing_figure_fails(slips, measure, place):
    figures = five_places(slips)
    del figures[measure][place]
    assert not certificate.certify(figures).holds


def test_certificate_refuses_what_it_does_not_know():
    with pytest.raises(InvalidRecord):
        certificate.certify({"biscuits": {"slips": 1}})
    with pytest.raises(InvalidRecord):
        certificate.certify({"net": {"drawer": 1}})
    with pytest.raises(InvalidRecord):
        certificate.certify({"net": {"slips": 1.0}})
    assert not certificate.certify({}).holds
