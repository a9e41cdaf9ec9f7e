"""The steps of an overpayment: assess, plan, approve, tell the person, recover."""

import base64

from odoo import Command, api, fields, models
from odoo.addons.police_engine.deductions import recovery
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.taxcalendar import tax_year_of
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError

from ..services import letters
from ..services.journals import DeductionJournal
from ..services.overpaid import Overpaid, employer_returns, returned_by_others
from .mixin import APPROVER, CLERK


class Overpayment(models.Model):
    _inherit = "police.overpayment"

    fewest = fields.Integer(string="Fewest instalments", compute="_compute_fewest",
                            help="As many as pay periods in which it arose, unless agreed.")  # fmt: skip

    @api.depends("periods", "agreed_faster_on", "to_recover", "hardship_state", "hardship_most")
    def _compute_fewest(self):
        rules, today = RuleSet.load(), fields.Date.context_today(self)
        for record in self:
            debt = record._to_engine()
            record.fewest = recovery.fewest(debt, rules, today) if debt.total > 0 else 0

    # -- assess and plan ---------------------------------------------------------------------------

    def action_assess(self):
        """Work out from the payslips what was too much after tax, and propose a plan of equal length."""
        self._check_role(CLERK)
        for record in self:
            if not record.line_ids:
                raise UserError(
                    self.env._("%s: enter the pay days and what was too much.", record.display_name)
                )
            Overpaid(record).assess()
            record.invalidate_recordset()
            record._propose()
        self.sudo(False)._mark_prepared()
        return True

    def _propose(self):
        start = self.instalment_ids[:1].due_on or self._next_month()
        self._keep({"treatment": "gross", "to_recover": self.gross_total})
        if self.state == "found":
            self._move("assessed")
        self._plan(start, max(len(self.instalment_ids), self.fewest, 1))

    def _next_month(self):
        """First day of the month whose pay is not approved yet."""
        runs = self.env["police.pay.run"].sudo().search(
            [("company_id", "=", self.company_id.id), ("state", "in", ("approved", "paid")),
             ("kind", "=", "regular")], order="pay_date desc", limit=1,
        )  # fmt: skip
        base = runs.period_id.date_to or fields.Date.context_today(self)
        return fields.Date.add(fields.Date.start_of(base, "month"), months=1)

    def _plan(self, start, count):
        """Equal instalments from ``start``; the tax treatment follows from when the last one falls."""
        self.ensure_one()
        rules, today = RuleSet.load(), fields.Date.context_today(self)
        days = [fields.Date.add(start, months=number) for number in range(count)]
        recovered = to_pence(self.recovered)
        self._treat(days[-1])
        debt = self._to_engine()
        left = debt._replace(total=debt.total - recovered)
        try:
            rows = recovery.plan(left, days[: left.total], rules, today)
        except EngineError as error:
            raise UserError(str(error)) from error
        done = [row for row in self.instalment_ids if row.due_on < start] if recovered else []
        keep = sum(to_pence(row.amount) for row in done)
        commands = [Command.delete(row.id) for row in self.instalment_ids if row not in done]
        if keep != recovered and done:
            commands.append(
                Command.update(done[-1].id, {"amount": done[-1].amount + (recovered - keep) / 100})
            )
        commands += [
            Command.create({"due_on": r.on, "amount": r.amount / 100, "left": r.left / 100}) for r in rows
        ]
        self._keep({"instalment_ids": commands})

    def _treat(self, last_day):
        """Before tax while the whole plan lies in the tax year of the overpayment, else after tax."""
        years = self._tax_years()
        last_pay = fields.Date.end_of(last_day, "month")
        treatment = "gross" if years == {tax_year_of(last_pay)} else "net"
        if self.state in ("found", "assessed"):
            total = self.gross_total if treatment == "gross" else self.net_total
            self._keep({"treatment": treatment, "to_recover": total})
        elif treatment == "net" and self.treatment == "gross":
            self._convert_to_net()

    def _convert_to_net(self):
        """The new plan passes the end of the tax year: what is left is recovered after tax from now on."""
        left, gross = to_pence(self.balance), to_pence(self.gross_total)
        net = left * to_pence(self.net_total) // gross
        back = {
            role: amount * left // gross for role, amount in returned_by_others(self).items()
        }  # fmt: skip
        role = max(back, key=back.get)
        back[role] += left - net - sum(back.values())
        DeductionJournal(self.env, self.company_id).overpayment_converted(self, left - net, back)
        self._keep({"treatment": "net", "to_recover": (to_pence(self.to_recover) - left + net) / 100})

    def action_plan(self):
        """Another number of instalments, or another start."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Recovery plan"),
            "res_model": "police.overpayment.plan", "view_mode": "form", "target": "new",
            "context": {
                "default_overpayment_id": self.id,
                "default_date_from": self.instalment_ids[:1].due_on or self._next_month(),
                "default_count": max(len(self.instalment_ids), self.fewest, 1),
            },
        }  # fmt: skip

    # -- approve, tell, recover --------------------------------------------------------------------

    def action_approve(self):
        """Another person agrees cause, amounts and plan; from now on the ledger shows the debt."""
        for record in self:
            if record.state != "assessed" or not record.instalment_ids:
                raise UserError(self.env._("%s is not assessed, or has no plan.", record.display_name))
        self._check_may_approve()
        for record in self:
            record.sudo()._mark_approved()
            net = record.treatment == "net"
            back = returned_by_others(record) if net else {}
            own = employer_returns(record) if net else []
            move = DeductionJournal(self.env, record.company_id).overpayment_recognised(
                record, to_pence(record.gross_total), back, own
            )
            record._move("approved", move_id=move.id)
        return True

    def action_letter(self):
        """Write to the person: what was overpaid, why, the plan, and what they may ask for."""
        self.ensure_one()
        self._check_role(CLERK, APPROVER)
        if self.state not in ("approved", "told", "recovering"):
            raise UserError(self.env._("%s must be approved before the person is told.", self.display_name))
        kept = {"letter": base64.b64encode(letters.overpayment_letter(self.sudo()))}
        if self.state == "approved":
            self._move("told", told_on=fields.Date.context_today(self), **kept)
        else:
            self._keep(kept)
        self.sudo().message_post(body=self.env._("Letter made."))
        return self.action_open_letter()

    def action_open_letter(self):
        """The latest letter."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "target": "new",
            "url": f"/web/content/{self._name}/{self.id}/letter?filename={self.name}.pdf",
        }

    def action_recover(self):
        """The plan is agreed (staff: announced in writing): instalments reach pay."""
        self._check_role(CLERK, APPROVER)
        for record in self:
            if record.on_hold:
                raise UserError(self.env._("%s is on hold.", record.display_name))
            record._move("recovering", agreed_on=fields.Date.context_today(self))
        return True

    def _settled_if_clear(self):
        """After a run: what is repaid in full is cleared."""
        self.invalidate_recordset()
        for record in self:
            if record.state == "recovering" and to_pence(record.balance) == 0:
                record._move("cleared")

    def action_cancel(self):
        """It was no overpayment."""
        self._check_role(CLERK, APPROVER)
        self._move("cancelled")
        return True
