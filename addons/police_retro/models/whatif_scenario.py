"""One scenario of a what-if: any number of rises, each from its day."""

from odoo import api, fields, models
from odoo.addons.police_engine.whatif.scenario import Scenario


class PoliceWhatIfScenario(models.Model):
    _name = "police.whatif.scenario"
    _description = "What-if Scenario"
    _order = "whatif_id, sequence, id"

    whatif_id = fields.Many2one("police.whatif", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="whatif_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    rise_ids = fields.One2many("police.whatif.rise", "scenario_id", string="Rises", copy=True)
    words = fields.Char(string="In words", compute="_compute_words")
    gross = fields.Float(string="Pay", digits=(16, 2), readonly=True, copy=False)
    on_costs = fields.Float(string="NI, pension, levy", digits=(16, 2), readonly=True, copy=False)
    cost = fields.Float(digits=(16, 2), readonly=True, copy=False)
    extra = fields.Float(string="More than as it stands", digits=(16, 2), readonly=True, copy=False)
    extra_percent = fields.Float(string="More, %", digits=(6, 2), readonly=True, copy=False)

    _name_once = models.Constraint("UNIQUE(whatif_id, name)", "Two scenarios have the same name.")

    @api.depends(
        "rise_ids.percent", "rise_ids.flat", "rise_ids.minimum", "rise_ids.who", "rise_ids.date_from"
    )
    def _compute_words(self):
        for scenario in self:
            scenario.words = "; ".join(rise._in_words() for rise in scenario.rise_ids)

    def _to_engine(self):
        self.ensure_one()
        return Scenario(self.name, tuple(rise._to_engine(rise.date_from) for rise in self.rise_ids))


class PoliceWhatIfRise(models.Model):
    _name = "police.whatif.rise"
    _description = "Rise in a What-if Scenario"
    _inherit = ["police.award.terms"]
    _order = "scenario_id, date_from, id"
    _rec_name = "who"

    scenario_id = fields.Many2one("police.whatif.scenario", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scenario_id.company_id", store=True, index=True)
    date_from = fields.Date(
        string="From", required=True, default=lambda self: fields.Date.context_today(self)
    )

    def _in_words(self):
        parts = [f"{self.percent:g} %"] if self.percent else []
        parts += [f"£{self.flat:,.0f}"] if self.flat else []
        words = " + ".join(parts)
        if self.minimum:
            words = f"{words}, at least £{self.minimum:,.0f}".lstrip(", ")
        whom = ", ".join(self.rank_ids.mapped("name")) or dict(self._fields["who"].selection)[self.who]
        return f"{words} for {whom} from {self.date_from:%-d %B %Y}"
