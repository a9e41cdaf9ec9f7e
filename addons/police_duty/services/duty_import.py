"""Duties from a CSV file or a duty system: checked whole, taken whole or not at all, every fault listed.

The reference makes it safe to send the same duties again: unchanged ones are left alone, drafts and approved
ones that differ are changed (and wait for approval again), paid ones are refused.
"""

import csv
import io
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import psycopg2
from odoo.addons.police_engine.duty import reading
from odoo.addons.police_engine.duty.clock import local, moment
from odoo.addons.police_engine.duty.records import DutyEntry
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import pounds
from odoo.exceptions import AccessError, UserError, ValidationError

from .names import COUNTS, TIMES

FROM_RECORDS = ("rank", "person_type", "hours")  # what the personnel record says is not taken from a file
COLUMNS = tuple(name for name in DutyEntry._fields if name not in FROM_RECORDS)
LIMIT = 20_000
_TEMPLATE = Path(__file__).resolve().parent.parent / "static" / "duty_template.csv"
_PLAIN = ("kind", "authorised_by", "time_off", "personal_duty", *COUNTS)


class Fault(NamedTuple):
    """One thing wrong. ``row``: line of the file (the header is 1) or number in the list (from 1)."""

    row: int
    person: str
    reference: str
    reason: str


class _Stop(Exception):
    """Takes everything back."""


class DutyImport:
    """Takes duties into ``company``; ``source``: csv or api."""

    def __init__(self, env, company, source):
        self.env, self.company, self.source = env, company, source
        self.people, self.centres, self.ranks, self.known = {}, {}, {}, {}

    def take_csv(self, content, check_only=False):
        """``content``: bytes of a CSV in UTF-8. Answers as :meth:`take_rows`."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return _answer([Fault(0, "", "", "The file is not UTF-8 text. Save it as “CSV UTF-8”.")])
        if barred := self._barred(text.partition("\n")[0].lower().replace('"', "").split(",")):
            return _answer([Fault(1, "", "", barred)])
        entries, problems = reading.read_csv(text)
        if problems:
            return _answer([_fault(problem) for problem in problems])
        return self._take(entries, _row_numbers(text), check_only)

    def take_rows(self, rows, check_only=False):
        """``rows``: list of dicts. ``{"accepted", "unchanged", "updated", "errors", "entries"}``."""
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            return _answer([Fault(0, "", "", "entries must be a list of objects.")])
        if barred := self._barred({name for row in rows for name in row}):
            return _answer([Fault(0, "", "", barred)])
        entries, problems = reading.read_rows([_plain(row) for row in rows])
        if problems:
            return _answer([_fault(problem) for problem in problems])
        return self._take(entries, range(1, len(rows) + 1), check_only)

    @staticmethod
    def _barred(names):
        found = [name.strip() for name in names if name.strip() in FROM_RECORDS]
        return f"{', '.join(found)}: taken from the personnel record, not from a file." if found else ""

    def _take(self, entries, numbers, check_only):
        if not entries:
            return _answer([Fault(0, "", "", "There are no duties in it.")])
        if len(entries) > LIMIT:
            return _answer([Fault(0, "", "", f"More than {LIMIT:,} duties at once; send them in parts.")])
        self._look_up(entries)
        pairs = list(zip(numbers, entries, strict=True))
        faults = [fault for number, entry in pairs for fault in self._faults(number, entry)]
        if not faults:
            faults = [fault for number, entry in pairs for fault in self._history_faults(number, entry)]
        if faults:
            return _answer(faults)
        return self._store(pairs, check_only)

    # -- checks against the records ------------------------------------------------------------------

    def _look_up(self, entries):
        names = {entry.person.upper() for entry in entries}
        people = (
            self.env["hr.employee"]
            .sudo()
            .with_context(active_test=False)
            .search(
                [
                    "|",
                    ("payroll_reference", "in", list({e.person for e in entries})),
                    ("collar_number", "in", list(names)),
                    ("company_id", "=", self.company.id),
                ]
            )
        )
        for person in people:
            for key in (person.collar_number, person.payroll_reference):
                if key:
                    self.people.setdefault(key.upper(), []).append(person)
        plan = self.env.ref("police_core.analytic_plan_cost_centre")
        self.centres = {
            centre.code: centre.id
            for centre in self.env["account.analytic.account"]
            .sudo()
            .search([("root_plan_id", "=", plan.id), ("company_id", "in", (False, self.company.id))])
        }
        self.ranks = {rank.code: rank.id for rank in self.env["police.rank"].sudo().search([])}
        references = {entry.reference for entry in entries} | {entry.replaces for entry in entries}
        self.known = {
            entry.reference: entry
            for entry in self.env["police.duty.entry"]
            .sudo()
            .search([("company_id", "=", self.company.id), ("reference", "in", list(references))])
        }

    def _faults(self, number, entry):
        def fault(reason):
            return Fault(number, entry.person, entry.reference, reason)

        people = self.people.get(entry.person.upper(), [])
        if not people:
            yield fault(f"nobody of {self.company.name} has payroll or collar number {entry.person}.")
        elif len({person.id for person in people}) > 1:
            yield fault(f"{entry.person} is the number of more than one person; give the payroll number.")
        for code in (entry.cost_centre, *(code for code, _ in entry.shares)):
            if code and code not in self.centres:
                yield fault(f"there is no cost centre {code}.")
        if entry.acting_rank and entry.acting_rank not in self.ranks:
            yield fault(f"there is no rank {entry.acting_rank}.")
        yield from self._time_faults(entry, fault)

    def _history_faults(self, number, entry):
        """Against what was taken before; asked only when the rows themselves are good."""

        def fault(reason):
            return Fault(number, entry.person, entry.reference, reason)

        before = self.known.get(entry.reference)
        if before and before.state in ("paid", "reversed") and self._differs(before, entry):
            yield fault("was paid already; send a new reference with “replaces” to correct it.")
        if entry.replaces:
            old = self.known.get(entry.replaces)
            if not old or (old.state not in ("paid", "reversed") and old.replaced_by_ids != before):
                yield fault(f"replaces {entry.replaces}, which is not a paid duty.")
            elif old.replaced_by_ids and old.replaced_by_ids != (before or None):
                yield fault(f"{entry.replaces} is corrected already by {old.replaced_by_ids[0].reference}.")

    @staticmethod
    def _time_faults(entry, fault):
        for name in TIMES:
            value = getattr(entry, name)
            try:
                value and moment(value)
            except EngineError as error:
                yield fault(f"{name}: {error}")
        if (
            not any(getattr(entry, name) for name in ("rostered_start", "start", "on_call_from"))
            and not entry.on
        ):
            yield fault("give the times, or the date in “on”.")

    # -- storing -------------------------------------------------------------------------------------

    def _store(self, pairs, check_only):
        counts, answer = {"accepted": 0, "unchanged": 0, "updated": 0}, None
        try:
            with self.env.cr.savepoint():
                stored = self._write(pairs, counts)
                answer = _answer((), counts, stored)
                if check_only:
                    raise _Stop
        except _Stop:
            self.env.invalidate_all()
        except AccessError:
            raise
        except (UserError, ValidationError, psycopg2.Error, ValueError) as error:
            return _answer([Fault(0, "", "", f"Nothing was taken: {error}")])
        return answer

    def _write(self, pairs, counts):
        model = self.env["police.duty.entry"].with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        new, stored = [], []
        for _number, entry in pairs:
            before = self.known.get(entry.reference)
            if before is None:
                new.append(self._values(entry))
                continue
            mine = model.browse(before.id)
            if self._differs(before, entry):
                if mine.state == "approved":
                    mine.action_withdraw()
                mine.write({key: value for key, value in self._values(entry).items() if key != "source"})
                counts["updated"] += 1
            else:
                counts["unchanged"] += 1
            stored.append(mine)
        counts["accepted"] = len(new)
        return [*stored, *model._from_outside(new)]

    def _differs(self, before, entry):
        """True when what is stored is not what was sent."""
        values = self._values(entry)
        splits = values.pop("split_ids")
        shares = [(split.cost_centre_id.id, split.parts) for split in before.split_ids]
        if shares != [(line[2]["cost_centre_id"], line[2]["parts"]) for line in splits if line[0] == 0]:
            return True
        for name, value in values.items():
            if name in ("source", "company_id"):
                continue
            now = before[name]
            now = now.id if hasattr(now, "ids") else now
            if (now or False) != (value or False) and not (
                name == "expenses" and round(now or 0, 2) == float(value)
            ):
                return True
        return False

    def _values(self, entry):
        first = entry.rostered_start or entry.start or entry.on_call_from
        return {
            "company_id": self.company.id,
            "source": self.source,
            "reference": entry.reference,
            "employee_id": self.people[entry.person.upper()][0].id,
            "duty_date": entry.on or local(moment(first)).date(),
            **{name: _utc(getattr(entry, name)) for name in TIMES},
            **{name: getattr(entry, name) for name in _PLAIN},
            "expenses": float(pounds(entry.expenses)),
            "cost_centre_id": self.centres.get(entry.cost_centre, False),
            "acting_rank_id": self.ranks.get(entry.acting_rank, False),
            "replaces_id": self.known[entry.replaces].id if entry.replaces else False,
            "split_ids": [
                (5, 0, 0),
                *(
                    (0, 0, {"cost_centre_id": self.centres[code], "parts": parts})
                    for code, parts in entry.shares
                ),
            ],
        }


def _utc(value):
    if value is None:
        return False
    return datetime.fromtimestamp(moment(value) * 60, UTC).replace(tzinfo=None)


def _plain(row):
    """Lists of shares as JSON may send them become the text of a CSV."""
    shares = row.get("shares")
    if not isinstance(shares, list):
        return row
    pieces = [
        f"{share.get('cost_centre', '')}:{share.get('parts', '')}" if isinstance(share, dict) else str(share)
        for share in shares
    ]
    return {**row, "shares": " ".join(pieces)}


def _row_numbers(text):
    rows = csv.reader(io.StringIO(text, newline=""))
    return [number for number, row in enumerate(rows, start=1) if number > 1 and any(c.strip() for c in row)]


def _fault(problem):
    head, separator, reason = problem.message.partition(": ")
    number = head.removeprefix("Row ")
    row = int(number) if separator and number.isdigit() else 0
    return Fault(row, problem.person, "", reason if row else problem.message)


def _answer(faults, counts=None, stored=()):
    return {
        **(counts or {"accepted": 0, "unchanged": 0, "updated": 0}),
        "errors": [fault._asdict() for fault in sorted(faults, key=lambda fault: fault.row)],
        "entries": [{"reference": e.reference, "id": e.id, "state": e.state} for e in stored],
    }


@lru_cache(maxsize=1)
def template_csv():
    """The header with four examples: overtime, a rest day, staff standby and a special's expenses."""
    return _TEMPLATE.read_text(encoding="utf-8")
