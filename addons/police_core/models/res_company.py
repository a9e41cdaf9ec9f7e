"""A police force is a company with the names that HMRC and the banks know it by."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import InvalidIdentifier
from odoo.addons.police_engine.identifiers import (
    accounts_office_reference,
    bank_account,
    paye_reference,
    sort_code,
)
from odoo.addons.police_engine.records import BankAccount, Employer
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    is_police_force = fields.Boolean(string="Police force")
    force_code = fields.Char(
        string="Force code",
        help="Home Office force code, as used in statistics and on files, e.g. 17 for Cleveland.",
    )
    paye_office_number = fields.Char(
        string="PAYE office number", help="Three digits before the slash of the employer PAYE reference."
    )
    paye_reference = fields.Char(
        string="PAYE reference", help="What follows the slash of the employer PAYE reference, e.g. A635."
    )
    accounts_office_reference = fields.Char(
        string="Accounts office reference", help="Thirteen characters, e.g. 123PA00012345."
    )
    bacs_service_user_number = fields.Char(string="BACS service user number", help="Six digits.")
    bacs_sort_code = fields.Char(string="BACS sort code", help="Sort code of the account that pays salaries.")
    bacs_account_number = fields.Char(string="BACS account number")
    bacs_account_name = fields.Char(string="BACS account name", help="At most 18 characters are printed.")
    pay_region = fields.Selection(
        [("england_wales", "England and Wales"), ("london", "London")],
        string="Pay region",
        default="england_wales",
        required=True,
        help="London weighting is paid in the London region.",
    )

    _force_code_uniq = models.UniqueIndex(
        "(force_code) WHERE force_code IS NOT NULL", "Another force has this force code."
    )

    @api.constrains("paye_office_number", "paye_reference")
    def _check_paye_reference(self):
        for company in self:
            if company.paye_office_number or company.paye_reference:
                company._refuse_invalid(
                    self.env._("Employer PAYE reference"),
                    paye_reference.validate,
                    f"{company.paye_office_number or ''}/{company.paye_reference or ''}",
                )

    @api.constrains("accounts_office_reference")
    def _check_accounts_office_reference(self):
        for company in self.filtered("accounts_office_reference"):
            company._refuse_invalid(
                self.env._("Accounts office reference"),
                accounts_office_reference.validate,
                company.accounts_office_reference,
            )

    @api.constrains("bacs_service_user_number")
    def _check_bacs_service_user_number(self):
        for company in self.filtered("bacs_service_user_number"):
            number = company.bacs_service_user_number
            if len(number) != 6 or not number.isascii() or not number.isdigit():
                raise ValidationError(
                    self.env._(
                        "%(force)s: BACS service user number “%(number)s” must be six digits.",
                        force=company.name,
                        number=number,
                    )
                )

    @api.constrains("bacs_sort_code", "bacs_account_number")
    def _check_bacs_account(self):
        for company in self:
            if company.bacs_sort_code:
                company._refuse_invalid(
                    self.env._("BACS sort code"), sort_code.validate, company.bacs_sort_code
                )
            if company.bacs_account_number:
                company._refuse_invalid(
                    self.env._("BACS account"),
                    bank_account.validate,
                    company.bacs_sort_code or "",
                    company.bacs_account_number,
                )

    def _refuse_invalid(self, label, check, *values):
        """Run an identifier check of the engine and turn its refusal into a form error."""
        try:
            check(*values)
        except InvalidIdentifier as error:
            raise ValidationError(f"{self.name}: {label}: {error}") from error

    def _employer(self):
        """The force as the engine's ``Employer`` record."""
        self.ensure_one()
        bank = None
        if self.bacs_sort_code and self.bacs_account_number:
            bank = BankAccount(
                *bank_account.validate(self.bacs_sort_code, self.bacs_account_number),
                self.bacs_account_name or self.name,
            )
        address = (self.street, self.street2, self.city, self.state_id.name, self.zip)
        return Employer(
            name=self.name,
            force_code=self.force_code or "",
            paye_office=self.paye_office_number or "",
            paye_reference=self.paye_reference or "",
            accounts_office_reference=self.accounts_office_reference or "",
            service_user_number=self.bacs_service_user_number or "",
            bank=bank,
            address=tuple(line for line in address if line),
        )
