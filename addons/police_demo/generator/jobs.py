"""Rank, pay point, grade, hours, station and posting."""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .figures import figures, percent, pick
from .records import Job

AS_AT = date(2026, 8, 1)
REFORM = date(2013, 4, 1)  # constables appointed from here are on the newer scale
# Years of service before a rank is likely, and the pay points that published tables give for it.
RANKS: dict[str, tuple[int, str, tuple[str, ...]]] = {
    "sergeant": (5, "sergeant", ("2", "3", "4")),
    "inspector": (9, "inspector_outside_london", ("0", "1", "2", "3")),
    "chief_inspector": (13, "chief_inspector_outside_london", ("1", "2", "3")),
    # Points 2 (and 3 for superintendents) are not known from published tables: nobody is put there.
    "superintendent": (16, "superintendent", ("1", "4")),
    "chief_superintendent": (19, "chief_superintendent", ("1", "3")),
}
CHIEF_OFFICERS = ("assistant_chief_constable", "deputy_chief_constable", "chief_constable")
PROMOTION_MONTHS = {"1": 8, "0": 8}


def years(since: date, until: date = AS_AT) -> int:
    """Whole years between two dates."""
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))


def service_date(chance: random.Random, kind: str, at_least: int = 0) -> date:
    """When the person joined the police, by the published spread of length of service."""
    bands = figures("workforce")["service"][kind]
    bands = [band for band in bands if band["to"] > at_least]
    band = bands[pick(chance, [(i, entry["percent"]) for i, entry in enumerate(bands)])]
    low, high = max(band["from"], at_least) * 365 + 40, band["to"] * 365
    joined = AS_AT - timedelta(days=chance.randint(low, max(low + 30, high)))
    if (joined.month, joined.day) == (2, 29):
        joined -= timedelta(days=1)
    if kind == "officer":  # intakes start on Mondays
        joined -= timedelta(days=joined.weekday())
    return joined


def officer_job(chance: random.Random, rank: str, sex: str) -> Job:
    """An officer of ``rank``: scale and point follow from service."""
    if rank == "constable":
        return _constable(chance, sex)
    if rank in CHIEF_OFFICERS:
        return _chief_officer(chance, rank)
    needed, scale, points = RANKS[rank]
    joined = service_date(chance, "officer", needed)
    point, promoted = _promotion(chance, joined, needed, points)
    return _job(
        chance,
        "officer",
        sex,
        rank=rank,
        scale=scale,
        pay_point=point,
        service_date=joined,
        appointed_on=promoted,
    )


def _constable(chance: random.Random, sex: str) -> Job:
    joined = service_date(chance, "officer")
    newer = joined >= REFORM
    scale = "constable_appointed_on_or_after_2013_04_01" if newer else "constable_appointed_before_2013_04_01"
    point = min(7, years(joined) + (1 if newer else 0))
    return _job(
        chance,
        "officer",
        sex,
        rank="constable",
        scale=scale,
        pay_point=str(point),
        service_date=joined,
        appointed_on=joined,
    )


def _promotion(chance: random.Random, joined: date, needed: int, points: tuple[str, ...]) -> tuple[str, date]:
    """(point, date of promotion): the lowest point in the first year, one more each year after."""
    longest = max(1, years(joined) - needed + 1)
    held = min(chance.randint(0, longest), chance.randint(0, 12))
    promoted = AS_AT - timedelta(days=held * 365 + chance.randint(1, 300))
    promoted = max(promoted.replace(day=1), joined)
    if len(points) == 2 and promoted.month == 9:  # their next point is unknown: not due in the demo month
        promoted = promoted.replace(month=10, year=promoted.year - 1)
    held = years(promoted)
    if len(points) == 2:  # the points between are unknown: new, or long at the top
        return (points[0], promoted) if held < 1 else (points[1], min(promoted, date(2021, 4, 1)))
    return points[min(held, len(points) - 1)], promoted


def _chief_officer(chance: random.Random, rank: str) -> Job:
    joined = AS_AT - timedelta(days=365 * 24 + chance.randint(0, 1400))
    return Job(
        "officer",
        rank,
        "",
        "",
        chief_code(rank),
        Decimal("40.00"),
        Decimal("40.00"),
        "HQ",
        "Chief officer team",
        "9000",
        joined,
        date(2022 + chance.randint(0, 3), 4, 1),
    )


def chief_code(rank: str) -> str:
    return "CO-" + "".join(word[0] for word in rank.split("_")).upper()


def staff_job(chance: random.Random, kind: str, sex: str) -> Job:
    """Police staff or PCSO on the force's local, made-up scale."""
    pay = figures("pay")
    grade = "PCSO" if kind == "pcso" else pick(chance, pay["grade_percent"])
    joined = service_date(chance, kind)
    if grade == "APP":  # apprentices are new
        joined = AS_AT - timedelta(days=chance.randint(60, 500))
    points = len(pay["local_scale"]["grades"][grade])
    point = min(points, 1 + years(joined))
    rank = "pcso" if kind == "pcso" else "police_staff"
    return _job(
        chance, kind, sex, rank=rank, local_salary=f"{grade}{point}", service_date=joined, appointed_on=joined
    )


def special_job(chance: random.Random, sex: str) -> Job:
    """A special constable: a volunteer with the powers of a constable and no pay."""
    joined = service_date(chance, "special")
    return _job(chance, "special", sex, rank="special_constable", service_date=joined, appointed_on=joined)


def _job(chance: random.Random, kind: str, sex: str, **given: Any) -> Job:
    places = figures("places")
    rows = places["postings"][kind]
    centre, posting, _, territorial = rows[pick(chance, [(i, row[2]) for i, row in enumerate(rows)])]
    full, hours = _hours(chance, kind, sex)
    values = {"rank": "", "scale": "", "pay_point": "", "local_salary": "", **given}
    return Job(
        kind=kind,
        hours=hours,
        full_time_hours=full,
        station=_station(chance, territorial),
        posting=posting,
        cost_centre=centre,
        **values,
    )


def _hours(chance: random.Random, kind: str, sex: str) -> tuple[Decimal, Decimal]:
    workforce = figures("workforce")
    full = Decimal(workforce["full_time_hours"][kind])
    if kind != "special" and percent(chance, workforce["part_time_percent"][kind][sex]):
        return full, Decimal(chance.choice(workforce["part_time_hours"][kind]))
    return full, full


def _station(chance: random.Random, territorial: bool) -> str:
    """Territorial posts spread over the four boroughs; the rest sit mostly at headquarters."""
    if not territorial and percent(chance, 70):
        return "HQ"
    shares = figures("workforce")["district_percent"]
    key = pick(chance, {k: v for k, v in shares.items() if k != "headquarters"})
    return chance.choice([s["code"] for s in figures("places")["stations"] if s["key"] == key])
