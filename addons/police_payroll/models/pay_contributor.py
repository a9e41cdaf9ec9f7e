"""Where other addons join the pay run: they inherit this and extend its methods, calling ``super()``."""

from odoo import api, models


class PayContributor(models.AbstractModel):
    _name = "police.pay.contributor"
    _description = "Contributes Facts to Pay Runs"

    @api.model
    def _law(self, company, rules):
        """The law for ``company``: ``rules``, or those with figures the force has approved."""
        return rules

    @api.model
    def _standing_codes(self):
        """Codes that ``_contribute`` adds from dated facts alone, for a closed period as for an open one.

        Retro works closed pay out anew with them. Whoever adds such elements (absence) extends this set.
        """
        return frozenset()

    @api.model
    def _contribute(self, gathering):
        """Add what is known before anything is calculated. Set-based, and the same when asked twice.

        ``gathering``: :class:`~odoo.addons.police_payroll.services.gathering.Gathering`.
        """

    @api.model
    def _settle(self, gathering, outcomes):
        """Add what depends on a first calculation, such as orders that protect earnings.

        ``outcomes``: ``{employee id: (PayCase, PayResult)}``. Whoever is added to is calculated once more.
        """

    @api.model
    def _paid(self, run):
        """``run`` is approved: mark what its payslips took, each thing exactly once."""

    @api.model
    def _taken_back(self, run, slips):
        """``slips`` (police.payslip) are taken back by ``run``, approved now: give back what they took."""
        self.env["police.pay.element"]._give_back(slips)

    @api.model
    def _released(self, run):
        """The bank file of ``run`` is released."""

    @api.model
    def _touched(self, employees, date_from):
        """Something that decides pay of ``employees`` (hr.employee) changed from ``date_from`` on."""

    @api.model
    def _statutory_recovery(self, company, tax_year, tax_period):
        """Statutory pay recovered for a tax month, ``{kind: pence}``, for the EPS."""
        return {}

    @api.model
    def _statutory_compensation(self, company, tax_year, tax_period):
        """A small employer's compensation for National Insurance on it, ``{kind: pence}``, for the EPS."""
        return {}

    @api.model
    def _overpaid(self, company, rows):
        """Money that cannot be taken back at once: ``rows`` of (employee, cause, period, pence)."""
