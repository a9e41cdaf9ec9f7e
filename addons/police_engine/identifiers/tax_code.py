"""PAYE tax codes: 1257L, S1257L, C0T, BR, SD2, NT, K475, and the marks W1, M1 and X.

Pattern after HMRC's RTI data items. A code is worth its number; the bands it is taxed at come
from its prefix (S Scotland, C Wales). Nothing here depends on a tax year.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from ..exceptions import InvalidIdentifier
from .pattern import passes, upper

REGIONS = {"": "rUK", "S": "scotland", "C": "wales"}
_PATTERN = re.compile(
    r"(?P<prefix>[SC]?)"
    r"(?:(?P<zero>0)T|(?P<number>[1-9]\d{0,5})(?P<suffix>[LMNPTY])|K(?P<k>[1-9]\d{0,5})"
    r"|D(?P<d>[0-8])|(?P<flat>BR|NT))"
    r"(?P<mark>W1/?M1|W1|M1|X)?"
)
_MARKED = {"W1": "W1", "M1": "M1", "X": "X", "W1M1": "X", "W1/M1": "X"}


class TaxCode(NamedTuple):
    """A parsed code. ``kind``: suffix, K, BR, D or NT (0T is a suffix code with number 0).

    ``number`` is the figure in the code (for D codes: which one). ``mark`` is W1, M1, X or ''.
    """

    prefix: str
    kind: str
    number: int
    suffix: str
    mark: str

    @property
    def region(self) -> str:
        """rUK, scotland or wales: whose bands apply."""
        return REGIONS[self.prefix]

    @property
    def non_cumulative(self) -> bool:
        """True when the code itself says week 1 / month 1."""
        return bool(self.mark)

    @property
    def code(self) -> str:
        """The code without its mark, as RTI carries it with the prefix: ``S1257L``."""
        body = {
            "suffix": f"{self.number}{self.suffix}",
            "K": f"K{self.number}",
            "D": f"D{self.number}",
        }.get(self.kind, self.kind)
        return self.prefix + body


def compact(text: str) -> str:
    """Upper case without spaces: ``'1257l m1'`` -> ``'1257LM1'``."""
    return upper(text)


@lru_cache(maxsize=16384)
def parse(text: str) -> TaxCode:
    """Read a code. InvalidIdentifier when HMRC would not issue it.

    >>> parse("S1257L M1")
    TaxCode(prefix='S', kind='suffix', number=1257, suffix='L', mark='M1')
    """
    found = _PATTERN.fullmatch(compact(text))
    if not found:
        raise InvalidIdentifier(
            f"{text!r} is not a tax code. Examples: 1257L, S1257L, C0T, BR, D0, NT, K475, 1257L M1."
        )
    part = found.groupdict()
    kind, number, suffix = "suffix", int(part["number"] or 0), part["suffix"] or ("T" if part["zero"] else "")
    if part["k"]:
        kind, number = "K", int(part["k"])
    elif part["d"]:
        kind, number = "D", int(part["d"])
    elif part["flat"]:
        kind = part["flat"]
    return TaxCode(part["prefix"], kind, number, suffix, _MARKED.get(part["mark"] or "", ""))


def validate(text: str) -> str:
    """The code in its standard form; InvalidIdentifier otherwise."""
    return format(text)


def is_valid(text: str) -> bool:
    """True when the text is a tax code."""
    return passes(parse, text)


def format(text: str) -> str:
    """Standard spelling: ``'s1257lm1'`` -> ``'S1257L M1'``."""
    code = parse(text)
    return f"{code.code} {code.mark}".strip()
