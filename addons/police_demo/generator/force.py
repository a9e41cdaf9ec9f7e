"""Assemble the made-up force: people, local scale, elements, September's events, opening balances."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.police_engine.identifiers import bank_account
from odoo.addons.police_engine.money import up
from odoo.addons.police_engine.params.loader import RuleSet

from . import changes, elements, identity, jobs, opening, taxes
from .figures import figures, percent, pick, scaled, stream
from .records import Force, Job, LocalSalary, Person, Station, Tax

NOTICES = (
    "Every person, address, account and supplier here is made up; nothing may be sent to HMRC or a bank.",
    "Police staff, PCSO and chief officer salaries are made-up local figures: no published scale was found.",
    "Officer scales from 1 September 2026 are a projection (3.5 %) until the determination is published.",
)


def generate(seed: int, people: int, *, passes_modulus: Callable[[str, str], bool] | None = None) -> Force:
    """A force of ``people`` heads (specials included). Same arguments, same force, bit for bit."""
    rules = RuleSet.load()
    salaries = local_scale()
    everyone = _people(seed, people, rules, salaries, passes_modulus or bank_account.is_valid)
    chance = stream(seed, "joiners")
    starting = {p.payroll_id: p for p in changes.joiners(chance, everyone, max(1, people // 180))}
    everyone = [_starter(chance, starting.get(p.payroll_id, p)) for p in everyone]
    everyone = [_with_p45(chance, p, rules, salaries) for p in everyone]
    recurring = elements.recurring(stream(seed, "recurring"), everyone)
    months = {month: _month(seed, everyone, month) for month in range(opening.FIRST_MONTH, 10)}
    return Force(
        seed=seed,
        people=tuple(everyone),
        stations=_stations(),
        cost_centres=_cost_centres(),
        salaries=salaries,
        recurring=recurring,
        august=months[8],
        september=months[9],
        changes=_changes(seed, everyone, people, rules),
        openings=opening.balances(everyone, months, recurring, salaries, rules),
        notices=NOTICES,
    )


def local_scale() -> tuple[LocalSalary, ...]:
    """The made-up scale before and after the award; chief officers included."""
    pay = figures("pay")
    scale, rows = pay["local_scale"], []
    award = scale["award_date"]
    for grade, points in scale["grades"].items():
        for index, pounds in enumerate(points, 1):
            name = f"Grade {grade} point {index}" if len(grade) == 1 else f"{grade.title()} point {index}"
            rows += _salary(f"{grade}{index}", name, grade, str(index), pounds, award, scale)
    for rank in jobs.CHIEF_OFFICERS:
        pounds = pay["chief_officers"][rank]
        rows += _salary(
            jobs.chief_code(rank),
            rank.replace("_", " ").capitalize(),
            jobs.chief_code(rank),
            "1",
            pounds,
            award,
            {**scale, "source": pay["chief_officers"]["source"]},
        )
    return tuple(rows)


def _salary(
    code: str, name: str, grade: str, point: str, pounds: int, award: date, scale: dict
) -> list[LocalSalary]:
    raised = up(int(pounds * (1000 + Decimal(scale["award_percent"]) * 10)), 3000) * 3
    before = LocalSalary(
        code, name, grade, point, pounds * 100, date(2025, 9, 1), award - timedelta(days=1), scale["source"]
    )
    return [before, before._replace(annual=raised * 100, date_from=award, date_to=None)]


def _stations() -> tuple[Station, ...]:
    return tuple(Station(s["code"], s["name"], s["district"]) for s in figures("places")["stations"])


def _cost_centres() -> tuple[tuple[str, str], ...]:
    return tuple((c["code"], c["name"]) for c in figures("places")["cost_centres"])


def _people(
    seed: int,
    heads: int,
    rules: RuleSet,
    salaries: tuple[LocalSalary, ...],
    passes: Callable[[str, str], bool],
) -> list[Person]:
    chance = stream(seed, "people")
    ninos = identity.ninos(stream(seed, "nino"))
    accounts = identity.accounts(stream(seed, "bank"), passes)
    annual = {row.code: row.annual for row in salaries if row.date_from < date(2026, 9, 1)}
    scales = rules.at("police/pay/scales", jobs.AS_AT)
    made = []
    for number, (kind, rank) in enumerate(_posts(heads), 1):
        sex = "F" if percent(chance, figures("workforce")["female_percent"][kind]) else "M"
        job = _job(chance, kind, rank, sex)
        salary = (
            annual[job.local_salary]
            if job.local_salary
            else (int(scales[job.scale][job.pay_point]) * 100 if job.scale else 0)
        )
        made.append(_person(chance, number, sex, job, salary, next(ninos), next(accounts)))
    return made


def _posts(heads: int) -> list[tuple[str, str]]:
    """(kind, rank) for every head, officers by rank first; every force has one chief constable."""
    workforce = figures("workforce")
    kinds = scaled(workforce["mix"], heads)
    ranks = scaled(workforce["rank_per_10000"], kinds["officer"])
    if kinds["officer"] > 20 and not ranks["chief_constable"]:
        ranks["chief_constable"], ranks["constable"] = 1, ranks["constable"] - 1
    posts = [("officer", rank) for rank in reversed(list(ranks)) for _ in range(ranks[rank])]
    return posts + [(kind, "") for kind in ("staff", "pcso", "special") for _ in range(kinds[kind])]


def _job(chance: random.Random, kind: str, rank: str, sex: str) -> Job:
    if kind == "officer":
        return jobs.officer_job(chance, rank, sex)
    return jobs.special_job(chance, sex) if kind == "special" else jobs.staff_job(chance, kind, sex)


def _person(
    chance: random.Random, number: int, sex: str, job: Job, salary: int, nino: str, account: tuple[str, str]
) -> Person:
    workforce = figures("workforce")
    born = identity.birth_date(chance, job.service_date, workforce["joining_age"][job.kind])
    if job.local_salary.startswith("APP"):
        born = identity.birth_date(chance, job.service_date, [17, 22])
    first, surname = identity.full_name(chance, sex, born, workforce["minority_ethnic_percent"][job.kind])
    lines, town, postcode = identity.address(chance)
    sworn = job.kind in ("officer", "special")
    return Person(
        payroll_id=f"{500000 + number}",
        title=identity.title(chance, sex),
        forenames=first,
        surname=surname,
        sex=sex,
        birth_date=born,
        nino=nino,
        address=lines,
        town=town,
        postcode=postcode,
        bank=identity.bank_account(account, first, surname),
        warrant_number=f"{20000 + number}" if sworn else "",
        collar_number=_collar(job.kind, number),
        job=job,
        tax=None if job.kind == "special" else taxes.tax_position(chance, job, born, salary),
    )


def _collar(kind: str, number: int) -> str:
    """Officers plain, PCSOs 7000 up, specials 8000 up; staff have none."""
    base = {"officer": 0, "pcso": 70000, "special": 80000}.get(kind)
    return "" if base is None else str(base + number)


def _starter(chance: random.Random, person: Person) -> Person:
    """Someone who joined after 5 April 2026: a starter declaration, perhaps no tax code yet."""
    if person.tax is None or person.job.service_date < taxes.YEAR_START:
        return person
    declaration = pick(chance, {"A": 30, "B": 50, "C": 20})
    code, basis = {"A": ("1257L", "cumulative"), "B": ("1257L", "week1month1"), "C": ("BR", "cumulative")}[
        declaration
    ]
    new = person.job.service_date >= changes.START
    if new and percent(chance, 30):
        code = None  # not yet entered: the emergency rule applies, with a warning
    tax: Tax = taxes.with_code(person.tax, code, basis)
    return replace(person, tax=tax, starter_declaration=declaration)


def _with_p45(
    chance: random.Random, person: Person, rules: RuleSet, salaries: tuple[LocalSalary, ...]
) -> Person:
    """A third of the cumulative starters bring a P45: pay and tax as another employer's payroll had them."""
    tax = person.tax
    if tax is None or tax.code != "1257L" or tax.basis != "cumulative" or not person.starter_declaration:
        return person
    months = person.job.service_date.month - 4
    if months < 1 or not percent(chance, 35):
        return person
    elsewhere = replace(
        person, job=jobs.staff_job(chance, "staff", person.sex)._replace(service_date=date(2025, 1, 6))
    )
    annual = {row.code: row for row in salaries if row.date_from < date(2026, 9, 1)}
    ytd = opening.run(elsewhere, range(4, 4 + months), annual, rules)
    return replace(person, previous_pay=ytd.taxable_pay, previous_tax=ytd.tax)


def _month(seed: int, people: list[Person], month: int) -> tuple:
    when = opening.period(month)
    return elements.monthly(stream(seed, f"elements/{month}"), people, when.start, when.end)


def _changes(seed: int, people: list[Person], heads: int, rules: RuleSet) -> tuple:
    chance = stream(seed, "changes")
    serving = [p for p in people if p.job.service_date < changes.START]
    found = changes.increments(serving, rules)
    found += changes.promotions(chance, [p for p in serving if p.paid], max(1, heads // 300))
    found += changes.hours(chance, serving, max(1, heads // 250), {c.payroll_id for c in found})
    found += changes.leavers(chance, serving, max(1, heads // 200), {c.payroll_id for c in found})
    return tuple(sorted(found, key=lambda c: (c.on, c.payroll_id, c.kind)))
