"""Whose expected pay is out of date. Rows are only ever added by writes and taken by the refresh.

A write adds one row and goes on (ADR 0012): it waits for nobody and nobody's refresh can clash with it.
"""

from odoo import api, fields, models
from odoo.tools import SQL


class PayTouch(models.Model):
    _name = "police.pay.touch"
    _description = "Expected Pay out of Date"
    _order = "id"
    _log_access = False

    employee_id = fields.Many2one(
        "hr.employee", index=True, ondelete="cascade", help="Empty: the whole force."
    )
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="cascade")
    noted_at = fields.Datetime(required=True)

    MANY = 500  # beyond this the whole force is worked out anew in one go

    @api.model
    def _note(self, employees):
        """``employees`` (hr.employee) are to be worked out again."""
        if not employees:
            return
        if len(employees) > self.MANY:
            for company in employees.sudo().company_id:
                self._note_force(company)
            return
        self.env.cr.execute(
            SQL(
                """INSERT INTO police_pay_touch (employee_id, company_id, noted_at)
                   SELECT e.id, e.company_id, now() AT TIME ZONE 'UTC' FROM hr_employee e
                    WHERE e.id = ANY(%s) AND e.company_id IS NOT NULL""",
                list(employees.ids),
            )
        )
        self._wake()

    @api.model
    def _note_force(self, company):
        """Everybody of a force is to be worked out again."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO police_pay_touch (company_id, noted_at) VALUES (%s, now() AT TIME ZONE 'UTC')",
                company.id,
            )
        )
        self._wake()

    def _wake(self):
        """Start the refresh once after this transaction."""
        data = self.env.cr.precommit.data
        if not data.get("police_pay_touch"):
            data["police_pay_touch"] = True
            self.env.ref("police_duty.cron_expected_pay").sudo()._trigger()
