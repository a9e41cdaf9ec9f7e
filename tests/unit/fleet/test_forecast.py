"""Due dates: by hand where use is even, and on seeded lives whose future is known."""

from datetime import date, timedelta

import pytest
from odoo.addons.police_engine.fleet.forecast import lives, rates, trial
from odoo.addons.police_engine.fleet.forecast.due import forecast
from odoo.addons.police_engine.fleet.forecast.facts import History, Task

TODAY = date(2026, 11, 2)


def history(per_day=100.0, days=200, **more) -> History:
    """Read every five days, the last time today, at an even pace."""
    readings = tuple((TODAY - timedelta(days=n), 50_000 - per_day * n) for n in range(days, -1, -5))
    return History("V1", "response", readings, **more)


def one(task: dict, *histories: History):
    facts = {"id": "T", "vehicle": "V1", "last_on": date(2026, 6, 1)} | task
    return forecast(histories or [history()], [Task(**facts)], TODAY)[0]


def test_by_distance_alone():
    found = one({"every_distance": 10_000, "last_distance": 43_000})  # 3,000 left at 100 a day
    assert (found.due, found.by) == (TODAY + timedelta(days=30), "distance")
    assert "3,000 miles left at 100.0 a day" in found.why


def test_by_time_alone():
    found = one({"every_days": 365})
    assert (found.due, found.early, found.late, found.by) == (date(2027, 6, 1),) * 3 + ("days",)


def test_by_engine_hours():
    hours = tuple((TODAY - timedelta(days=n), 900.0 - 4 * n) for n in range(100, -1, -4))
    found = one({"every_hours": 250, "last_hours": 750}, history(hours=hours))  # 100 left at 4 a day
    assert (found.due, found.by) == (TODAY + timedelta(days=25), "hours")


def test_whichever_comes_first():
    task = {"every_days": 200, "every_distance": 10_000, "last_distance": 43_000}
    assert one(task).by == "distance"  # in 30 days; the 200 days end on 18 December, in 46
    assert one(task | {"last_distance": 46_000}).by == "days"
    assert one(task | {"last_distance": 46_000}).due == date(2026, 12, 18)


def test_what_is_used_up_is_due_today():
    assert one({"every_distance": 1_000, "last_distance": 43_000}).due == TODAY


def test_a_known_spell_off_the_road_puts_it_off():
    spell = ((TODAY + timedelta(days=5), TODAY + timedelta(days=14)),)
    found = one({"every_distance": 10_000, "last_distance": 43_000}, history(off_road=spell))
    assert found.due == TODAY + timedelta(days=40)


def test_a_change_of_use_is_followed():
    """A hundred a day until 60 days ago, thirty since: what counts is the thirty."""
    readings, total = [], 20_000.0
    for n in range(300, -1, -5):
        readings.append((TODAY - timedelta(days=n), total))
        total += 5 * (100 if n > 60 else 30)
    moved = History("V1", "response", tuple(readings))
    found = one({"every_distance": 1_200, "last_distance": readings[-1][1]}, moved)
    assert abs((found.due - TODAY).days - 40) <= 2


def test_without_readings_it_is_said_what_is_missing():
    found = one({"every_distance": 10_000}, History("V1", "van", ()))
    assert found.due is None
    assert "no readings of distance" in found.why
    half = one({"every_distance": 10_000, "every_days": 365}, History("V1", "van", ()))
    assert (half.due, half.by) == (date(2027, 6, 1), "days")
    assert "no readings of distance" in half.why


def test_a_task_without_an_interval_is_told():
    assert "no interval" in one({}).why


def test_a_vehicle_that_stands_is_years_away():
    still = History("V1", "pool", ((TODAY - timedelta(days=50), 9_000.0), (TODAY, 9_000.0)))
    assert one({"every_distance": 10_000, "last_distance": 9_000}, still).due is None


def test_a_new_vehicle_is_taken_to_be_used_as_its_role():
    new = History("V9", "response", ((TODAY, 10.0),))
    task = Task("T", "V9", TODAY, every_distance=1_000, last_distance=10)
    found = forecast([history(), new], [task], TODAY)[0]
    assert found.due == TODAY + timedelta(days=10)


def test_standing_spells_do_not_slow_the_rate():
    spans = [(0, 5, 500.0), (5, 25, 0.0), (25, 30, 500.0)]
    assert rates.rate(rates.driven(spans), 30, 10_000, {}, None) == pytest.approx(100)


@pytest.fixture(scope="module")
def scored():
    return trial.score(lives.lives(5, 700))


def test_nine_of_ten_due_dates_of_the_next_weeks_are_within_a_week(scored):
    assert scored.soon_dates > 150
    assert scored.soon >= 0.9
    assert scored.seconds <= 10


def test_the_error_bars_hold_nine_of_ten(scored):
    assert 0.85 <= scored.inside <= 0.97


def test_the_lives_are_not_the_forecasters_model():
    """Use differs from day to day by far more than the forecast's even pace."""
    life = next(life for life in lives.lives(5, 20) if life.history.role == "pool")
    steps = rates.steps(life.history.distance, TODAY.toordinal())
    daily = [gone / (last - first) for first, last, gone in steps]
    assert max(daily) > 2 * sum(daily) / len(daily)
