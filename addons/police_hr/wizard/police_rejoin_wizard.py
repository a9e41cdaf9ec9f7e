"""Take back somebody who left: a new contract on the same person, with their history kept."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.hr_employee import next_increment_date


class PoliceRejoinWizard(models.TransientModel):
    _name = "police.rejoin.wizard"
    _description = "Re-joiner"

    employee_id = fields.Many2one("hr.employee", string="Person", required=True)
    company_id = fields.Many2one(related="employee_id.company_id")
    left_on = fields.Date(string="Left on", related="employee_id.leaving_date")
    date = fields.Date(string="Re-joins on", required=True, default=fields.Date.context_today)
    rank_id = fields.Many2one("police.rank", string="Rank", required=True)
    pay_point = fields.Char(string="Pay point")
    local_salary_id = fields.Many2one(
        "police.local.salary", string="Local salary", domain="[('company_id', '=', company_id)]"
    )
    weekly_hours = fields.Float(string="Contracted weekly hours", digits=(5, 2), required=True)
    station_id = fields.Many2one(
        "police.station", string="Station", domain="[('company_id', '=', company_id)]"
    )
    collar_number = fields.Char(
        string="Collar number", help="Their own old number, a new one, or empty for none."
    )
    continuous = fields.Boolean(
        string="Service is continuous", help="Ticked: continuous service keeps its old start."
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        employee = self.env["hr.employee"].browse(values.get("employee_id"))
        if employee:
            last = employee.version_ids.sorted("date_version")[-1:]
            facts = {
                "rank_id": last.rank_id.id,
                "pay_point": last.pay_point,
                "weekly_hours": last.weekly_hours,
                "local_salary_id": last.local_salary_id.id,
                "station_id": last.station_id.id,
                "collar_number": employee.collar_number,
            }
            values |= {name: value for name, value in facts.items() if name in fields_list}
        return values

    def action_rejoin(self):
        """Open the new contract and its first facts. Raises UserError before they have left."""
        self.ensure_one()
        employee = self.employee_id
        if not self.left_on or self.date <= self.left_on:
            raise UserError(
                self.env._(
                    "%(person)s left on %(left)s and can re-join from the day after.",
                    person=employee.name,
                    left=self.left_on.strftime("%d/%m/%Y") if self.left_on else "—",
                )
            )
        if not employee.active:
            employee.action_unarchive()
        employee.with_context(collar_from=self.date).collar_number = self.collar_number
        version = employee.create_contract(self.date)
        version.write(self._facts(version))
        if not self.continuous:
            employee.service_date = self.date
        return {"type": "ir.actions.act_window_close"}

    def _facts(self, version):
        same_rank = version.rank_id == self.rank_id
        scale = self.rank_id._scale_key(version.pay_region, self.employee_id.appointed_on)
        law = self.employee_id.company_id._pay_law()
        due = not self.local_salary_id and next_increment_date(
            law, scale, self.pay_point, self.date, self.date
        )
        return {
            "rank_id": self.rank_id.id,
            "police_type": self.rank_id.police_type,
            "rank_since": self.date,
            "pay_point": self.pay_point,
            "local_salary_id": self.local_salary_id.id,
            "paid": True,
            "weekly_hours": self.weekly_hours,
            "full_time_hours": self.rank_id.full_time_hours,
            "station_id": self.station_id.id,
            "increment_date": due or False,
            "pay_scale_override": version.pay_scale_override if same_rank else False,
        }
