"""A letter of the force on A4: tagged, so that a screen reader reads it in order."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ...records import Employer
from .flow import Column, Flow, Row
from .ink import MARGIN, RIGHT, SOFT
from .parts import masthead
from .tagged import Part, one_part

_SIZE = 10.5


class LetterTable(NamedTuple):
    """``headings``: (name, share of the width, right-aligned); the last row is bold when ``total``."""

    headings: Sequence[tuple[str, float, bool]]
    rows: Sequence[Sequence[str]]
    total: bool = False


class Letter(NamedTuple):
    """``body``: paragraphs and tables in order; a paragraph that starts with ``# `` is a heading."""

    employer: Employer
    addressee: Sequence[str]
    on: date
    subject: str
    body: Sequence[str | LetterTable]
    reference: str = ""
    signed: str = ""


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF."""
    employer = letter.employer
    part = Part(f"{letter.subject} – {employer.name}")
    flow = Flow(part, f"{employer.name}  ·  {letter.subject} (continued)")
    masthead(flow, employer, letter.subject, ", ".join(employer.address) or employer.name)
    flow.y -= 6
    for line in letter.addressee:
        flow.paragraph(line, size=_SIZE, gap=1)
    flow.y -= 10
    flow.paragraph(f"{letter.on:%-d %B %Y}", size=_SIZE)
    if letter.reference:
        flow.paragraph(f"Our reference: {letter.reference}", size=_SIZE, colour=SOFT)
    flow.y -= 8
    for piece in letter.body:
        _piece(flow, piece)
    if letter.signed:
        flow.y -= 14
        flow.paragraph(letter.signed, size=_SIZE, bold=True)
        flow.paragraph(employer.name, size=_SIZE)
    flow.footers(f"{employer.name}  ·  {letter.subject}  ·  Private and confidential")
    return one_part(part.close(), author=employer.name)


def _piece(flow: Flow, piece: str | LetterTable) -> None:
    if isinstance(piece, LetterTable):
        last = len(piece.rows) - 1
        rows = [Row(row, piece.total and number == last) for number, row in enumerate(piece.rows)]
        flow.table(_columns(piece.headings), rows)
        flow.y -= 4
    elif piece.startswith("# "):
        flow.y -= 4
        flow.heading(piece[2:])
    else:
        flow.paragraph(piece, size=_SIZE, gap=7)


def _columns(headings: Sequence[tuple[str, float, bool]]) -> list[Column]:
    unit = (RIGHT - MARGIN - 14) / sum(share for _name, share, _right in headings)
    columns, x = [], MARGIN + 7
    for name, share, right in headings:
        width = unit * share
        columns.append(Column(name, x + width if right else x, width - 6, right))
        x += width
    return columns
