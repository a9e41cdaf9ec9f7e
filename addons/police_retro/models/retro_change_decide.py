"""Deciding on changes to closed periods: pay, hold, put an overpayment on record, check again."""

from odoo import api, fields, models
from odoo.addons.police_engine.retro.history import earned
from odoo.exceptions import AccessError, UserError

from ..services import lines_store
from ..services.retro_check import RetroCheck

DECIDERS = "police_core.group_payroll_clerk,police_core.group_payroll_approver"


class RetroChange(models.Model):
    _inherit = "police.retro.change"

    may_decide = fields.Boolean(compute="_compute_may_decide")

    @api.depends_context("uid")
    @api.depends("touch_ids.create_uid")
    def _compute_may_decide(self):
        for change in self:
            change.may_decide = not change._decision_obstacle()

    def _decision_obstacle(self):
        """Why the current user may not decide on this change, or ''."""
        self.ensure_one()
        user = self.env.user
        if not user.has_groups(DECIDERS):
            return self.env._("Only payroll clerks and approvers decide on changes to closed periods.")
        if user in self.sudo().touch_ids.create_uid:
            return self.env._(
                "%(user)s made a change behind the pay of %(person)s and so cannot approve its arrears."
                " Ask somebody else of payroll.",
                user=user.name,
                person=self.employee_id.name,
            )
        return ""

    def _check_may_decide(self):
        self.check_access("read")
        for change in self:
            if obstacle := change._decision_obstacle():
                raise AccessError(obstacle)
            if not change.open:
                raise UserError(self.env._("The change of %s is closed already.", change.employee_id.name))

    def action_approve(self):
        """Pay these differences with the next run."""
        self._check_may_decide()
        for change in self:
            if change.state not in ("open", "held", "approved"):
                raise UserError(
                    self.env._(
                        "%(person)s: %(state)s. Only what is owed to somebody can be approved for payment.",
                        person=change.employee_id.name,
                        state=dict(self._fields["state"]._description_selection(self.env))[change.state],
                    )
                )
        self._decide("approved", False)
        return True

    def action_hold(self):
        """Ask for the reason, then keep these differences back."""
        return self._ask("hold", self.env._("Hold with a reason"))

    def action_record_overpayment(self):
        """Ask for the reason, then put these overpayments on record for recovery."""
        return self._ask("record", self.env._("Put the overpayment on record"))

    def action_from_first(self):
        """Ask for the reason, then work out from the first period kept."""
        return self._ask("from_first", self.env._("Work out from the first period kept"))

    def _ask(self, decision, title):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "police.retro.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_change_ids": self.ids, "default_decision": decision},
        }

    def _hold(self, reason):
        self._check_may_decide()
        if any(change.state not in ("open", "approved", "held", "overpaid") for change in self):
            raise UserError(self.env._("There is nothing to hold on a change that cannot be worked out."))
        self._decide("held", reason)

    def _record_overpayment(self, reason):
        """Settled for their periods from now on; what is recovered, and how, is decided on the record."""
        self._check_may_decide()
        for change in self:
            if change.gross >= 0:
                raise UserError(self.env._("%s was not overpaid.", change.employee_id.name))
        self._decide("recorded", reason)
        for company, changes in self.sudo().grouped("company_id").items():
            rows = [row for change in changes for row in change._overpaid_rows()]
            self.env["police.pay.contributor"].sudo()._overpaid(company, rows)

    def _overpaid_rows(self):
        """(employee, cause, police.pay.period, pence) of each period earned, in date order."""
        sums = {}
        for line in lines_store.read(self.lines):
            if line.kind == "earning":
                text = line.inputs["period_earned"]
                sums[text] = sums.get(text, 0) - line.amount
        periods = self.env["police.pay.period"]
        for text in sorted(sums, key=lambda key: earned(key).start):
            start = earned(text).start
            period = periods.search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("date_from", "=", start),
                    ("kind", "=", "regular"),
                ],
                limit=1,
            )
            yield self.employee_id, self.causes, period, sums[text]

    def _work_from_first(self, reason):
        """Pay from the first period kept; what is before was agreed by hand, as the reason says."""
        self._check_may_decide()
        if any(change.problem_code != "before_data_begins" for change in self):
            raise UserError(
                self.env._("Only a change dated before the records begin can be worked out in part.")
            )
        self.sudo().write({"from_first": True, **self._signed(reason)})
        for company, changes in self.sudo().grouped("company_id").items():
            check = RetroCheck(self.env, company)
            chosen = set(changes.employee_id.ids)
            due = [one for one in check.everybody() if one.employee_id in chosen]
            self.sudo()._record(company, check.check(due), check.rules, fields.Datetime.now())

    def _decide(self, state, reason):
        self.sudo().write({"state": state, **self._signed(reason)})

    def _signed(self, reason):
        return {"decided_by_id": self.env.uid, "decided_on": fields.Datetime.now(), "reason": reason}

    def action_check_now(self):
        """Work out the changes noted since the last check, now."""
        return self.env["police.retro.job"]._start("check", company=self.env.company)

    def action_full_check(self):
        """Work out all closed pay of everybody, in the background."""
        return self.env["police.retro.job"]._start("full_check", company=self.env.company)
