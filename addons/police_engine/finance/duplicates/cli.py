"""``check-duplicates --csv FILE --out RESULT``: which invoices repeat an earlier one.

FILE and RESULT are as in ``design/formats.md`` section 5. Exit codes: 0 done (held rows or not), 2 a file
that cannot be used: every bad row is listed, and nothing is written.
"""

import argparse
import csv
import io
import sys
import time
from pathlib import Path

from . import detect, reading
from .records import Finding

HEADER = ("id", "held", "duplicate_of", "reason", "score")


def main(argv: list[str]) -> int:
    """Run the command; see the module for the exit codes."""
    parser = argparse.ArgumentParser(prog="constabulary check-duplicates", description=__doc__.split("\n")[0])
    parser.add_argument("--csv", required=True, metavar="FILE", help="the invoices, in order of arrival")
    parser.add_argument("--out", required=True, metavar="RESULT", help="where to write the result")
    chosen = parser.parse_args(argv)
    began = time.monotonic()
    try:
        invoices, faults = reading.read(Path(chosen.csv).read_bytes())
    except OSError as error:
        return _refuse([f"{chosen.csv}: cannot be read: {error.strerror or error}"])
    if faults:
        return _refuse([f"{chosen.csv}: nothing was checked; put these right:", *faults])
    findings = detect.find(invoices)
    try:
        _write(Path(chosen.out), findings)
    except OSError as error:
        return _refuse([f"{chosen.out}: cannot be written: {error.strerror or error}"])
    held = sum(finding.held for finding in findings)
    sys.stdout.write(f"{len(findings):,} rows, {held:,} held, {time.monotonic() - began:.1f} s\n")
    return 0


def _refuse(lines: list[str]) -> int:
    sys.stderr.write("\n".join(lines) + "\n")
    return 2


def as_csv(findings: list[Finding]) -> str:
    """The result file's text; the score is 0.00 to 1.00."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    for finding in findings:
        held = "true" if finding.held else "false"
        writer.writerow(
            (finding.id, held, finding.duplicate_of, finding.reason, f"{finding.score / 100:.2f}")
        )
    return text.getvalue()


def _write(path: Path, findings: list[Finding]) -> None:
    """All or nothing: written beside the file, then put in its place."""
    text = as_csv(findings)
    if path.exists() and not path.is_file():  # a pipe or /dev/stdout
        path.write_text(text, encoding="utf-8")
        return
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
