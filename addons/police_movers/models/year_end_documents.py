"""P60s and P11Ds of a tax year, for everybody at once."""

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..services.year_end_papers import YearEndPapers


class YearEnd(models.Model):
    _inherit = "police.year.end"

    def action_p60s(self):
        """Make the P60 of everybody in post on 5 April, with two processes; shown in self-service at once."""
        self.ensure_one()
        self._check_clerk()
        self._refuse_unless_ready()
        made, problems = YearEndPapers(self.sudo()).make_p60s()
        if problems:
            raise UserError(self.env._("No P60 was made. Put right first:\n%s", "\n".join(problems[:50])))
        if not made:
            raise UserError(self.env._("Everybody who is due a P60 has one."))
        self.sudo().state = "done"
        self.message_post(body=self.env._("%s P60s made.", made))
        self.action_check()
        return self.action_open_documents()

    def action_p11ds(self):
        """Make the P11D of everybody with benefits that were not taxed through payroll."""
        self.ensure_one()
        self._check_clerk()
        made = YearEndPapers(self.sudo()).make_p11ds()
        if not made:
            raise UserError(
                self.env._("Nobody has benefits of %s outside payroll without a P11D already.", self.tax_year)
            )
        self.action_check()
        return self.action_open_documents()

    def _check_clerk(self):
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise AccessError(self.env._("Only payroll clerks make the certificates of a tax year."))
