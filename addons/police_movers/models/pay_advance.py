"""Emergency payments on account of pay: recorded, approved by a second person, recovered by themselves.

An advance is not pay of its own: it is taxed with the pay it anticipates on the usual pay day, which is when
HMRC is told (SI 2003/2682 reg 67B as amended from 6 April 2024).
"""

import base64

from odoo import api, fields, models
from odoo.addons.police_engine.adapters.bacs import calendar as banking_days
from odoo.addons.police_engine.money import display
from odoo.addons.police_payroll.services.preview import Preview
from odoo.exceptions import UserError, ValidationError

from ..services.emergency_payment import EmergencyPayment


class PayAdvance(models.Model):
    _name = "police.pay.advance"
    _description = "Advance of Pay"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "pay_date desc, id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_payroll_approver"

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Float(digits=(16, 2), required=True, tracking=True)
    reason = fields.Selection(
        [("nil_pay", "Was paid nothing or far too little"), ("late_starter", "Started after the run"),
         ("hardship", "Hardship"), ("other", "Other")],
        required=True, default="nil_pay",
    )  # fmt: skip
    note = fields.Text(string="What happened")
    asked_on = fields.Datetime(default=fields.Datetime.now, readonly=True)
    pay_date = fields.Date(string="Paid on", required=True, default=fields.Date.context_today)
    method = fields.Selection(
        [("faster", "Faster Payment, same day"), ("bacs", "BACS file")], required=True, default="faster"
    )
    instalments = fields.Integer(string="Recover over pay days", required=True, default=1)
    recover_from = fields.Date(string="Recover from", required=True, default=fields.Date.context_today)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("paid", "Paid, to recover"),
            ("recovered", "Recovered"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        copy=False,
    )
    recovery_ids = fields.One2many(
        "police.pay.advance.recovery", "advance_id", string="Recoveries", readonly=True
    )
    recovered = fields.Float(compute="_compute_recovered", store=True, digits=(16, 2))
    outstanding = fields.Float(compute="_compute_recovered", store=True, digits=(16, 2))
    expected_net = fields.Float(
        compute="_compute_expected_net", digits=(16, 2), string="Expected net of the next pay day"
    )
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False)
    file = fields.Binary(string="Bank file", attachment=True, readonly=True, copy=False)
    file_name = fields.Char(readonly=True, copy=False)
    paid_by_id = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)

    _amount_ok = models.Constraint("CHECK (amount > 0)", "An advance is of more than nought.")
    _instalments_ok = models.Constraint(
        "CHECK (instalments BETWEEN 1 AND 12)", "An advance is recovered over 1 to 12 pay days."
    )

    @api.depends("recovery_ids.amount", "amount")
    def _compute_recovered(self):
        for advance in self:
            advance.recovered = sum(advance.recovery_ids.mapped("amount"))
            advance.outstanding = advance.amount - advance.recovered

    @api.depends("employee_id", "pay_date")
    def _compute_expected_net(self):
        for advance in self:
            advance.expected_net = advance._expected() / 100 if advance.employee_id else 0.0

    def _expected(self):
        """Net pay in pence that the facts give for the next regular pay day; 0 when nobody knows."""
        self.ensure_one()
        period = self.env["police.pay.period"].sudo().search(
            [("company_id", "=", self.company_id.id), ("kind", "=", "regular"),
             ("pay_date", ">=", self.pay_date or fields.Date.context_today(self))], order="pay_date", limit=1,
        )  # fmt: skip
        if not period or not self.employee_id.ids:
            return 0
        found = Preview(self.env, self.company_id, period).results(self.employee_id.ids)
        return found[self.employee_id.id][1].totals.net if self.employee_id.id in found else 0

    @api.model_create_multi
    def create(self, vals_list):
        """Numbered from the start: the number is the reference on the payslip."""
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.pay.advance") or "/"
        return super().create(vals_list)

    @api.constrains("pay_date", "method")
    def _check_banking_day(self):
        for advance in self:
            if (
                advance.method == "bacs"
                and banking_days.banking_day_on_or_before(advance.pay_date) != advance.pay_date
            ):
                raise ValidationError(
                    self.env._(
                        "%s is not a banking day: BACS pays on banking days only.",
                        f"{advance.pay_date:%-d %B %Y}",
                    )
                )

    def write(self, vals):
        """Once approved, amount, person and day are fixed."""
        fixed = {"amount", "employee_id", "pay_date", "method", "instalments", "recover_from"}
        if fixed & vals.keys() and any(advance.state != "draft" for advance in self):
            raise UserError(self.env._("An approved advance is not changed. Cancel it and enter a new one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if any(advance.state not in ("draft", "cancelled") for advance in self):
            raise UserError(self.env._("An advance that was approved is kept."))

    def action_approve(self):
        """A second person agrees to the payment."""
        for advance in self:
            if advance.state != "draft":
                raise UserError(self.env._("%s is not a draft.", advance.name))
            expected = advance._expected()
            if expected and advance.instalments == 1 and round(advance.amount * 100) > expected:
                raise UserError(
                    self.env._(
                        "%(name)s of £%(amount).2f is more than the %(net)s expected on the next "
                        "pay day, which "
                        "could not bear it. Recover it over more pay days.",
                        name=advance.name,
                        amount=advance.amount,
                        net=display(expected),
                    )
                )
            advance._check_may_approve()
            advance._mark_approved()
            advance.sudo().state = "approved"
        return True

    def action_pay(self):
        """Release the payment: bank file for BACS, journal entry, recovery from the next pay day on."""
        for advance in self:
            if not self.env.user.has_group("police_core.group_payroll_approver"):
                raise UserError(self.env._("Only a payroll approver releases payments."))
            if obstacle := advance._approval_obstacle():
                raise UserError(obstacle)
            if advance.state != "approved":
                raise UserError(self.env._("%s must be approved and is paid once only.", advance.name))
            payment = EmergencyPayment(advance.sudo())
            values = {"state": "paid", "paid_by_id": self.env.uid, "move_id": payment.post().id}
            if advance.method == "bacs":
                data = payment.bank_file()
                values |= {
                    "file": base64.b64encode(data),
                    "file_name": f"BACS-{advance.name.replace('/', '-')}.txt",
                }
            else:
                payment.check_account()
            advance.sudo().write(values)
            self.env["police.pay.contributor"]._touched(advance.employee_id, advance.recover_from)
        return True

    def action_cancel(self):
        """Before it is paid."""
        if any(advance.state not in ("draft", "approved") for advance in self):
            raise UserError(self.env._("An advance that was paid is recovered, not cancelled."))
        self.sudo().write({"state": "cancelled"})
        return True

    @api.model
    def _recovered_in(self, run):
        """Note what the payslips of the approved ``run`` took back, by the advance's number on each line."""
        self.env.cr.execute(
            """SELECT a.id, sum(l.amount) FROM police_payslip_line l
                 JOIN police_payslip s ON s.id = l.slip_id
                 JOIN police_pay_advance a ON a.employee_id = s.employee_id AND a.state = 'paid'
                      AND l.inputs::jsonb->>'reference' = a.name
                WHERE s.run_id = %s AND l.code = 'salary_advance_recovery' GROUP BY a.id ORDER BY a.id""",
            [run.id],
        )
        rows = self.env.cr.fetchall()
        self.env["police.pay.advance.recovery"].sudo().create(
            [
                {"advance_id": advance_id, "run_id": run.id, "amount": float(amount)}
                for advance_id, amount in rows
            ]
        )
        advances = self.sudo().browse([row[0] for row in rows])
        advances.filtered(lambda advance: round(advance.outstanding * 100) <= 0).write({"state": "recovered"})

    @api.model
    def _give_back(self, run, slips):
        """What payslips taken back by ``run`` had recovered is to be recovered again."""
        recoveries = self.env["police.pay.advance.recovery"].sudo()
        found = recoveries.search([("run_id", "in", slips.run_id.ids)])
        taken = {(slip.run_id, slip.employee_id) for slip in slips}
        found = found.filtered(lambda row: (row.run_id, row.advance_id.employee_id) in taken)
        recoveries.create(
            [{"advance_id": row.advance_id.id, "run_id": run.id, "amount": -row.amount} for row in found]
        )
        found.advance_id.filtered(lambda advance: advance.state == "recovered").write({"state": "paid"})


class PayAdvanceRecovery(models.Model):
    _name = "police.pay.advance.recovery"
    _description = "Recovery of an Advance"
    _order = "advance_id, id"

    advance_id = fields.Many2one("police.pay.advance", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="advance_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="restrict")
    pay_date = fields.Date(related="run_id.pay_date", store=True)
    amount = fields.Float(digits=(16, 2), required=True)

    _once_a_run = models.Constraint(
        "UNIQUE(advance_id, run_id)", "The run has already recovered this advance."
    )
