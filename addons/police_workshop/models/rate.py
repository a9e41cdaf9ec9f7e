"""What an hour in a workshop costs the force: dated, with its source, approved by somebody else."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PoliceWorkshopRate(models.Model):
    """Only approved rates are used; an approved one changes only by ending it and entering the next."""

    _name = "police.workshop.rate"
    _description = "Workshop labour rate"
    _inherit = ["mail.thread", "police.approval.mixin", "police.dated.mixin"]
    _order = "workshop_id, date_from desc"
    _approval_group = "police_core.group_force_accountant"
    _dated_key = ("workshop_id",)

    workshop_id = fields.Many2one("police.fleet.workshop", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="workshop_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(string="£ an hour", required=True, tracking=True)
    source = fields.Char(
        required=True,
        tracking=True,
        help="Where the figure comes from, e.g. workshop budget 2026-27, table 4.",
    )
    approved = fields.Boolean(compute="_compute_approved", store=True, index=True)

    _positive = models.Constraint("CHECK (amount > 0)", "An hour costs more than nothing.")
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int8range(workshop_id, workshop_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)",
        "Two rates of the same workshop are in force on the same day.",
    )

    @api.depends("approved_by_id")
    def _compute_approved(self):
        for row in self:
            row.approved = bool(row.approved_by_id)

    @api.depends("workshop_id.name", "amount", "date_from")
    def _compute_display_name(self):
        for row in self:
            row.display_name = self.env._(
                "%(workshop)s £%(amount).2f an hour", workshop=row.workshop_id.name, amount=row.amount
            )

    @api.model
    def _in_force(self, workshop, on):
        """The approved rate of ``workshop`` on date ``on``; empty when there is none."""
        return self.search(
            Domain("workshop_id", "=", workshop.id)
            & Domain("approved", "=", True)
            & self._in_force_domain(on),
            limit=1,
        )

    def write(self, vals):
        _refuse_approved(self, vals, {"workshop_id", "amount", "date_from", "source"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(row.approved for row in self):
            raise UserError(self.env._("An approved rate stays on record; give it an end date instead."))

    def action_approve(self):
        """Approve the figures; somebody else must have entered them."""
        self._mark_approved()


def _refuse_approved(rows, vals, figures):
    if figures & vals.keys() and any(row.approved for row in rows):
        raise UserError(
            rows.env._(
                "Approved figures cannot be changed. Set their end date and enter new ones from the next day."
            )
        )
