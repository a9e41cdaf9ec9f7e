"""The sheet that shows in an address window: name, address and a reference, nothing about the sender.

Hampshire's P60s of 2015 went out in envelopes that said who the employer was. Whoever picks up the post of
a police officer must not learn from it that one lives there. So the cover carries no force name, no crest,
no job title; and addresses that would say it themselves are found before printing (:func:`exposing_words`).
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .flow import Flow
from .ink import HEIGHT, SOFT, style
from .tagged import Part

# A DL window envelope shows about 20 to 110 mm from the left and 45 to 85 mm from the top.
_LEFT, _TOP = 62.0, HEIGHT - 140.0
_EXPOSING = re.compile(
    r"\b(police|constab\w*|officer|sergeant|inspector|superintendent|pcso|warrant)\b", re.I
)
_TEXT, _SMALL = style(False, 10.5), style(False, 8, SOFT)


class Addressee(NamedTuple):
    """Who it goes to. ``by_hand``: never posted, no address is printed. ``sender``: a neutral return line."""

    name: str
    address: tuple[str, ...] = ()
    by_hand: bool = False
    reference: str = ""
    sender: str = ""


def exposing_words(lines: Iterable[str], names: Sequence[str] = ()) -> tuple[str, ...]:
    """Words in what the window shows that tell who the sender or the addressee is; () when it is safe.

    ``names``: the force's own name and the like. An addressee called Sergeant is found too: such post is
    handed over, not sent.
    """
    found = []
    for line in lines:
        found += [match[0] for match in _EXPOSING.finditer(line)]
        found += [name for name in names if name and name.lower() in line.lower()]
    return tuple(dict.fromkeys(found))


def window_lines(to: Addressee) -> tuple[str, ...]:
    """What the window shows, top to bottom."""
    if to.by_hand:
        return ("PRIVATE – TO BE HANDED OVER IN PERSON", to.name, to.reference)
    return tuple(line for line in (to.name, *to.address) if line)


def cover_page(part: Part, to: Addressee) -> None:
    """Start ``part`` with the cover sheet of ``to``."""
    part.new_page()
    part.leaf("P", 0, _SMALL.at(_LEFT, _TOP + 22, "Private and confidential – to be opened by the addressee"))
    for number, line in enumerate(window_lines(to)):
        part.leaf("P", 0, _TEXT.at(_LEFT, _TOP - 14 * number, line))
    if to.reference and not to.by_hand:
        part.leaf("P", 0, _SMALL.at(_LEFT, _TOP - 110, f"Ref {to.reference}"))
    if to.sender:
        part.leaf("P", 0, _SMALL.at(_LEFT, 60, f"If undelivered return to: {to.sender}"))


def opened(title: str, to: Addressee | None, continued: str) -> Flow:
    """A flow whose first page is the cover sheet of ``to`` (None: no cover)."""
    part = Part(title)
    if to is not None:
        cover_page(part, to)
    return Flow(part, continued)
