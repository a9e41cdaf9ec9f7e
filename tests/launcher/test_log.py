"""The reader of Odoo logs: what counts as passed, failed, skipped, and as a fault."""

from launcher import odoo_log

HEAD = "2026-11-23 23:19:01,123 4242"
DB = "police"


def line(level: str, logger: str, message: str) -> str:
    return f"{HEAD} {level} {DB} {logger}: {message}\n"


RESULT = line("INFO", "odoo.tests.result", "0 failed, 0 error(s) of 12 tests when loading database 'police'")


def test_a_good_run():
    log = line("INFO", "odoo.tests.stats", "police_core: 12 tests 3.21s 500 queries") + RESULT
    report = odoo_log.parse(log)
    assert (report.passed, report.failed, report.finished, report.faults) == (12, 0, True, [])
    assert report.modules == {"police_core": (12, 3.21)}


def test_failures_are_counted_once():
    log = (
        line("ERROR", "odoo.addons.police_core.tests.test_x", "FAIL: TestX.test_y")
        + "Traceback (most recent call last):\nAssertionError: 1 != 2\n"
        + line(
            "ERROR", "odoo.tests.result", "1 failed, 2 error(s) of 12 tests when loading database 'police'"
        )
    )
    report = odoo_log.parse(log)
    assert (report.passed, report.failed) == (9, 3)
    assert report.faults == []
    assert "AssertionError: 1 != 2" in report.failures[0]


def test_a_failed_tour_is_counted_once_and_other_browser_errors_are_faults():
    tour = "odoo.addons.police_hr.tests.test_tours.TestHr.test_a"
    log = (
        line("ERROR", f"{tour}.browser", "FAILED: [17/20] Tour hr → Step press (trigger: .o_save).")
        + line("ERROR", "odoo.addons.police_hr.tests.test_tours", "FAIL: TestHr.test_a")
        + line("ERROR", f"{tour}.browser", "TypeError: x is undefined")
        + line("ERROR", "odoo.tests.result", "1 failed, 0 error(s) of 2 tests when loading database 'police'")
    )
    report = odoo_log.parse(log)
    assert report.failed == 1 and len(report.failures) == 1
    assert [fault.text[-24:] for fault in report.faults] == ["TypeError: x is undefined"[-24:]]


def test_a_warning_is_a_fault():
    warning = "Model attribute '_sql_constraints' is no longer supported"
    report = odoo_log.parse(line("WARNING", "odoo.orm.model_classes", warning) + RESULT)
    assert [fault.level for fault in report.faults] == ["WARNING"]
    assert "_sql_constraints" in report.faults[0].text


def test_a_harmless_warning_is_not():
    log = line(
        "WARNING", "py.warnings", "/x/PyPDF2/__init__.py:21: DeprecationWarning: PyPDF2 is deprecated."
    )
    assert odoo_log.parse(log + RESULT).faults == []


def test_an_error_outside_a_test_is_a_fault():
    report = odoo_log.parse(line("CRITICAL", "odoo.service.server", "Failed to initialize database") + RESULT)
    assert len(report.faults) == 1


def test_a_skip_is_seen():
    log = (
        line("INFO", "odoo.addons.police_hr.tests.test_tour", "skipped TestTour.test_a : Chrome not found")
        + RESULT
    )
    report = odoo_log.parse(log)
    assert report.skipped == ["TestTour.test_a: Chrome not found"]
    assert report.passed == 11


def test_a_crash_has_no_result():
    assert not odoo_log.parse(line("INFO", "odoo.modules.loading", "loading 3 modules...")).finished


def test_reasons_are_given_for_every_allowed_warning():
    assert odoo_log.allowed_patterns()
