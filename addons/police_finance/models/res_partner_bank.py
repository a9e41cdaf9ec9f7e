"""Supplier bank details: sort code and account checked by modulus, verified by a second person."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import InvalidIdentifier
from odoo.addons.police_engine.identifiers import bank_account, sort_code
from odoo.exceptions import AccessError, ValidationError

DETAILS = {"acc_number", "clearing_number", "partner_id", "acc_holder_name"}


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    police_changed_by_id = fields.Many2one(
        "res.users",
        string="Details entered by",
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    police_check_failed = fields.Char(
        string="Bank check",
        compute="_compute_police_check_failed",
        help="Why sort code and account number cannot belong together, by the banks' modulus rules.",
    )

    @api.depends("acc_number", "clearing_number", "acc_type")
    def _compute_police_check_failed(self):
        for bank in self:
            bank.police_check_failed = bank._police_modulus_problem()

    def _police_modulus_problem(self) -> str:
        """Reason why the pair is impossible, or ``""`` (also when there is no UK sort code)."""
        if not self.acc_number or len([c for c in self.clearing_number or "" if c.isdigit()]) != 6:
            return ""
        try:
            bank_account.validate(sort_code.validate(self.clearing_number), self.acc_number)
        except InvalidIdentifier as error:
            return str(error)
        return ""

    @api.constrains("acc_number", "clearing_number", "allow_out_payment")
    def _check_police_modulus(self):
        for bank in self:
            if bank.clearing_number and (problem := bank._police_modulus_problem()):
                raise ValidationError(
                    self.env._(
                        "Bank details of %(name)s: %(problem)s", name=bank.partner_id.name, problem=problem
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("police_changed_by_id", None)
        banks = super().create(vals_list)
        banks._police_refuse_own_trust()
        return banks

    def write(self, vals):
        if "police_changed_by_id" in vals:
            raise AccessError(self.env._("Who entered bank details is recorded by the system."))
        if vals.get("allow_out_payment"):
            self._police_refuse_own_trust(about_to=True, changing=bool(DETAILS & vals.keys()))
        result = super().write(vals)
        if DETAILS & vals.keys():
            super().write({"police_changed_by_id": self.env.uid})
        return result

    def _police_refuse_own_trust(self, about_to=False, changing=False):
        """Bank details are trusted for payment by somebody who did not enter them."""
        if self.env.user._is_superuser():
            return
        for bank in self.filtered(lambda b: about_to or b.allow_out_payment):
            if changing or bank.police_changed_by_id in (self.env.user, self.env["res.users"]):
                raise AccessError(
                    self.env._(
                        "You entered the bank details of %s, so somebody else must verify them.",
                        bank.partner_id.name,
                    )
                )
