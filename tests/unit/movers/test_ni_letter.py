"""Category letters by age and status, each day around a birthday."""

from datetime import date, timedelta

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.movers.ni_letter import AGES, NiFacts, check, expected, pension_age
from odoo.addons.police_engine.params import RuleSet

RULES = RuleSet.load()
ON = date(2026, 9, 30)


@pytest.mark.parametrize(
    ("facts", "letter"),
    [
        (NiFacts(date(1990, 1, 1)), "A"), (NiFacts(date(2010, 10, 1)), "X"),
        (NiFacts(date(2010, 9, 30)), "M"),
        (NiFacts(date(2005, 10, 1)), "M"), (NiFacts(date(2005, 9, 30)), "A"),
        (NiFacts(date(2001, 10, 1), apprentice=True), "H"),
        (NiFacts(date(2001, 9, 30), apprentice=True), "A"),
        (NiFacts(date(2006, 1, 1), apprentice=True), "M"), (NiFacts(date(1990, 1, 1), deferment=True), "J"),
        (NiFacts(date(2007, 1, 1), deferment=True), "Z"), (NiFacts(date(1965, 1, 1), reduced_rate=True), "B"),
        (NiFacts(date(1990, 1, 1), veteran_until=ON), "V"),
        (NiFacts(date(1990, 1, 1), veteran_until=ON - timedelta(days=1)), "A"),
        (NiFacts(date(1990, 1, 1), site="freeport"), "F"), (NiFacts(date(1950, 1, 1), site="freeport"), "S"),
        (NiFacts(date(1990, 1, 1), deferment=True, site="investment_zone"), "D"),
        (NiFacts(date(1950, 1, 1), deferment=True), "C"),
    ],
)  # fmt: skip
def test_letters(facts, letter):
    assert expected(facts, ON, RULES)[0] == letter


@pytest.mark.parametrize(
    ("born", "reached"),
    [
        (date(1955, 3, 1), date(2021, 3, 1)), (date(1960, 4, 5), date(2026, 4, 5)),
        (date(1961, 3, 6), date(2028, 3, 6)), (date(1977, 4, 6), date(2045, 4, 6)),
        (date(1956, 2, 29), date(2022, 2, 28)), (date(1977, 4, 5), date(2044, 4, 5)),
    ],
)  # fmt: skip
def test_state_pension_age(born, reached):
    law = RULES.at(AGES, ON)
    assert pension_age(born, law) == reached
    assert expected(NiFacts(born), reached, RULES)[0] == "C"
    assert expected(NiFacts(born), reached - timedelta(days=1), RULES)[0] == "A"


def test_pension_age_never_falls_with_a_later_birth():
    law, before = RULES.at(AGES, ON), date(1900, 1, 1)
    for number in range(366 * 30):
        reached = pension_age(date(1950, 1, 1) + timedelta(days=number), law)
        assert reached >= before or (before - reached).days <= 31
        before = reached


def test_the_letter_held_is_checked():
    facts = NiFacts(date(1960, 1, 1))
    found = check("P1", "A", facts, ON, RULES)
    assert [(p.code, p.severity, p.person, p.on) for p in found] == [("ni_letter", "blocking", "P1", ON)]
    assert check("P1", "C", facts, ON, RULES) == ()
    assert check("P1", "J", NiFacts(date(1990, 1, 1)), ON, RULES)[0].severity == "warning"
    assert check("P1", "M", NiFacts(date(1990, 1, 1)), ON, RULES)[0].severity == "blocking"
    for bad in (NiFacts(ON), NiFacts(date(1990, 1, 1), site="moon")):
        with pytest.raises(InvalidRecord):
            expected(bad, ON, RULES)


def test_no_contributions_after_a_death_is_for_somebody_to_look_at():
    found = check("P1", "X", NiFacts(date(1990, 1, 1)), ON, RULES)[0]
    assert found.severity == "warning" and "death in service" in found.message
    assert check("P1", "A", NiFacts(date(2011, 1, 1)), ON, RULES)[0].severity == "blocking"
