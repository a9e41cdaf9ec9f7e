"""What a partner force pays for work in our workshops, and how fast it is promised."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .rate import _refuse_approved


class PoliceWorkshopAgreement(models.Model):
    """Charges and service level of one partner from one date to another; only approved ones are used."""

    _name = "police.workshop.agreement"
    _description = "Workshop charging agreement"
    _inherit = ["mail.thread", "police.approval.mixin", "police.dated.mixin"]
    _order = "partner_id, date_from desc"
    _approval_group = "police_core.group_force_accountant"
    _dated_key = ("company_id", "partner_id")

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Partner", required=True, index=True)
    hourly_rate = fields.Monetary(string="£ an hour", required=True, tracking=True)
    handling_percent = fields.Float(
        string="On parts and outside work (%)",
        digits=(5, 2),
        tracking=True,
        help="Added to what they cost us.",
    )
    turnaround_hours = fields.Float(
        string="Promised within (hours)",
        digits=(8, 1),
        help="From opening the job card to its end; 0: nothing is promised.",
    )
    target_percent = fields.Float(
        string="Share to be kept (%)", digits=(5, 1), help="Of the jobs of a month, e.g. 95."
    )
    source = fields.Char(required=True, tracking=True, help="The agreement, its clause or schedule.")
    approved = fields.Boolean(compute="_compute_approved", store=True, index=True)

    _sensible = models.Constraint(
        "CHECK (hourly_rate > 0 AND coalesce(handling_percent, 0) BETWEEN 0 AND 100 "
        "AND coalesce(turnaround_hours, 0) >= 0 AND coalesce(target_percent, 0) BETWEEN 0 AND 100)",
        "An hour costs more than nothing, percentages are 0 to 100, hours are not negative.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int8range(company_id, company_id, '[]') WITH &&,"
        " int8range(partner_id, partner_id, '[]') WITH &&, daterange(date_from, date_to, '[]') WITH &&)",
        "Two agreements with the same partner are in force on the same day.",
    )

    @api.depends("approved_by_id")
    def _compute_approved(self):
        for row in self:
            row.approved = bool(row.approved_by_id)

    @api.depends("partner_id.name", "date_from")
    def _compute_display_name(self):
        for row in self:
            since = row.date_from.strftime("%d/%m/%Y") if row.date_from else ""
            row.display_name = self.env._(
                "%(partner)s from %(since)s", partner=row.partner_id.name, since=since
            )

    @api.model
    def _in_force(self, company, partner, on):
        """The approved agreement with ``partner`` on date ``on``; empty when there is none."""
        return self.search(
            Domain("company_id", "=", company.id)
            & Domain("partner_id", "=", partner.id)
            & Domain("approved", "=", True)
            & self._in_force_domain(on),
            limit=1,
        )

    def write(self, vals):
        figures = {"partner_id", "hourly_rate", "handling_percent", "turnaround_hours", "target_percent"}
        _refuse_approved(self, vals, figures | {"date_from", "source"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if any(row.approved for row in self):
            raise UserError(self.env._("An approved agreement stays on record; give it an end date instead."))

    def action_approve(self):
        """Approve the charges; somebody else must have entered them."""
        self._mark_approved()
