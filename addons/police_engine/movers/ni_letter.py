"""The National Insurance category letter that age and status call for, and a check of the one held."""

from datetime import date
from typing import NamedTuple

from ..exceptions import InvalidRecord
from ..params.loader import Period, RuleSet
from ..problems import Problem, Severity

AGES = "hmrc/nic/ages"
# letters by (status): ordinary, freeport, investment zone
_OVER_AGE = ("C", "S", "K")
_DEFERRED = ("J", "L", "D")
_REDUCED = ("B", "I", "E")
_STANDARD = ("A", "F", "N")
_SITES = ("", "freeport", "investment_zone")


class NiFacts(NamedTuple):
    """What decides the letter. ``deferment`` and ``reduced_rate``: a certificate is held;
    ``apprentice``: a statutory apprentice; ``veteran_until``: end of the first civilian year;
    ``site``: '', freeport or investment_zone."""

    birth_date: date
    deferment: bool = False
    reduced_rate: bool = False
    apprentice: bool = False
    veteran_until: date | None = None
    site: str = ""


def added(day: date, years: int, months: int = 0) -> date:
    """So many years and months later; a day that does not exist gives the last of the month."""
    total = day.year * 12 + day.month - 1 + years * 12 + months
    for number in range(day.day, 27, -1):
        try:
            return date(total // 12, total % 12 + 1, number)
        except ValueError:
            continue
    return date(total // 12, total % 12 + 1, day.day)


def pension_age(birth_date: date, law: Period) -> date:
    """The day State Pension age is reached; born in a stepped month, the 6th of the month decides."""
    rows = [row for row in law["pension_age"] if row["born_from"] <= birth_date]
    row = rows[-1] if rows else law["pension_age"][0]
    return added(birth_date, row["years"], row["months"])


def expected(facts: NiFacts, on: date, rules: RuleSet) -> tuple[str, str]:
    """(letter, reason) for a payment on a day. InvalidRecord for an unknown site or a birth in the future."""
    law = rules.at(AGES, on)
    if facts.site not in _SITES:
        raise InvalidRecord(f"Site {facts.site!r} is not freeport, investment_zone or empty.")
    if facts.birth_date >= on:
        raise InvalidRecord(f"Birth date {facts.birth_date} is not before {on}.")
    site = _SITES.index(facts.site)
    young = on < added(facts.birth_date, law["under_21"])
    if on < added(facts.birth_date, law["liable_from"]):
        return "X", "under 16"
    if on >= pension_age(facts.birth_date, law):
        return _OVER_AGE[site], "over State Pension age"
    if facts.deferment:
        return ("Z" if young and not site else _DEFERRED[site]), "deferment certificate"
    if facts.reduced_rate:
        return _REDUCED[site], "certificate of reduced liability"
    return _ordinary(facts, on, law, young, site)


def _ordinary(facts: NiFacts, on: date, law: Period, young: bool, site: int) -> tuple[str, str]:
    if young:
        return "M", "under 21"
    if facts.apprentice and on < added(facts.birth_date, law["apprentice_under"]):
        return "H", "apprentice under 25"
    if facts.veteran_until and on <= facts.veteran_until:
        return "V", "veteran's first civilian year"
    return _STANDARD[site], facts.site.replace("_", " ") or "standard"


def check(person: str, held: str, facts: NiFacts, on: date, rules: RuleSet) -> tuple[Problem, ...]:
    """A problem when the letter held is not the one to be used: blocking where age makes it impossible.

    X is also the letter of pay after a death in service, which age does not tell: a warning to look at.
    """
    letter, reason = expected(facts, on, rules)
    if held == letter:
        return ()
    by_age = reason in ("under 16", "over State Pension age") or held in (*_OVER_AGE, "M", "Z", "H")
    same_cost = {held, letter} == {"H", "M"}  # an apprentice under 21: either letter charges the same
    severity = Severity.BLOCKING if by_age and not same_cost else Severity.WARNING
    text = f"{person}: category letter {held or 'none'} is held; {letter} applies ({reason})."
    if held == "X":
        text += " X is right for an adult only after a death in service."
    return (Problem(severity, "ni_letter", text, person, "ni_category", on),)
