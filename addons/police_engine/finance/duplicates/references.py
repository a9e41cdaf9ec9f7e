"""How two references of one supplier relate.

Numbers written by people and scanners differ in case, separators, leading zeros, look-alike letters,
words added in front or behind, transposed or lost digits. Two numbers of the same series differ too, but
lawfully: 1001 and 1002 are two invoices, 1001/1 and 1001/2 two instalments.
"""

import enum
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_FOLD = str.maketrans("OQILSBZG", "00115826")
_SYMBOLS = str.maketrans({"|": "1", "!": "1", "£": "", "€": ""})
_PIECES = re.compile(r"[A-Z]+|[0-9]+")
_NOISE = frozenset(
    word
    for line in (
        "INV INVOICE INVNO IN NO NUM NUMBER NR REF REFERENCE BILL SI SINV PINV PI VI DOC TAX X",
        "COPY DUP DUPLICATE REPRINT RESEND RESENT REV REVISED AMENDED SCAN EMAIL PDF EDI OCR",
    )
    for word in line.split()
)
_NOT_ZERO = re.compile("[^0]")
_ORDINAL = re.compile(r"[A-H]|P|PT|PART|OF|[0-9]{1,2}")
_SERIES = 25  # numbers this close are taken for neighbours of one series


class Likeness(enum.Enum):
    """From the strongest likeness to none; the value is how it reads in a reason."""

    SAME = "same reference"
    LOOKALIKE = "same reference but for look-alike characters"
    ADDED = "same reference with something added"
    PART = "same reference with a part number added"
    SWAPPED = "same reference with two characters transposed"
    NEARLY = "reference differs in one character"
    BLANK = "no reference to tell them apart"
    OTHER_KIND = "another kind of reference"
    DISTINCT = "another number"


class Reference(NamedTuple):
    """The forms of one reference under which it is looked up and compared."""

    letters: str  # letters and digits alone
    plain: str  # the same, numbers without leading zeros
    look: str  # look-alikes folded to digits, numbers without leading zeros
    bare: str  # words such as INV and COPY left out, then as ``look``
    shape: tuple[str, ...]  # the words, numbers as 9
    pieces: tuple[str, ...]
    core: str  # the longest number
    bases: frozenset[str]  # what remains when part numbers are taken off, folded


@lru_cache(maxsize=200_000)
def read(text: str) -> Reference:
    """All forms of ``text``."""
    upper = unicodedata.normalize("NFKD", text).upper().translate(_SYMBOLS)
    pieces = tuple(p.lstrip("0") or "0" if p.isdigit() else p for p in _PIECES.findall(upper))
    letters = "".join(_PIECES.findall(upper))
    kept = tuple(piece for piece in pieces if piece not in _NOISE) or pieces
    numbers = [piece for piece in pieces if piece.isdigit()]
    return Reference(
        letters=letters,
        plain="".join(pieces),
        look=folded(letters),
        bare=folded("".join(kept)),
        shape=tuple("9" if piece.isdigit() else piece for piece in kept),
        pieces=kept,
        core=max(numbers, key=len, default=""),
        bases=_bases(kept),
    )


def folded(text: str) -> str:
    """Look-alikes as digits, numbers without leading zeros: ``INVO0l2`` -> ``1NV12``."""
    return "".join(p.lstrip("0") or "0" if p.isdigit() else p for p in _PIECES.findall(text.translate(_FOLD)))


def _bases(pieces: tuple[str, ...]) -> frozenset[str]:
    if not pieces:
        return frozenset()
    found = set()
    for order in (pieces, pieces[::-1]):
        left = list(order)
        while len(left) > 1 and _ORDINAL.fullmatch(left[-1]):
            left.pop()
            parts = left if order is pieces else left[::-1]
            if sum(map(len, parts)) >= 3 and any(part.isdigit() for part in parts):
                found.add(folded("".join(parts)))
    whole = "".join(pieces)
    if len(whole) >= 5 and len(pieces[-1]) > 1 and whole[-1] in "ABCDEFGH":
        found.add(folded(whole[:-1]))  # a part letter behind a letter: K1234A -> K1234AA, K1234AB
    return frozenset(found)


@lru_cache(maxsize=400_000)
def likeness(first: str, second: str) -> Likeness:
    """How ``second`` relates to ``first``; the order does not matter."""
    one, other = read(first), read(second)
    if not one.letters or not other.letters:
        return Likeness.BLANK
    if one.letters == other.letters or one.plain == other.plain:
        return Likeness.SAME
    if one.look == other.look:
        return Likeness.LOOKALIKE
    if found := _added(one, other) or _added(other, one):
        return found
    if _swapped(one.letters, other.letters) or _swapped(one.look, other.look):
        return Likeness.SWAPPED
    if _nearly(one, other):
        return Likeness.NEARLY
    return Likeness.DISTINCT if _same_kind(one, other) else Likeness.OTHER_KIND


def vague(text: str) -> bool:
    """The reference says nothing: no number in it."""
    return not read(text).core


def _added(short: Reference, long: Reference) -> Likeness | None:
    """``long`` is ``short`` with words or numbers in front or behind."""
    if short.bare == long.bare:
        return Likeness.ADDED
    if short.bare in long.bases:
        return Likeness.PART
    shared = short.look if len(short.look) >= 4 else short.plain
    if len(shared) < 4 or sum(c.isdigit() for c in shared) < 3:
        return _pieces_added(short, long)
    for whole in (long.look, long.bare):
        rest = _rest(whole, shared)
        if rest and not rest.isdigit():
            return Likeness.ADDED
    return _pieces_added(short, long)


def _pieces_added(short: Reference, long: Reference) -> Likeness | None:
    """As :func:`_added`, piece by piece: ``2026-10234`` is ``10234`` with a piece in front."""
    count = len(short.pieces)
    if count >= len(long.pieces) or len(short.core) < 3:
        return None
    behind, before = long.pieces[:count] == short.pieces, long.pieces[-count:] == short.pieces
    if not behind and not before:
        return None
    extra = long.pieces[count:] if behind else long.pieces[:-count]
    return Likeness.PART if all(_ORDINAL.fullmatch(piece) for piece in extra) else Likeness.ADDED


def _rest(whole: str, shared: str) -> str:
    if len(whole) <= len(shared):
        return ""
    if whole.endswith(shared):
        return whole[: -len(shared)]
    return whole[len(shared) :] if whole.startswith(shared) else ""


def _swapped(one: str, other: str) -> bool:
    """Exactly two neighbouring characters have changed places, at least one of them a digit."""
    if len(one) != len(other) or len(one) < 3:
        return False
    differ = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(differ) != 2 or differ[1] != differ[0] + 1:
        return False
    i, j = differ
    return one[i] == other[j] and one[j] == other[i] and (one[i].isdigit() or one[j].isdigit())


def _nearly(one: Reference, other: Reference) -> bool:
    if min(len(one.letters), len(other.letters)) < 4 or _neighbours(one, other):
        return False
    if _zeros_dropped(one.letters, other.letters):
        return True
    return _one_edit(one.look, other.look) or _one_edit(one.letters, other.letters)


def _zeros_dropped(one: str, other: str) -> bool:
    """``INV202600123`` and ``INV2026123``: alike but for zeros before or within, not behind."""
    if one.replace("0", "") != other.replace("0", "") or one[-1:] != other[-1:]:
        return False
    runs = zip(_NOT_ZERO.split(one), _NOT_ZERO.split(other), strict=True)
    steps = {(len(a) > len(b)) - (len(a) < len(b)) for a, b in runs} - {0}
    return len(steps) == 1


def _one_edit(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) == len(other):
        return one[start + 1 :] == other[start + 1 :] and (one[start : start + 1] + other[start]).isdigit()
    return one[start:] == other[start + 1 :]


def _neighbours(one: Reference, other: Reference) -> bool:
    """Two numbers of one series, or two parts of one number."""
    if one.shape != other.shape:
        return bool(one.bases & other.bases)
    pairs = [(a, b) for a, b in zip(one.pieces, other.pieces, strict=True) if a != b]
    if len(pairs) != 1:
        return True
    a, b = pairs[0]
    if not (a.isdigit() and b.isdigit()):
        return len(a) == 1
    return abs(int(a) - int(b)) <= _SERIES


def _same_kind(one: Reference, other: Reference) -> bool:
    """Same words around numbers of about the same length: the supplier's own series."""
    if one.shape == other.shape:
        return abs(len(one.core) - len(other.core)) < 3
    return bool(one.bases & other.bases)
