"""Vehicle registration mark: every form that a British or Northern Irish mark takes (DVLA INF104)."""

import re

from ..exceptions import InvalidIdentifier
from .pattern import strip

FORMS = {
    "current": re.compile(r"[A-HJ-PR-Y][A-HJ-PR-Y]\d\d[A-HJ-PR-Z]{3}"),  # from September 2001: AB12 CDE
    "prefix": re.compile(r"[A-HJ-NPR-TV-Y][1-9]\d{0,2}[A-HJ-PR-Y]{3}"),  # 1983 to 2001: A123 BCD
    "suffix": re.compile(r"[A-HJ-PR-Y]{3}[1-9]\d{0,2}[A-HJ-NPR-TV-Y]"),  # 1963 to 1983: ABC 123D
    "q": re.compile(r"Q[1-9]\d{0,2}[A-HJ-PR-Y]{3}"),  # age not known
    "northern_ireland": re.compile(r"[A-Z]?[A-Z]*[IZ][A-Z]*[1-9]\d{0,3}|[1-9]\d{0,3}[A-Z]*[IZ][A-Z]*"),
    "dateless": re.compile(r"[A-Z]{1,3}[1-9]\d{0,3}|[1-9]\d{0,3}[A-Z]{1,3}"),
    "trade": re.compile(r"\d{5}"),
    "diplomatic": re.compile(r"\d{3}[DX]\d{3}"),
}
_SPACE_AT = {"current": 4, "suffix": 3, "q": -3, "prefix": -3}


def compact(text: str) -> str:
    """``'ab12 cde'`` -> ``'AB12CDE'``."""
    return strip(text, "-")


def form_of(text: str) -> str:
    """Which series a mark belongs to; '' when it is none."""
    mark = compact(text)
    for name, pattern in FORMS.items():
        if len(mark) <= 7 and pattern.fullmatch(mark):
            return name
    return ""


def validate(text: str) -> str:
    """The mark without spaces; InvalidIdentifier otherwise."""
    if not form_of(text):
        raise InvalidIdentifier(
            f"{text!r} is not a vehicle registration mark, like AB12 CDE, A123 BCD or ABC 1234."
        )
    return compact(text)


def is_valid(text: str) -> bool:
    """True when the text has the form of a registration mark."""
    return bool(form_of(text))


def format(text: str) -> str:
    """``'AB12CDE'`` -> ``'AB12 CDE'``; marks without a series get a space between letters and digits."""
    mark = compact(text)
    place = _SPACE_AT.get(form_of(mark))
    if place is not None:
        return f"{mark[:place]} {mark[place:]}"
    return re.sub(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])", " ", mark)


def is_same(one: str, other: str) -> bool:
    """True when two spellings are the same mark."""
    try:
        return validate(one) == validate(other)
    except InvalidIdentifier:
        return False
