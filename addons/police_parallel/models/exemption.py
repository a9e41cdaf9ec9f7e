"""The dated decision that a force does not migrate: no old payroll to compare with, or live before."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class Exemption(models.Model):
    _name = "police.parallel.exemption"
    _description = "Decision Not to Migrate"
    _inherit = ["police.parallel.guarded", "mail.thread", "police.approval.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "reason"
    _approval_group = "police_core.group_payroll_approver"
    _by_hand = frozenset({"company_id", "date_from", "reason"})

    company_id = fields.Many2one(
        "res.company",
        string="Force",
        required=True,
        default=lambda self: self.env.company,
        ondelete="restrict",
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    reason = fields.Text(required=True, help="Why there is nothing to compare with.")
    state = fields.Selection(
        [("draft", "Waiting for a second signature"), ("approved", "Approved"), ("revoked", "Revoked")],
        required=True, default="draft", readonly=True, tracking=True,
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        """By the chief finance officer alone."""
        if not self.env.user.has_group("police_core.group_force_accountant"):
            raise AccessError(
                self.env._("Only the chief finance officer decides that a force does not migrate.")
            )
        return super().create(vals_list)

    @api.constrains("reason")
    def _check_reason(self):
        for decision in self:
            if len((decision.reason or "").strip()) < 20:
                raise ValidationError(self.env._("Give the reason in a sentence: auditors will read it."))

    def _may_be_written(self):
        return self.state == "draft"

    def action_approve(self):
        """The second signature."""
        for decision in self:
            if decision.state != "draft":
                raise UserError(self.env._("This decision is not waiting for a signature."))
            decision._mark_approved()
            decision._keyed().write({"state": "approved"})
        return True

    def action_revoke(self):
        """Taken back; runs already approved stay as they are."""
        self._check_role("group_force_accountant", "group_payroll_approver")
        self._keyed().write({"state": "revoked"})
        return True

    @api.model
    def _holds(self, company, on):
        """Whether an approved decision of ``company`` is in force on the date."""
        return bool(
            self.sudo().search_count(
                [("company_id", "=", company.id), ("state", "=", "approved"), ("date_from", "<=", on)],
                limit=1,
            )
        )
