"""Counting: the last line, skips, empty suites, sharing out the Odoo tests."""

import pytest

from launcher import odoo_log, suite_odoo, suite_unit, testing
from launcher.outcome import Outcome
from launcher.ui import LaunchError

XML = """<testsuites><testsuite>
<testcase classname="a" name="good"/>
<testcase classname="a" name="bad"><failure message="1 != 2">…</failure></testcase>
<testcase classname="a" name="left"><skipped message="no nginx"/></testcase>
</testsuite></testsuites>"""


def test_results_of_pytest(tmp_path):
    (tmp_path / "r.xml").write_text(XML)
    outcome = suite_unit.read_results(tmp_path / "r.xml", 1)
    assert outcome.last_line() == "1 passed, 2 failed"
    assert any("left" in note and "skipped" in note for note in outcome.notes)


@pytest.mark.parametrize("code", [0, 5])
def test_no_tests_is_a_failure(tmp_path, code):
    (tmp_path / "r.xml").write_text("<testsuites><testsuite/></testsuites>")
    assert suite_unit.read_results(tmp_path / "r.xml", code).failed == 1
    assert suite_unit.read_results(tmp_path / "missing.xml", code).failed == 1


def test_a_crash_after_good_tests_is_a_failure(tmp_path):
    (tmp_path / "r.xml").write_text('<testsuites><testsuite><testcase name="a"/></testsuite></testsuites>')
    assert suite_unit.read_results(tmp_path / "r.xml", 3).last_line() == "1 passed, 1 failed"


def test_modules_are_shared_out_evenly():
    seconds = {"a": 10.0, "b": 6.0, "c": 5.0, "d": 1.0}
    assert suite_odoo.share(list("abcd"), seconds, 2) == [["a", "d"], ["b", "c"]]
    assert suite_odoo.share(["a"], seconds, 4) == [["a"]]


def test_a_module_whose_tests_never_ran_fails():
    report = odoo_log.LogReport(ran=3, finished=True, modules={"police_core": (3, 1.0)})
    outcome = suite_odoo.judge(report, ["police_core", "police_hr"])
    assert outcome.passed == 3 and outcome.failed == 1
    assert "police_hr" in outcome.notes[0]


def test_faults_and_skips_fail():
    report = odoo_log.LogReport(ran=3, finished=True)
    report.faults.append(odoo_log.Fault("WARNING", "a field is unknown"))
    report.skipped.append("TestTour.test_a: Chrome not found")
    assert suite_odoo.judge(report, []).last_line() == "2 passed, 2 failed"


def test_a_suite_that_cannot_run_has_failed():
    def runner():
        raise LaunchError("the browser tests need Chromium", todo="install it")

    outcome = testing.guarded(runner)
    assert outcome.last_line() == "0 passed, 1 failed" and "Chromium" in outcome.notes[0]


def test_the_last_line_is_the_sum(capsys):
    total = Outcome(5, 0)
    total.add(Outcome(2, 1, ["x"]))
    testing.report(total)
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed"
