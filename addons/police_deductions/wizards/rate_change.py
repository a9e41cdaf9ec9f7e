"""All rates of a scheme from a new day: by per cent or band by band; another person approves them."""

from odoo import Command, api, fields, models
from odoo.addons.police_engine.money import half_up
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import AccessError, UserError


class RateChange(models.TransientModel):
    _name = "police.deduction.rate.change"
    _description = "Change the Rates of a Scheme"

    scheme_id = fields.Many2one("police.deduction.scheme", required=True, domain=[("own_amount", "=", False)])
    currency_id = fields.Many2one(related="scheme_id.currency_id")
    date_from = fields.Date(
        string="From", required=True,
        default=lambda self: fields.Date.add(
            fields.Date.start_of(fields.Date.context_today(self), "month"), months=1
        ),
    )  # fmt: skip
    percent = fields.Float(string="By per cent", digits=(5, 2))
    source = fields.Char(required=True, help="Letter or page that states the new rates.")
    line_ids = fields.One2many(
        "police.deduction.rate.change.line", "wizard_id", compute="_compute_lines", store=True, readonly=False
    )
    people = fields.Integer(compute="_compute_effect")
    effect = fields.Float(string="More a pay period", digits=(16, 2), compute="_compute_effect")

    @api.depends("scheme_id", "date_from", "percent")
    def _compute_lines(self):
        for wizard in self:
            on = wizard.date_from or fields.Date.context_today(self)
            rows = [Command.clear()]
            for band in wizard.scheme_id.band_ids:
                now = to_pence(band._rate_on(on).amount)
                new = half_up(now * (10_000 + round(wizard.percent * 100)), 10_000)
                rows.append(Command.create({"band_id": band.id, "now": now / 100, "amount": new / 100}))
            wizard.line_ids = rows

    @api.depends("line_ids.amount", "line_ids.now", "date_from")
    def _compute_effect(self):
        for wizard in self:
            counts = dict(
                self.env["police.deduction.agreement"]._read_group(
                    [("band_id", "in", wizard.line_ids.band_id.ids), ("state", "=", "running")],
                    ["band_id"], ["__count"],
                )
            )  # fmt: skip
            wizard.people = sum(counts.values())
            wizard.effect = (
                sum(
                    (to_pence(line.amount) - to_pence(line.now)) * counts.get(line.band_id, 0)
                    for line in wizard.line_ids
                )
                / 100
            )

    def action_apply(self):
        """Make the new rates; they reach pay when another person has approved them."""
        self.ensure_one()
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise AccessError(self.env._("Payroll clerks enter rates."))
        changed = self.line_ids.filtered(lambda line: to_pence(line.amount) != to_pence(line.now))
        if not changed:
            raise UserError(self.env._("No rate changes."))
        rates = self.env["police.deduction.rate"].create(
            [
                {
                    "band_id": line.band_id.id, "date_from": self.date_from, "amount": line.amount,
                    "source": self.source,
                }
                for line in changed
            ]
        )  # fmt: skip
        action = self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_rate")
        return {**action, "domain": [("id", "in", rates.ids)], "context": {}}


class RateChangeLine(models.TransientModel):
    _name = "police.deduction.rate.change.line"
    _description = "Changed Rate"

    wizard_id = fields.Many2one("police.deduction.rate.change", required=True, ondelete="cascade")
    band_id = fields.Many2one("police.deduction.band", required=True)
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    now = fields.Float(digits=(16, 2))
    amount = fields.Float(string="New", digits=(16, 2))
