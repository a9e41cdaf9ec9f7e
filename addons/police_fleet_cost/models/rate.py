"""Prices, residual values and running costs by role: dated, with their source, approved by an accountant."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet.replacement.facts import Curve
from odoo.addons.police_engine.money import pence
from odoo.addons.police_fleet.models.fleet_vehicle import ROLES
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class PoliceFleetRate(models.Model):
    _name = "police.fleet.rate"
    _description = "Replacement figures"
    _inherit = ["police.approval.mixin", "police.dated.mixin", "mail.thread"]
    _order = "police_role, date_from desc"
    _approval_group = "police_core.group_force_accountant"
    _dated_key = ("company_id", "police_role")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    police_role = fields.Selection(ROLES, string="Role", required=True)
    price = fields.Monetary(string="Price, ready for the road", required=True, tracking=True)
    age_limit = fields.Integer(
        string="Must go at (years)", aggregator=None, help="Empty: no age limit.", tracking=True
    )
    source = fields.Char(required=True, help="E.g. the framework contract and its date.")
    line_ids = fields.One2many("police.fleet.rate.line", "rate_id", string="By age", copy=True)

    _price = models.Constraint(
        "CHECK (price > 0 AND coalesce(age_limit, 0) >= 0)", "The price is above zero."
    )

    @api.depends("police_role", "date_from")
    def _compute_display_name(self):
        roles = dict(ROLES)
        for rate in self:
            rate.display_name = f"{roles.get(rate.police_role, '')} {rate.date_from or ''}".strip()

    def action_approve(self):
        """Approve the figures; they may then be used."""
        for rate in self:
            rate._curve()
        self.check_access("read")
        self.sudo()._mark_approved()  # the person behind env.uid counts, and is checked

    def write(self, vals):
        figures = vals.keys() & {"price", "age_limit", "source", "line_ids", "police_role", "date_from"}
        if figures and any(rate.approved_by_id for rate in self):
            raise UserError(self.env._("Approved figures stay as they are: end them and enter new ones."))
        return super().write(vals)

    def _curve(self):
        """The engine's curve; ValidationError when the ages are not 0, 1, 2, … without a gap."""
        lines = self.line_ids.sorted("age")
        if lines.mapped("age") != list(range(len(lines))) or len(lines) < 2:
            raise ValidationError(
                self.env._(
                    "%s: enter a line for each age from 0 without a gap, at least two.", self.display_name
                )
            )
        return Curve(
            pence(str(round(self.price, 2))),
            tuple(lines.mapped("residual_percent")),
            tuple(round(line.pence_a_mile * 100) for line in lines),
        )

    @api.model
    def _in_force(self, company, on):
        """``{role: approved rate in force}``."""
        domain = (
            self._in_force_domain(on)
            & Domain("company_id", "=", company.id)
            & Domain("approved_by_id", "!=", False)
        )
        return {rate.police_role: rate for rate in self.search(domain)}

    @api.ondelete(at_uninstall=False)
    def _unlink_never_approved(self):
        if any(rate.approved_by_id for rate in self):
            raise UserError(self.env._("Approved figures are kept on record."))


class PoliceFleetRateLine(models.Model):
    _name = "police.fleet.rate.line"
    _description = "Replacement figures of one age"
    _order = "age"

    rate_id = fields.Many2one("police.fleet.rate", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rate_id.company_id", store=True, index=True)
    age = fields.Integer(string="Years old", required=True, aggregator=None)
    residual_percent = fields.Integer(string="Sells for (% of the price)", required=True, aggregator=None)
    pence_a_mile = fields.Float(
        string="Running cost of that year (pence a mile)", digits=(8, 2), required=True, aggregator=None
    )

    _age_once = models.UniqueIndex("(rate_id, age)", "This age is entered already.")
    _sound = models.Constraint(
        "CHECK (age >= 0 AND residual_percent BETWEEN 0 AND 100 AND pence_a_mile >= 0)",
        "Ages are not below zero, residual values from 0 to 100 %, running costs not below zero.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_approved()
        return lines

    def write(self, vals):
        self._refuse_approved()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._refuse_approved()

    def _refuse_approved(self):
        if any(line.rate_id.approved_by_id for line in self):
            raise UserError(self.env._("Approved figures stay as they are: end them and enter new ones."))
