"""National Insurance number: two letters, six digits, suffix A to D (HMRC NIM39110)."""

import re

from ..exceptions import InvalidIdentifier
from .pattern import match, passes, strip

_PATTERN = re.compile(r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\d{6}[A-D]?")
_NEVER_ISSUED = frozenset(("BG", "GB", "KN", "NK", "NT", "TN", "ZZ"))


def compact(text: str) -> str:
    """``' pr12 3456 d'`` -> ``'PR123456D'``."""
    return strip(text, "-/.")


def validate(text: str) -> str:
    """The compact number; the suffix may be missing, as RTI allows. InvalidIdentifier otherwise."""
    number = compact(text)
    match(
        _PATTERN, number, text,
        "a National Insurance number. It is two letters, six digits and a letter A to D, like AB 12 34 56 C.",
    )
    if number[:2] in _NEVER_ISSUED:
        hint = " TN numbers are temporary: leave the number empty instead." if number[:2] == "TN" else ""
        raise InvalidIdentifier(f"{text!r}: numbers starting {number[:2]} are never issued.{hint}")
    return number


def is_valid(text: str) -> bool:
    """True when the text could be a National Insurance number."""
    return passes(validate, text)


def format(text: str) -> str:
    """``'AB123456C'`` -> ``'AB 12 34 56 C'``."""
    number = compact(text)
    return " ".join(part for part in (number[:2], number[2:4], number[4:6], number[6:8], number[8:]) if part)
