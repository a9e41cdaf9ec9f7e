"""The rows and totals of a return, by member, and what the ledger says is owed."""

from typing import NamedTuple

from odoo.addons.police_engine.adapters.schedules import table
from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.pension import history
from odoo.addons.police_engine.pension.contributions import LABELS
from odoo.addons.police_engine.records import PayPeriod

_HEADINGS = tuple(
    table.Heading(name, 1, money)
    for name, money in (
        ("Payroll number", False), ("NI number", False), ("Name", False), ("Scheme", False), ("Rate", False),
        ("Days", False), ("Unpaid days", False), ("Full-time days of service", False),
        ("Pensionable pay", True),
        ("Member's contributions", True), ("Employer's contributions", True),
    )
)  # fmt: skip
_ROWS = """
    SELECT max(payroll_reference), max(COALESCE(nino, '')), max(employee_name), scheme,
           string_agg(DISTINCT rate, ' / ' ORDER BY rate), sum(days), sum(unpaid_days),
           (sum(service_days) * %(day)s)::bigint, (sum(pensionable) * 100)::bigint,
           (sum(employee_amount) * 100)::bigint, (sum(employer_amount) * 100)::bigint, employee_id
      FROM police_pension_history
     WHERE company_id = %(company)s AND scheme = ANY(%(schemes)s)
       AND {by} BETWEEN %(start)s AND %(end)s AND (NOT %(runs)s OR run_id IS NOT NULL)
     GROUP BY employee_id, scheme ORDER BY 1, scheme"""
_LEDGER = """
    SELECT COALESCE(-sum(line.balance) * 100, 0)::bigint
      FROM account_move_line line
      JOIN police_pay_run run ON run.move_id = line.move_id AND run.state IN ('approved', 'paid')
     WHERE run.company_id = %(company)s AND run.pay_date BETWEEN %(start)s AND %(end)s
       AND line.parent_state = 'posted'
       AND line.account_id IN (SELECT account_id FROM police_pay_account_map
                                WHERE company_id = %(company)s AND role = ANY(%(roles)s))"""


class Built(NamedTuple):
    """The file of a return and the fields to store."""

    name: str
    content: bytes
    figures: dict


class ReturnBuilder:
    """Builds ``entry`` (police.pension.return) for ``schemes``."""

    def __init__(self, env, entry, schemes):
        self.env, self.entry = env, entry
        self.facts = {
            "company": entry.company_id.id,
            "schemes": schemes,
            "roles": [f"pension_creditor_{scheme}" for scheme in schemes],
            "start": entry.date_from,
            "end": entry.date_to,
            "day": history.DAY,
            "runs": entry.kind == "month",
        }

    def build(self):
        """See :class:`Built`. A month is agreed with the ledger; a scheme year with nothing but its rows."""
        rows = self._fetch(_ROWS.format(by="paid_on" if self.entry.kind == "month" else "earned_to"))
        sums = [sum(row[place] for row in rows) for place in (8, 9, 10)]
        owed = sums[1] + sums[2]
        ledger = self._fetch(_LEDGER)[0][0] if self.entry.kind == "month" else owed
        figures = {
            "member_count": len({row[-1] for row in rows}),
            "pensionable": text(sums[0]),
            "employee_amount": text(sums[1]),
            "employer_amount": text(sums[2]),
            "ledger_amount": text(ledger),
            "difference": text(owed - ledger),
        }
        return Built(self._name(), self._csv(rows), figures)

    def _fetch(self, query):
        self.env.flush_all()
        self.env.cr.execute(query, self.facts)
        return self.env.cr.fetchall()

    def _name(self):
        entry = self.entry
        return f"pension-{entry.family}-{entry.kind}-{entry.date_from:%Y%m%d}-{entry.date_to:%Y%m%d}.csv"

    def _csv(self, rows):
        cells = [
            (reference or "", nino, name, LABELS[scheme], rate or "", str(days), str(unpaid),
             f"{service / history.DAY:.4f}", pay, own, theirs)
            for reference, nino, name, scheme, rate, days, unpaid, service, pay, own, theirs, _id in rows
        ]  # fmt: skip
        entry = self.entry
        period = PayPeriod("monthly", entry.date_from, entry.date_to, entry.date_to, "", 0)
        totals = table.total_row(_HEADINGS, cells, "Total")
        employer = entry.company_id._employer()
        return table.to_csv(
            table.Schedule(entry.family, "Pension return", employer, period, _HEADINGS, cells, totals)
        )
