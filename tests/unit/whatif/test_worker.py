"""A process of its own answers as the engine itself does, and refuses as it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.records import EmploymentSlice, PayCase, TaxPosition
from odoo.addons.police_engine.taxcalendar import monthly_period
from odoo.addons.police_engine.whatif.run import run
from odoo.addons.police_engine.whatif.scenario import Award, Scenario
from odoo.addons.police_engine.whatif.worker import ask

RULES = RuleSet.load()
MONTHS = [monthly_period(2026, 9), monthly_period(2026, 10)]
SCENARIOS = [
    Scenario("as it stands"),
    Scenario("4 %, at least £2,400", (Award(date(2026, 9, 1), Decimal(4), minimum=2_400_00),)),
]


def cases():
    job = EmploymentSlice(
        date(2020, 1, 1), date(2030, 1, 1), "officer", "sergeant", "sergeant", "3", cost_centre="1"
    )
    return [
        PayCase(reference=name, period=MONTHS[0], slices=(job,), tax=TaxPosition("1257L"), ni_category="A")
        for name in ("P1", "P2")
    ]


def test_the_answer_is_the_engines_own():
    here = run(cases(), RULES, SCENARIOS, MONTHS)
    there = ask(cases(), RULES, SCENARIOS, MONTHS, processes=2)
    assert [outcome.rows for outcome in there.outcomes] == [outcome.rows for outcome in here.outcomes]
    assert [outcome.levy for outcome in there.outcomes] == [outcome.levy for outcome in here.outcomes]
    extra = there.outcomes[1].total().gross - there.outcomes[0].total().gross
    # August's point is £54,660: 4 % is £2,186.40, less than £2,400, so 57,060 (already a multiple of £3)
    # against
    # 56,574 projected: £486 a year, £40.50 a month, two people for two months
    assert extra == 4 * 40_50


def test_what_the_engine_refuses_is_refused_in_its_words():
    with pytest.raises(InvalidRecord, match="same name"):
        ask(cases(), RULES, [Scenario("twice"), Scenario("twice")], MONTHS)
