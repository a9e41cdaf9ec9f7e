"""UK account number with its sort code: length, and VocaLink's modulus check against a dated table.

A pass does not prove that the account exists. Sort codes that are not in the table cannot be
checked and are taken as valid. The shipped table is old (see ``data/params/bank/modulus.toml``):
a force should put the current one in its place, see :func:`read_table`.
"""

import re

from ..exceptions import InvalidIdentifier
from . import sort_code
from .modulus import Table, passes, read_table, shipped_table
from .pattern import match, strip

__all__ = ["Table", "compact", "format", "is_valid", "read_table", "validate"]

_PATTERN = re.compile(r"\d{6,8}")


def compact(account: str) -> str:
    """Digits only; six and seven digit numbers are filled to eight with zeros in front."""
    digits = strip(account, "-")
    return digits.zfill(8) if _PATTERN.fullmatch(digits) else digits


def validate(sort: str, account: str, table: Table | None = None) -> tuple[str, str]:
    """(sort code, account) as digits; InvalidIdentifier when malformed or failing the modulus check."""
    code = sort_code.validate(sort)
    number = compact(account)
    match(_PATTERN, number, account, "an account number. It has eight digits (six or seven at some banks).")
    if not passes(table or shipped_table(), code, number):
        raise InvalidIdentifier(
            f"Account {number} does not belong to sort code {sort_code.format(code)} (modulus check). "
            "Compare both numbers with the bank card or statement."
        )
    return code, number


def is_valid(sort: str, account: str, table: Table | None = None) -> bool:
    """True when the pair passes."""
    try:
        validate(sort, account, table)
    except InvalidIdentifier:
        return False
    return True


def format(sort: str, account: str) -> str:
    """``'12-34-56 12345678'``."""
    return f"{sort_code.format(sort)} {compact(account)}"
