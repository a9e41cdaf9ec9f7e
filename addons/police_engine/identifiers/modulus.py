"""Modulus check of sort code and account (Pay.UK/VocaLink *Validating account numbers*).

The fourteen digits are named u v w x y z (sort code) and a b c d e f g h (account). A sort code
range has one or two checks; each is a method, fourteen weights and perhaps an exception number.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..exceptions import InvalidParameterFile
from ..params import RuleSet

PARAMETERS = "bank/modulus"
A, B, C, G, H = 6, 7, 8, 12, 13  # places of the account digits that exceptions speak of
_EXCEPTION_2_WEIGHTS = (0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1)
_EXCEPTION_2_WEIGHTS_G9 = (0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1)
_EITHER = {(2, 9), (10, 11), (12, 13)}  # pairs of exceptions where one pass is enough
_SUBSTITUTE = {8: "090126", 9: "309634"}  # sort code used in place of the customer's


class Check(NamedTuple):
    """``method``: MOD10, MOD11 or DBLAL; ``exception`` 0 when there is none."""

    method: str
    weights: tuple[int, ...]
    exception: int


class Table(NamedTuple):
    """Ranges in order; ``checks[i]`` is for ``starts[i]`` to ``ends[i]``. ``substitutes``: exception 5."""

    starts: tuple[str, ...]
    ends: tuple[str, ...]
    checks: tuple[tuple[Check, ...], ...]
    substitutes: dict[str, str]

    def find(self, sort_code: str) -> tuple[Check, ...]:
        """Checks of the range a sort code is in; empty when it is in none."""
        place = bisect_right(self.starts, sort_code) - 1
        return self.checks[place] if place >= 0 and sort_code <= self.ends[place] else ()


def read_table(weights: str, substitutes: str) -> Table:
    """Parse the two files Pay.UK publishes, ``valacdos.txt`` and ``scsubtab.txt``, given as text."""
    ranges: dict[tuple[str, str], list[Check]] = {}
    for line in weights.split("\n"):
        fields = line.split()
        if not fields:
            continue
        if len(fields) not in (17, 18) or fields[2] not in ("MOD10", "MOD11", "DBLAL"):
            raise InvalidParameterFile(f"Bank modulus table: cannot read the line {line!r}.")
        numbers = [int(field) for field in fields[3:]]
        check = Check(fields[2], tuple(numbers[:14]), numbers[14] if len(numbers) == 15 else 0)
        ranges.setdefault((fields[0], fields[1]), []).append(check)
    ordered = sorted(ranges)
    pairs = dict(line.split() for line in substitutes.split("\n") if line.strip())
    return Table(
        tuple(start for start, _ in ordered), tuple(end for _, end in ordered),
        tuple(tuple(ranges[key]) for key in ordered), pairs,
    )


@lru_cache(maxsize=1)
def shipped_table() -> Table:
    """The newest table among the shipped parameters."""
    period = RuleSet.load().at(PARAMETERS, date.max)
    return read_table(period["weights"], period["substitutes"])


def passes(table: Table, sort_code: str, account: str) -> bool:
    """True when the account (eight digits) fits the sort code, or cannot be checked."""
    checks = table.find(sort_code)
    if not checks or _foreign_currency(checks, account):
        return True
    first = _passes_one(table, checks[0], sort_code, account)
    if len(checks) == 1:
        return first
    if tuple(check.exception for check in checks) in _EITHER:
        return first or _passes_one(table, checks[1], sort_code, account)
    if checks[1].exception == 3 and account[C - A] in "69":
        return first
    return first and _passes_one(table, checks[1], sort_code, account)


def _foreign_currency(checks: Sequence[Check], account: str) -> bool:
    """Exception 6: such accounts cannot be checked."""
    return checks[0].exception == 6 and account[0] in "45678" and account[G - A] == account[H - A]


def _passes_one(table: Table, check: Check, sort_code: str, account: str) -> bool:
    exception = check.exception
    if exception == 5:
        sort_code = table.substitutes.get(sort_code, sort_code)
    digits = [int(digit) for digit in _SUBSTITUTE.get(exception, sort_code) + account]
    total = _total(check, _weights(check, digits), digits)
    if exception == 4:
        return total % 11 == digits[G] * 10 + digits[H]
    if exception == 5:
        return _check_digit(check, total, digits)
    modulus = 11 if check.method == "MOD11" else 10
    if total % modulus == 0:
        return True
    return exception == 14 and _coutts(check, sort_code, account)


def _weights(check: Check, digits: Sequence[int]) -> Sequence[int]:
    """The weights after exceptions 2, 7 and 10."""
    if check.exception == 2 and digits[A] != 0:
        return _EXCEPTION_2_WEIGHTS_G9 if digits[G] == 9 else _EXCEPTION_2_WEIGHTS
    late = check.exception == 7 or (check.exception == 10 and digits[A] in (0, 9) and digits[B] == 9)
    if late and digits[G] == 9:
        return (0,) * (B + 1) + check.weights[B + 1 :]
    return check.weights


def _total(check: Check, weights: Sequence[int], digits: Sequence[int]) -> int:
    products = [weight * digit for weight, digit in zip(weights, digits, strict=True)]
    if check.method != "DBLAL":
        return sum(products)
    total = sum(int(digit) for product in products for digit in str(product))
    return total + 27 if check.exception == 1 else total


def _check_digit(check: Check, total: int, digits: Sequence[int]) -> bool:
    """Exception 5: the remainder gives digit g (modulus 11) or h (double alternate)."""
    modulus, place = (11, G) if check.method == "MOD11" else (10, H)
    remainder = total % modulus
    if remainder == 0:
        return digits[place] == 0
    if modulus == 11 and remainder == 1:
        return False
    return modulus - remainder == digits[place]


def _coutts(check: Check, sort_code: str, account: str) -> bool:
    """Exception 14: drop the last digit (0, 1 or 9), put a zero in front, and check again."""
    if account[-1] not in "019":
        return False
    digits = [int(digit) for digit in f"{sort_code}0{account[:-1]}"]
    return _total(check, check.weights, digits) % 11 == 0
