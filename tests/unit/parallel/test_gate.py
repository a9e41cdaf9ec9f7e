"""The gate: shut by default, open only when everything holds, and shut again by any one fact."""

import pytest
from odoo.addons.police_engine.parallel.criteria import Criteria, differences
from odoo.addons.police_engine.parallel.desk import backlog
from odoo.addons.police_engine.parallel.gate import GateFacts, PeriodFacts, evaluate, is_open
from odoo.addons.police_engine.parallel.migration import OBJECTS, ObjectFact

CRITERIA = Criteria()
AUGUST = PeriodFacts("August 2026", 8, 2700, 2700, 30_000, 30_000, 40, 0, 0)
SEPTEMBER = AUGUST._replace(name="September 2026", number=9)
TIED = tuple(ObjectFact(code, 2700, 9_000_017, 2698, 9_000_000, 2, 17, True) for code in OBJECTS)
GOOD = GateFacts(
    frozen_on="1 July 2026",
    signatories=("Angus", "Alan"),
    kept_hash=CRITERIA.fingerprint(),
    hash_now=CRITERIA.fingerprint(),
    frozen_before_comparing=True,
    periods=(AUGUST, SEPTEMBER),
    largest_accepted=9_999,
    backlog=12,
    objects=TIED,
    combinations=(212, 212),
)


def with_object(**values):
    return {"objects": (*TIED[:-1], TIED[-1]._replace(**values))}


def test_open_when_everything_holds():
    assert is_open(evaluate(GOOD, CRITERIA))


def test_shut_without_any_facts():
    checks = evaluate(GateFacts(), CRITERIA)
    assert not is_open(checks)
    assert checks[0].code == "unexplained", "the unexplained are shown first"
    assert {c.code for c in checks if not c.passed} >= {"unexplained", "frozen", "periods", "people", "desk"}
    assert not is_open(())


def period(**values):
    return {"periods": (AUGUST, SEPTEMBER._replace(**values))}


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("unexplained", period(unexplained=1)),
        ("signed", period(unsigned=1)),
        ("frozen", {"hash_now": Criteria(rounding=3).fingerprint()}),
        ("frozen", {"kept_hash": ""}),
        ("frozen", {"signatories": ("Angus", "Angus")}),
        ("frozen", {"frozen_before_comparing": False}),
        ("periods", {"periods": (AUGUST,)}),
        ("periods", period(number=10)),
        ("periods", period(number=8)),
        ("people", period(compared=2699)),
        ("people", period(people=0, compared=0)),
        ("groups", period(missing_groups=("Special constable",))),
        ("matched", {"unmatched": 1}),
        ("matched", {"unconfirmed": 1}),
        ("mapped", {"unmapped": ("XTRA1",)}),
        ("complete", period(accounted=29_999)),
        ("current", period(stale="the run was calculated again")),
        ("migrated", {"objects": ()}),
        ("migrated", {"objects": TIED[1:]}),
        ("migrated", with_object(loaded_count=2094)),
        ("migrated", with_object(loaded_total=9_000_001)),
        ("migrated", with_object(left_count=3)),
        ("migrated", with_object(agreed=False)),
        ("pension_reach", {"pension_gaps": 1}),
        ("combinations", {"combinations": (212, 211)}),
        ("combinations", {"combinations": (0, 0)}),
        ("features", {"missing_features": ("police_retro",)}),
        ("our_errors", {"our_errors": 1}),
        ("accepted", {"largest_accepted": 10_001}),
        ("accepted", {"rounding_too_large": 1}),
        ("defects", {"defects": (1, 0, 0)}),
        ("defects", {"defects": (0, 1, 0)}),
        ("desk", {"backlog": 51}),
        ("desk", {"backlog": None}),
        ("untouched", {"tampered": ("a variance is gone",)}),
    ],
)
def test_any_one_fact_shuts_it(code, changed):
    checks = evaluate(GOOD._replace(**changed), CRITERIA)
    failed = [check for check in checks if not check.passed]
    assert [check.code for check in failed] == [code]
    assert failed[0].open


def test_a_defect_of_severity_three_is_listed_and_does_not_shut():
    checks = evaluate(GOOD._replace(defects=(0, 0, 4)), CRITERIA)
    assert is_open(checks)
    assert "4 of severity 3" in next(check.found for check in checks if check.code == "defects")


def test_the_fingerprint_is_of_every_figure():
    prints = {Criteria(**{name: 99}).fingerprint() for name in Criteria._fields}
    assert len(prints | {CRITERIA.fingerprint()}) == len(Criteria._fields) + 1
    assert Criteria().fingerprint() == CRITERIA.fingerprint()


def test_changes_between_criteria_in_words():
    assert differences(Criteria(), Criteria(our_errors=5)) == [
        "Variances of our own error that may remain: 0 became 5"
    ]


def test_the_desk_simulation_is_deterministic_and_believable():
    first = backlog(2700, 6, 6, 20, seed=3)
    assert first == backlog(2700, 6, 6, 20, seed=3)
    assert len(first) == 20
    # 2,700 people ask about 16 times a day; one clerk answers 18, none answers nothing.
    assert backlog(2700, 6, 0, 20)[-1] > 250
    assert backlog(2700, 6, 2, 20)[-1] == 0
    assert backlog(10_000, 6, 1, 20)[-1] > backlog(10_000, 6, 3, 20)[-1]


@pytest.mark.parametrize("numbers", [(0, 6, 1, 20), (10, 2000, 1, 20), (10, 6, 1, 0), (10, 6, -1, 20)])
def test_a_desk_that_cannot_be(numbers):
    with pytest.raises(ValueError, match="query desk"):
        backlog(*numbers)
