"""Who is who: people of the old payroll against ours, by payroll number, NINO, then name and birth date.

A match by name and birth date alone is a proposal that a person confirms. Nothing is guessed when two
signs point to different people, and nobody is matched twice.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

SURE = ("payroll_number", "nino")


class Person(NamedTuple):
    """Somebody in either payroll. ``key`` is the payroll number there or our id."""

    key: str
    number: str = ""
    nino: str = ""
    name: str = ""
    birth_date: date | None = None


class Match(NamedTuple):
    """``how``: payroll_number, nino, name_and_birth, conflict or none. ``ours`` is '' for the last two."""

    legacy: str
    ours: str
    how: str
    words: str


def match(legacy: Iterable[Person], ours: Iterable[Person]) -> list[Match]:
    """One Match for each legacy person, in the order given."""
    people = list(ours)
    by_number = _unique(people, lambda person: person.number)
    by_nino = _unique(people, lambda person: person.nino)
    by_birth = _unique(people, _name_and_birth)
    found = [_one(person, by_number, by_nino, by_birth) for person in legacy]
    taken = Counter(row.ours for row in found if row.ours)
    return [_shared(row) if taken.get(row.ours, 0) > 1 else row for row in found]


def _one(person: Person, by_number: dict, by_nino: dict, by_birth: dict) -> Match:
    number = by_number.get(person.number)
    nino = by_nino.get(person.nino) if person.nino else None
    if number and nino and number.key != nino.key:
        words = f"Payroll number {person.number} is {number.name} here, the NI number is {nino.name}'s."
        return Match(person.key, "", "conflict", words)
    if number:
        if person.nino and number.nino and person.nino != number.nino:
            words = f"Payroll number {person.number} is {number.name} here, with another NI number."
            return Match(person.key, "", "conflict", words)
        return Match(person.key, number.key, "payroll_number", "The same payroll number.")
    if nino:
        return Match(person.key, nino.key, "nino", "The same National Insurance number.")
    born = by_birth.get(_name_and_birth(person)) if _name_and_birth(person) else None
    if born:
        words = f"The same name and date of birth as {born.name}: please confirm."
        return Match(person.key, born.key, "name_and_birth", words)
    return Match(person.key, "", "none", "Nobody here has this number, NI number, or name and birth date.")


def _shared(row: Match) -> Match:
    return Match(row.legacy, "", "conflict", "Two people of the old payroll match the same person here.")


def _unique(people: list[Person], key) -> dict:
    """People by ``key``; a key of several people points to nobody."""
    groups = defaultdict(list)
    for person in people:
        if value := key(person):
            groups[value].append(person)
    return {value: found[0] for value, found in groups.items() if len(found) == 1}


def _name_and_birth(person: Person) -> tuple | None:
    words = plain_name(person.name)
    return (words, person.birth_date) if words and person.birth_date else None


def plain_name(name: str) -> tuple[str, ...]:
    """Words of a name without accents, case, punctuation and order.

    >>> plain_name("O'Connor, Siân") == plain_name("Sian OConnor")
    True
    """
    flat = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    letters = "".join(char for char in flat if not unicodedata.combining(char)).lower()
    return tuple(sorted(re.findall(r"[a-z]+", re.sub(r"['’]", "", letters))))
