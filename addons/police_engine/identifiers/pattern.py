"""The common part of identifiers that are only a pattern."""

import re
from collections.abc import Callable
from typing import Any

from ..exceptions import InvalidIdentifier

NEVER_MATCHES = "\N{REPLACEMENT CHARACTER}"


def upper(text: Any) -> str:
    """Upper case without white space; None becomes empty.

    Letters and digits of other scripts match no pattern: Unicode makes S of a long s (``ſ``), and ``\\d``
    takes Arabic digits, which neither HMRC nor a bank would read.
    """
    kept = "".join(str(text if text is not None else "").split())
    return kept.upper() if kept.isascii() else kept + NEVER_MATCHES


def strip(text: Any, extra: str = "") -> str:
    """As :func:`upper`, also without the ``extra`` characters."""
    kept = upper(text)
    return kept.translate({ord(character): None for character in extra})


def match(pattern: re.Pattern, compact: str, given: Any, what: str) -> re.Match:
    """Full match or InvalidIdentifier: ``'12' is not a sort code. <what>``."""
    found = pattern.fullmatch(compact)
    if not found:
        raise InvalidIdentifier(f"{str(given or '')!r} is not {what}")
    return found


def passes(check: Callable[[str], Any], text: str) -> bool:
    """True when ``check(text)`` raises no InvalidIdentifier."""
    try:
        check(text)
    except InvalidIdentifier:
        return False
    return True
