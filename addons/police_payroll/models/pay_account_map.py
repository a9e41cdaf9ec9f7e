"""Which ledger account each kind of payroll posting goes to, per force."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import engine_facts
from ..services.account_defaults import AccountDefaults, usual_accounts
from ..services.journal import measure_of


class PayAccountMap(models.Model):
    _name = "police.pay.account.map"
    _description = "Payroll Posting Account"
    _order = "company_id, role"
    _rec_name = "role"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    role = fields.Selection(lambda self: engine_facts.account_roles(), string="Posting", required=True)
    account_id = fields.Many2one("account.account", required=True, ondelete="restrict", check_company=True)

    _one_account = models.Constraint("UNIQUE(company_id, role)", "This posting already has an account.")

    def write(self, vals):
        """Not while an approved run waits for payment: its journal is agreed by these accounts."""
        self._refuse_while_approved()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_while_approved(self):
        self._refuse_while_approved()

    def _refuse_while_approved(self):
        waiting = (
            self.env["police.pay.run"]
            .sudo()
            .search([("company_id", "in", self.company_id.ids), ("state", "=", "approved")], limit=1)
        )
        if waiting:
            raise UserError(
                self.env._(
                    "%s is approved and not yet paid. Change posting accounts after it is paid.", waiting.name
                )
            )

    @api.constrains("role", "account_id")
    def _check_measures_apart(self):
        for company in self.company_id:
            self._check_company_measures(self.sudo().search([("company_id", "=", company.id)]))

    def _check_company_measures(self, rows):
        """The certificate agrees the ledger by account: one account may serve only one control total."""
        used = {}
        for row in rows:
            measure = measure_of(row.role)
            if used.setdefault(row.account_id.id, measure) != measure:
                raise ValidationError(
                    self.env._(
                        "%(account)s already serves another control total than %(role)s. Choose another.",
                        account=row.account_id.display_name,
                        role=dict(engine_facts.account_roles())[row.role],
                    )
                )

    @api.model
    def _accounts_for(self, company):
        """{role: account.account} of ``company``; sets up missing roles from the chart first."""
        maps = self.sudo().search([("company_id", "=", company.id)])
        missing = [role for role in usual_accounts() if role not in maps.mapped("role")]
        if missing:
            maps |= self._set_up(company, missing)
        return {row.role: row.account_id for row in maps}

    @api.model
    def _set_up(self, company, roles):
        """Map ``roles`` to accounts of the chart, making those that a chart usually lacks."""
        if not company.chart_template:
            raise UserError(
                self.env._(
                    "%s has no chart of accounts. Choose one under Accounting, Configuration, Settings, "
                    "then set up the payroll accounts.",
                    company.name,
                )
            )
        defaults = AccountDefaults(self.env, company)
        return self.sudo().create(
            [
                {"company_id": company.id, "role": role, "account_id": defaults.account_for(role).id}
                for role in roles
            ]
        )

    @api.model
    def action_set_up(self):
        """Button: make sure every posting of the current force has an account."""
        self._accounts_for(self.env.company)
        return self.env["ir.actions.act_window"]._for_xml_id("police_payroll.action_pay_account_map")
