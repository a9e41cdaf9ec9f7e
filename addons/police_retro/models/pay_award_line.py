"""Who gets what from an award: officers by rank or scale, police staff by grade, London weighting."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pay.scales import SCALES
from odoo.addons.police_engine.whatif.scenario import Award, Scenario
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import ValidationError

WHO = [("officer", "Police officers"), ("staff", "Police staff and PCSOs"), ("weighting", "London weighting")]


def scale_selection():
    """Published scales, by their names in words."""
    values = RuleSet.load().periods[SCALES][-1].values
    return [(key, scale_name(key)) for key in sorted(values)]


def scale_name(key):
    """A scale's key in words.

    >>> scale_name("chief_inspector_london")
    'Chief inspector London'
    """
    return key.replace("_", " ").capitalize().replace("london", "London")


class PoliceAwardTerms(models.AbstractModel):
    """The terms of a rise, shared by awards and what-if scenarios."""

    _name = "police.award.terms"
    _description = "Terms of a Rise in Pay"

    who = fields.Selection(WHO, required=True, default="officer")
    rank_ids = fields.Many2many(
        "police.rank", string="Ranks", domain=[("police_type", "=", "officer")], help="Empty: all ranks."
    )
    scale = fields.Selection(
        lambda self: scale_selection(), help="Only this scale. Empty: those of the ranks."
    )
    percent = fields.Float(string="Per cent", digits=(6, 3))
    flat = fields.Float(
        string="Plus (£ a year)", digits=(16, 2), help="A flat sum for full time, after the percentage."
    )
    minimum = fields.Float(
        string="At least (£ a year)", digits=(16, 2), help="Nobody on full time is raised by less."
    )
    multiple = fields.Integer(
        string="Round to (£)", help="0: as the determination rounds (officers and staff: £3)."
    )
    rounding = fields.Selection(
        [("nearest", "To the nearest"), ("up", "Up")], help="Empty: as the determination rounds."
    )

    @api.constrains("percent", "flat", "minimum", "multiple", "who", "rank_ids", "scale")
    def _check_terms(self):
        for terms in self:
            if not (terms.percent or terms.flat or terms.minimum):
                raise ValidationError(self.env._("Give a percentage, a flat sum or a minimum."))
            if abs(terms.percent) > 50 or max(abs(terms.flat), abs(terms.minimum)) > 50_000:
                raise ValidationError(
                    self.env._("A rise of more than 50 % or £50,000 is taken for a slip of the keyboard.")
                )
            if terms.multiple < 0 or terms.minimum < 0:
                raise ValidationError(self.env._("Rounding and minimum may not be negative."))
            if terms.who != "officer" and (terms.rank_ids or terms.scale):
                raise ValidationError(self.env._("Ranks and scales choose officers only."))
            if terms.who == "weighting" and (terms.flat or terms.minimum):
                raise ValidationError(self.env._("London weighting is raised by a percentage only."))

    def _to_engine(self, on):
        """The engine's Award from ``on``."""
        self.ensure_one()
        officers = self.who == "officer"
        return Award(
            on,
            Decimal(str(round(self.percent, 3))),
            to_pence(Decimal(str(round(self.flat, 2)))),
            ranks=() if self.scale else tuple(self.rank_ids.mapped("code")),
            scales=(self.scale,) if self.scale else (),
            person_types=("officer",) if officers else ("staff", "pcso") if self.who == "staff" else (),
            london_weighting=self.who == "weighting",
            minimum=to_pence(Decimal(str(round(self.minimum, 2)))),
            multiple=self.multiple or 0,
            rounding=self.rounding or "",
        )


class PoliceAwardLine(models.Model):
    _name = "police.award.line"
    _description = "Part of a Pay Award"
    _inherit = ["police.award.terms"]
    _order = "award_id, id"
    _rec_name = "who"

    award_id = fields.Many2one("police.award", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="award_id.company_id", store=True, index=True)
    grades = fields.Char(help="Grades or spine codes of staff, separated by commas. Empty: all.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.award_id._back_to_draft()
        return lines

    def write(self, vals):
        self.award_id._check_lines_open()
        result = super().write(vals)
        self.award_id._back_to_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open_only(self):
        self.award_id._check_lines_open()

    def _to_scenario(self, name, on):
        """All lines together; the engine raises scales and weighting by it."""
        return Scenario(name, tuple(line._to_engine(on) for line in self))

    def _wanted_grades(self):
        """Set of grades and codes, lower case; empty: all."""
        return {part.strip().lower() for part in (self.grades or "").split(",") if part.strip()}
