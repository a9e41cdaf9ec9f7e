"""The go-live gate on paper: each condition, what was found, what is still open."""

from collections.abc import Sequence
from typing import NamedTuple

from ...records import Employer
from .flow import Column, Flow, Row
from .ink import GREEN, MARGIN, RED, RIGHT, SOFT
from .parts import figures, masthead, notice
from .tagged import Part, one_part


class GateReport(NamedTuple):
    """``rows``: (condition, met, found, still to do). ``sections``: (heading, lines)."""

    employer: Employer
    project: str
    on: str
    rows: Sequence[tuple[str, bool, str, str]]
    figures: Sequence[tuple[str, str]] = ()
    sections: Sequence[tuple[str, Sequence[str]]] = ()
    fingerprint: str = ""

    @property
    def open(self) -> bool:
        """True when there are conditions and each is met."""
        return bool(self.rows) and all(row[1] for row in self.rows)


def gate_report_pdf(report: GateReport) -> bytes:
    """The report on A4; drawn in the same way whether the gate is open or closed, and saying which."""
    title = "Go-live gate of the payroll"
    part = Part(f"{title} – {report.project} – {report.employer.name}")
    flow = Flow(part, f"{report.employer.name}  ·  {title} (continued)")
    masthead(flow, report.employer, title, f"{report.project}  ·  counted {report.on}")
    _verdict(flow, report)
    if report.figures:
        figures(flow, report.figures)
    columns = [
        Column("Condition", MARGIN + 7, 170),
        Column("Met", MARGIN + 185, 30),
        Column("Found", MARGIN + 220, 140),
        Column("Still to do", MARGIN + 368, RIGHT - MARGIN - 375),
    ]
    rows = [Row((name, "yes" if met else "NO", found, todo)) for name, met, found, todo in report.rows]
    flow.table(columns, rows, small=True)
    for heading, lines in report.sections:
        flow.heading(heading)
        for line in lines:
            flow.paragraph(line, colour=SOFT)
    flow.footers(f"{report.employer.name}  ·  {title}  ·  {report.fingerprint[:32]}")
    return one_part(part.close(), author=report.employer.name)


def _verdict(flow: Flow, report: GateReport) -> None:
    if report.open:
        notice(flow, "OPEN. Every condition is met; the first live run may be approved.", GREEN)
        return
    failed = sum(not row[1] for row in report.rows)
    notice(
        flow, f"CLOSED. {failed} of {len(report.rows)} conditions are not met; no live run is approved.", RED
    )
