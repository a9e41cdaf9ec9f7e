"""Schemes people agree to have taken from pay, their bands, and the dated rates approved by two people."""

from odoo import api, fields, models
from odoo.addons.police_payroll.services import engine_facts
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError, ValidationError

from .mixin import APPROVER

CATEGORIES = [
    ("association", "Staff association or union"),
    ("insurance", "Insurance and welfare"),
    ("giving", "Payroll giving"),
    ("sacrifice", "Salary sacrifice"),
    ("pension", "Additional pension"),
    ("saving", "Saving"),
    ("rent", "Rent and charges"),
    ("other", "Other"),
]
_BY_RULE = {"salary_sacrifice": "sacrifice", "pension_additional": "pension", "payroll_giving": "giving"}

_BY_CODE = (
    ("subscription", "association"), ("sports", "association"), ("insurance", "insurance"),
    ("mutual", "insurance"), ("legal", "insurance"), ("benevolent", "insurance"), ("flint", "insurance"),
    ("treatment", "insurance"), ("credit_union", "saving"), ("accommodation", "rent"), ("parking", "rent"),
)  # fmt: skip


def agreed_codes():
    """Deduction elements that a person may agree to: not orders, loans or recoveries."""
    closed = ("attachment_order", "attachment_administration", "loan_instalment")
    return sorted(
        (
            (element.code, element.label)
            for element in engine_facts.elements().values()
            if element.kind == "deduction" and element.rule not in closed and "recovery" not in element.code
        ),
        key=lambda pair: pair[1],
    )


class DeductionScheme(models.Model):
    _name = "police.deduction.scheme"
    _description = "Deduction Scheme"
    _inherit = ["mail.thread"]
    _order = "category, name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Selection(lambda self: agreed_codes(), string="Pay element", required=True, tracking=True)
    category = fields.Selection(
        CATEGORIES, compute="_compute_category", store=True, readonly=False, required=True, precompute=True
    )
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    payee_id = fields.Many2one(
        "police.deduction.payee", required=True, ondelete="restrict", check_company=True, tracking=True
    )
    own_amount = fields.Boolean(
        string="Person chooses the amount", tracking=True,
        help="Giving, saving and AVC: the amount stands in the agreement. Else the rate table decides.",
    )  # fmt: skip
    priority = fields.Integer(
        default=10, help="When pay does not suffice, the highest number is left out first."
    )
    reference = fields.Char(string="Our reference with the scheme")
    active = fields.Boolean(default=True)
    band_ids = fields.One2many("police.deduction.band", "scheme_id", string="Bands")
    member_count = fields.Integer(compute="_compute_member_count", string="People")

    _name_uniq = models.Constraint("UNIQUE(company_id, name)", "The force has a scheme of this name.")

    @api.depends("code")
    def _compute_category(self):
        for scheme in self:
            element = engine_facts.elements().get(scheme.code)
            found = _BY_RULE.get(element.rule) if element else None
            by_code = next((name for part, name in _BY_CODE if part in (scheme.code or "")), "other")
            scheme.category = found or by_code

    def _compute_member_count(self):
        counts = dict(
            self.env["police.deduction.agreement"]._read_group(
                [("scheme_id", "in", self.ids), ("state", "=", "running")], ["scheme_id"], ["__count"]
            )
        )
        for scheme in self:
            scheme.member_count = counts.get(scheme._origin, 0)

    def write(self, vals):
        if {"code", "own_amount"} & vals.keys() and any(scheme.member_count for scheme in self):
            raise UserError(
                self.env._("People are in the scheme. End their agreements and make a new scheme.")
            )
        return super().write(vals)

    def action_open_members(self):
        """Agreements of this scheme."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_agreement")
        return {
            **action, "domain": [("scheme_id", "=", self.id)], "context": {"default_scheme_id": self.id}
        }  # fmt: skip

    def action_change_rates(self):
        """The wizard that changes all rates from a date."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_rate_change")
        return {**action, "context": {"default_scheme_id": self.id}}


class DeductionBand(models.Model):
    _name = "police.deduction.band"
    _description = "Band of a Scheme"
    _order = "scheme_id, sequence, id"

    name = fields.Char(required=True, default="Standard")
    sequence = fields.Integer(default=10)
    scheme_id = fields.Many2one("police.deduction.scheme", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scheme_id.company_id", store=True)
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    rate_ids = fields.One2many("police.deduction.rate", "band_id", string="Rates")
    amount_now = fields.Float("Rate today", digits=(16, 2), compute="_compute_amount_now")

    _name_uniq = models.Constraint("UNIQUE(scheme_id, name)", "The scheme has a band of this name.")

    @api.depends("rate_ids.amount", "rate_ids.approved_by_id", "rate_ids.date_from")
    def _compute_amount_now(self):
        today = fields.Date.context_today(self)
        for band in self:
            rate = band._rate_on(today)
            band.amount_now = rate.amount if rate else 0.0

    def _rate_on(self, on):
        """The approved rate in force on ``on``: the latest that has begun and not ended; empty if none."""
        self.ensure_one()
        begun = self.rate_ids.filtered(lambda rate: rate.approved_by_id and rate.date_from <= on).sorted(
            "date_from"
        )[-1:]
        return begun if not begun.date_to or begun.date_to >= on else begun.browse()


class DeductionRate(models.Model):
    """A later approved rate of the same band takes over from its first day; nothing is overwritten."""

    _name = "police.deduction.rate"
    _description = "Rate of a Band"
    _inherit = ["police.approval.mixin"]
    _order = "band_id, date_from desc"
    _rec_name = "band_id"
    _approval_group = APPROVER

    band_id = fields.Many2one("police.deduction.band", required=True, index=True, ondelete="cascade")
    scheme_id = fields.Many2one(related="band_id.scheme_id", store=True, index=True)
    company_id = fields.Many2one(related="band_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", help="Only when the band ends; a later rate takes over by itself.")
    amount = fields.Float(digits=(16, 2), required=True, help="Pounds each pay period.")
    source = fields.Char(required=True, help="Letter, circular or page that states the rate.")
    approved = fields.Boolean(compute="_compute_approved", store=True)

    _one_a_day = models.Constraint("UNIQUE(band_id, date_from)", "The band has a rate from this day.")
    _positive = models.Constraint("CHECK (amount > 0 AND amount < 100000)", "A rate must be above £0.00.")
    _in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It ends before it begins."
    )

    @api.depends("approved_by_id")
    def _compute_approved(self):
        for rate in self:
            rate.approved = bool(rate.approved_by_id)

    @api.depends("band_id", "date_from", "amount")
    def _compute_display_name(self):
        for rate in self:
            since = f"{rate.date_from:%-d %b %Y}" if rate.date_from else ""
            rate.display_name = f"{rate.scheme_id.name}, {rate.band_id.name}, from {since}"

    def write(self, vals):
        """An approved rate is history: a new rate takes over from its day."""
        if {"amount", "date_from", "band_id"} & vals.keys() and any(rate.approved_by_id for rate in self):
            raise UserError(self.env._("An approved rate is not changed. Add a new rate from its own day."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unapproved(self):
        if any(rate.approved_by_id for rate in self):
            raise UserError(self.env._("An approved rate stays on record; end it with a last day instead."))

    @api.constrains("amount")
    def _check_pence(self):
        for rate in self:
            if not to_pence(rate.amount) > 0:
                raise ValidationError(self.env._("%s needs an amount.", rate.display_name))

    def action_approve(self):
        """Another person agrees: the rate reaches pay from its day."""
        self._check_may_approve()
        self.sudo()._mark_approved()
        members = (
            self.env["police.deduction.agreement"]
            .sudo()
            .search([("band_id", "in", self.band_id.ids), ("state", "=", "running")])
        )
        for rate in self:
            people = members.filtered(lambda m, rate=rate: m.band_id == rate.band_id).employee_id
            self.env["police.pay.contributor"]._touched(people, rate.date_from)
        return True
