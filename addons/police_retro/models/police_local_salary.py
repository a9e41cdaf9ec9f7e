"""An approved local salary that is new, ended or archived concerns everybody paid by its code."""

from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..services import watch

WATCHED = ("approved_by_id", "annual_salary", "date_from", "date_to", "active", "code")


class PoliceLocalSalary(models.Model):
    _inherit = "police.local.salary"

    def write(self, vals):
        names = [name for name in WATCHED if name in vals]
        if not names or self.env.context.get("police_retro_quiet"):
            return super().write(vals)
        was = watch.before(self, [*names, "approved"])
        done = super().write(vals)
        for salary in self:
            salary._note_retro(was[salary.id])
        return done

    def _note_retro(self, was):
        if not (self.approved or was["approved"][0]):
            return
        touches = self.env["police.retro.touch"]
        closed = touches._closed_until(self.company_id.id)
        for name, (old, new, text) in watch.changed(self, was).items():
            if name == "date_to":
                since = min(day for day in (old, new) if day) + timedelta(days=1)
            else:
                since = self.date_from
            if closed and since <= closed and name != "approved":
                condition = SQL("l.code = %s", self.code)
                words = f"{self.code} £{self.annual_salary:,.2f}. {text}"
                touches._insert(self.company_id, since, "local_salary", words, condition)
