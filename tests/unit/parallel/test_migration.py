"""Dropped rows are found on the same count, whichever and however many (Q-19: 604 at random)."""

from hypothesis import given
from hypothesis import strategies as st
from odoo.addons.police_engine.parallel.migration import OBJECTS, ObjectFact, faults, hash_number

NUMBERS = st.lists(st.integers(1, 999_999), min_size=1, max_size=50, unique=True)


def tied(code, numbers):
    return ObjectFact(code, len(numbers), sum(numbers), len(numbers), sum(numbers), agreed=True)


@given(NUMBERS, st.data())
def test_any_dropped_or_changed_row_is_found(numbers, data):
    kept = [tied(code, numbers) for code in OBJECTS]
    assert faults(tuple(kept)) == []
    drop = data.draw(st.sets(st.sampled_from(numbers), min_size=1))
    left = [number for number in numbers if number not in drop]
    short = kept[0]._replace(loaded_count=len(left), loaded_total=sum(left))
    assert faults((short, *kept[1:])) == [f"People: {len(drop)} missing"]
    listed = short._replace(left_count=len(drop), left_total=sum(drop))
    assert faults((listed, *kept[1:])) == []
    changed = kept[0]._replace(loaded_total=sum(numbers) + 1)
    assert "out by -1" in faults((changed, *kept[1:]))[0]


def test_604_of_ten_thousand():
    numbers = list(range(1, 10_001))
    left = numbers[604:]
    short = tied("people", numbers)._replace(loaded_count=len(left), loaded_total=sum(left))
    rest = tuple(tied(code, numbers) for code in OBJECTS if code != "people")
    assert faults((short, *rest)) == ["People: 604 missing"]


def test_hash_number():
    assert hash_number("2010417") == 2_010_417
    assert hash_number("") == 0
