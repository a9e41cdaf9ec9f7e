"""Warrant number: given once on attestation and kept for the whole service."""

import re

from .pattern import match, passes, strip

_PATTERN = re.compile(r"[A-Z]{0,3}\d{3,8}")


def compact(text: str) -> str:
    """``'w 123 456'`` -> ``'W123456'``."""
    return strip(text, "-/")


def validate(text: str) -> str:
    """The compact number; InvalidIdentifier otherwise."""
    number = compact(text)
    match(
        _PATTERN, number, text,
        "a warrant number. It is three to eight figures, with up to three letters in front.",
    )
    return number


def is_valid(text: str) -> bool:
    """True when the text has the form of a warrant number."""
    return passes(validate, text)


def format(text: str) -> str:
    """As printed on the card: compact."""
    return compact(text)
