"""A run begins with closed pay checked for those whose facts changed, and keeps the law and facts it used."""

from odoo import fields, models
from odoo.addons.police_payroll.services import garbage
from odoo.addons.police_payroll.services.progress import no_progress

from ..services.cause_writer import CauseWriter
from ..services.force_law import law_of
from ..services.now_known import standing_elements, standing_to_json
from ..services.retro_check import RetroCheck


class PayRun(models.Model):
    _inherit = "police.pay.run"

    retro_count = fields.Integer(string="Changes to decide", compute="_compute_retro_count")

    def _compute_retro_count(self):
        groups = (
            self.env["police.retro.change"]
            .sudo()
            ._read_group(
                [("company_id", "in", self.company_id.ids), ("state", "in", ("open", "overpaid", "blocked"))],
                ["company_id"],
                ["__count"],
            )
        )
        counts = {company.id: count for company, count in groups}
        for run in self:
            run.retro_count = counts.get(run.company_id.id, 0)

    def _calculate_now(self, progress=no_progress):
        self.ensure_one()
        self._check_may_calculate()
        RetroCheck(self.env, self.company_id, progress).run()
        comparisons = self.env["police.pay.comparison"].sudo()
        ticks = comparisons._keep_ticks(self)
        timings = super()._calculate_now(progress)
        comparisons._restore_ticks(self, ticks)
        self.env["police.pay.law"]._keep(law_of(self.env, self.company_id))
        if self._background_workers() and self.previous_run_id:
            self.env["police.retro.job"]._queue("causes", self.company_id, self.id)
        return timings

    # -- why pay changed --------------------------------------------------------------------------

    def _needs_causes(self):
        """True while somebody's change is not explained yet."""
        self.ensure_one()
        rows = self.env["police.pay.comparison"].sudo()
        return bool(rows.search_count([("run_id", "=", self.id), ("explained", "=", False)], limit=1))

    def action_review_changes(self):
        """The whole force's changes of pay, the unusual first; explained now if that was not done yet."""
        self.ensure_one()
        self.check_access("read")
        if self._needs_causes():
            self._explain_changes()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_retro.action_review")
        return {
            **action,
            "name": self.env._("Review of %s", self.name),
            "domain": [("run_id", "=", self.id), ("change", "!=", "same")],
            "context": {"search_default_to_check": 1},
        }

    def action_causes(self):
        """Causes of all changes of the run: totals by cause, rank and cost centre."""
        self.ensure_one()
        self.check_access("read")
        if self._needs_causes():
            self._explain_changes()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_retro.action_pay_cause")
        return {**action, "domain": [("run_id", "=", self.id)]}

    def _explain_changes(self, progress=no_progress):
        """Decompose every change of net pay into causes. Returns the number of people."""
        self.ensure_one()
        with garbage.paused():
            return CauseWriter(self.env, self, progress).write()

    def _work_out(self, progress):
        count = self._explain_changes(progress)
        return self.env._("Changes of %s people explained", count)

    def _approve(self):
        result = super()._approve()
        run = self.sudo()
        period = run.period_id._to_engine()
        elements = standing_to_json(standing_elements(run.env, run.company_id, period))
        run.env["police.retro.standing"].create({"run_id": run.id, "elements": elements})
        if not run.company_id.retro_law_hash:
            run.company_id.retro_law_hash = run.rule_set_hash
        return result

    def action_open_retro(self):
        """Changes to closed periods that nobody has decided."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_retro.action_retro_change")
        return {**action, "context": {"search_default_to_decide": 1}}
