"""The figures an award brings: a point of a published scale, or a salary of the force's own.

Those of an applied award are law for the force from their day on (see ``services/force_law.py``).
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.pay.context import CALCULATION, LONDON
from odoo.addons.police_engine.pay.scales import SCALES
from odoo.addons.police_engine.whatif.scenario import raised, rules_of
from odoo.exceptions import UserError

from ..services.force_law import law_of
from .pay_award_line import scale_name


class PoliceAwardFigure(models.Model):
    _name = "police.award.figure"
    _description = "Figure of a Pay Award"
    _order = "award_id, scale, point, local_code, id"
    _rec_name = "name"

    award_id = fields.Many2one("police.award", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="award_id.state")
    name = fields.Char(string="Scale or spine", required=True, readonly=True)
    scale = fields.Char(string="Scale key", readonly=True)
    point = fields.Char(readonly=True)
    local_salary_id = fields.Many2one("police.local.salary", readonly=True, ondelete="restrict")
    local_code = fields.Char(readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    before = fields.Float(string="Salary before", digits=(16, 2), readonly=True, aggregator=None)
    annual = fields.Float(string="New salary", digits=(16, 2), readonly=True, aggregator=None)
    rise = fields.Float(string="Rise", digits=(16, 2), compute="_compute_rise", store=True, aggregator=None)

    @api.depends("before", "annual")
    def _compute_rise(self):
        for figure in self:
            figure.rise = figure.annual - figure.before

    def write(self, vals):
        """Worked out, not typed."""
        raise UserError(self.env._("Figures of an award are worked out from its terms; change the terms."))

    @api.model
    def _work_out(self, award):
        """Replace the figures of a draft award."""
        award.figure_ids.unlink()
        law = law_of(self.env, award.company_id)
        rows = [*self._scale_rows(award, law), *self._local_rows(award, law)]
        if not rows:
            raise UserError(self.env._("%s raises no figure that is in force on its day.", award.name))
        self.create([{"award_id": award.id, "company_id": award.company_id.id, "date_from": award.date_from,
        **r}
                     for r in rows])  # fmt: skip

    def _scale_rows(self, award, law):
        lines = award.line_ids.filtered(lambda line: line.who != "staff")
        if not lines:
            return
        on = award.date_from
        after = rules_of(law, lines._to_scenario(award.name, on))
        old, new = law.at(SCALES, on - timedelta(days=1)), after.at(SCALES, on)
        awards = [line._to_engine(on) for line in lines]
        for scale, points in new.values.items():
            if not any(one.covers(scale) for one in awards):
                continue
            for point, salary in points.items():
                if isinstance(salary, int):
                    before = old.values.get(scale, {}).get(point, 0)
                    yield {
                        "name": f"{scale_name(scale)}, point {point.replace('_', ' ')}",
                        "scale": scale, "point": point, "before": before, "annual": salary,
                    }  # fmt: skip
        if any(line.who == "weighting" for line in lines):
            before = law.at(LONDON, on - timedelta(days=1))["annual"]
            yield {
                "name": self.env._("London weighting"), "scale": LONDON, "point": "annual", "before": before,
                "annual": after.at(LONDON, on)["annual"],
            }  # fmt: skip

    def _local_rows(self, award, law):
        on = award.date_from
        staff = law.at(CALCULATION, on)
        rule = staff["staff.salary_multiple"], staff["staff.salary_rounding"]
        taken = set()
        for line in award.line_ids.filtered(lambda line: line.who == "staff"):
            wanted = line._wanted_grades()
            for salary in self._salaries_in_force(award):
                names = {(salary.grade or "").lower(), salary.code.lower()}
                if salary.id in taken or (wanted and not names & wanted):
                    continue
                taken.add(salary.id)
                annual = raised(round(salary.annual_salary * 100), [line._to_engine(on)], *rule)
                yield {
                    "name": salary.display_name, "local_salary_id": salary.id, "local_code": salary.code,
                    "before": salary.annual_salary, "annual": annual / 100,
                }  # fmt: skip

    @api.model
    def _salaries_in_force(self, award):
        salaries = self.env["police.local.salary"]
        on = award.date_from
        mine = [("company_id", "=", award.company_id.id), ("approved", "=", True)]
        later = salaries.search([*mine, ("date_from", ">=", on)], limit=1)
        if later:
            raise UserError(
                self.env._(
                    "%(code)s already has a salary from %(later)s, on or after %(on)s. Date the award "
                    "later, or end"
                    " that salary first.",
                    code=later.code,
                    later=f"{later.date_from:%-d %B %Y}",
                    on=f"{on:%-d %B %Y}",
                )
            )
        return salaries.search(
            [*mine, "|", ("date_to", "=", False), ("date_to", ">=", on)], order="grade, point"
        )
