"""Everything needed to pay a whole force for one period, in a handful of set-based reads.

Access is checked once on the run; the reads then see the whole force. Nothing of the ORM crosses into
the engine: the answer is frozen records.
"""

import hashlib
from decimal import Decimal
from typing import NamedTuple

from odoo.addons.police_engine.money import Pence
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.problems import Problem
from odoo.addons.police_engine.records import (
    BankAccount,
    DirectorPosition,
    ElementInput,
    PayCase,
    PensionMembership,
    TaxPosition,
)
from odoo.addons.police_hr.services import bank, version_reader

from . import case_store
from .gathering import Gathering
from .money_fields import sql_pence
from .progress import no_progress
from .year_to_date import opening_figures, read_figures, with_opening_as_now


def _scope(column):
    return f"(%(employees)s::int[] IS NULL OR {column} = ANY(%(employees)s))"


_PEOPLE = f"""
    SELECT e.id, e.payroll_reference, e.name, e.title, e.forenames, e.surname, e.nino, e.birthday,
           e.service_date, v.sex, v.private_street, v.private_street2, v.private_city, v.private_zip,
           v.contract_date_start, v.contract_date_end, v.station, v.rank_name
      FROM hr_employee e
      JOIN LATERAL (
           SELECT x.sex, x.private_street, x.private_street2, x.private_city, x.private_zip,
                  x.contract_date_start, x.contract_date_end, st.name AS station,
                  COALESCE(r.name->>'en_GB', r.name->>'en_US') AS rank_name
             FROM hr_version x
             LEFT JOIN police_station st ON st.id = x.station_id
             LEFT JOIN police_rank r ON r.id = x.rank_id
            WHERE x.employee_id = e.id AND x.active AND x.date_version <= %(end)s
            ORDER BY x.date_version DESC LIMIT 1) v ON TRUE
     WHERE e.company_id = %(company)s AND {_scope("e.id")}"""
_PROFILES = f"""
    SELECT DISTINCT ON (employee_id) employee_id, tax_code, tax_basis, ni_category, director_method,
           director_weeks, student_loan_plan, postgraduate_loan, pension_scheme,
           {sql_pence("pension_band_pay")}, starter_declaration
      FROM police_pay_profile
     WHERE company_id = %(company)s AND active AND date_from <= %(pay_date)s AND {_scope("employee_id")}
     ORDER BY employee_id, date_from DESC"""
_ELEMENTS = f"""
    SELECT p.employee_id, p.code, {sql_pence("p.amount")}, p.units, p.date_from, p.reference, a.code,
           p.recurrence
      FROM police_pay_element p LEFT JOIN account_analytic_account a ON a.id = p.cost_centre_id
     WHERE p.company_id = %(company)s AND p.active AND p.date_from <= %(end)s AND {_scope("p.employee_id")}
       AND CASE p.recurrence WHEN 'once' THEN p.paid_run_id IS NULL
                             ELSE p.date_to IS NULL OR p.date_to >= %(start)s END
     ORDER BY p.employee_id, p.code, p.date_from, p.id"""
# Whoever re-joined under a new payroll number has a new employment: what was paid before is on the P45. A
# number that only changed in a running employment takes its figures along.
_SAME_JOB = """
      JOIN police_pay_period p ON p.id = r.period_id
      JOIN hr_employee e ON e.id = s.employee_id AND (
           e.payroll_reference = s.payroll_reference OR e.joined_on IS NULL OR e.joined_on <= p.date_to)"""
_LAST_SLIPS = f"""
    SELECT DISTINCT ON (s.employee_id) s.employee_id, s.ytd
      FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id {_SAME_JOB}
     WHERE s.company_id = %(company)s AND s.tax_year = %(tax_year)s AND s.pay_date < %(pay_date)s
       AND r.state IN ('approved', 'paid') AND {_scope("s.employee_id")}
     ORDER BY s.employee_id, s.pay_date DESC, s.id DESC"""


_FIRST_SLIPS = f"""
    SELECT DISTINCT ON (s.employee_id) s.employee_id, s."case"->{case_store.YTD}
      FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id {_SAME_JOB}
     WHERE s.company_id = %(company)s AND s.tax_year = %(tax_year)s AND s.pay_date < %(pay_date)s
       AND r.state IN ('approved', 'paid') AND {_scope("s.employee_id")}
     ORDER BY s.employee_id, s.pay_date, s.id"""
_EMPLOYER_RATE = """
    SELECT percent FROM police_pay_pension_rate
     WHERE company_id = %(company)s AND date_from <= %(pay_date)s ORDER BY date_from DESC LIMIT 1"""


class Person(NamedTuple):
    """Who is paid and where to, as known when collected. ``details`` goes on the payslip and FPS."""

    employee_id: int
    name: str
    nino: str
    account: BankAccount | None
    details: dict


class Collected(NamedTuple):
    """``cases`` in order of payroll reference; ``people`` by reference; problems found while reading."""

    cases: list[PayCase]
    people: dict[str, Person]
    problems: list[Problem]
    employee_ids: dict[str, int]
    hashes: dict[str, str]  # SHA-256 of everything known of each person, by reference
    gathering: Gathering

    @property
    def hash(self):
        """One SHA-256 over the hashes of everybody."""
        return _hash_all(self.hashes)


class _Profile(NamedTuple):
    tax_code: str | None
    tax_basis: str
    ni_category: str | None
    director_method: str | None
    director_weeks: int
    student_loan_plan: str
    postgraduate_loan: bool
    pension_scheme: str
    band_pay: Pence
    starter_declaration: str | None


_NO_PROFILE = _Profile(None, "cumulative", None, None, 52, "none", False, "none", 0, None)


class Collector:
    """Reads the facts of a force for one period: those of ``run``, or of ``period`` for a preview.

    ``employees``: ids to keep to, None for everybody.
    """

    def __init__(self, env, run=None, progress=no_progress, *, company=None, period=None, employees=None):
        self.env = env(su=True)
        self.run = run.with_env(self.env) if run else None
        self.company = (company or run.company_id).sudo()
        self.period = period or run.period_id.sudo()._to_engine()
        self.employees = None if employees is None else list(employees)
        self.progress = progress
        self.employer_percent = None

    def collect(self, rules=None):
        """All cases. See :class:`Collected`. ``rules``: the law, for those who contribute by it."""
        self.progress("Collecting people and their facts")
        self.env.flush_all()
        rows = self._rows(_PEOPLE)
        gathering = self._gather(rows, rules or RuleSet.load())
        figures = self._year_to_date()
        staff = self.env["hr.employee"].browse(sorted(gathering.references))
        accounts = bank.bank_accounts(self.env, staff)
        self.employer_percent = next((Decimal(str(row[0])) for row in self._rows(_EMPLOYER_RATE)), None)
        cases, people, ids = [], {}, {}
        for row in rows:
            employee_id = row[0]
            if not self._expected(gathering, employee_id):
                continue
            reference = gathering.references[employee_id]
            profile = gathering.profiles.get(employee_id, _NO_PROFILE)
            ids[reference] = employee_id
            own = gathering.slices.get(employee_id, ())
            person = self._person(row, profile, accounts.get(employee_id), own)
            person.details.update(gathering.details.get(employee_id, {}))
            people[reference] = person
            cases.append(self._case(row, gathering, profile, figures.get(employee_id)))
        cases.sort(key=lambda case: case.reference)
        hashes = {case.reference: fact_hash(case, people[case.reference]) for case in cases}
        return Collected(cases, people, gathering.problems, ids, hashes, gathering)

    def _gather(self, people, rules):
        """Everything dated about everybody, with what other addons add."""
        period = self.period
        gathering = Gathering(self.env, self.company, period, rules, self.run, self.employees)
        who = self.company if self.employees is None else self.env["hr.employee"].browse(self.employees)
        for row in people:
            gathering.references[row[0]] = row[1] or f"#{row[0]}"
            gathering.births[row[0]] = row[7]
        gathering.slices.update(version_reader.slices_for(self.env, who, period.start, period.end))
        gathering.elements.update(self._elements())
        gathering.profiles.update((row[0], _Profile(*row[1:])) for row in self._rows(_PROFILES))
        self.env["police.pay.contributor"]._contribute(gathering)
        if self.run:
            self.run._confine(gathering)
        gathering.take_touched()
        return gathering

    def _rows(self, query):
        period = self.period
        self.env.cr.execute(
            query,
            {
                "company": self.company.id,
                "start": period.start,
                "end": period.end,
                "pay_date": period.pay_date,
                "tax_year": period.tax_year,
                "employees": self.employees,
            },
        )
        return self.env.cr.fetchall()

    @staticmethod
    def _expected(gathering, employee_id):
        """Is a payslip expected? Anybody in paid employment, and anybody with something to be paid.

        Specials are volunteers: they are paid only what is claimed. A career break is not paid.
        """
        return bool(gathering.elements.get(employee_id) or gathering.arrears.get(employee_id)) or any(
            part.paid and part.person_type != "special" for part in gathering.slices.get(employee_id, ())
        )

    def _elements(self):
        found = {}
        for employee_id, code, amount, units, on, reference, cost_centre, recurrence in self._rows(_ELEMENTS):
            found.setdefault(employee_id, []).append(
                ElementInput(
                    code=code,
                    amount=amount or None,
                    units=Decimal(str(units)).normalize() if units else None,
                    on=on if recurrence == "once" else None,
                    reference=reference or "",
                    cost_centre=cost_centre or "",
                )
            )
        return found

    def _year_to_date(self):
        """{employee id: YearToDate} from the last closed payslip of the tax year, else opening figures.

        Opening figures put right since the first payslip of the year count as they are now.
        """
        now = opening_figures(self.env, self.company, self.period.tax_year, self.employees)
        then = {key: case_store.figures(stored) for key, stored in self._rows(_FIRST_SLIPS) if stored}
        last = {key: read_figures(ytd) for key, ytd in self._rows(_LAST_SLIPS)}
        return now | {
            key: with_opening_as_now(value, now.get(key), then.get(key)) for key, value in last.items()
        }

    def _case(self, row, gathering, profile, figures):
        employee_id, director = row[0], None
        if profile.director_method:
            director = DirectorPosition(
                profile.director_method, profile.director_weeks, self.period.tax_period == 12
            )
        optional = {"ytd": figures} if figures is not None else {}
        optional |= gathering.facts.get(employee_id, {})
        return PayCase(
            reference=gathering.references[employee_id],
            period=self.period,
            slices=tuple(gathering.slices.get(employee_id, ())),
            tax=TaxPosition(profile.tax_code, profile.tax_basis) if profile.tax_code else None,
            ni_category=profile.ni_category or "",
            name=row[2],
            birth_date=row[7],
            director=director,
            student_loans=_loans(profile),
            pension=self._pension(profile),
            starter_declaration=profile.starter_declaration or "",
            elements=tuple(gathering.elements.get(employee_id, ())),
            arrears=tuple(gathering.arrears.get(employee_id, ())),
            **optional,
        )

    def _pension(self, profile):
        scheme = _scheme(profile)
        percent = self.employer_percent if scheme.startswith("lgps") else None
        return PensionMembership(scheme, profile.band_pay or None, percent)

    def _person(self, row, profile, account, slices):
        (employee_id, _ref, name, title, forenames, surname, nino, birthday, service_date, sex,
         street, street2, city, postcode, started, ended, station, rank_name) = row  # fmt: skip
        last = slices[-1] if slices else None
        details = {
            "title": title or "",
            "forenames": forenames or "",
            "surname": surname or name,
            "address": [text for text in (street, street2, city) if text],
            "postcode": postcode or "",
            "birth_date": _iso(birthday),
            "sex": sex or "",
            "start_date": _iso(started or service_date),
            "leaving_date": _iso(ended),
            "starter_declaration": profile.starter_declaration or "",
            "director": [profile.director_method, profile.director_weeks]
            if profile.director_method
            else None,
            "pension_scheme": _scheme(profile),
            "student_loan_plan": _plan(profile),
            "station": station or "",
            "rank_name": rank_name or "",
            "hours": last.hours if last else 0,
            "region": last.region if last else "",
            "unpaid_absence": any(not part.paid for part in slices),
        }
        return Person(employee_id, name, nino or "", account, details)


def _plan(profile):
    return "" if profile.student_loan_plan == "none" else profile.student_loan_plan


def _scheme(profile):
    return "" if profile.pension_scheme == "none" else profile.pension_scheme


def _loans(profile):
    loans = (_plan(profile),) if _plan(profile) else ()
    return (*loans, "postgraduate") if profile.postgraduate_loan else loans


def _iso(day):
    return day.isoformat() if day else ""


def fact_hash(case, person):
    """SHA-256 of everything known of a person for the period."""
    return hashlib.sha256(repr((case, person)).encode()).hexdigest()


def _hash_all(hashes):
    return hashlib.sha256("".join(f"{key}={value};" for key, value in hashes.items()).encode()).hexdigest()
