"""A seeded force as engine cases, for the benches of retro, variance and what-if: no database.

Ranks, points, part time, London and overtime are shared out roughly as in a large English force;
the figures are invented to be of the right size. The same seed always gives the same people.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PayPeriod,
    PensionMembership,
    TaxPosition,
)
from odoo.addons.police_engine.taxcalendar import monthly_period

NEW, OLD = "constable_appointed_on_or_after_2013_04_01", "constable_appointed_before_2013_04_01"
# rank, scale, points, share of the force
POSTS = (
    ("constable", NEW, "1234567", 40),
    ("constable", OLD, "7", 14),
    ("sergeant", "sergeant", "234", 9),
    ("inspector", "inspector", "0123", 3),
    ("chief_inspector", "chief_inspector", "123", 1),
    ("", "", "", 33),  # police staff and PCSOs
)
BEGAN, EVER = date(2015, 4, 6), date(2040, 1, 1)
LOCAL_SALARIES = tuple(range(24_000_00, 58_000_00, 1_200_00))
CENTRES = tuple(f"{1000 + 10 * number}" for number in range(40))


def months(year: int, month: int, count: int) -> list[PayPeriod]:
    """``count`` calendar months."""
    first = year * 12 + month - 1
    return [monthly_period(number // 12, number % 12 + 1) for number in range(first, first + count)]


def people(count: int, period: PayPeriod, seed: int = 7) -> list[PayCase]:
    """``count`` people as they stand in ``period``, without claims."""
    dice = random.Random(f"people {seed} {count}")
    weights = [post[3] for post in POSTS]
    return [_person(dice, number, dice.choices(POSTS, weights)[0], period) for number in range(1, count + 1)]


def _person(dice: random.Random, number: int, post: tuple, period: PayPeriod) -> PayCase:
    rank, scale, points, _ = post
    officer = bool(rank)
    london = dice.random() < 0.08
    part_time = dice.random() < (0.08 if officer else 0.22)
    full = 4000 if officer else 3700
    facts: dict = {
        "hours": dice.choice((2000, 2400, 3000, 3200)) if part_time else full,
        "full_time_hours": full,
        "region": "london" if london and officer else "england_wales",
        "cost_centre": dice.choice(CENTRES),
    }
    if officer:
        if scale in ("inspector", "chief_inspector"):
            scale += "_london" if london else "_outside_london"
        piece = EmploymentSlice(
            BEGAN, EVER, "officer", rank=rank, scale=scale, pay_point=dice.choice(points), **facts
        )
        pension = PensionMembership("pps_2015")
    else:
        kind = "pcso" if dice.random() < 0.15 else "staff"
        piece = EmploymentSlice(BEGAN, EVER, kind, annual_salary=dice.choice(LOCAL_SALARIES), **facts)
        pension = PensionMembership("lgps", None, Decimal("18.6"))
    return PayCase(
        reference=f"P{number:05d}",
        period=period,
        slices=(piece,),
        tax=TaxPosition(dice.choice(("1257L", "1257L", "1257L", "1185L", "K120", "BR", "S1257L"))),
        ni_category=dice.choices("AMHC", (90, 6, 1, 3))[0],
        student_loans=dice.choice(((), (), (), ("plan_2",))),
        pension=pension if dice.random() < 0.95 else PensionMembership(),
    )


def with_claims(case: PayCase, period: PayPeriod, dice: random.Random) -> PayCase:
    """The person in ``period`` with that month's overtime, unsocial hours and allowances."""
    piece = case.slices[0]
    claims = []
    if piece.rank in ("constable", "sergeant"):
        if dice.random() < 0.55:
            claims.append(_hours("overtime_casual", dice.randint(1, 40), period, dice))
        if dice.random() < 0.2:
            claims.append(_hours("overtime_rest_day", dice.randint(16, 40), period, dice))
        if dice.random() < 0.6:
            claims.append(ElementInput("unsocial_hours", units=Decimal(dice.randint(8, 70))))
        if dice.random() < 0.05:
            claims.append(ElementInput("bonus", dice.randint(50, 500) * 100))
    elif piece.annual_salary is not None and dice.random() < 0.2:
        claims.append(_hours("staff_overtime_half", dice.randint(4, 40), period, dice))
    return replace(case, period=period, elements=tuple(claims))


def _hours(code: str, quarters: int, period: PayPeriod, dice: random.Random) -> ElementInput:
    day = period.start.replace(day=dice.randint(1, 28))
    return ElementInput(code, units=Decimal(quarters) / 4, on=day, reference=f"OT-{dice.randint(1, 10**6)}")


def year_of_cases(count: int, periods: Sequence[PayPeriod], seed: int = 7) -> list[list[PayCase]]:
    """For each person, one case a period with that period's claims."""
    dice = random.Random(f"claims {seed} {count}")
    return [
        [with_claims(person, period, dice) for period in periods]
        for person in people(count, periods[0], seed)
    ]
