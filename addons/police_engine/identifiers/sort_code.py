"""UK sort code: six digits, written 12-34-56."""

import re

from ..exceptions import InvalidIdentifier
from .pattern import match, passes, strip

_PATTERN = re.compile(r"\d{6}")


def compact(text: str) -> str:
    """``'12-34-56'`` -> ``'123456'``."""
    return strip(text, "-")


def validate(text: str) -> str:
    """Six digits; InvalidIdentifier otherwise (all zeros included)."""
    code = compact(text)
    match(_PATTERN, code, text, "a sort code. It is six digits, like 12-34-56.")
    if code == "000000":
        raise InvalidIdentifier("000000 is not a sort code of any bank.")
    return code


def is_valid(text: str) -> bool:
    """True when the text is a sort code."""
    return passes(validate, text)


def format(text: str) -> str:
    """``'123456'`` -> ``'12-34-56'``."""
    code = compact(text)
    return "-".join((code[:2], code[2:4], code[4:]))
