"""Who is entitled: published date tables of HMRC's maternity guidance, and refusals in words."""

from datetime import date
from fractions import Fraction

import pytest
from odoo.addons.police_engine.absence.average import Paid, average_before
from odoo.addons.police_engine.absence.entitlement import (
    Claim,
    decide,
    faults,
    qualifying_saturday,
    weeks_of_service,
)
from odoo.addons.police_engine.absence.sick import FULL, HALF, Spell, levels
from odoo.addons.police_engine.absence.ssp import linked_from, ssp_days
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.params import RuleSet

RULES = RuleSet.load()
DUE = date(2026, 10, 28)  # a Wednesday; the expected week begins on Sunday 25 October 2026


def claim(**changes):
    facts = {
        "kind": "SMP", "event": DUE, "start": date(2026, 9, 28), "service_from": date(2015, 4, 6),
        "average": Fraction(900_00), "notice": date(2026, 6, 1), "evidence": date(2026, 7, 1),
        "signed": date(2026, 6, 20),
    }  # fmt: skip
    return Claim(**{**facts, **changes})


def test_the_qualifying_week_is_the_fifteenth_before_the_expected_week():
    assert qualifying_saturday("SMP", DUE, RULES) == date(2026, 7, 18)
    assert qualifying_saturday("SPP", DUE, RULES) == date(2026, 7, 18)
    assert qualifying_saturday("SAP", date(2026, 9, 2), RULES) == date(2026, 9, 5)
    assert qualifying_saturday("SPBP", date(2026, 9, 2), RULES) == date(2026, 8, 29)


def test_a_week_begun_counts_as_service():
    """Twenty-six weeks to 18 July 2026 begin on 18 January; who starts by Saturday 24 January has them."""
    assert weeks_of_service(date(2026, 1, 24), date(2026, 7, 18)) == 26
    assert weeks_of_service(date(2026, 1, 25), date(2026, 7, 18)) == 25
    assert decide(claim(service_from=date(2026, 1, 24)), RULES).refusals == ()
    assert "25 weeks of service" in decide(claim(service_from=date(2026, 1, 25)), RULES).refusals[0]


def test_earnings_at_the_limit_and_a_penny_below():
    assert decide(claim(average=Fraction(129_00)), RULES).refusals == ()
    assert "lower earnings limit of £129.00" in decide(claim(average=Fraction(128_99)), RULES).refusals[0]
    with pytest.raises(InvalidRecord):
        decide(claim(average=None), RULES)


def test_late_notice_and_late_evidence():
    late = decide(claim(notice=date(2026, 9, 15)), RULES).refusals
    assert len(late) == 1 and "less than 28 days" in late[0]
    assert decide(claim(notice=date(2026, 9, 15), good_cause=True), RULES).refusals == ()
    assert decide(claim(evidence=date(2026, 10, 18)), RULES).refusals == ()  # last day of the third week
    assert "18 October 2026" in decide(claim(evidence=date(2026, 10, 19)), RULES).refusals[0]
    assert decide(claim(evidence=date(2026, 12, 27), good_cause=True), RULES).refusals == ()
    assert decide(claim(evidence=date(2026, 12, 28), good_cause=True), RULES).refusals


def test_dates_that_cannot_be_entered():
    assert faults(claim(), RULES) == ()
    assert "Sunday 9 August 2026 at the earliest" in faults(claim(start=date(2026, 8, 8)), RULES)[0]
    assert faults(claim(start=date(2026, 8, 9)), RULES) == ()
    born = date(2026, 9, 10)
    assert "day after the birth" in faults(claim(born=born), RULES)[0]
    assert "does not count" in faults(claim(signed=date(2026, 6, 6)), RULES)[0]  # twenty weeks: 7 June
    assert faults(claim(signed=date(2026, 6, 7)), RULES) == ()
    assert "52 weeks at most: until 26 September 2027" in faults(claim(until=date(2027, 9, 27)), RULES)[0]
    early = claim(kind="SPP", start=date(2026, 10, 1), born=None)
    assert "after the birth" in faults(early, RULES)[0]


def test_average_of_two_monthly_pay_days_with_the_working():
    """30 June is the last pay day before 18 July; 30 April is the last eight weeks before that."""
    paid = [
        Paid(date(2026, m, d), a)
        for m, d, a in (
            (3, 31, 3_900_00),
            (4, 30, 4_000_00),
            (5, 29, 4_100_00),
            (6, 30, 4_200_00),
            (7, 31, 9_000_00),
        )
    ]
    found = average_before(paid, date(2026, 7, 18))
    assert (found.first, found.last) == (date(2026, 5, 1), date(2026, 6, 30))
    assert found.weekly == Fraction(8_300_00 * 12, 2 * 52)
    assert "£4,100.00 (29 May 2026) + £4,200.00 (30 June 2026) = £8,300.00" in found.working
    with pytest.raises(InvalidRecord, match="eight weeks before"):
        average_before(paid[3:], date(2026, 7, 18))


def test_a_staff_scheme_by_service():
    """One month's full and two months' half pay, as in the first year of the Green Book scheme."""
    scheme = lambda day: {FULL: 30, HALF: 60} if day < date(2026, 5, 1) else {FULL: 60, HALF: 60}  # noqa: E731
    found = levels([Spell(date(2026, 1, 1), date(2026, 5, 15))], RULES, date(2026, 9, 1), (), scheme)
    assert [(s.level, s.days) for s in found] == [("full", 30), ("half", 60), ("nil", 45)]
    spells = [Spell(date(2026, 1, 1), date(2026, 1, 20)), Spell(date(2026, 5, 1), date(2026, 7, 31))]
    later = levels(spells, RULES, date(2026, 9, 1), (), scheme)
    assert [(s.level, s.days) for s in later] == [("full", 20), ("full", 40), ("half", 52)]


def test_averages_are_asked_for_by_linked_spell():
    asked = []

    def average(day):
        asked.append(day)
        return Fraction(200_00)

    spells = [
        Spell(date(2026, 5, 4), date(2026, 5, 8)), Spell(date(2026, 6, 1), date(2026, 6, 5)),
        Spell(date(2026, 9, 7), date(2026, 9, 9)),
    ]  # fmt: skip
    found = ssp_days(spells, RULES, average, date(2026, 9, 30))
    assert asked == [date(2026, 5, 4), date(2026, 9, 7)] and len(found) == 13
    assert linked_from(spells, RULES, date(2026, 6, 3)) == date(2026, 5, 4)
    assert linked_from(spells, RULES, date(2026, 9, 8)) == date(2026, 9, 7)
