"""What the generator makes. Money is ``int`` pence; hours are ``Decimal`` a week; dates are dates."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from odoo.addons.police_engine.records import BankAccount, YearToDate


class Station(NamedTuple):
    """A station of the force."""

    code: str
    name: str
    district: str


class LocalSalary(NamedTuple):
    """One row of the force's own, made-up scale. ``annual`` is full-time pence a year."""

    code: str
    name: str
    grade: str
    point: str
    annual: int
    date_from: date
    date_to: date | None
    source: str


class Element(NamedTuple):
    """A pay element: ``amount`` (pence) or ``units``; recurring while ``date_to`` is None."""

    payroll_id: str
    code: str
    date_from: date
    date_to: date | None
    amount: int | None = None
    units: Decimal | None = None
    reference: str = ""


class Change(NamedTuple):
    """Something that becomes true of a person on a date. ``kind``: increment, promotion, hours, leaver.

    ``values`` uses the field names of :class:`Person`.
    """

    payroll_id: str
    on: date
    kind: str
    values: dict[str, Any]


class Job(NamedTuple):
    """What a person does and the terms on which they do it."""

    kind: str  # officer | staff | pcso | special
    rank: str
    scale: str
    pay_point: str
    local_salary: str  # code of LocalSalary, or ''
    hours: Decimal
    full_time_hours: Decimal
    station: str
    posting: str
    cost_centre: str
    service_date: date
    appointed_on: date


class Tax(NamedTuple):
    """How a person is taxed and what is withheld. ``code`` None: no code held (emergency rule)."""

    code: str | None
    basis: str
    ni_category: str
    student_loan: str  # '' or plan_1 ...
    postgraduate: bool
    pension: str  # '' opted out


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One made-up person on 1 August 2026 (or on joining, if later)."""

    payroll_id: str
    title: str
    forenames: str
    surname: str
    sex: str  # M | F
    birth_date: date
    nino: str
    address: tuple[str, ...]
    town: str
    postcode: str
    bank: BankAccount
    warrant_number: str
    collar_number: str
    job: Job
    tax: Tax | None  # None: a volunteer, not paid
    previous_pay: int = 0  # P45, pence
    previous_tax: int = 0
    starter_declaration: str = ""

    @property
    def name(self) -> str:
        """'Forenames Surname'."""
        return f"{self.forenames} {self.surname}"

    @property
    def paid(self) -> bool:
        """Special constables are volunteers."""
        return self.tax is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """The whole made-up force and what happens to it in September 2026."""

    seed: int
    people: tuple[Person, ...]
    stations: tuple[Station, ...]
    cost_centres: tuple[tuple[str, str], ...]
    salaries: tuple[LocalSalary, ...]
    recurring: tuple[Element, ...]
    august: tuple[Element, ...]
    september: tuple[Element, ...]
    changes: tuple[Change, ...]
    openings: dict[str, YearToDate] = field(default_factory=dict)  # after July 2026, by payroll id
    notices: tuple[str, ...] = ()
