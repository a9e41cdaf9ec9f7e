"""Makes the periods and runs of payments out of turn, after asking whether they can be."""

from odoo import fields
from odoo.addons.police_engine.adapters.bacs.calendar import banking_day_on_or_before
from odoo.addons.police_engine.taxcalendar import tax_year_of
from odoo.exceptions import AccessError, UserError


class OffCycleRuns:
    """For a payroll clerk's environment."""

    def __init__(self, env):
        self.env = env

    def supplementary(self, period, pay_date, employees, reason):
        """A run that pays ``employees`` what they have not been paid for ``period`` on ``pay_date``."""
        self._check_clerk()
        self._check_day(period, pay_date)
        run = self._run(period, pay_date, "supplementary")
        run._write_guarded(
            {"off_cycle_employee_ids": [fields.Command.set(employees.ids)], "off_cycle_reason": reason}
        )
        return run

    def reversal(self, slips, pay_date, reason):
        """A run that takes ``slips`` back, dated ``pay_date``."""
        self._check_clerk()
        self._check_slips(slips)
        period = max(slips.run_id.period_id, key=lambda period: period.pay_date)
        period = period.parent_id or period
        if tax_year_of(pay_date) != period.tax_year:
            raise UserError(
                self.env._(
                    "The payslips are of %(year)s. A closed tax year is corrected by a late FPS for "
                    "that year, "
                    "not by a reversal in the next one.",
                    year=period.tax_year,
                )
            )
        self._check_day(period, pay_date)
        run = self._run(period, pay_date, "reversal")
        run._write_guarded({"reversed_slip_ids": [fields.Command.set(slips.ids)], "off_cycle_reason": reason})
        return run

    # -- may it be ------------------------------------------------------------------------------

    def _check_clerk(self):
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise AccessError(self.env._("Only payroll clerks prepare off-cycle runs."))

    def _check_day(self, period, pay_date):
        if banking_day_on_or_before(pay_date) != pay_date:
            raise UserError(self.env._("%s is not a banking day. Choose one.", f"{pay_date:%A, %-d %B %Y}"))
        later = self.env["police.pay.run"].search(
            [("calendar_id", "=", period.calendar_id.id), ("pay_date", ">=", pay_date),
             ("state", "in", ("approved", "paid"))], order="pay_date desc", limit=1,
        )  # fmt: skip
        if later:
            raise UserError(
                self.env._(
                    "%(run)s is approved and paid on %(on)s. Year-to-date figures build on one another: an "
                    "off-cycle payment must come after it.",
                    run=later.name, on=f"{later.pay_date:%-d %B %Y}",
                )
            )  # fmt: skip

    def _check_slips(self, slips):
        open_slips = slips.filtered(lambda slip: slip.run_state not in ("approved", "paid"))
        if open_slips or not slips:
            raise UserError(
                self.env._("Only payslips of approved runs are taken back; calculate an open run again.")
            )
        taken = slips.sudo().filtered("is_reversed")
        if taken:
            raise UserError(self.env._("%s is already taken back.", taken[0].display_name))
        if any(slip.run_id.kind == "reversal" for slip in slips):
            raise UserError(
                self.env._("A reversal is not reversed: pay the people again by a supplementary run.")
            )
        if len(slips.run_id.calendar_id) > 1:
            raise UserError(self.env._("Choose payslips of one pay calendar."))
        if len(slips.employee_id) < len(slips):
            raise UserError(self.env._("Take back one payslip of a person at a time."))

    def _run(self, period, pay_date, kind):
        """The run, in a period of its own; a period left by a cancelled run is used again."""
        periods = self.env["police.pay.period"]
        known = periods.search(
            [("calendar_id", "=", period.calendar_id.id), ("pay_date", "=", pay_date), ("kind", "=", kind),
             ("parent_id", "=", period.id)], limit=1,
        )  # fmt: skip
        if not known or known.run_ids.filtered(lambda run: run.state != "cancelled"):
            known = periods.create(
                {
                    "calendar_id": period.calendar_id.id,
                    "date_from": period.date_from,
                    "date_to": period.date_to,
                    "pay_date": pay_date,
                    "kind": kind,
                    "parent_id": period.id,
                }
            )
        return self.env["police.pay.run"].create({"period_id": known.id})
