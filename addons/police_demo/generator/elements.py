"""Pay elements: what people are paid and have taken beyond salary."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

from .figures import figures, percent
from .records import Element, Person

RECURRING_FROM = date(2026, 4, 1)


def recurring(chance: random.Random, people: list[Person]) -> tuple[Element, ...]:
    """Elements that repeat every month until stopped: subscriptions, cycle scheme, allowances."""
    rows = figures("pay")["elements"]["recurring"]
    return tuple(
        _element(chance, person, row, max(RECURRING_FROM, person.job.service_date), None)
        for person in people
        if person.paid
        for row in rows
        if _applies(chance, person, row)
    )


def monthly(chance: random.Random, people: list[Person], start: date, end: date) -> tuple[Element, ...]:
    """One month's overtime, unsocial hours, on-call days and one-off payments."""
    rows = figures("pay")["elements"]["monthly"]
    return tuple(
        _element(chance, person, row, start, end)
        for person in people
        if person.paid and person.job.service_date < start
        for row in rows
        if _applies(chance, person, row)
    )


def _applies(chance: random.Random, person: Person, row: dict[str, Any]) -> bool:
    if person.job.kind not in row["kinds"]:
        return False
    if row.get("ranks") and person.job.rank not in row["ranks"]:
        return False
    if row.get("postings") and not any(word in person.job.posting for word in row["postings"]):
        return False
    if row.get("full_time") and person.job.hours < person.job.full_time_hours:
        return False
    drawn = percent(chance, row["percent"])
    return drawn and not person.job.local_salary.startswith(tuple(row.get("not_grades", ())))


def _element(
    chance: random.Random, person: Person, row: dict[str, Any], start: date, end: date | None
) -> Element:
    reference = _reference(chance, row, start)
    if "amount" in row:
        low, high = row["amount"]
        amount = chance.randint(int(Decimal(low) * 100), int(Decimal(high) * 100))
        return Element(person.payroll_id, row["code"], start, end, amount=amount, reference=reference)
    low, high = row["units"]
    step = Decimal(row.get("step", "1"))
    units = Decimal(low) + step * chance.randint(0, int((Decimal(high) - Decimal(low)) / step))
    return Element(person.payroll_id, row["code"], start, end, units=units, reference=reference)


def _reference(chance: random.Random, row: dict[str, Any], start: date) -> str:
    prefix = row.get("reference", "")
    return f"{prefix}{start:%y%m}-{chance.randint(1, 9999):04d}" if prefix.endswith("/") else prefix
