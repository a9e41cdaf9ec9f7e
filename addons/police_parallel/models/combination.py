"""Every way of being paid that the data holds: how many people are paid so, how many were compared."""

from odoo import fields, models
from odoo.addons.police_hr.models.police_rank import PERSON_TYPES
from odoo.tools import SQL

from ..services.migration_counts import COMBINATIONS, TESTED


class Combination(models.Model):
    """Rank, point, region, pattern and set of elements; counted from current comparisons when looked at."""

    _name = "police.parallel.combination"
    _description = "Way of being paid"
    _auto = False
    _order = "compared, people desc, id"
    _rec_name = "elements"

    project_id = fields.Many2one("police.parallel.project", readonly=True)
    company_id = fields.Many2one("res.company", string="Force", readonly=True)
    police_type = fields.Selection(PERSON_TYPES, string="Type", readonly=True)
    rank_id = fields.Many2one("police.rank", readonly=True)
    pay_point = fields.Char(readonly=True)
    pay_region = fields.Selection(
        [("england_wales", "England and Wales"), ("london", "London")], string="Region", readonly=True
    )
    pattern = fields.Selection([("full_time", "Full-time"), ("part_time", "Part-time")], readonly=True)
    elements = fields.Char(readonly=True)
    people = fields.Integer(readonly=True)
    compared = fields.Integer(readonly=True, help="People paid so whose old payslip was compared.")
    equal = fields.Integer(readonly=True, help="Of them, those whose every line was the same to the penny.")
    tested = fields.Boolean(readonly=True)

    @property
    def _table_query(self):
        differs = """EXISTS (SELECT 1 FROM police_parallel_variance d
                              WHERE d.comparison_id = s.comparison_id AND d.employee_id = s.employee_id)"""
        key = "s.project_id, s.company_id, s.police_type, s.rank_id, s.pay_point, s.pay_region, s.pattern"
        return SQL(
            f"""
            SELECT min(s.comparison_id * 1000000 + s.employee_id) AS id, {key}, s.elements,
                   count(DISTINCT s.employee_id) AS people,
                   count(DISTINCT s.employee_id) FILTER (WHERE {TESTED}) AS compared,
                   count(DISTINCT s.employee_id) FILTER (WHERE {TESTED} AND NOT {differs}) AS equal,
                   bool_or({TESTED}) AS tested
              FROM ({COMBINATIONS}) s
             GROUP BY {key}, s.elements"""
        )
