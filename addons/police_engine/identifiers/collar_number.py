"""Collar (shoulder) number: the figure an officer wears; unique in the force while it is worn.

Forces differ: plain figures (1234), a letter for the district or grade (T123), or two letters after.
"""

import re

from .pattern import match, passes, strip

_PATTERN = re.compile(r"[A-Z]{0,3}0*[1-9]\d{0,5}[A-Z]{0,2}")


def compact(text: str) -> str:
    """``'t 123'`` -> ``'T123'``."""
    return strip(text, "-/")


def validate(text: str) -> str:
    """The compact number; InvalidIdentifier otherwise."""
    number = compact(text)
    match(
        _PATTERN, number, text,
        "a collar number. It is up to six figures, with letters before or after: 1234, T123.",
    )
    return number


def is_valid(text: str) -> bool:
    """True when the text has the form of a collar number."""
    return passes(validate, text)


def format(text: str) -> str:
    """As worn: compact."""
    return compact(text)
