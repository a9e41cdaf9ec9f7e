"""Reads an Odoo log: how many tests ran, and every warning or error that is not known to be harmless."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) (?P<db>\S+) (?P<logger>\S+): (?P<message>.*)$"
)
RESULT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests when loading")
STATS = re.compile(r"^(?P<module>\w+): (?P<count>\d+) tests (?P<seconds>[\d.]+)s")
SKIPPED = re.compile(r"^skipped (?P<test>\S+)\s*:?\s*(?P<reason>.*)$")
# What the browser said about a tour that failed; the failure itself says it again.
BROWSER_REPORT = re.compile(r"\.tests\..*\.browser: FAILED: \[\d+/\d+\] Tour ")
LOUD = ("WARNING", "ERROR", "CRITICAL")
# Lines by which Odoo reports a failing test; the result line counts those tests already.
TEST_REPORT = re.compile(r"^(FAIL|ERROR|setUpClass|tearDownClass)\b|Module \w+: \d+ failures?, \d+ errors?")


@dataclass(frozen=True)
class Fault:
    level: str
    text: str


@dataclass
class LogReport:
    """What a log says. ``finished`` is False when tests were asked for and no result line came (a crash)."""

    ran: int = 0
    failed: int = 0
    finished: bool = False
    faults: list[Fault] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    modules: dict[str, tuple[int, float]] = field(default_factory=dict)

    @property
    def passed(self) -> int:
        return max(0, self.ran - self.failed - len(self.skipped))  # a test may fail in several sub-tests


def allowed_patterns() -> list[re.Pattern[str]]:
    """Harmless warnings, each with its reason, from ``log_allowed.toml``."""
    text = Path(__file__).with_name("log_allowed.toml").read_text(encoding="utf-8")
    return [re.compile(entry["pattern"]) for entry in tomllib.loads(text)["allowed"]]


def read(path: Path) -> LogReport:
    return parse(path.read_text("utf-8", "replace"))


def parse(text: str) -> LogReport:
    """Parse a whole log. Lines without a header belong to the message before them (tracebacks)."""
    report = LogReport()
    allowed = allowed_patterns()
    for level, logger, message in entries(text):
        note_tests(report, logger, message)
        if level in LOUD:
            note_loud(report, level, logger, message, allowed)
    return report


def entries(text: str):
    """(level, logger, message) of each entry, continuation lines joined to it."""
    current: list[str] | None = None
    for line in text.splitlines():
        header = LINE.match(line)
        if header:
            if current:
                yield current[0], current[1], "\n".join(current[2:])
            current = [header["level"], header["logger"], header["message"]]
        elif current:
            current.append(line)
        elif line.strip():
            yield "INFO", "stdout", line
    if current:
        yield current[0], current[1], "\n".join(current[2:])


def note_tests(report: LogReport, logger: str, message: str) -> None:
    result = RESULT.search(message) if logger == "odoo.tests.result" else None
    if result:
        failures, errors, ran = map(int, result.groups())
        report.ran += ran
        report.failed += failures + errors
        report.finished = True
    stats = STATS.match(message) if logger == "odoo.tests.stats" else None
    if stats:
        report.modules[stats["module"]] = (int(stats["count"]), float(stats["seconds"]))
    skipped = SKIPPED.match(message)
    if skipped and ".tests." in f"{logger}.":
        report.skipped.append(f"{skipped['test']}: {skipped['reason']}")


def note_loud(
    report: LogReport, level: str, logger: str, message: str, allowed: list[re.Pattern[str]]
) -> None:
    """A warning or error: a failing test's report, a harmless one, or a fault."""
    if RESULT.search(message) or BROWSER_REPORT.search(f"{logger}: {message}"):
        return
    first = message.split("\n", 1)[0]
    if TEST_REPORT.search(first):
        report.failures.append(f"{logger}: {message}")
    elif not any(pattern.search(f"{logger}: {message}") for pattern in allowed):
        report.faults.append(Fault(level, f"{level} {logger}: {message}"))
