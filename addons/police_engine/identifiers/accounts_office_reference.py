"""HMRC Accounts Office reference: 123PA00012345, thirteen characters with a check letter in the fifth place.

The check letter follows HMRC's published reference-checker library (modulus 23): weights 9 to 12 on
the first four characters and 8 down to 1 on the last eight; the remainder picks the letter.
"""

import re

from ..exceptions import InvalidIdentifier
from .pattern import match, passes, strip

_PATTERN = re.compile(r"\d{3}P[A-Z]\d{7}[\dX]")
_WEIGHTS = (9, 10, 11, 12, 0, 8, 7, 6, 5, 4, 3, 2, 1)
_LETTERS = "ABCDEFGHXJKLMNYPQRSTZVW"  # I, O and U are replaced by X, Y and Z
_VALUE = {letter: place + 33 for place, letter in enumerate(_LETTERS)}


def compact(text: str) -> str:
    """Upper case without spaces or slashes."""
    return strip(text, "/-")


def is_well_formed(text: str) -> bool:
    """True when the characters are of the right kind, whatever the check letter."""
    return bool(_PATTERN.fullmatch(compact(text)))


def check_letter(reference: str) -> str:
    """The letter that belongs in the fifth place of a compact reference (what stands there is ignored)."""
    total = sum(
        weight * (int(character) if character.isdigit() else _VALUE.get(character, 0))
        for weight, character in zip(_WEIGHTS, reference, strict=True)
        if weight
    )
    return _LETTERS[total % len(_LETTERS)]


def complete(office: str, number: str) -> str:
    """A reference with its check letter: ``complete("123", "12345678") == "123PW12345678"``."""
    draft = f"{office}PA{number}"
    match(_PATTERN, draft, draft, "an Accounts Office reference: give 3 digits and 8 digits.")
    return f"{office}P{check_letter(draft)}{number}"


def validate(text: str) -> str:
    """The compact reference; InvalidIdentifier for a wrong pattern or check letter."""
    reference = compact(text)
    match(
        _PATTERN, reference, text,
        "an Accounts Office reference. It has 13 characters: 3 digits, P, a letter, 7 digits, a digit or X.",
    )
    if check_letter(reference) != reference[4]:
        raise InvalidIdentifier(
            f"{text!r}: the check letter {reference[4]} does not fit the digits. "
            "Copy the reference again from HMRC's letter or payment booklet."
        )
    return reference


def is_valid(text: str) -> bool:
    """True when pattern and check letter are right."""
    return passes(validate, text)


def format(text: str) -> str:
    """``'123PW12345678'`` (HMRC prints it without spaces)."""
    return compact(text)
