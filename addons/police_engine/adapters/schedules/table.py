"""A schedule: headings, rows, totals; written as CSV that no spreadsheet will run, or as a tagged PDF."""

import csv
import io
from collections.abc import Sequence
from typing import NamedTuple

from ...money import text
from ...records import Employer, PayPeriod
from ..pdf.flow import Column, Flow, Row
from ..pdf.ink import MARGIN, RIGHT, SOFT
from ..pdf.parts import masthead
from ..pdf.payslip import money
from ..pdf.tagged import Part, one_part

Cell = str | int  # int is pence
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Heading(NamedTuple):
    """A column; ``share`` is its part of the width of a printed page."""

    name: str
    share: float
    money: bool = False


class Schedule(NamedTuple):
    """``rows`` and ``totals`` match ``headings``; money cells are pence, '' where there is no total."""

    code: str
    title: str
    employer: Employer
    period: PayPeriod
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    totals: Sequence[Cell]


def total_row(headings: Sequence[Heading], rows: Sequence[Sequence[Cell]], label: str) -> tuple[Cell, ...]:
    """Sums under the money columns, ``label`` in the first and nothing elsewhere."""
    sums = tuple(sum(row[i] for row in rows) if heading.money else "" for i, heading in enumerate(headings))
    return (label, *sums[1:])


def safe(cell: Cell) -> str:
    """Text for a CSV cell: money as ``-1234.56``; text that starts like a formula gets a quote in front.

    >>> safe("=1+1"), safe(-5)
    ("'=1+1", '-0.05')
    """
    if isinstance(cell, int):
        return text(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def to_csv(schedule: Schedule) -> bytes:
    """UTF-8 with mark, CR LF: heading row, one row a person, and the totals as the last row."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow([heading.name for heading in schedule.headings])
    writer.writerows([[safe(cell) for cell in row] for row in (*schedule.rows, schedule.totals)])
    return output.getvalue().encode("utf-8-sig")


def to_pdf(schedule: Schedule) -> bytes:
    """The schedule on A4, heading row repeated on each page."""
    period = schedule.period
    paid = f"{period.pay_date.day} {period.pay_date:%B %Y}"
    part = Part(f"{schedule.title} – {schedule.employer.name} – paid {paid}", "Sect")
    flow = Flow(part, f"{schedule.employer.name}  ·  {schedule.title}, paid {paid} (continued)")
    masthead(flow, schedule.employer, schedule.title, f"Pay period paid {paid}, tax year {period.tax_year}")
    count = len(schedule.rows)
    flow.paragraph(f"{count:,} {'line' if count == 1 else 'lines'}", colour=SOFT, gap=6)
    rows = [Row(_printed(row)) for row in schedule.rows]
    flow.table(_columns(schedule.headings), [*rows, Row(_printed(schedule.totals), True)], small=True)
    flow.footers(f"{schedule.employer.name}  ·  {schedule.title}  ·  Contains personal data")
    return one_part(part.close(), author=schedule.employer.name)


def _printed(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(money(cell) if isinstance(cell, int) else cell for cell in row)


def _columns(headings: Sequence[Heading]) -> list[Column]:
    unit = (RIGHT - MARGIN - 14) / sum(heading.share for heading in headings)
    columns, x = [], MARGIN + 7
    for heading in headings:
        width = unit * heading.share
        name = f"{heading.name} £" if heading.money else heading.name
        columns.append(Column(name, x + width if heading.money else x, width - 6, heading.money))
        x += width
    return columns
