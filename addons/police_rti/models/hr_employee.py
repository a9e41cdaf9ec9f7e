"""What HMRC answered about a person's National Insurance number."""

from odoo import fields, models
from odoo.addons.police_hr.models.hr_version import READERS


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    nino_check_ids = fields.One2many(
        "police.rti.nino.check", "employee_id", string="NI number checks", groups=READERS
    )
