"""Ask HMRC about the National Insurance numbers of selected people."""

from odoo import api, fields, models
from odoo.addons.police_engine.taxcalendar import tax_month, tax_year_of
from odoo.exceptions import UserError

from ..services import law


class RtiNinoRequest(models.TransientModel):
    _name = "police.rti.nino.request"
    _description = "Ask HMRC for NI Numbers"

    employee_ids = fields.Many2many("hr.employee", string="People", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)

    @api.model
    def default_get(self, names):
        """The people selected, or everybody without a number."""
        values = super().default_get(names)
        active = self.env.context.get("active_ids")
        if self.env.context.get("active_model") == "hr.employee" and active:
            values["employee_ids"] = [fields.Command.set(active)]
        else:
            without = self.env["hr.employee"].search(
                [
                    ("company_id", "=", self.env.company.id), ("nino", "=", False),
                    ("payroll_reference", "!=", False),
                ],
                limit=self._most(),
            )  # fmt: skip
            values["employee_ids"] = [fields.Command.set(without.ids)]
        return values

    def _most(self):
        return law.figure(fields.Date.context_today(self), "nvr_most_people")

    def action_create(self):
        """An NVR with these people, checked."""
        self.ensure_one()
        submissions = self.env["police.rti.submission"]
        submissions._check_role("police_core.group_payroll_clerk")
        if not 1 <= len(self.employee_ids) <= self._most():
            raise UserError(
                self.env._(
                    "HMRC takes between 1 and %(most)s people in one request; %(count)s are chosen.",
                    most=self._most(),
                    count=len(self.employee_ids),
                )
            )
        others = self.employee_ids.filtered(lambda person: person.company_id != self.env.company)
        if others:
            raise UserError(self.env._("%s is not of this force.", others[0].name))
        today = submissions._today()
        one = submissions.create(
            {"kind": "nvr", "company_id": self.env.company.id, "tax_year": tax_year_of(today),
             "tax_month": tax_month(today)}
        )  # fmt: skip
        self.env["police.rti.nino.check"].sudo().create(
            [
                {
                    "submission_id": one.id, "employee_id": person.id,
                    "payroll_reference": person.payroll_reference, "asked_nino": person.nino,
                }
                for person in self.employee_ids
            ]
        )  # fmt: skip
        one.action_ready()
        return one.action_open()
