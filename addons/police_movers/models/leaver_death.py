"""Death in service: one named officer, no automatic letters, no P45, pay to the estate by two people."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_hr.services.bank import checked_account
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..services import profile_changes
from ..services.leaver_papers import LeaverPapers


class PoliceLeaver(models.Model):
    _inherit = "police.leaver"

    representative_name = fields.Char(string="Personal representative", tracking=True)
    representative_relation = fields.Selection(
        [("executor", "Executor"), ("administrator", "Administrator"), ("spouse", "Spouse or civil partner"),
         ("family", "Family"), ("solicitor", "Solicitor")],
        string="As",
    )  # fmt: skip
    representative_address = fields.Text(string="Address of the representative")
    representative_evidence = fields.Char(
        string="Evidence seen",
        help="Grant of probate, letters of administration, or indemnity for small estates.",
    )
    estate_sort_code = fields.Char(string="Estate's sort code")
    estate_account_number = fields.Char(string="Estate's account number")
    estate_account_name = fields.Char(string="Estate's account name")
    estate_confirmed_on = fields.Datetime(readonly=True, copy=False)
    estate_document_id = fields.Many2one(
        "police.pay.document", string="Letter to the representative", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        """A death recorded from the start stops the letters at once."""
        leavers = super().create(vals_list)
        leavers.filtered(lambda leaver: leaver.reason == "death")._handle_death()
        return leavers

    def write(self, vals):
        """Also when the reason is learnt later."""
        before = self.filtered(lambda leaver: leaver.reason == "death")
        if (
            self.filtered("estate_confirmed_on")
            and {"estate_sort_code", "estate_account_number"} & vals.keys()
        ):
            raise UserError(self.env._("The estate's account was confirmed by a second person and is fixed."))
        result = super().write(vals)
        (self.filtered(lambda leaver: leaver.reason == "death") - before)._handle_death()
        return result

    def _handle_death(self):
        """Stop the letters, the self-service account and National Insurance; give the officer a task."""
        for leaver in self.sudo():
            employee = leaver.employee_id
            employee.letters_stopped = True
            user = employee.user_id
            if user and user.active and user.id != self.env.uid:
                user.active = False
            profile_changes.from_day(
                self.env(su=True),
                employee,
                fields.Date.add(leaver.leaving_date, days=1),
                {"ni_category": "X"},
                self.env._("Died in service: no National Insurance after death"),
            )
            leaver._review()
            if leaver.owner_id:
                leaver.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=leaver.owner_id.id,
                    summary=self.env._("Speak to the family of %s", employee.name),
                    note=self.env._(
                        "Nothing is sent automatically. Tell the pension administrator today, so that the "
                        "survivor's pension starts without a gap."
                    ),
                )

    @api.constrains("estate_sort_code", "estate_account_number")
    def _check_estate_account(self):
        for leaver in self.filtered("estate_account_number"):
            try:
                checked_account(leaver.estate_sort_code, leaver.estate_account_number, "")
            except EngineError as error:
                raise ValidationError(
                    self.env._(
                        "Account of the estate of %(who)s: %(why)s", who=leaver.employee_id.name, why=error
                    )
                ) from error

    def action_confirm_estate(self):
        """A second person confirms representative and account; pay is no longer held."""
        self.ensure_one()
        missing = [
            self._fields[name].string
            for name in ("representative_name", "representative_evidence", "estate_sort_code",
                         "estate_account_number", "estate_account_name", "owner_id")
            if not self[name]
        ]  # fmt: skip
        if missing:
            raise UserError(self.env._("Enter first: %s.", ", ".join(missing)))
        self._check_may_approve()
        self._mark_approved()
        leaver = self.sudo()
        leaver._use_estate_account()
        leaver.estate_confirmed_on = fields.Datetime.now()
        return True

    def _use_estate_account(self):
        account = checked_account(self.estate_sort_code, self.estate_account_number, self.estate_account_name)
        employee = self.employee_id
        bank = self.env["res.partner.bank"].create(
            {
                "partner_id": employee.work_contact_id.id,
                "company_id": self.company_id.id,
                "clearing_number": account.sort_code,
                "acc_number": account.account_number,
                "acc_holder_name": self.estate_account_name,
                "allow_out_payment": True,
            }
        )
        employee.bank_account_ids = [Command.set(bank.ids)]

    def action_estate_letter(self):
        """The letter to the personal representative, with the figures of the tax year."""
        self._check_clerk()
        self.ensure_one()
        if self.reason != "death":
            raise UserError(self.env._("This letter is only for a death in service."))
        if not (self.representative_name and self.representative_address and self.owner_id):
            raise UserError(
                self.env._("Enter the personal representative, their address and the named officer first.")
            )
        document = LeaverPapers(self).make_estate_letter()
        self.sudo().write({"estate_document_id": document.id, "state": "papers"})
        return document.action_download()
