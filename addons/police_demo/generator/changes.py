"""What happens to the force in September 2026: increments, promotions, hours, leavers, joiners."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.params.loader import RuleSet

from .jobs import RANKS
from .records import Change, Job, Person

START, END = date(2026, 9, 1), date(2026, 9, 30)


def increments(people: Sequence[Person], rules: RuleSet) -> list[Change]:
    """Officers whose appointment to the rank has its anniversary in September move up one known point."""
    scales = rules.at("police/pay/scales", START)
    found = []
    for person in people:
        job = person.job
        if (
            job.kind != "officer"
            or not job.scale
            or job.appointed_on.month != 9
            or job.appointed_on.year >= 2026
        ):
            continue
        points = [p for p in scales[job.scale] if p.isdigit()]
        following = str(int(job.pay_point) + 1)
        if following in points:
            on = date(2026, 9, job.appointed_on.day)
            found.append(Change(person.payroll_id, on, "increment", {"pay_point": following}))
    return found


def promotions(chance: random.Random, people: Sequence[Person], count: int) -> list[Change]:
    """Constables made sergeant, and sergeants made inspector, in the middle of the month."""
    able = [
        p
        for p in people
        if p.job.rank == "constable"
        and p.job.kind == "officer"
        and p.job.pay_point == "7"
        and p.job.appointed_on.month != 9
    ]
    chosen = _choose(chance, able, count)
    sergeants = [
        p
        for p in people
        if p.job.rank == "sergeant" and p.job.pay_point == "4" and p.job.appointed_on.month != 9
    ]
    return [_promotion(chance, p, "sergeant") for p in chosen] + [
        _promotion(chance, p, "inspector") for p in _choose(chance, sergeants, max(1, count // 3))
    ]


def _promotion(chance: random.Random, person: Person, rank: str) -> Change:
    _, scale, points = RANKS[rank]
    on = START.replace(day=chance.choice((7, 14, 21)))
    return Change(
        person.payroll_id,
        on,
        "promotion",
        {"rank": rank, "scale": scale, "pay_point": points[0], "appointed_on": on},
    )


def hours(chance: random.Random, people: Sequence[Person], count: int, taken: set[str]) -> list[Change]:
    """People who go part time, or back to full time, mid-month."""
    able = [p for p in people if p.paid and p.payroll_id not in taken and p.job.appointed_on.month != 9]
    changes = []
    for person in _choose(chance, able, count):
        full = person.job.full_time_hours
        new = full if person.job.hours < full else (full * Decimal("0.6")).quantize(Decimal("0.01"))
        on = START.replace(day=chance.choice((7, 14, 16, 21, 28)))
        changes.append(Change(person.payroll_id, on, "hours", {"hours": new}))
    return changes


def leavers(chance: random.Random, people: Sequence[Person], count: int, taken: set[str]) -> list[Change]:
    """People whose last day falls in September."""
    able = [p for p in people if p.paid and p.payroll_id not in taken]
    return [
        Change(p.payroll_id, START.replace(day=chance.choice((4, 11, 13, 18, 25, 30))), "leaver", {})
        for p in _choose(chance, able, count)
    ]


def joiners(chance: random.Random, people: Sequence[Person], count: int) -> list[Person]:
    """Turn ``count`` of the newest recruits into people who start during September 2026."""
    able = [
        p
        for p in people
        if p.paid
        and (p.job.pay_point == "1" or p.job.local_salary.endswith("1"))
        and p.job.rank in ("police_staff", "pcso", "constable")
    ]
    return [_joins(chance, p) for p in _choose(chance, able, count)]


def _joins(chance: random.Random, person: Person) -> Person:
    on = START.replace(day=chance.choice((7, 14, 21)))
    job: Job = person.job._replace(service_date=on, appointed_on=on)
    return replace(person, job=job)


def _choose(chance: random.Random, able: Sequence[Person], count: int) -> list[Person]:
    return chance.sample(list(able), min(count, len(able)))
