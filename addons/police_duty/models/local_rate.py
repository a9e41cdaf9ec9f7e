"""Rates the force itself approved: where the national figure is not known, or the law leaves it open."""

from datetime import date

from odoo import api, fields, models
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_payroll.services import engine_facts
from odoo.exceptions import UserError, ValidationError

PRICED = {"per_unit", "annual_share", "percent", "overtime"}


class LocalRate(models.Model):
    """One figure of one element from one date to another; only approved ones are paid."""

    _name = "police.pay.local.rate"
    _description = "Local Pay Rate"
    _inherit = ["mail.thread", "police.approval.mixin", "police.dated.mixin"]
    _order = "code, date_from desc"
    _check_company_auto = True
    _approval_group = "police_core.group_force_accountant"
    _dated_key = ("company_id", "code")

    code = fields.Selection(lambda self: self._codes(), string="Element", required=True, tracking=True)
    figure = fields.Float(digits=(16, 4), required=True, tracking=True)
    meaning = fields.Char(compute="_compute_meaning", help="What the figure is multiplied by.")
    national = fields.Char(string="National figure", compute="_compute_meaning")
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    source = fields.Char(
        required=True, tracking=True, help="The decision it rests on: JNC minute, circular, policy."
    )
    approved = fields.Boolean(compute="_compute_approved", store=True, index=True)
    active = fields.Boolean(default=True)

    _positive = models.Constraint("CHECK (figure > 0)", "A rate must be more than nothing.")

    @api.model
    def _codes(self):
        """Elements that are priced by a figure of their own."""
        found = [
            (e.code, e.label)
            for e in engine_facts.elements().values()
            if e.price in PRICED and e.kind == "earning"
        ]
        return sorted(found, key=lambda pair: pair[1])

    @api.depends("approved_by_id")
    def _compute_approved(self):
        for rate in self:
            rate.approved = bool(rate.approved_by_id)

    @api.depends("code", "date_from")
    def _compute_meaning(self):
        words = {
            "per_unit": self.env._("pounds for each %s"),
            "annual_share": self.env._("pounds a year (a twelfth for each %s)"),
            "percent": self.env._("per cent of pay for each %s"),
            "overtime": self.env._("times the hourly rate for each %s"),
        }
        for rate in self:
            element = engine_facts.elements().get(rate.code)
            rate.meaning = words[element.price] % element.unit if element else False
            rate.national = rate._national(element) if element else False

    def _national(self, element):
        name, _, key = element.figure.partition("#")
        try:
            period = RuleSet.load().at(name, self.date_from or date.today())
            return f"{period[key]} ({period.mark(key).confidence})"
        except ValueError:
            return self.env._("Not known")

    @api.depends("code", "figure", "date_from")
    def _compute_display_name(self):
        labels = dict(self._codes())
        for rate in self:
            rate.display_name = f"{labels.get(rate.code, '')} {rate.figure:g}"

    @api.constrains("code", "figure")
    def _check_sensible(self):
        most = {"percent": 100, "overtime": 4, "per_unit": 1000, "annual_share": 100_000}
        for rate in self:
            element = engine_facts.elements()[rate.code]
            if rate.figure > most[element.price]:
                raise ValidationError(
                    self.env._(
                        "%(rate)s %(meaning)s is not believable.", rate=rate.figure, meaning=rate.meaning
                    )
                )
            if element.price in ("per_unit", "annual_share") and round(rate.figure, 2) != rate.figure:
                raise ValidationError(self.env._("Pounds have two decimals: %s.", rate.figure))

    def write(self, vals):
        closed = {"code", "figure", "date_from", "company_id", "source"}
        if closed & vals.keys() and any(rate.approved for rate in self):
            raise UserError(
                self.env._(
                    "An approved rate cannot be changed. Set its end date, enter a new one from the next day."
                )
            )
        done = super().write(vals)
        if {"approved_by_id", "date_to", "active"} & vals.keys():
            self._everybody_touched()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(rate.approved for rate in self):
            raise UserError(self.env._("An approved rate cannot be deleted. Set its end date instead."))

    def action_approve(self):
        """Approve the figure; somebody else must have entered it."""
        self._mark_approved()

    def _everybody_touched(self):
        for company in self.company_id:
            self.env["police.pay.touch"]._note_force(company)
