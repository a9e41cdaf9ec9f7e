"""docs/coverage is what ``./constabulary coverage`` would write now, and everything it names exists."""

from launcher import coverage


def test_coverage_tables_are_up_to_date():
    stale = [str(path) for path, text in coverage.tables() if not path.is_file() or path.read_text() != text]
    assert not stale, f"run ./constabulary coverage: {stale}"


def test_a_name_that_leads_nowhere_is_found():
    row = coverage.Row(
        "x", "PAY-01", "t", ("police_payroll.no_such_action",), ("hmrc/none",), ("tests/none.py",), ""
    )
    assert [fault.rsplit(" ", 1)[1] for fault in coverage._faults(row)] == [
        "police_payroll.no_such_action",
        "hmrc/none",
        "tests/none.py",
    ]
