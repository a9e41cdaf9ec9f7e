"""A file of old payslips into the database: whole or not at all, every fault listed with its row."""

import hashlib
from collections import defaultdict

from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.parallel.legacy_csv import RowError, read_legacy
from odoo.addons.police_engine.parallel.matching import SURE, Person, match
from psycopg2.extras import execute_values


class LegacyLoader:
    """Loads files for ``project``; the caller's user must be of payroll."""

    def __init__(self, project):
        self.project = project
        self.env = project.env
        self.keyed = project._keyed().env

    def load(self, name, content):
        """``(imports, [])`` or ``(none, every fault)`` with nothing changed."""
        self.project._check_role("group_payroll_clerk", "group_payroll_approver")
        self.project._check_frozen()
        rows, errors = read_legacy(content)
        digest = hashlib.sha256(content).hexdigest()
        periods = {period.date_from: period for period in self.project.sudo().calendar_id.period_ids}
        errors = errors or sorted(
            [*self._again(name, digest), *self._periods(rows, periods), *self._changed(rows)]
        )
        imports = self.env["police.parallel.import"]
        if errors:
            return imports, errors
        people = self._people(rows)
        by_period = defaultdict(list)
        for row in rows:
            by_period[row.period].append(row)
        for start, found in sorted(by_period.items()):
            imports |= self._store(name, digest, periods[start], found, people)
        return imports, []

    # -- checks -------------------------------------------------------------------------------------

    def _again(self, name, digest):
        """The very same file counts once, whatever it is called."""
        same = self.project.sudo().import_ids.filtered(
            lambda batch: batch.file_sha256 == digest and batch.state == "taken"
        )
        if same:
            yield RowError(0, "", name, f"was imported already as {same[0].name}: these are the same bytes.")

    def _periods(self, rows, periods):
        taken = self.project.sudo().import_ids.filtered(lambda batch: batch.state == "taken").period_id
        first = {}
        for row in rows:
            first.setdefault(row.period, row)
        for start, row in sorted(first.items()):
            period = periods.get(start)
            if not period:
                calendar = self.project.calendar_id.sudo().name
                reason = f"is not the first day of a period of the calendar {calendar}."
                yield RowError(row.row, "period", str(start), reason)
            elif period in taken:
                reason = f"{period.name} is in already. Withdraw that import first if it was wrong."
                yield RowError(row.row, "period", str(start), reason)

    def _changed(self, rows):
        """One payroll number stays one person from file to file."""
        known = {
            person.legacy_number: person for person in self.project.sudo().person_ids if person.legacy_number
        }
        seen = set()
        for row in rows:
            person = known.get(row.employee)
            if person and row.nino and person.legacy_nino and row.nino != person.legacy_nino:
                if row.employee not in seen:
                    yield RowError(row.row, "nino", row.nino, "is another NI number than in an earlier file.")
                seen.add(row.employee)

    # -- people -------------------------------------------------------------------------------------

    def _people(self, rows):
        """{old payroll number: person id}; new ones are matched now."""
        known = {p.legacy_number: p.id for p in self.project.sudo().person_ids if p.legacy_number}
        facts = {}
        for row in rows:
            if row.employee not in known:
                facts[row.employee] = self._fuller(facts.get(row.employee), row)
        if not facts:
            return known
        matches = match(facts.values(), self._ours())
        values = [self._person(facts[found.legacy], found) for found in matches]
        # Somebody thought to be only here has turned up in the old payroll.
        here = [value["employee_id"] for value in values if value["employee_id"]]
        self.keyed["police.parallel.person"].search(
            [("project_id", "=", self.project.id), ("how", "=", "only_ours"), ("employee_id", "in", here)]
        ).unlink()
        people = self.keyed["police.parallel.person"].create(values)
        return {**known, **{person.legacy_number: person.id for person in people}}

    def _fuller(self, known, row):
        """The facts of a person from all rows that give them."""
        known = known or Person(row.employee, row.employee)
        return known._replace(
            nino=known.nino or row.nino,
            name=known.name or row.name,
            birth_date=known.birth_date or row.birth_date,
        )

    def _ours(self):
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = employees.search_fetch(
            [("company_id", "=", self.project.company_id.id)],
            ["payroll_reference", "nino", "name", "birthday"],
        )
        taken = {
            p.employee_id.id
            for p in self.project.sudo().person_ids
            if p.state == "matched" and p.legacy_number
        }
        return [
            Person(str(e.id), e.payroll_reference or "", e.nino or "", e.name or "", e.birthday or None)
            for e in found
            if e.id not in taken
        ]

    def _person(self, facts, found):
        return {
            "project_id": self.project.id,
            "legacy_number": facts.number,
            "legacy_name": facts.name or False,
            "legacy_nino": facts.nino or False,
            "legacy_birth_date": facts.birth_date or False,
            "employee_id": int(found.ours) if found.ours else False,
            "how": found.how,
            "words": found.words,
            "state": "matched" if found.how in SURE else "open",
        }

    # -- rows ---------------------------------------------------------------------------------------

    def _store(self, name, digest, period, rows, people):
        total = sum(row.amount for row in rows)
        batch = self.keyed["police.parallel.import"].create(
            {
                "name": name,
                "project_id": self.project.id,
                "period_id": period.id,
                "file_sha256": digest,
                "rows_sha256": fingerprint((people[r.employee], r.row, r.element, r.amount) for r in rows),
                "row_count": len(rows),
                "people_count": len({row.employee for row in rows}),
                "total": text(total),
            }
        )
        self._insert([(batch.id, people[r.employee], r.row, r.element, text(r.amount)) for r in rows])
        batch.invalidate_recordset(["amount_ids"])
        return self.env["police.parallel.import"].browse(batch.id)

    def _insert(self, rows):
        """Straight to the table: rows of 10,000 payslips in about a second, as they were checked above."""
        self.keyed.flush_all()
        statement = (
            "INSERT INTO police_parallel_amount (import_id, person_id, row, element, amount) VALUES %s"
        )
        execute_values(self.keyed.cr._obj, statement, rows, page_size=5000)
        self.keyed["police.parallel.amount"].invalidate_model()


def fingerprint(rows):
    """SHA-256 over (person id, row, element, pence) in the order of the file."""
    digest = hashlib.sha256()
    for person, row, element, amount in sorted(rows, key=lambda r: (r[1], r[0])):
        digest.update(f"{person}|{row}|{element}|{amount}\n".encode())
    return digest.hexdigest()


def fingerprint_now(env, import_id):
    """The same over what the table holds now."""
    env["police.parallel.amount"].flush_model()
    env.cr.execute(
        """SELECT person_id, row, element, (amount * 100)::bigint FROM police_parallel_amount
            WHERE import_id = %s""",
        [import_id],
    )
    return fingerprint(env.cr.fetchall())
