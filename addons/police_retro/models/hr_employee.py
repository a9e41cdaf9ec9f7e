"""The date of appointment decides a constable's scale: a change of it reaches back to the first facts."""

from odoo import models

from ..services import watch


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    def write(self, vals):
        if "appointed_on" not in vals:
            return super().write(vals)
        was = watch.before(self.sudo(), ["appointed_on"])
        done = super().write(vals)
        rows = []
        for employee in self.sudo():
            first = employee.version_ids.filtered("contract_date_start").sorted("date_version")[:1]
            for _old, _new, text in watch.changed(employee, was[employee.id]).values():
                if first:
                    rows.append((employee, first._pay_starts(), "job", text))
        self.env["police.retro.touch"]._note(rows)
        return done
