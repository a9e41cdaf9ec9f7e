"""What came over from the old system: counts and hash totals must tie, object by object (Q-19).

A hash total is the sum of a figure that means nothing in sum (payroll numbers, account numbers) or that
does (pay to date, pensionable pay). Two that agree by chance while rows are missing are most unlikely.
"""

import re
from typing import NamedTuple

# What a payroll cannot do without, and what its hash total adds up.
OBJECTS = {
    "people": ("People", "the digits of the payroll numbers"),
    "bank_accounts": ("Bank accounts", "the account numbers"),
    "openings": ("Pay to date", "gross pay of the tax year to date, in pence"),
    "pension_history": ("Pension history", "pensionable pay, in pence"),
}


class ObjectFact(NamedTuple):
    """One kind of record: what the old system says it has, what is here, what was left behind and why."""

    code: str
    source_count: int
    source_total: int
    loaded_count: int
    loaded_total: int
    left_count: int = 0
    left_total: int = 0
    agreed: bool = False  # a second person agreed to the old system's figures and to what is left behind


def hash_number(text: str) -> int:
    """The number that a reference adds to a hash total: its digits.

    >>> hash_number("P-00417"), hash_number("ABC")
    (417, 0)
    """
    return int(re.sub(r"\D", "", text) or 0)


def faults(objects: tuple[ObjectFact, ...]) -> list[str]:
    """In words what does not tie; every object of ``OBJECTS`` must be there."""
    found = [f"{OBJECTS[code][0]}: not stated" for code in OBJECTS if code not in {o.code for o in objects}]
    for item in objects:
        title = OBJECTS[item.code][0]
        missing = item.source_count - item.loaded_count - item.left_count
        adrift = item.source_total - item.loaded_total - item.left_total
        if missing:
            found.append(f"{title}: {abs(missing)} {'missing' if missing > 0 else 'too many'}")
        elif adrift:
            found.append(f"{title}: the count ties, the hash total is out by {adrift:,}")
        elif not item.agreed:
            found.append(f"{title}: not agreed by a second person")
    return found
