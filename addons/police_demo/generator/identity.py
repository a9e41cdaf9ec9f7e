"""Names, birthdays, addresses, National Insurance numbers and bank accounts of people who do not exist."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from odoo.addons.police_engine.records import BankAccount

from .figures import figures, percent, pick

# Valid by HMRC's pattern. No range is set aside for test data that passes the pattern, so a number may by
# chance be a real one; nothing made here may be sent to HMRC (the demo has no live gateway).
NINO_PREFIX = "ZX"

# Sort codes that the published modulus-checking specification uses as its own worked examples. The
# account numbers are drawn until they pass the check, as a real one would.
SORT_CODES = ("089999", "107999", "202959")

OLDEST = 67  # years, on AS_AT
AS_AT = date(2026, 8, 1)


def full_name(chance: random.Random, sex: str, born: date, minority_percent: object) -> tuple[str, str]:
    """(forenames, surname) fitting sex and decade of birth."""
    names = figures("names")
    if percent(chance, minority_percent):
        groups = names["minority"]
        group = groups[pick(chance, [(i, entry["weight"]) for i, entry in enumerate(groups)])]
        return chance.choice(group[sex]), chance.choice(group["surnames"])
    period = "older" if born.year < 1977 else "middle" if born.year < 1993 else "younger"
    first = chance.choice(names["british"][sex][period])
    if percent(chance, 40):
        second = chance.choice(names["british"][sex]["older"])
        first = f"{first} {second}" if second != first else first
    surname = chance.choice(names["british"]["surnames"])
    if percent(chance, 2):
        other = chance.choice(names["british"]["surnames"])
        surname = f"{surname}-{other}" if other != surname else surname
    return first, surname


def title(chance: random.Random, sex: str) -> str:
    """Mr, or one of Mrs, Miss, Ms; now and then Dr."""
    if percent(chance, 0.4):
        return "Dr"
    return "Mr" if sex == "M" else pick(chance, {"Mrs": 46, "Miss": 32, "Ms": 22})


def birth_date(chance: random.Random, joined: date, ages: list[int]) -> date:
    """A birthday that puts the age on joining within ``ages``, and nobody beyond their sixties now."""
    low, high = ages
    high = max(low + 1, min(high, OLDEST - (AS_AT - joined).days // 365))
    return joined - timedelta(days=chance.randint(low * 366, high * 365))


def address(chance: random.Random) -> tuple[tuple[str, ...], str, str]:
    """((line,), town, postcode); the postcode district does not exist."""
    places = figures("places")["addresses"]
    town, district, _ = places["towns"][
        pick(chance, [(i, entry[2]) for i, entry in enumerate(places["towns"])])
    ]
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    unit = f"{chance.randint(0, 9)}{chance.choice(letters)}{chance.choice(letters)}"
    return (f"{chance.randint(1, 148)} {chance.choice(places['streets'])}",), town, f"{district} {unit}"


def ninos(chance: random.Random) -> Iterator[str]:
    """Never-ending distinct numbers in the made-up range."""
    seen: set[int] = set()
    while True:
        number = chance.randrange(1_000_000)
        if number not in seen:
            seen.add(number)
            yield f"{NINO_PREFIX}{number:06d}{chance.choice('ABCD')}"


def accounts(chance: random.Random, passes: Callable[[str, str], bool]) -> Iterator[tuple[str, str]]:
    """Never-ending distinct (sort code, account number) pairs that pass the modulus check."""
    seen: set[tuple[str, str]] = set()
    while True:
        pair = chance.choice(SORT_CODES), f"{chance.randrange(10_000_000, 99_999_999):08d}"
        if pair not in seen and passes(*pair):
            seen.add(pair)
            yield pair


def bank_account(pair: tuple[str, str], first: str, surname: str) -> BankAccount:
    """Account in the style banks print: initial and surname, at most 18 characters."""
    return BankAccount(pair[0], pair[1], f"{first[0]} {surname}".upper()[:18])
