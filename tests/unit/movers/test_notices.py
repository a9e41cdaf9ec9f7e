"""HMRC's notices: read whole or not at all, applied in order of issue."""

from datetime import date
from itertools import permutations

import pytest
from odoo.addons.police_engine import rulebook
from odoo.addons.police_engine.movers.notices import COLUMNS, in_order, read

HEAD = ",".join(COLUMNS)
KNOWN = frozenset(("1001", "1002"))


def file(*rows):
    return "\ufeff" + "\r\n".join([HEAD, *rows]) + "\r\n"


def applied(*rows, before=None):
    notices, problems = read(file(*rows))
    assert problems == ()
    result = in_order(notices, before or {}, KNOWN)
    return [(n.form, n.payroll_id, n.code or n.plan) for n in result.changes], [
        p.code for p in result.problems
    ]


def test_a_file_of_every_form():
    rows = (
        "P6,2026-09-01,2026-09-01,1001,S1100L,week1month1,12000.00,1500.20,",
        "P9,05/02/2027,06/04/2027,1002,1257L,,,,", "SL1,2026-09-03,2026-10-01,1001,,,,,plan_2",
        "SL2,2026-09-04,2026-10-01,1002,,,,,", "PGL1,2026-09-05,2026-10-01,1001,,,,,",
        "PGL2,2026-09-06,2026-10-01,1002,,,,,",
    )  # fmt: skip
    notices, problems = read(file(*rows))
    assert not problems and len(notices) == 6
    assert notices[0].previous_tax == 1500_20 and notices[0].basis == "week1month1"
    assert notices[1].effective == date(2027, 4, 6) and notices[1].basis == "cumulative"
    assert len(in_order(notices, {}, KNOWN).changes) == 6


@pytest.mark.parametrize(
    "row",
    [
        "P7,2026-09-01,2026-09-01,1001,1257L,,,,", "P6,2026-09-31,2026-09-01,1001,1257L,,,,",
        "P6,2026-09-01,2026-09-01,,1257L,,,,", "P6,2026-09-01,2026-09-01,1001,12S7L,,,,",
        "P6,2026-09-01,2026-09-01,1001,1257L,weekly,,,", "P6,2026-09-01,2026-09-01,1001,1257L,,1.234,,",
        "SL1,2026-09-01,2026-09-01,1001,,,,,plan_9", "P6,2026-09-01,2026-09-01,1001",
    ],
)  # fmt: skip
def test_one_bad_row_stops_the_file_and_is_named(row):
    good = "P6,2026-09-01,2026-09-01,1002,1257L,,,,"
    notices, problems = read(file(good, row))
    assert notices == () and len(problems) == 1
    assert problems[0].message.startswith("Row 3:") and problems[0].rule in rulebook.rules()
    assert read("form,issued\n")[1][0].code == "notice_file"
    assert len(read(file(row, good, row))[1]) == 2


def test_notices_are_applied_by_issue_whatever_their_place_in_the_file():
    rows = [f"P6,2026-09-0{n},2026-09-01,1001,{n}00L,,,," for n in (1, 2, 3)]
    for order in permutations(rows):
        assert applied(*order) == ([("P6", "1001", f"{n}00L") for n in (1, 2, 3)], [])


def test_an_older_notice_than_one_applied_is_not_applied():
    old = "P6,2026-09-01,2026-09-01,1001,BR,,,,"
    changes, problems = applied(old, before={("1001", "tax"): date(2026, 9, 2)})
    assert changes == [] and problems == ["out_of_order"]
    other = {("1001", "student_loan"): date(2026, 9, 2)}
    assert applied(old, before=other) == ([("P6", "1001", "BR")], [])


def test_twins_count_once_and_clashes_not_at_all():
    one = "P6,2026-09-01,2026-09-01,1001,BR,,,,"
    assert applied(one, one) == ([("P6", "1001", "BR")], [])
    loan = "SL1,2026-09-01,2026-10-01,1001,,,,,plan_1"
    changes, problems = applied(one, "P6,2026-09-01,2026-09-01,1001,D0,,,,", loan)
    assert changes == [("SL1", "1001", "plan_1")] and problems == ["notices_clash"]
    assert applied("P6,2026-09-01,2026-09-01,9999,BR,,,,") == ([], ["unknown_person"])
