"""What a technician can do and a service asks for."""

from odoo import fields, models


class PoliceFleetSkill(models.Model):
    """``code`` is the word of service plans (``skill_code``) and of the planner; the same in every force."""

    _name = "police.fleet.skill"
    _description = "Workshop skill"
    _order = "sequence, name"

    code = fields.Char(required=True, help="Short word used by service plans and the planner, e.g. light.")
    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_once = models.UniqueIndex("(code)", "There is a skill with this code already.")
