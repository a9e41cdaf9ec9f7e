"""Agreements in force on a pay day, with the approved rate of their band: one query for everybody."""

from typing import NamedTuple

from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.records import ElementInput
from odoo.tools import SQL

from .rows import Row


class Agreed(NamedTuple):
    """One agreement and what it takes (pence); ``amount`` None: no approved rate is in force."""

    employee_id: int
    agreement_id: int
    number: str
    code: str
    payee_id: int
    priority: int
    scheme: str
    band: str
    amount: int | None
    source: str

    @property
    def element(self):
        """The deduction for the PayCase."""
        return ElementInput(self.code, self.amount, reference=self.number)

    @property
    def row(self):
        """What is kept of it."""
        working = (
            f"Scheme: {self.scheme}\nBand: {self.band}\nRate: {display(self.amount)}\nSource: {self.source}"
        )
        return Row(
            self.employee_id, "agreement", self.agreement_id, self.payee_id, self.code, self.number,
            self.amount, self.amount, working=working,
        )  # fmt: skip


def agreed(gathering):
    """``list[Agreed]`` of the people in scope who are in paid employment; each once a pay period."""
    env, period = gathering.env, gathering.period
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """SELECT a.employee_id, a.id, a.name, s.code, s.payee_id, s.priority, s.name,
                      COALESCE(b.name, ''),
                      CASE WHEN s.own_amount THEN (a.amount * 100)::bigint
                           WHEN r.date_to IS NULL OR r.date_to >= %(pay)s THEN (r.amount * 100)::bigint END,
                      CASE WHEN s.own_amount THEN 'Agreement signed on ' || to_char(a.signed_on, 'DD/MM/YYYY')
                           ELSE COALESCE(r.source, '') END
                 FROM police_deduction_agreement a
                 JOIN police_deduction_scheme s ON s.id = a.scheme_id
                 LEFT JOIN police_deduction_band b ON b.id = a.band_id
                 LEFT JOIN LATERAL (
                      SELECT x.amount, x.date_to, x.source FROM police_deduction_rate x
                       WHERE x.band_id = a.band_id AND x.approved AND x.date_from <= %(pay)s
                       ORDER BY x.date_from DESC LIMIT 1) r ON NOT s.own_amount
                WHERE a.company_id = %(company)s AND a.state = 'running' AND a.active AND %(who)s
                  AND a.date_from <= %(pay)s AND (a.date_to IS NULL OR a.date_to >= %(pay)s)
                  AND NOT EXISTS (
                      SELECT 1 FROM police_deduction_taken t
                       WHERE t.agreement_id = a.id AND t.state = 'taken' AND t.run_id <> %(run)s
                         AND t.pay_date BETWEEN %(start)s AND %(end)s AND %(standing)s)
                ORDER BY a.employee_id, s.priority, a.id""",
            pay=period.pay_date, company=gathering.company.id, who=gathering.where("a.employee_id"),
            run=gathering.run.id if gathering.run else 0, start=period.start, end=period.end,
            standing=env["police.deduction.taken"]._standing(),
        )
    )  # fmt: skip
    paid = {
        employee_id for employee_id, slices in gathering.slices.items() if any(piece.paid for piece in slices)
    }
    return [Agreed(*row) for row in rows if row[0] in paid]
