"""The odometer ledger: by hand on short histories, and on the seeded corpus of true and mistyped readings."""

from datetime import date, timedelta

import pytest
from odoo.addons.police_engine.fleet.odometer import corpus, trial
from odoo.addons.police_engine.fleet.odometer.ledger import Ledger
from odoo.addons.police_engine.fleet.odometer.readings import Reading, Verdict

FIRST = date(2026, 1, 5)


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def ledger(values=(45_000, 45_700, 46_400, 47_100, 47_800, 48_500, 49_200), off_road=()) -> Ledger:
    """Weekly readings of a car that does a hundred miles a day."""
    book = Ledger(off_road)
    for week, value in enumerate(values):
        assert book.enter(Reading(on(7 * week), value, "fuel_card"), on(500)).verdict is Verdict.ACCEPT
    return book


def enter(book: Ledger, day: int, value: int, source: str = "fuel_card", unit: str = "mi"):
    return book.enter(Reading(on(day), value, source, unit), on(500))


@pytest.mark.parametrize(
    ("value", "meant"),
    [(498_500, 49_850), (4_985, 49_850), (94_850, 49_850), (80_226, 49_850), (9_850, 49_850)],
)
def test_a_slip_is_queried_and_its_likely_meaning_told(value, meant):
    book = ledger()
    judgement = enter(book, 49, value)
    assert judgement.verdict is Verdict.QUERY
    assert abs(judgement.likely - meant) < 1_000
    assert f"{judgement.likely:,} would fit" in judgement.why
    assert book.counted[-1].total == 49_200
    assert enter(book, 56, 50_600).verdict is Verdict.ACCEPT  # what comes next is not hindered by it


def test_a_true_reading_in_kilometres_is_converted():
    book = ledger()
    assert enter(book, 49, round(49_900 / 0.621371), unit="km").verdict is Verdict.ACCEPT
    assert book.counted[-1].total == 49_900


def test_mutual_aid_is_queried_once_and_borne_out_by_the_next_reading():
    book = ledger()
    assert enter(book, 49, 52_500).verdict is Verdict.QUERY
    assert enter(book, 56, 55_800).verdict is Verdict.ACCEPT
    assert [entry.total for entry in book.counted][-2:] == [52_500, 55_800]
    assert book.queried == []


def test_a_car_that_stands_is_not_queried_where_the_spell_is_known():
    book = ledger(off_road=((on(43), on(130)),))
    assert enter(book, 132, 49_300).verdict is Verdict.ACCEPT


def test_a_rounded_reading_is_no_step_back():
    book = ledger()
    assert enter(book, 44, 49_633).verdict is Verdict.ACCEPT
    assert enter(book, 44, 49_630, "daily_check").verdict is Verdict.ACCEPT
    assert book.counted[-1].total == 49_633


def test_a_new_dial_that_was_told_runs_on():
    book = ledger()
    book.new_dial(on(45), first=0, last=49_500)
    assert enter(book, 49, 400).verdict is Verdict.ACCEPT
    assert book.counted[-1].total == 49_900


def test_a_new_dial_that_nobody_told_is_found_by_the_second_reading():
    book = ledger()
    assert enter(book, 49, 350).verdict is Verdict.QUERY
    assert enter(book, 56, 1_050).verdict is Verdict.ACCEPT
    assert enter(book, 63, 1_750).verdict is Verdict.ACCEPT
    assert [entry.total for entry in book.counted][-3:] == [49_200, 49_900, 50_600]


def test_a_late_reading_must_lie_between_its_neighbours_by_date():
    book = ledger()
    assert enter(book, 17, 46_700).verdict is Verdict.ACCEPT
    assert enter(book, 18, 48_000).verdict is Verdict.QUERY
    totals = [entry.total for entry in book.counted]
    assert totals == sorted(totals)


def test_a_test_station_is_believed_before_a_forecourt():
    book = ledger()
    assert enter(book, 49, 50_290).verdict is Verdict.ACCEPT  # meant 49,290
    assert enter(book, 50, 49_950, "mot").verdict is Verdict.ACCEPT
    assert book.counted[-1].total == 49_950
    assert [reading.value for reading, _ in book.queried] == [50_290]
    assert "better source" in book.queried[0][1].why


def test_one_slip_of_a_better_source_does_not_overturn_many_readings():
    book = ledger()
    assert enter(book, 49, 4_985, "mot").verdict is Verdict.QUERY
    assert len(book.counted) == 7


def test_only_what_no_dial_can_show_is_refused():
    book = ledger()
    tomorrow = book.enter(Reading(on(60), 50_000, "mot"), on(59))
    assert tomorrow.verdict is Verdict.REFUSE
    assert "future" in tomorrow.why
    assert enter(book, 49, -1).verdict is Verdict.REFUSE
    assert enter(book, 49, 10**9).verdict is Verdict.REFUSE
    assert "no source" in enter(book, 49, 49_900, "rumour").why
    assert "give mi or km" in enter(book, 49, 49_900, unit="leagues").why


def test_a_fuel_file_sent_twice_adds_nothing():
    book = ledger()
    assert enter(book, 42, 49_200).verdict is Verdict.DUPLICATE
    assert len(book.counted) == 7


def test_a_person_may_confirm_or_void_with_a_reason():
    book, doubtful = ledger(), Reading(on(49), 60_000, "fuel_card")
    assert book.enter(doubtful, on(500)).verdict is Verdict.QUERY
    book.confirm(doubtful)
    assert book.counted[-1].total == 60_000
    with pytest.raises(ValueError, match="reason"):
        book.void(doubtful, " ")
    book.void(doubtful, "it was the other car")
    assert (book.counted[-1].total, book.voided) == (49_200, [(doubtful, "it was the other car")])


@pytest.fixture(scope="module")
def scored():
    return trial.score(corpus.corpus(11, 200))


def test_the_corpus_has_every_kind_of_slip_and_of_hard_life():
    vehicles = list(corpus.corpus(11, 60))
    assert {case.slip for v in vehicles for case in v.cases} == {"", *corpus.KINDS}
    assert any(v.off_road for v in vehicles)
    assert any(v.dials for v in vehicles)
    assert any(case.reading.unit == "km" for v in vehicles for case in v.cases)


def test_typos_are_caught_and_nothing_true_is_blocked(scored):
    assert scored.typos > 500
    assert scored.caught >= 0.99
    assert scored.blocked == 0


def test_few_true_readings_are_queried(scored):
    assert scored.true > 10_000
    assert scored.queried <= 0.01
