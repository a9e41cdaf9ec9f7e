"""Applying an award: by somebody else than its preparer; its figures are law for the force from their day."""

from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.award_cost import AwardCost
from ..services.force_law import law_of
from ..services.retro_check import RetroCheck


class PoliceAward(models.Model):
    _inherit = "police.award"

    def action_apply(self):
        """Approve and apply; arrears of closed periods are worked out at once and paid with the next run."""
        self.ensure_one()
        if self.state != "costed":
            raise UserError(self.env._("Work out the cost of %s before it is applied.", self.name))
        self._mark_approved()
        award = self.sudo()
        award._enter(self.env.user)
        award._note_people()
        return self.env["police.retro.job"]._start("check", self.company_id)

    def _enter(self, approver):
        """The state that makes the figures law, and the force's own salaries from the day on."""
        award = self.with_context(police_retro_quiet=True)
        award.write({"state": "applied"})
        figures = award.figure_ids.filtered("local_salary_id")
        salaries = award.env["police.local.salary"]
        values = []
        for figure in figures:
            old = figure.local_salary_id
            values.append(
                {
                    "code": old.code, "name": old.name, "grade": old.grade, "point": old.point,
                    "annual_salary": figure.annual, "date_from": figure.date_from, "date_to": old.date_to,
                    "company_id": old.company_id.id, "source": award.citation,
                }
            )  # fmt: skip
        figures.local_salary_id.write({"date_to": award.date_from - timedelta(days=1)})
        made = salaries.with_user(award.prepared_by_id).sudo().create(values)
        made.with_user(approver).sudo()._write_approval(
            {"approved_by_id": approver.id, "approved_on": award.approved_on or award.write_date}
        )
        award.env.flush_all()

    def _note_people(self):
        """Everybody on a raised scale or salary, for the next check; cause: this award."""
        touches = self.env["police.retro.touch"]
        closed = touches._closed_until(self.company_id.id)
        scales = sorted({scale for scale in self.figure_ids.mapped("scale") if scale})
        codes = sorted({code for code in self.figure_ids.mapped("local_code") if code})
        if closed and self.date_from <= closed:
            condition = SQL(
                "(v.pay_scale = ANY(%s) OR l.code = ANY(%s) OR %s)", scales, codes, self._weighted()
            )
            touches._insert(self.company_id, self.date_from, "award", self.name, condition, self)
        law = law_of(self.env, self.company_id)
        self.env["police.pay.law"]._keep(law)
        if closed:
            self.company_id.retro_law_hash = law.hash

    def _weighted(self):
        weighted = any(line.who == "weighting" for line in self.line_ids)
        return SQL("v.pay_region = 'london'") if weighted else SQL("FALSE")

    def action_withdraw(self):
        """An award applied in error: its scale figures stop being law; what was paid is found as overpaid."""
        self.ensure_one()
        self._check_may_approve()
        if self.state != "applied":
            raise UserError(self.env._("Only an applied award can be withdrawn."))
        if self.figure_ids.filtered("local_salary_id"):
            raise UserError(
                self.env._(
                    "Salaries of the force's own were entered by this award: end them there, then enter "
                    "new ones."
                )
            )
        self.sudo().write({"state": "withdrawn"})
        self.sudo()._note_people()
        return self.env["police.retro.job"]._start("check", self.company_id)

    def _check_lines_open(self):
        if any(award.state in ("applied", "withdrawn") for award in self):
            raise UserError(self.env._("An applied award may not be changed. Withdraw it, or enter another."))

    def _work_out(self, progress):
        """The cost, as a background job; the outcome in words."""
        return AwardCost(self.env, self.sudo(), progress).run()

    def _check_closed_pay(self):
        """The check that applying starts, for callers that wait for it."""
        return RetroCheck(self.env, self.company_id).run()
