"""Average weekly earnings of an absence: from closed payslips with the working, or entered with evidence."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.absence.average import average_before
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError, ValidationError

from ..services.family import STATUTORY
from ..services.payments import read_payments, stored_average


class AbsenceAverage(models.Model):
    _inherit = "police.absence"

    average_total = fields.Float(
        string="Earnings in the relevant period", digits=(16, 2), readonly=True, copy=False
    )
    average_periods = fields.Integer(string="Pay days counted", readonly=True, copy=False)
    average_frequency = fields.Char(readonly=True, copy=False)
    average_working = fields.Text(string="Working", readonly=True, copy=False)
    average_entered = fields.Float(
        string="Average entered",
        digits=(16, 2),
        tracking=True,
        copy=False,
        help="Pounds a week, where the payslips of the relevant period are not kept here.",
    )
    average_evidence = fields.Char(
        string="Evidence of the average",
        tracking=True,
        copy=False,
        help="Where the average entered comes from, e.g. payslips of the old system.",
    )
    average_weekly = fields.Float(
        string="Average weekly earnings", digits=(16, 4), compute="_compute_average_weekly"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("average_total", "average_periods", "average_frequency", "average_entered")
    def _compute_average_weekly(self):
        for absence in self:
            average = stored_average(absence)
            absence.average_weekly = float(average / 100) if average is not None else 0.0

    @api.constrains("average_entered", "average_evidence")
    def _check_average(self):
        for absence in self:
            if absence.average_entered < 0:
                raise ValidationError(self.env._("Average weekly earnings may not be negative."))
            if absence.average_entered and not absence.average_evidence:
                raise ValidationError(
                    self.env._(
                        "Say where the average of %s a week comes from.", f"£{absence.average_entered:,.2f}"
                    )
                )

    def action_work_out_average(self):
        """Average weekly earnings of the relevant period from closed payslips; the working is kept."""
        for absence in self:
            end = absence._average_end()
            paid = read_payments(self.env, absence.employee_id.ids, end + timedelta(days=1))
            try:
                average = average_before(paid.get(absence.employee_id.id, ()), end)
            except InvalidRecord as error:
                raise UserError(
                    self.env._(
                        "%(absence)s: average weekly earnings cannot be worked out. %(reason)s The "
                        "payslips of "
                        "that time are not kept here: enter the average with its evidence.",
                        absence=absence.display_name,
                        reason=str(error),
                    )
                ) from error
            days = {p.on for p in paid[absence.employee_id.id] if average.first <= p.on <= average.last}
            absence.write(
                {
                    "average_total": average.total / 100,
                    "average_periods": len(days),
                    "average_frequency": paid[absence.employee_id.id][-1].frequency,
                    "average_working": average.working,
                }
            )
            assert to_pence(absence.average_total) == average.total

    def _average_end(self):
        """The last day of the time whose pay days count."""
        self.ensure_one()
        if self.kind not in STATUTORY:
            return self.sick_from - timedelta(days=1)
        leave = self._leaves()[self]
        if leave.claim is None:
            raise UserError(f"{self.display_name}: {self._missing_date()}")
        return leave.service()[0]
