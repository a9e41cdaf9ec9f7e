"""HMRC's notices between file, engine and payroll facts."""

from collections import defaultdict

from odoo.addons.police_engine.adapters import dps
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.movers import notices as engine
from odoo.addons.police_engine.taxcalendar import tax_year_of

from . import profile_changes


class NoticeReader:
    """Reads files for ``company`` and applies what fits."""

    def __init__(self, env, company):
        self.env = env
        self.company = company

    def read(self, data):
        """(values of police.hmrc.notice, faults): one of the two is empty. ``data``: CSV or XML bytes."""
        try:
            if dps.is_xml(data):
                found, problems = engine.from_rows(self._by_nino(dps.rows(data)))
            else:
                found, problems = engine.read(data.decode("utf-8"))
        except UnicodeDecodeError:
            return [], [self.env._("The file is neither XML nor text in UTF-8.")]
        except EngineError as error:
            return [], [str(error)]
        if problems:
            return [], [problem.message for problem in problems]
        if not found:
            return [], [self.env._("The file holds no notice.")]
        return self._judged(found), []

    def _by_nino(self, rows):
        """HMRC may not know the works number: then the National Insurance number finds the person."""
        people = self._people()
        ninos = {person.nino[:8]: person.payroll_reference for person in people.values() if person.nino}
        for row in rows:
            if not row["payroll_id"] or row["payroll_id"] not in people:
                row["payroll_id"] = ninos.get(
                    row.get("nino", "")[:8], row["payroll_id"] or row.get("nino", "")
                )
        return rows

    def _people(self):
        people = self.env["hr.employee"].sudo().with_context(active_test=False).search_fetch(
            [("company_id", "=", self.company.id), ("payroll_reference", "!=", False)],
            ["payroll_reference", "nino", "name"],
        )  # fmt: skip
        return {person.payroll_reference: person for person in people}

    def _judged(self, found):
        people = self._people()
        answer = engine.in_order(found, self._last_applied(), frozenset(people))
        applies = {notice.row for notice in answer.changes}
        causes = defaultdict(list)
        for problem in answer.problems:
            causes[problem.person, problem.on].append(problem)
        return [self._values(notice, people, applies, causes) for notice in found]

    def _last_applied(self):
        groups = self.env["police.hmrc.notice"].sudo()._read_group(
            [("company_id", "=", self.company.id), ("state", "=", "applied")],
            ["payroll_reference", "matter"], ["issued:max"],
        )  # fmt: skip
        return {(reference, matter): issued for reference, matter, issued in groups}

    def _values(self, notice, people, applies, causes):
        mine = [p for p in causes[notice.payroll_id, notice.issued] if f"(row {notice.row})" in p.message]
        mine = mine or [p for p in causes[notice.payroll_id, notice.issued] if p.code == "notices_clash"]
        finding = "apply" if notice.row in applies else mine[0].code if mine else "twin"
        person = people.get(notice.payroll_id)
        return {
            "employee_id": person.id if person else False,
            "payroll_reference": notice.payroll_id,
            "row": notice.row,
            "form": notice.form,
            "matter": notice.matter,
            "issued": notice.issued,
            "effective": notice.effective,
            "code": notice.code or False,
            "basis": notice.basis or False,
            "has_previous": notice.previous_pay is not None or notice.previous_tax is not None,
            "previous_pay": (notice.previous_pay or 0) / 100,
            "previous_tax": (notice.previous_tax or 0) / 100,
            "plan": notice.plan or False,
            "finding": finding,
            "explanation": _sentence(mine[0].message.rpartition("): ")[2]) if mine else False,
        }

    def apply(self, notices):
        """Dated payroll facts, in order of issue; P45 figures that HMRC sent with a P6 replace ours."""
        chosen = notices.filtered(lambda n: n.finding == "apply" and n.state == "read")
        ordered = chosen.sorted(lambda n: (n.issued, n.effective, n.row))
        for notice in ordered:
            source = self.env._(
                "%(form)s issued %(on)s (%(file)s)", form=notice.form, on=f"{notice.issued:%-d %b %Y}",
                file=notice.file_id.name,
            )  # fmt: skip
            rows = profile_changes.from_day(
                self.env, notice.employee_id, notice.effective, notice._changes(), source
            )
            own = rows.filtered(lambda row, notice=notice: row.date_from == notice.effective)
            if notice.has_previous:
                self._write_previous(notice, source)
            notice.write({"state": "applied", "profile_id": own[:1].id})
        contributor = self.env["police.pay.contributor"]
        if ordered:
            contributor._touched(ordered.employee_id, min(ordered.mapped("effective")))

    def _write_previous(self, notice, source):
        openings = self.env["police.pay.opening"]
        year = tax_year_of(notice.effective)
        values = {"previous_pay": notice.previous_pay, "previous_tax": notice.previous_tax, "source": source}
        known = openings.search(
            [("employee_id", "=", notice.employee_id.id), ("tax_year", "=", year)], limit=1
        )
        if known:
            known.write(values)
        else:
            openings.create({**values, "employee_id": notice.employee_id.id, "tax_year": year})


def _sentence(text):
    return text[:1].upper() + text[1:]
