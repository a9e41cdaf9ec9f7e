"""Records that decide pay tell the contributor when they change: jobs, payroll facts, elements, openings.

``HR`` fields that no payslip depends on (a photo, a phone number) touch nobody.
"""

from odoo import api, fields, models

VERSION_FIELDS = frozenset(
    {
        "date_version",
        "contract_date_start",
        "contract_date_end",
        "police_type",
        "rank_id",
        "pay_point",
        "pay_scale",
        "pay_scale_override",
        "local_salary_id",
        "weekly_hours",
        "full_time_hours",
        "cost_centre_id",
        "pay_region",
        "paid",
        "active",
        "employee_id",
        "sex",
    }
)
EMPLOYEE_FIELDS = frozenset({"birthday", "payroll_reference", "active", "bank_account_ids", "nino"})


def _told(records, date_field):
    """Tell of the people of ``records`` from their earliest date."""
    if records:
        dates = [day for day in records.sudo().mapped(date_field) if day]
        first = fields.Date.to_date(min(dates)) if dates else fields.Date.context_today(records)
        employees = records.sudo().employee_id.with_env(records.env)
        records.env["police.pay.contributor"]._touched(employees, first)


class _Touching(models.AbstractModel):
    """Mixed into models with ``employee_id``: every create, write and unlink touches."""

    _name = "police.touching.mixin"
    _description = "Decides Pay"

    _touch_date = "date_from"
    _touch_fields = None  # None: every field but these
    _untouching = frozenset({"message_follower_ids", "message_ids", "activity_ids", "paid_run_id"})

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        _told(records, self._touch_date)
        return records

    def write(self, vals):
        relevant = set(vals) & self._touch_fields if self._touch_fields else set(vals) - self._untouching
        if relevant:
            _told(self, self._touch_date)
        done = super().write(vals)
        if relevant:
            _told(self, self._touch_date)
        return done

    def unlink(self):
        _told(self, self._touch_date)
        return super().unlink()


class PayElement(models.Model):
    _name = "police.pay.element"
    _inherit = ["police.pay.element", "police.touching.mixin"]


class PayProfile(models.Model):
    _name = "police.pay.profile"
    _inherit = ["police.pay.profile", "police.touching.mixin"]


class PayOpening(models.Model):
    _name = "police.pay.opening"
    _inherit = ["police.pay.opening", "police.touching.mixin"]
    _touch_date = "create_date"


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        _told(versions.filtered("employee_id"), "date_version")
        return versions

    def write(self, vals):
        done = super().write(vals)
        if VERSION_FIELDS & vals.keys():
            _told(self.filtered("employee_id"), "date_version")
        return done

    def unlink(self):
        _told(self.filtered("employee_id"), "date_version")
        return super().unlink()


class LocalSalary(models.Model):
    _inherit = "police.local.salary"

    def write(self, vals):
        done = super().write(vals)
        if {"approved_by_id", "date_to", "active"} & vals.keys():
            for company in self.company_id:
                self.env["police.pay.touch"]._note_force(company)
        return done


class PensionRate(models.Model):
    _inherit = "police.pay.pension.rate"

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        for company in rates.company_id:
            self.env["police.pay.touch"]._note_force(company)
        return rates

    def write(self, vals):
        done = super().write(vals)
        for company in self.company_id:
            self.env["police.pay.touch"]._note_force(company)
        return done
