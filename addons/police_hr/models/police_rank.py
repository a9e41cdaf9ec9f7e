"""Ranks and grades, and which published pay scale each of them is paid on."""

from odoo import api, fields, models

PERSON_TYPES = [
    ("officer", "Police officer"),
    ("staff", "Police staff"),
    ("pcso", "PCSO"),
    ("special", "Special constable"),
]


class PoliceRank(models.Model):
    """A rank names the scale keys of ``police/pay/scales`` that pay it.

    ``scale`` outside London, ``scale_london`` in London when it differs, and ``scale_before`` for
    those appointed before ``scale_before_date`` (the constable scale closed on 31 March 2013). A
    rank without a scale is paid by a local salary or not at all.
    """

    _name = "police.rank"
    _description = "Rank"
    _order = "sequence, id"

    code = fields.Char(required=True, help="Key used by the pay engine, e.g. chief_inspector.")
    name = fields.Char(required=True, translate=True)
    abbreviation = fields.Char(help="As written on rosters, e.g. CI.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    police_type = fields.Selection(PERSON_TYPES, string="Kind of person", required=True, default="officer")
    scale = fields.Char(string="Pay scale", help="Key in the published scales; empty: local salary.")
    scale_london = fields.Char(string="Pay scale in London", help="Only when London has its own scale.")
    scale_before = fields.Char(string="Pay scale for earlier appointments")
    scale_before_date = fields.Date(string="Earlier than", help="Appointed before this date.")
    full_time_hours = fields.Float(
        string="Full-time weekly hours",
        digits=(5, 2),
        default=40.0,
        help="Weekly hours of a full-time person of this rank.",
    )

    _code_uniq = models.UniqueIndex("(code)", "Another rank has this code.")
    _before_complete = models.Constraint(
        "CHECK ((scale_before IS NULL) = (scale_before_date IS NULL))",
        "Give both the earlier scale and the date before which it applies, or neither.",
    )

    @api.depends("name", "abbreviation")
    def _compute_display_name(self):
        for rank in self:
            rank.display_name = rank.name

    def _scale_key(self, region, appointed_on) -> str:
        """Key of the published scale for someone of this rank, or ``''``."""
        if not self:
            return ""
        self.ensure_one()
        if self.scale_before_date and appointed_on and appointed_on < self.scale_before_date:
            return self.scale_before or ""
        if region == "london" and self.scale_london:
            return self.scale_london
        return self.scale or ""
