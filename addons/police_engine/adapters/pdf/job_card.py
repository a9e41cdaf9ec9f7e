"""A workshop job card on A4: vehicle, work, tasks to tick, parts, room for times and signatures, bar code."""

from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import NamedTuple

from reportlab.graphics.barcode.code128 import Code128

from ...records import Employer
from .flow import TOP, Column, Flow, Row
from .ink import LINE, MARGIN, RED, RIGHT, SOFT, TEXT, box, rule, style
from .parts import masthead, notice
from .tagged import Part, one_part

_MODULE = 1.15  # points a bar module: about 0.4 mm, which hand scanners and phones read
_HEIGHT = 40.0
_LABEL, _VALUE, _NUMBER = style(False, 8, SOFT), style(True, 10), style(True, 11)
_BLANK_LINES = 5  # labour lines to fill in by hand


class JobCard(NamedTuple):
    """``facts``: (label, value) pairs; ``parts``: (number, name, quantity, state)."""

    employer: Employer
    number: str
    title: str
    facts: Sequence[tuple[str, str]]
    work: str = ""
    tasks: Sequence[str] = ()
    parts: Sequence[tuple[str, str, str, str]] = ()
    urgent: bool = False


def bars(text: str) -> Iterator[tuple[int, int]]:
    """(offset, width) in modules of each dark bar of ``text`` in Code 128, without the quiet zones.

    Raises ValueError for letters that Code 128 lacks.
    """
    code = Code128(text, quiet=0)
    code.validate()
    if not code.valid:
        raise ValueError(f"{text!r} has letters that Code 128 does not have")
    code.encode()
    code.decompose()
    offset = 0
    for letter in code.decomposed:  # upper case: bar, lower case: gap; a is one module wide
        width = ascii_lowercase.index(letter.lower()) + 1
        if letter.isupper():
            yield offset, width
        offset += width


def job_card_pdf(card: JobCard) -> bytes:
    """The card as PDF."""
    part = Part(f"Job card {card.number} – {card.employer.name}")
    flow = Flow(part, f"{card.employer.name}  ·  Job card {card.number} (continued)")
    masthead(flow, card.employer, f"Job card {card.number}", card.title)
    _barcode(part, card.number)
    if card.urgent:
        notice(flow, "URGENT", RED)
    _facts(flow, card.facts)
    flow.heading("Work to do")
    flow.paragraph(card.work or "—", size=10)
    _tasks(flow, card.tasks)
    if card.parts:
        flow.heading("Parts")
        columns = [
            Column("Part number", MARGIN + 7, 100),
            Column("Part", MARGIN + 115, 240),
            Column("Quantity", RIGHT - 120, 50, True),
            Column("In stores", RIGHT - 100, 93),
        ]
        flow.table(columns, [Row(row) for row in card.parts])
    _by_hand(flow)
    flow.footers(f"{card.employer.name}  ·  Job card {card.number}")
    return one_part(part.close(), author=card.employer.name)


def _barcode(part: Part, number: str) -> None:
    """Top right, read aloud as the number below it."""
    found = list(bars(number))
    width = (found[-1][0] + found[-1][1]) * _MODULE
    left, bottom = RIGHT - width, TOP - 56
    part.artifact("".join(box(left + x * _MODULE, bottom, w * _MODULE, _HEIGHT, TEXT) for x, w in found))
    part.leaf("P", 0, _NUMBER.right(RIGHT, bottom - 12, number))


def _facts(flow: Flow, facts: Sequence[tuple[str, str]]) -> None:
    """Three pairs a row, label above value."""
    width = (RIGHT - MARGIN) / 3
    for start in range(0, len(facts), 3):
        flow.need(30)
        for place, (label, value) in enumerate(facts[start : start + 3]):
            x = MARGIN + place * width
            operators = _LABEL.at(x, flow.y - 9, label + " ")
            operators += _VALUE.at(x, flow.y - 21, _VALUE.fit(value, width - 10))
            flow.part.leaf("P", 0, operators)
        flow.y -= 29
    flow.y -= 6


def _tasks(flow: Flow, tasks: Sequence[str]) -> None:
    if not tasks:
        return
    flow.heading("Tasks")
    for task in tasks:
        flow.need(18)
        square = flow.y - 11
        flow.part.artifact(
            f"{LINE.upper()} 1 w {MARGIN:.1f} {square:.1f} 10 10 re S\n" + rule(RIGHT - 90, square, 90)
        )
        flow.paragraph(task, size=10, x=MARGIN + 18, width=RIGHT - MARGIN - 120, gap=6)


def _by_hand(flow: Flow) -> None:
    """Ruled lines for what is written by hand where no screen is at hand."""
    flow.heading("Labour", keep=60 + 22 * _BLANK_LINES)
    for place, label in enumerate(("Technician", "Date", "From", "To")):
        flow.part.leaf("P", 0, _LABEL.at(MARGIN + (0, 230, 340, 430)[place], flow.y - 8, label))
    flow.y -= 12
    for _line in range(_BLANK_LINES):
        flow.y -= 22
        flow.part.artifact(rule(MARGIN, flow.y, RIGHT - MARGIN))
    flow.y -= 14
    flow.need(60)
    for place, label in enumerate(("Odometer", "Tested by (not who did the work)", "Date and time")):
        x = MARGIN + (0, 130, 370)[place]
        flow.part.leaf("P", 0, _LABEL.at(x, flow.y - 34, label))
        flow.part.artifact(rule(x, flow.y - 22, (110, 220, RIGHT - MARGIN - 370)[place]))
    flow.y -= 44
