"""Duty entries from CSV and JSON: all or nothing, every bad row named."""

from datetime import date, datetime, timedelta, timezone

import pytest
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.duty.reading import read_csv, read_rows
from odoo.addons.police_engine.duty.records import DutyEntry

HEAD = "person,reference,kind,start,end,told_at,hours,time_off,nights_away,on\n"
GOOD = "P1,D1,rest_day,2026-10-25T01:30+01:00,25/10/2026 09:00,2026-10-20T09:00,30.5,yes,,\n"


def test_a_good_file():
    entries, problems = read_csv("\ufeff" + HEAD + GOOD + "\nP2,D2,rostered,,,,,no,2,26/10/2026\n")
    summer = timezone(timedelta(hours=1))
    assert problems == () and entries == (
        DutyEntry("P1", "D1", "rest_day", start=datetime(2026, 10, 25, 1, 30, tzinfo=summer),
                  end=datetime(2026, 10, 25, 9), told_at=datetime(2026, 10, 20, 9), hours=3050,
                  time_off=True),
        DutyEntry("P2", "D2", nights_away=2, on=date(2026, 10, 26)),
    )  # fmt: skip


def test_json_rows_give_the_same_entries():
    rows = [{"person": "P1", "reference": "D1", "kind": "recall", "start": "2026-09-01T18:00",
             "end": "2026-09-01T20:00", "travel_minutes": 60, "time_off": False,
             "told_at": None}]  # fmt: skip
    entries, problems = read_rows(rows)
    assert not problems and entries[0].travel_minutes == 60 and entries[0].told_at is None
    assert read_rows([{**rows[0], "overtime": 3}])[1][0].message == "Row 1: unknown field overtime."


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("P1,D9,shift,,,,,,,", "kind 'shift'"), ("P1,D9,recall,yesterday,,,,,,", "start 'yesterday'"),
        ("P1,D9,recall,2026-10-25,,,,,,", "is not a time"), ("P1,D9,recall,31/09/2026 10:00,,,,,,", "start"),
        ("P1,D9,recall,,,,forty,,,", "hours 'forty'"), ("P1,D9,recall,,,,,maybe,,", "time_off 'maybe'"),
        ("P1,D9,recall,,,,,,-1,", "nights_away '-1'"), ("P1,D9,recall,,,,,,²,", "nights_away"),
        (",D9,recall,,,,,,,", "person is empty"), ("P1,D1,recall,,,,,,,", "that of row 2 too"),
        ("P1,D9,recall", "3 cells instead of 10"), ("P1,D9,recall,,,,,,1,32/10/2026", "on '32/10/2026'"),
    ],
)  # fmt: skip
def test_a_bad_row_stops_the_file_and_is_named(row, words):
    entries, problems = read_csv(HEAD + GOOD + row + "\n")
    assert entries == () and len(problems) == 1
    assert problems[0].message.startswith("Row 3:") and words in problems[0].message
    assert problems[0].rule in rulebook.rules()


def test_a_header_that_is_not_of_duty_entries():
    messages = [p.message for p in read_csv("person,reference,shift,shift\n")[1]]
    assert len(messages) == 4 and any("lacks kind" in text for text in messages)
    assert len(read_csv("")[1]) == 3
