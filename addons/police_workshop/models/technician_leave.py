"""Approved leave (core's Time Off) keeps a technician away too; nobody enters it twice.

An approved leave is a row of ``resource.calendar.leaves`` for the person's own resource; days of which any
part is leave are days away, because work is planned for whole shifts. Bank holidays (rows for everybody) are
the workshop's closed days and not counted here. Why somebody is on leave is not read.
"""

from datetime import datetime, time, timedelta

import pytz
from odoo import api, models
from odoo.fields import Domain

from .workshop import ZONE, local


class PoliceFleetTechnician(models.Model):
    _inherit = "police.fleet.technician"

    def _away(self, first, last):
        found = super()._away(first, last)
        owner = {t.sudo().employee_id.resource_id.id: t.id for t in self if t.sudo().employee_id.resource_id}
        begins, ends = _midnight(first), _midnight(last + timedelta(days=1))
        rows = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "in", list(owner))
                & Domain("time_type", "=", "leave")
                & Domain("date_from", "<", ends)
                & Domain("date_to", ">", begins),
                order="date_from",
            )
        )
        for row in rows:
            found[owner[row.resource_id.id]].append(_days(row))
        return found


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        """Leave approved: the cards of those days look for somebody else."""
        rows = super().create(vals_list)
        people = (
            self.env["police.fleet.technician"]
            .sudo()
            .search([("employee_id.resource_id", "in", rows.resource_id.ids)])
        )
        for row in rows if people else ():
            away = people.filtered(lambda t, r=row: t.employee_id.resource_id == r.resource_id)
            away._free_jobs(*_days(row))
        return rows


def _days(row):
    """Local first and last day of a leave."""
    return local(row.date_from).date(), local(row.date_to - timedelta(seconds=1)).date()


def _midnight(day):
    """Naive UTC of a local midnight."""
    return ZONE.localize(datetime.combine(day, time())).astimezone(pytz.utc).replace(tzinfo=None)
