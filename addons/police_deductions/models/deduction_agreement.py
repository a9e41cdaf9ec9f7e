"""A person's dated agreement to a scheme: what is taken follows from the scheme's approved rates."""

from odoo import api, fields, models
from odoo.addons.police_engine.deductions import minimum_wage
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.exceptions import UserError, ValidationError


class DeductionAgreement(models.Model):
    _name = "police.deduction.agreement"
    _description = "Deduction Agreement"
    _inherit = ["police.deduction.mixin"]
    _order = "scheme_id, date_from desc, id desc"
    _number_code = "police.deduction.agreement"
    _decisive = ("employee_id", "scheme_id", "band_id", "date_from", "amount")

    scheme_id = fields.Many2one(
        "police.deduction.scheme", required=True, index=True, ondelete="restrict", check_company=True,
        tracking=True,
    )  # fmt: skip
    category = fields.Selection(related="scheme_id.category", store=True)
    own_amount = fields.Boolean(related="scheme_id.own_amount")
    band_id = fields.Many2one(
        "police.deduction.band", domain="[('scheme_id', '=', scheme_id)]", ondelete="restrict", tracking=True,
        compute="_compute_band_id", store=True, readonly=False, precompute=True,
    )  # fmt: skip
    amount = fields.Float(
        string="Amount chosen", digits=(16, 2), tracking=True, help="Pounds each pay period, as signed for."
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today, tracking=True)
    date_to = fields.Date(string="To", tracking=True, help="Last day; empty while it has no end.")
    signed_on = fields.Date(
        string="Agreement signed on", tracking=True,
        help="Date of the person's written agreement; without it nothing may be taken.",
    )  # fmt: skip
    terms_changed = fields.Boolean(
        string="Terms of pay changed in writing", tracking=True,
        help="Salary sacrifice: the person gave up pay in writing before it was earned.",
    )  # fmt: skip
    membership = fields.Char(string="Membership or account number")
    amount_now = fields.Float("Taken today", digits=(16, 2), compute="_compute_amount_now")
    taken_total = fields.Float("Taken so far", digits=(16, 2), compute="_compute_taken", compute_sudo=True)
    taken_ids = fields.One2many("police.deduction.taken", "agreement_id", string="What was taken")

    _dates_ok = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It ends before it starts."
    )
    _amount_ok = models.Constraint("CHECK (amount >= 0 AND amount < 100000)", "The amount is not possible.")

    @api.depends("scheme_id")
    def _compute_band_id(self):
        for agreement in self:
            if agreement.band_id.scheme_id != agreement.scheme_id:
                agreement.band_id = agreement.scheme_id.band_ids[:1] if not agreement.own_amount else False

    @api.depends("band_id", "amount", "scheme_id")
    def _compute_amount_now(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            rate = agreement.band_id._rate_on(today) if agreement.band_id else False
            agreement.amount_now = (
                agreement.amount if agreement.own_amount else (rate.amount if rate else 0.0)
            )

    def _compute_taken(self):
        amounts = self.env["police.deduction.taken"]._amounts("agreement_id", self.ids)
        for agreement in self:
            agreement.taken_total = amounts.get(agreement._origin.id, 0) / 100

    @api.constrains("employee_id", "scheme_id", "date_from", "date_to", "state")
    def _check_overlap(self):
        for agreement in self:
            if agreement.state == "ended":
                continue
            end = agreement.date_to or fields.Date.to_date("9999-12-31")
            other = self.search(
                [
                    ("employee_id", "=", agreement.employee_id.id),
                    ("scheme_id", "=", agreement.scheme_id.id),
                    ("id", "!=", agreement.id), ("state", "!=", "ended"), ("date_from", "<=", end),
                    "|", ("date_to", "=", False), ("date_to", ">=", agreement.date_from),
                ], limit=1,
            )  # fmt: skip
            if other:
                raise ValidationError(
                    self.env._(
                        "%(person)s already has %(number)s for %(scheme)s in these dates. End it first.",
                        person=agreement.employee_id.name, number=other.name, scheme=agreement.scheme_id.name,
                    )
                )  # fmt: skip

    def _touched_from(self):
        return self.date_from

    def _check_complete(self):
        super()._check_complete()
        for missing, text in self._missing():
            if missing:
                raise UserError(f"{self.display_name}: {text}")
        if self.category == "sacrifice":
            self._check_may_sacrifice()

    def _missing(self):
        sacrifice = self.category == "sacrifice"
        return (
            (not self.signed_on, self.env._("enter the date of the signed agreement.")),
            (self.own_amount and not self.amount, self.env._("enter the amount the person chose.")),
            (not self.own_amount and not self.band_id, self.env._("choose the band of the scheme.")),
            (
                not self.own_amount and self.amount,
                self.env._("the rate table decides the amount; clear the amount entered."),
            ),
            (
                sacrifice and not self.terms_changed,
                self.env._("salary sacrifice needs the written change of terms, before the pay is earned."),
            ),
            (
                sacrifice and self.signed_on and self.signed_on > self.date_from,
                self.env._("pay already earned cannot be given up: it must be signed before it starts."),
            ),
        )  # fmt: skip

    def _check_may_sacrifice(self):
        kind = self.employee_id.sudo()._get_version(self.date_from).police_type or ""
        try:
            allowed = minimum_wage.may_join(self.scheme_id.code, kind, RuleSet.load(), self.date_from)
        except EngineError as error:
            raise UserError(str(error)) from error
        if not allowed:
            kinds = dict(self.env["hr.version"]._fields["police_type"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(agreement)s: %(scheme)s may not be taken from a %(kind)s's pay by salary sacrifice: "
                    "no determination allows it.",
                    agreement=self.display_name, scheme=self.scheme_id.name,
                    kind=kinds.get(kind, kind).lower(),
                )
            )  # fmt: skip
