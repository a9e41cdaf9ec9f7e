"""Blocks that the reports share: masthead, figures in boxes, coloured notices."""

from collections.abc import Sequence

from ...records import Employer
from .flow import TOP, Flow
from .ink import AMBER, GREEN, MARGIN, NAVY, PALE_AMBER, PANEL, RED, RIGHT, SOFT, box, round_box, style

_FORCE, _SMALL = style(True, 15, NAVY), style(False, 8.5, SOFT)
_TITLE, _LABEL = style(True, 19, NAVY), style(False, 8, SOFT)
_PALE = {GREEN: ".90 .96 .92 rg", RED: ".99 .91 .91 rg", AMBER: PALE_AMBER}


def masthead(flow: Flow, employer: Employer, title: str, subtitle: str) -> None:
    """Force, title and subtitle at the top of the first page."""
    part = flow.part
    part.artifact(box(0, TOP + 34, 596, 6, NAVY))
    part.leaf("P", 0, _FORCE.at(MARGIN, TOP - 9, _FORCE.fit(employer.name, RIGHT - MARGIN)))
    y = TOP - 36
    for i, line in enumerate(_TITLE.wrap(title, RIGHT - MARGIN)):
        part.leaf("H1" if i == 0 else "P", 0, _TITLE.at(MARGIN, y, line))
        y -= 22
    part.leaf("P", 0, _SMALL.at(MARGIN, y + 4, subtitle))
    flow.y = y - 12


def figures(flow: Flow, pairs: Sequence[tuple[str, str]]) -> None:
    """Up to four headline figures in a row of boxes, each read as 'label value'."""
    gap = 10.0
    width = (RIGHT - MARGIN - gap * (len(pairs) - 1)) / len(pairs)
    size = 17 if len(pairs) <= 3 else 14
    number = style(True, size, NAVY)
    flow.need(52)
    for place, (label, value) in enumerate(pairs):
        x = MARGIN + place * (width + gap)
        flow.part.artifact(round_box(x, flow.y - 46, width, 46, PANEL))
        flow.part.leaf(
            "P",
            0,
            _LABEL.at(x + 10, flow.y - 15, _LABEL.fit(label, width - 20) + " ")
            + number.at(x + 10, flow.y - 36, number.fit(value, width - 20)),
        )
    flow.y -= 58


def notice(flow: Flow, text: str, colour: str, *, bold: bool = True) -> None:
    """A coloured box with wrapped text; never colour alone: the text says it all."""
    ink = style(bold, 9.5, colour)
    lines = ink.wrap(text, RIGHT - MARGIN - 24)
    height = 14 + 13 * len(lines)
    flow.need(height)
    flow.part.artifact(round_box(MARGIN, flow.y - height, RIGHT - MARGIN, height, _PALE[colour]))
    flow.part.leaf(
        "P",
        0,
        "".join([ink.at(MARGIN + 12, flow.y - 17 - 13 * i, line + " ") for i, line in enumerate(lines)]),
    )
    flow.y -= height + 10
