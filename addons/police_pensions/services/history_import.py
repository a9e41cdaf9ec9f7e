"""Loading pension history from a former system: all rows or none, counted and totalled."""

from odoo.addons.police_engine.pension.contributions import LABELS

from . import history_csv
from .history import columns

_INSERT = """
    INSERT INTO police_pension_history (
        company_id, employee_id, employee_name, payroll_reference, nino, scheme, earned_from, earned_to,
        paid_on, scheme_year, pensionable, employee_amount, employer_amount, rate, days, unpaid_days,
        service_days, origin,
        reference, create_uid, create_date)
    VALUES %s"""
_ON_RECORD = """
    SELECT employee_id, scheme, earned_from, earned_to FROM police_pension_history
     WHERE company_id = %s AND employee_id = ANY(%s)"""


class HistoryImport:
    """Loads ``content`` for ``company``; ``name`` of the file is kept with every row."""

    def __init__(self, env, company, name):
        self.env, self.company, self.name = env, company, name

    def load(self, content):
        """``(number of rows, [])`` or ``(0, every fault)`` with nothing stored."""
        rows, faults = history_csv.read(content)
        if faults:
            return 0, faults
        people = self._people({values["payroll_reference"] for _number, values in rows})
        faults = list(self._faults(rows, people))
        if faults:
            return 0, faults
        now = self.env.cr.now()
        self.env.cr.execute_values(
            _INSERT,
            [
                (self.company.id, *people[values["payroll_reference"]], *columns(history_csv.to_row(values)),
                 "correction" if values["reason"] else "import",
                 f"{self.name}, line {number}" + (f": {values['reason']}" if values["reason"] else ""),
                 self.env.uid, now)
                for number, values in rows
            ],
            page_size=1000,
        )  # fmt: skip
        self.env["police.pension.history"].invalidate_model()
        return len(rows), []

    def _people(self, references):
        """{payroll reference: (employee id, name, reference, NI number)}, leavers included."""
        staff = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = staff.search(
            [("company_id", "=", self.company.id), ("payroll_reference", "in", sorted(references))]
        )
        return {e.payroll_reference: (e.id, e.name, e.payroll_reference, e.nino or None) for e in found}

    def _faults(self, rows, people):
        self.env.flush_all()
        self.env.cr.execute(_ON_RECORD, [self.company.id, [person[0] for person in people.values()]])
        held = {}
        for employee_id, scheme, start, end in self.env.cr.fetchall():
            held.setdefault((employee_id, scheme), []).append((start, end, 0))
        for number, values in rows:
            person = people.get(values["payroll_reference"])
            if person is None:
                yield history_csv.Fault(
                    number, "payroll_reference", values["payroll_reference"], "is nobody's payroll number."
                )
                continue
            own = held.setdefault((person[0], values["scheme"]), [])
            clash = next(
                (p for p in own if p[0] <= values["earned_to"] and p[1] >= values["earned_from"]), None
            )
            if clash and not values["reason"]:
                where = f"line {clash[2]}" if clash[2] else "what is on record"
                yield history_csv.Fault(
                    number, "earned_from", str(values["earned_from"]),
                    f"overlaps {where} ({clash[0]} to {clash[1]}, {LABELS[values['scheme']]}); give a reason "
                    "if it is a correction to be added.",
                )  # fmt: skip
            own.append((values["earned_from"], values["earned_to"], number))
