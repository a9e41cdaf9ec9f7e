"""What each order, agreement, loan and recovery took on each pay day: the memory that states are read from.

Rows are written when a run is calculated (``expected``) and sealed when it is approved (``taken``), once.
A state is never stored by itself: it is the last sealed row, so it can be replayed to any pay day.
"""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

KINDS = [("order", "Order"), ("agreement", "Agreement"), ("loan", "Loan"), ("recovery", "Overpayment")]


class Position(NamedTuple):
    """Where an order stands after its last pay day, pence."""

    deduction_carried: int
    protection_carried: int
    taken: int
    short: int


class DeductionTaken(models.Model):
    _name = "police.deduction.taken"
    _description = "Deduction on a Pay Day"
    _order = "pay_date desc, id desc"
    _rec_name = "reference"
    _log_access = False  # written in bulk with the run, which says who and when

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one("res.company", string="Force", required=True, index=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict", readonly=True
    )
    pay_date = fields.Date(string="Pay date", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    order_id = fields.Many2one(
        "police.deduction.order", index="btree_not_null", ondelete="restrict", readonly=True
    )
    agreement_id = fields.Many2one(
        "police.deduction.agreement", index="btree_not_null", ondelete="restrict", readonly=True
    )
    loan_id = fields.Many2one(
        "police.deduction.loan", index="btree_not_null", ondelete="restrict", readonly=True
    )
    overpayment_id = fields.Many2one(
        "police.overpayment", index="btree_not_null", ondelete="restrict", readonly=True
    )
    payee_id = fields.Many2one(
        "police.deduction.payee", string="Paid to", index="btree_not_null", readonly=True
    )
    code = fields.Char(string="Pay element", required=True, readonly=True)
    reference = fields.Char(required=True, readonly=True)
    due = fields.Float(digits=(16, 2), readonly=True)
    amount = fields.Float("Taken", digits=(16, 2), readonly=True)
    short = fields.Float(
        "Not met", digits=(16, 2), readonly=True, help="Due but not taken: protected earnings."
    )
    administration = fields.Float("Administration", digits=(16, 2), readonly=True)
    deduction_carried = fields.Float("Carried", digits=(16, 2), readonly=True)
    protection_carried = fields.Float("Protection carried", digits=(16, 2), readonly=True)
    working = fields.Text(readonly=True, help="How it was worked out, one fact a line.")
    state = fields.Selection(
        [("expected", "Expected"), ("taken", "Taken")], required=True, readonly=True, index=True
    )
    schedule_id = fields.Many2one("police.deduction.schedule", index="btree_not_null", readonly=True)

    _once = models.UniqueIndex("(run_id, reference, code)", "Taken twice in one run.")

    @api.model
    def _order_positions(self, order_ids, before=None):
        """``{order id: Position}`` of sealed rows, those of pay days before ``before`` (a date) if given."""
        return {
            row[0]: Position(*row[1:])
            for row in self._folded("order_id", order_ids, before)
        }  # fmt: skip

    @api.model
    def _amounts(self, column, ids, before=None):
        """``{id: pence taken}`` for agreements, loans or overpayments."""
        return {row[0]: row[3] for row in self._folded(column, ids, before)}

    @api.model
    def _standing(self):
        """SQL condition: row ``t`` is of a payslip that stands: it takes none back and is not taken back."""
        if "reversed_slip_ids" not in self.env["police.pay.run"]._fields:
            return SQL("TRUE")
        return SQL(
            """NOT EXISTS (
                SELECT 1 FROM police_reversed_slip_rel x JOIN police_pay_run b ON b.id = x.run_id
                  JOIN police_payslip s ON s.id = x.slip_id
                 WHERE s.run_id = t.run_id AND s.employee_id = t.employee_id
                   AND b.state IN ('approved', 'paid'))
               AND NOT EXISTS (
                SELECT 1 FROM police_pay_run own WHERE own.id = t.run_id AND own.kind = 'reversal')"""
        )

    def _folded(self, column, ids, before):
        if not ids:
            return []
        self.env["police.deduction.taken"].flush_model()
        until = SQL("AND pay_date < %s", before) if before else SQL("")
        return self.env.execute_query(
            SQL(
                """SELECT %(column)s,
                          (array_agg((deduction_carried * 100)::bigint ORDER BY pay_date DESC, id DESC))[1],
                          (array_agg((protection_carried * 100)::bigint ORDER BY pay_date DESC, id DESC))[1],
                          sum((amount * 100)::bigint)::bigint,
                          (array_agg((short * 100)::bigint ORDER BY pay_date DESC, id DESC))[1]
                     FROM police_deduction_taken t
                    WHERE state = 'taken' AND %(column)s = ANY(%(ids)s) %(until)s AND %(standing)s
                    GROUP BY 1""",
                column=SQL.identifier(column), ids=list(ids), until=until, standing=self._standing(),
            )
        )  # fmt: skip

    def write(self, vals):
        """Only its schedule is set afterwards; amounts come from the run."""
        if set(vals) - {"schedule_id"}:
            raise UserError(self.env._("What was taken is not edited: it follows from the pay run."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_expected(self):
        if any(row.state == "taken" for row in self):
            raise UserError(self.env._("What was taken on an approved pay day stays on record."))
