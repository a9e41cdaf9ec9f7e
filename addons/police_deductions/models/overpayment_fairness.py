"""Hardship, leavers and write-off: what keeps the recovery of an overpayment fair, and who may decide it."""

from odoo import api, fields, models
from odoo.addons.police_engine.money import display
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import AccessError, UserError, ValidationError

from ..services.journals import DeductionJournal
from .mixin import APPROVER, CLERK
from .overpayment import OWED

ROLES = [
    ("police_core.group_payroll_approver", "Payroll approver"),
    ("police_core.group_force_manager", "Force manager"),
    ("police_core.group_force_accountant", "Force accountant"),
]


class Overpayment(models.Model):
    _inherit = "police.overpayment"

    hardship_state = fields.Selection(
        [("none", "Not asked"), ("asked", "Asked"), ("granted", "Granted"), ("refused", "Refused")],
        string="Hardship", default="none", required=True, readonly=True, tracking=True, copy=False,
    )  # fmt: skip
    hardship_reason = fields.Text(readonly=True, copy=False)
    hardship_most = fields.Float(
        string="Most of one pay day", digits=(16, 2), readonly=True, copy=False, tracking=True
    )
    hardship_asked_on = fields.Date(readonly=True, copy=False)
    hardship_entered_id = fields.Many2one("res.users", readonly=True, copy=False, string="Entered by")
    hardship_decided_id = fields.Many2one("res.users", readonly=True, copy=False, string="Decided by")

    def action_ask_hardship(self):
        """The person (or payroll for them) asks for easier terms."""
        self.ensure_one()
        return self._ask("hardship", self.env._("Ask for easier terms"))

    def _ask(self, purpose, title):
        return {
            "type": "ir.actions.act_window", "name": title, "res_model": "police.deduction.reason",
            "view_mode": "form", "target": "new",
            "context": {"default_overpayment_id": self.id, "default_purpose": purpose},
        }  # fmt: skip

    def _hardship_asked(self, reason, most):
        """Keep the request; until it is decided nothing more is recovered."""
        self.ensure_one()
        if self.state not in OWED:
            raise UserError(self.env._("Nothing is being recovered under %s.", self.display_name))
        if not 0 < to_pence(most) < to_pence(self.balance or self.to_recover):
            raise UserError(self.env._("State an amount a pay day, less than what is owed."))
        self._keep(
            {
                "hardship_state": "asked", "hardship_reason": reason, "hardship_most": most,
                "hardship_asked_on": fields.Date.context_today(self), "hardship_entered_id": self.env.uid,
                "hardship_decided_id": False, "on_hold": True,
            }
        )  # fmt: skip
        self.sudo().message_post(body=self.env._("Hardship: %(reason)s; offers %(most)s a pay day.",
                                                 reason=reason, most=display(to_pence(most))))  # fmt: skip

    def action_grant_hardship(self):
        """An approver who did not enter the request grants it; the plan is made again, longer."""
        self._decide_hardship("granted")
        for record in self:
            start = record._next_month()
            record._plan(start, record.fewest)
            if record.fewest < len(record.instalment_ids):  # the rest became less: it is after tax now
                record._plan(start, record.fewest)
        return True

    def action_refuse_hardship(self):
        """An approver refuses; the plan goes on."""
        self._decide_hardship("refused")
        return True

    def _decide_hardship(self, decision):
        self._check_role(APPROVER)
        for record in self:
            if record.hardship_state != "asked":
                raise UserError(self.env._("%s: nobody asked for easier terms.", record.display_name))
            if record.hardship_entered_id == self.env.user:
                raise AccessError(self.env._("You entered the request; another approver decides."))
            record._keep({"hardship_state": decision, "hardship_decided_id": self.env.uid, "on_hold": False})

    # -- leavers -----------------------------------------------------------------------------------

    def action_invoice(self):
        """A leaver's debt becomes an invoice that credit control follows."""
        self.ensure_one()
        self._check_role(APPROVER, "police_core.group_force_accountant")
        if self.state not in OWED or to_pence(self.balance) <= 0:
            raise UserError(self.env._("Nothing is owed under %s.", self.display_name))
        if not self.has_left:
            raise UserError(
                self.env._("%s has not left: the debt is recovered through pay.", self.employee_id.name)
            )
        amount = to_pence(self.balance)
        invoice = DeductionJournal(self.env, self.company_id).invoice(
            self.employee_id, "overpaid", amount, self.display_name
        )
        self._move("invoiced", invoiced=amount / 100, invoice_id=invoice.id)
        return {
            "type": "ir.actions.act_window", "res_model": "account.move", "res_id": invoice.id,
            "views": [[False, "form"]],
        }  # fmt: skip

    def action_write_off(self):
        """Propose to give up what is owed, with the reason; somebody with the authority decides."""
        self.ensure_one()
        self._check_role(CLERK, APPROVER, "police_core.group_force_accountant")
        return self._ask("write_off", self.env._("Propose a write-off"))


class OverpaymentWriteoff(models.Model):
    _name = "police.overpayment.writeoff"
    _description = "Write-off of an Overpayment"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "create_date desc, id desc"
    _rec_name = "overpayment_id"
    _approval_group = "base.group_user"  # who may is decided by the authority limits

    overpayment_id = fields.Many2one("police.overpayment", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="overpayment_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="overpayment_id.currency_id")
    employee_id = fields.Many2one(related="overpayment_id.employee_id")
    amount = fields.Float(digits=(16, 2), required=True)
    reason = fields.Char(required=True)
    good_faith = fields.Selection(related="overpayment_id.good_faith")
    state = fields.Selection(
        [("proposed", "Proposed"), ("approved", "Written off"), ("refused", "Refused")], default="proposed",
        required=True, readonly=True, tracking=True,
    )  # fmt: skip
    move_id = fields.Many2one("account.move", readonly=True)

    _positive = models.Constraint("CHECK (amount > 0)", "A write-off needs an amount.")

    @api.constrains("amount")
    def _check_amount(self):
        for row in self:
            if to_pence(row.amount) > to_pence(row.overpayment_id.balance):
                raise ValidationError(
                    self.env._(
                        "%(sum)s is more than what is owed under %(record)s.",
                        sum=display(to_pence(row.amount)), record=row.overpayment_id.display_name,
                    )
                )  # fmt: skip

    def _approval_obstacle(self):
        """Besides not being the proposer: the approver's limit on this day must reach the amount."""
        obstacle = super()._approval_obstacle()
        if obstacle:
            return obstacle
        limit = self.env["police.overpayment.authority"]._limit_of(self.env.user, self.company_id)
        if to_pence(self.amount) > limit:
            return self.env._(
                "%(user)s may write off up to %(limit)s; %(sum)s needs a higher authority.",
                user=self.env.user.name, limit=display(limit), sum=display(to_pence(self.amount)),
            )  # fmt: skip
        return ""

    def action_approve(self):
        """Write off: the ledger and the balance follow at once."""
        self._check_may_approve()
        for row in self.sudo():
            if row.state != "proposed":
                raise UserError(self.env._("%s was decided already.", row.display_name))
            row._check_amount()
            row._mark_approved()
            journal = DeductionJournal(self.env, row.company_id)
            move = journal.written_off(row.overpayment_id, to_pence(row.amount), row.reason)
            row.write({"state": "approved", "move_id": move.id})
            row.overpayment_id.invalidate_recordset()
            if to_pence(row.overpayment_id.balance) == 0:
                row.overpayment_id._move("written_off")
        return True

    def action_refuse(self):
        """It stays owed."""
        self._check_may_approve()
        self.sudo().write({"state": "refused"})
        return True

    def write(self, vals):
        if {"amount", "overpayment_id", "reason"} & vals.keys() and any(r.state != "proposed" for r in self):
            raise UserError(self.env._("A decided write-off is not changed."))
        if "state" in vals and not self.env.su:
            raise AccessError(self.env._("The state changes by the buttons only."))
        return super().write(vals)


class OverpaymentAuthority(models.Model):
    """How much each role may write off, from a day on; entered by the accountant, approved by a manager."""

    _name = "police.overpayment.authority"
    _description = "Authority to Write Off"
    _inherit = ["police.approval.mixin"]
    _order = "date_from desc, limit desc"
    _rec_name = "role"
    _approval_group = "police_core.group_force_manager"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    role = fields.Selection(ROLES, required=True)
    limit = fields.Float(string="Up to", digits=(16, 2), required=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    source = fields.Char(required=True, help="Paragraph of the scheme of delegation.")

    _one_a_day = models.Constraint(
        "UNIQUE(company_id, role, date_from)", "The role has a limit from this day."
    )
    _positive = models.Constraint('CHECK ("limit" >= 0)', "A limit may not be negative.")

    def action_approve(self):
        """A force manager agrees to the limit."""
        self._check_may_approve()
        self.sudo()._mark_approved()
        return True

    def write(self, vals):
        if {"limit", "role", "date_from"} & vals.keys() and any(row.approved_by_id for row in self):
            raise UserError(self.env._("An approved limit is not changed. Add one from its own day."))
        return super().write(vals)

    @api.model
    def _limit_of(self, user, company):
        """Pence that ``user`` may write off today: the highest of the limits of their roles."""
        today, most = fields.Date.context_today(self), 0
        for role, _label in ROLES:
            if user.has_group(role):
                row = self.sudo().search(
                    [("company_id", "=", company.id), ("role", "=", role), ("date_from", "<=", today),
                     ("approved_by_id", "!=", False)], order="date_from desc", limit=1,
                )  # fmt: skip
                most = max(most, to_pence(row.limit))
        return most
