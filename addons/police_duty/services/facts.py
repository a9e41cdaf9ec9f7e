"""Duties as the engine's records: read in a few queries for everybody asked for."""

from collections import defaultdict
from datetime import UTC, timedelta
from typing import NamedTuple

from odoo.addons.police_engine.duty.records import DutyEntry, PaidClaim
from odoo.addons.police_hr.services import version_reader
from odoo.addons.police_payroll.services.money_fields import sql_pence

from .names import TIMES

_ENTRIES = f"""
    SELECT d.id, d.employee_id, d.reference, d.kind, d.rostered_start, d.rostered_end, d.start, d."end",
           d.told_at, d.authorised_by, d.travel_minutes, d.time_off, d.personal_duty, d.reinstated_at,
           d.on_call_from, d.on_call_to, d.nights_away, d.nights_hardship, d.duty_date AS "on",
           centre.code AS cost_centre, d.standby_sessions, d.miles, {sql_pence("d.expenses")} AS expenses,
           acting.code AS acting_rank, d.state, d.week_start, d.void, d.sheet_id, d.prepared_by_id
      FROM police_duty_entry d
      LEFT JOIN account_analytic_account centre ON centre.id = d.cost_centre_id
      LEFT JOIN police_rank acting ON acting.id = d.acting_rank_id
     WHERE d.company_id = %s AND d.employee_id = ANY(%s) AND d.week_start BETWEEN %s AND %s
       AND d.state <> 'reversed'
     ORDER BY d.employee_id, d.duty_date, d.id"""
_AS_THEY_ARE = (
    "reference", "kind", "travel_minutes", "nights_away", "nights_hardship", "standby_sessions", "miles",
    "expenses", "on",
)  # fmt: skip
_SHARES = """
    SELECT s.entry_id, centre.code, s.parts
      FROM police_duty_split s JOIN account_analytic_account centre ON centre.id = s.cost_centre_id
     WHERE s.entry_id = ANY(%s) ORDER BY s.entry_id, s.id"""
_CLAIMS = """
    SELECT employee_id, code, date_from, COALESCE(reference, code) FROM police_pay_element
     WHERE company_id = %s AND employee_id = ANY(%s) AND active AND recurrence = 'once'
       AND code IN ('on_call', 'away_from_home', 'hardship') AND date_from BETWEEN %s AND %s"""
_ACTED = """
    SELECT DISTINCT employee_id, duty_date FROM police_duty_entry
     WHERE company_id = %s AND employee_id = ANY(%s) AND acting_rank_id IS NOT NULL AND NOT void
       AND state IN ('approved', 'paid') AND week_start < %s AND duty_date >= %s"""
_LEAVERS = "SELECT id, leaving_date, joined_on FROM hr_employee WHERE id = ANY(%s)"


class Duty(NamedTuple):
    """One stored duty: ``entry`` is None when the person was not in service that day; ``why`` says so."""

    id: int
    employee_id: int
    entry: DutyEntry | None
    state: str
    week_start: object
    why: str
    owner_id: int | None
    day: object
    reference: str
    void: bool

    @property
    def counts(self):
        """True when it is approved, and so decides pay."""
        return self.state in ("approved", "paid")


class Facts:
    """Everything known of the duties of ``employee_ids`` in the weeks from ``first`` to ``last``."""

    def __init__(self, env, company, employee_ids, first, last):
        self.env, self.company = env(su=True), company
        self.ids, self.first, self.last = list(employee_ids), first, last
        end = last + timedelta(days=8)
        people = self.env["hr.employee"].with_context(active_test=False).browse(self.ids)
        self.slices = version_reader.slices_for(self.env, people, first - timedelta(days=1), end)
        self.duties = self._duties()
        self.claims = self._claims(end)
        self.acted = self._acted()

    def _rows(self, query, *args):
        self.env.cr.execute(query, [self.company.id, self.ids, *args])
        return self.env.cr.fetchall()

    def _duties(self):
        self.env.cr.execute(_ENTRIES, [self.company.id, self.ids, self.first, self.last])
        rows = self.env.cr.dictfetchall()
        self.env.cr.execute(_SHARES, [[row["id"] for row in rows]])
        shares = defaultdict(list)
        for entry_id, code, parts in self.env.cr.fetchall():
            shares[entry_id].append((code or "", parts))
        self.env.cr.execute(_LEAVERS, [self.ids])
        dates = {row[0]: row[1:] for row in self.env.cr.fetchall()}
        owners = self._owners(rows)
        return [self._duty(row, tuple(shares.get(row["id"], ())), dates, owners) for row in rows]

    def _owners(self, rows):
        sheets = self.env["police.duty.sheet"].browse({row["sheet_id"] for row in rows if row["sheet_id"]})
        return {sheet.id: sheet.supervisor_id.id for sheet in sheets}

    def _duty(self, row, shares, dates, owners):
        employee_id, day = row["employee_id"], row["on"]
        job = self.job_on(employee_id, day)
        entry = _entry(row, job, shares) if job else None
        why = "" if job else _absent(day, *dates[employee_id])
        owner = owners.get(row["sheet_id"]) or row["prepared_by_id"]
        return Duty(
            row["id"], employee_id, entry, row["state"], row["week_start"], why, owner, day, row["reference"],
            bool(row["void"]),
        )  # fmt: skip

    def job_on(self, employee_id, day):
        """The job held on a day, or None."""
        return next(
            (
                piece
                for piece in self.slices.get(employee_id, ())
                if piece.date_from <= day <= piece.date_to and piece.paid
            ),
            None,
        )

    def _claims(self, end):
        rows = self._rows(_CLAIMS, self.first, end)
        return [PaidClaim(str(key), code, on, on, reference) for key, code, on, reference in rows]

    def _acted(self):
        found = defaultdict(list)
        for employee_id, day in self._rows(_ACTED, self.first, self.first - timedelta(days=500)):
            found[str(employee_id)].append(day)
        return found


def _entry(row, job, shares):
    """The engine's record of a stored duty."""
    return DutyEntry(
        person=str(row["employee_id"]),
        rank=job.rank,
        person_type=job.person_type,
        hours=job.hours,
        authorised_by=row["authorised_by"] or "",
        time_off=bool(row["time_off"]),
        personal_duty=bool(row["personal_duty"]),
        cost_centre="" if shares else row["cost_centre"] or "",
        acting_rank=row["acting_rank"] or "",
        shares=shares,
        **{name: row[name] or DutyEntry._field_defaults.get(name) for name in _AS_THEY_ARE},
        **{name: _aware(row[name]) for name in TIMES},
    )


def _aware(at):
    return at and at.replace(tzinfo=UTC)


def _absent(day, left, joined):
    if left and day > left:
        return f"not in service on {day:%-d %B %Y}: left on {left:%-d %B %Y}."
    if joined and day < joined:
        return f"not in service on {day:%-d %B %Y}: joined on {joined:%-d %B %Y}."
    return f"not in paid service on {day:%-d %B %Y}."
