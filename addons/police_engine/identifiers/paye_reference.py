"""Employer's PAYE reference: HMRC office number, a slash, the employer's own reference (635/A635)."""

import re
from typing import NamedTuple

from .pattern import match, passes, strip

_PATTERN = re.compile(r"(\d{3})/([A-Z0-9]{1,10})")


class PayeReference(NamedTuple):
    """``office`` three digits as text; ``employer`` up to ten letters and digits."""

    office: str
    employer: str


def compact(text: str) -> str:
    """``' 456 / abc12345'`` -> ``'456/ABC12345'``."""
    return strip(text)


def parse(text: str) -> PayeReference:
    """Split a reference; InvalidIdentifier when it is not one."""
    found = match(
        _PATTERN, compact(text), text,
        "an employer PAYE reference. It is 3 digits, a slash and up to 10 letters or digits, like 635/A635.",
    )
    return PayeReference(*found.groups())


def validate(text: str) -> str:
    """The compact reference; InvalidIdentifier otherwise."""
    return format(text)


def is_valid(text: str) -> bool:
    """True when the text is a PAYE reference."""
    return passes(parse, text)


def format(text: str) -> str:
    """``'635/A635'``."""
    return "/".join(parse(text))
