"""Absences join the pay run here."""

from odoo import api, models
from odoo.addons.police_engine.absence import inputs

from ..services.contribution import Contribution
from ..services.recovery import compensation, recoverable


class PayContributor(models.AbstractModel):
    _inherit = "police.pay.contributor"

    @api.model
    def _standing_codes(self):
        """Retro pay works these out anew from the dated absences."""
        return super()._standing_codes() | inputs.ELEMENTS

    @api.model
    def _contribute(self, gathering):
        """Days without pay, half and nil sick pay, SSP, family leave."""
        super()._contribute(gathering)
        Contribution(gathering).apply()
        if gathering.run:
            self._warn_of_changes(gathering)

    @api.model
    def _warn_of_changes(self, gathering):
        """A late absence must not silently vanish: it stands on the run until retro pay has settled it."""
        changes = gathering.env["police.absence.change"].search(
            [("company_id", "=", gathering.company.id), ("state", "=", "open")], order="employee_id, id"
        )
        for change in changes:
            if change.employee_id.id in gathering.references and not gathering.arrears.get(
                change.employee_id.id
            ):
                names = ", ".join(change.period_ids.sorted("date_from").mapped("name"))
                effect = (change.effect or "").replace("\n", "; ")
                gathering.problem(
                    "warning",
                    "absence_in_closed_period",
                    f"{change.absence_id.display_name}: {change.what}, when {names} had been paid. {effect}."
                    " Retro pay settles it, or payroll under Absence in closed periods.",
                    change.employee_id.id,
                    "closed_period",
                    change.date_from,
                )

    @api.model
    def _paid(self, run):
        """Changes to closed periods that came with this run's arrears are settled."""
        super()._paid(run)
        self.env["police.absence.change"]._settle(run)

    @api.model
    def _taken_back(self, run, slips):
        """Changes settled by payslips that were taken back are open again."""
        super()._taken_back(run, slips)
        self.env["police.absence.change"]._reopen(slips)

    @api.model
    def _overpaid(self, company, rows):
        """Changes whose difference is handed over for recovery are settled by that."""
        super()._overpaid(company, rows)
        people = [row[0] if isinstance(row[0], int) else row[0].id for row in rows]
        self.env["police.absence.change"]._hand_over(company, people)

    @api.model
    def _statutory_recovery(self, company, tax_year, tax_period):
        """Family pay recovered for a tax month, pence; see :func:`..services.recovery.recoverable`."""
        found = dict(super()._statutory_recovery(company, tax_year, tax_period))
        return found | recoverable(self.env(su=True), company.sudo(), tax_year, tax_period)

    @api.model
    def _statutory_compensation(self, company, tax_year, tax_period):
        """Small employers' compensation for a tax month, pence; see :mod:`..services.recovery`."""
        found = dict(super()._statutory_compensation(company, tax_year, tax_period))
        return found | compensation(self.env(su=True), company.sudo(), tax_year, tax_period)
