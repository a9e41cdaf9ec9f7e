"""MOT tests from DVSA: one vehicle's answer, or a file of many. Pure: no database, no Odoo.

The file is CSV (comma or vertical bar) with the field names of DVSA's bulk data as its first line. Every
test is a line; a vehicle without tests may have a line with its registration alone.
"""

import csv
import io
from datetime import date, datetime
from typing import NamedTuple

COLUMNS = (
    "registration", "completedDate", "testResult", "expiryDate", "odometerValue", "odometerUnit",
    "odometerResultType", "motTestNumber",
)  # fmt: skip
NEEDED = ("registration", "completedDate", "testResult", "motTestNumber")
RESULTS = ("PASSED", "FAILED")
UNITS = {"MI": "mi", "KM": "km", "": "mi"}
READ = ("READ", "OK")  # the enquiry says READ, the bulk file OK


class Test(NamedTuple):
    """One test. ``odometer`` is None where it was not read; ``unit``: mi or km."""

    __test__ = False  # pytest: not a class of tests

    registration: str
    number: str
    completed: date
    passed: bool
    expiry: date | None
    odometer: int | None
    unit: str
    defects: str = ""


def read_csv(text):
    """(tests, faults): faults are sentences that name the line; with any of them nothing should be taken."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")), delimiter="|" if "|" in first else ",")
    missing = [name for name in NEEDED if name not in (rows.fieldnames or ())]
    if missing:
        return [], [f"Line 1: the columns {', '.join(missing)} are missing."]
    tests, faults, seen = [], [], {}
    for row in rows:
        if not any((value or "").strip() for key, value in row.items() if key and key != "registration"):
            continue
        try:
            test = _test(row.get("registration"), row)
        except ValueError as error:
            faults.append(f"Line {rows.line_num}: {error}")
            continue
        if test.number in seen and seen[test.number] != test:
            faults.append(f"Line {rows.line_num}: test {test.number} is there already with other facts.")
        elif test.number not in seen:
            seen[test.number] = test
            tests.append(test)
    return tests, faults


def from_answer(answer):
    """The tests of one vehicle in DVSA's answer, in order of date. Raises ValueError."""
    plate = answer.get("registration") or ""
    return sorted(
        (_test(plate, item) for item in answer.get("motTests") or ()), key=lambda test: test.completed
    )


def due(answer, tests):
    """The day the MOT runs out by DVSA: the last pass's expiry, else when the first test is due; or None."""
    ends = [test.expiry for test in tests if test.passed and test.expiry]
    first = answer.get("motTestDueDate")
    return max(ends) if ends else _day(first, "motTestDueDate") if first else None


def _test(registration, item):
    plate = "".join((registration or "").split()).upper()
    if not plate:
        raise ValueError("the registration is missing.")
    number = str(item.get("motTestNumber") or "").strip()
    if not number:
        raise ValueError(f"{plate}: the test number is missing.")
    result = (item.get("testResult") or "").strip().upper()
    if result not in RESULTS:
        raise ValueError(f"{plate}: the result is {result or 'missing'}; it is PASSED or FAILED.")
    completed = _day(item.get("completedDate"), f"{plate}: completedDate")
    expiry = item.get("expiryDate")
    end = _day(expiry, f"{plate}: expiryDate") if expiry else None
    if end and end < completed:
        raise ValueError(f"{plate}: the test of {completed} expires before it was done.")
    odometer, unit = _odometer(plate, item)
    return Test(plate, number, completed, result == "PASSED", end, odometer, unit, _defects(item))


def _odometer(plate, item):
    kind = (item.get("odometerResultType") or "READ").strip().upper()
    value, unit = (
        str(item.get("odometerValue") or "").strip(),
        (item.get("odometerUnit") or "").strip().upper(),
    )
    if kind not in READ or not value:
        return None, "mi"
    if not value.isdigit():
        raise ValueError(f"{plate}: the odometer {value} is no number.")
    if unit not in UNITS:
        raise ValueError(f"{plate}: the unit {unit} is neither MI nor KM.")
    return int(value), UNITS[unit]


def _day(value, what):
    text = str(value or "").strip()
    for form in (text[:10], text[:10].replace(".", "-").replace("/", "-")):
        try:
            return datetime.strptime(form, "%Y-%m-%d").date()
        except ValueError:
            continue
    raise ValueError(f"{what}: {text or 'nothing'} is no date of the form 2026-11-24.")


def _defects(item):
    found = item.get("defects")
    if not isinstance(found, list):
        return ""
    return "\n".join(f"{d.get('type', '')}: {d.get('text', '')}" for d in found if isinstance(d, dict))
