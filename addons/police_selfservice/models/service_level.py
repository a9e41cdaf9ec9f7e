"""The force's promise, by urgency and date: how soon a pay query is answered, and when it closes itself."""

from datetime import UTC

from odoo import api, fields, models
from odoo.addons.police_engine.selfservice.servicelevel import due_at

PRIORITIES = [("1", "Normal"), ("2", "Urgent: not paid or in hardship")]


class ServiceLevel(models.Model):
    _name = "police.pay.service.level"
    _description = "Pay Query Service Level"
    _inherit = ["police.dated.mixin"]
    _order = "priority desc, date_from desc"
    _dated_key = ("company_id", "priority")

    company_id = fields.Many2one(
        "res.company", string="Force", help="Empty: forces that have none of their own."
    )
    priority = fields.Selection(PRIORITIES, required=True)
    amount = fields.Integer(string="Answer within", required=True, aggregator=None)
    unit = fields.Selection(
        [("hours", "hours, day and night"), ("working_days", "working days")], required=True
    )
    close_after_days = fields.Integer(
        string="Close after days",
        required=True,
        default=14,
        aggregator=None,
        help="An answered query to which nothing was said closes after so many days.",
    )
    source = fields.Char(required=True, help="Who agreed this, and when.")

    _positive = models.Constraint(
        "CHECK (amount > 0 AND close_after_days > 0)", "A promise needs at least one hour or day."
    )

    @api.depends("priority", "amount", "unit")
    def _compute_display_name(self):
        units = dict(self._fields["unit"].selection)
        for level in self:
            level.display_name = f"{level.amount} {units.get(level.unit, '')}"

    @api.model
    def _in_force(self, company, priority, on):
        """The level of ``company`` on the date, else the one for every force, else an empty recordset."""
        own = self._in_force_domain(on)
        found = self.sudo().search(
            [("priority", "=", priority), ("company_id", "in", (company.id, False)), *own]
        )
        return found.sorted(lambda level: not level.company_id)[:1]

    def _due(self, asked_on):
        """Naive UTC moment, as the database keeps it, or False without a level."""
        if not self:
            return False
        return due_at(asked_on.replace(tzinfo=UTC), self.amount, self.unit).replace(tzinfo=None)
