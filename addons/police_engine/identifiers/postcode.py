"""UK postcode: outward and inward part, as RTI and addresses want it."""

import re

from .pattern import match, passes, strip

_PATTERN = re.compile(
    r"GIR0AA|(?:[A-PR-UWYZ](?:\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d{1,2}|[A-HK-Y]\d[ABEHMNPRV-Y]))\d[ABD-HJLNP-UW-Z]{2}"
)


def compact(text: str) -> str:
    """``'ts1 2 aa'`` -> ``'TS12AA'``."""
    return strip(text)


def validate(text: str) -> str:
    """The postcode with its space, ``'TS1 2AA'``; InvalidIdentifier otherwise."""
    code = compact(text)
    match(_PATTERN, code, text, "a UK postcode, like TS1 2AA.")
    return f"{code[:-3]} {code[-3:]}"


def is_valid(text: str) -> bool:
    """True when the text has the form of a postcode."""
    return passes(validate, text)


def format(text: str) -> str:
    """``'TS12AA'`` -> ``'TS1 2AA'``."""
    code = compact(text)
    return f"{code[:-3]} {code[-3:]}"
