"""An absence entered or corrected after the period was paid: kept until retro pay has settled it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.closed import ClosedPeriods


class AbsenceChange(models.Model):
    _name = "police.absence.change"
    _description = "Change to a Closed Period"
    _inherit = ["mail.thread"]
    _order = "create_date desc, id desc"

    absence_id = fields.Many2one(
        "police.absence", required=True, readonly=True, index=True, ondelete="cascade"
    )
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    kind = fields.Selection(related="absence_id.kind", store=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    what = fields.Char(string="What changed", required=True, readonly=True)
    changed_by_id = fields.Many2one("res.users", string="Changed by", readonly=True, ondelete="restrict")
    period_ids = fields.Many2many("police.pay.period", string="Closed periods", readonly=True)
    effect = fields.Text(
        string="Effect on pay", readonly=True, help="Paid then, and due by the facts now known."
    )
    state = fields.Selection(
        [("open", "Open"), ("no_effect", "No effect on pay"), ("settled", "Settled")],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        index=True,
    )
    settled_run_id = fields.Many2one(
        "police.pay.run", string="Settled in", readonly=True, ondelete="set null"
    )
    reason = fields.Char(readonly=True, help="Why payroll settled it without a difference.")

    @api.depends("employee_id", "date_from")
    def _compute_display_name(self):
        for change in self:
            since = f", from {change.date_from:%-d %b %Y}" if change.date_from else ""
            change.display_name = f"{change.employee_id.sudo().name or ''}{since}"

    @api.model
    def _record(self, absence, day, what, user):
        """Keep a change that reaches into closed periods; an open one of the same absence is updated."""
        work = ClosedPeriods(self.env, absence.employee_id, day)
        if not work.slips:
            return self.browse()
        effects = work.effects()
        vals = {
            "what": what,
            "changed_by_id": user.id,
            "period_ids": [fields.Command.set(work.slips.run_id.period_id.ids)],
            "effect": "\n".join(effects) or False,
            "state": "open" if effects else "no_effect",
        }
        known = self.search(
            [("absence_id", "=", absence.id), ("state", "in", ("open", "no_effect"))], limit=1
        )
        if known:
            known.write({**vals, "date_from": min(day, known.date_from)})
            return known
        return self.create(
            {
                **vals,
                "absence_id": absence.id,
                "employee_id": absence.employee_id.id,
                "company_id": absence.company_id.id,
                "date_from": day,
            }
        )

    @api.model
    def _settle(self, run):
        """Changes whose people received arrears in ``run`` for a period they touch are settled by it."""
        slips = run.sudo().slip_ids
        lines = (
            self.env["police.payslip.line"]
            .sudo()
            .search([("slip_id", "in", slips.ids), ("rule", "=", "arrears")])
        )
        paid = {line.slip_id.employee_id.id for line in lines}
        open_changes = self.sudo().search(
            [
                ("company_id", "=", run.company_id.id),
                ("state", "=", "open"),
                ("employee_id", "in", list(paid)),
            ]
        )
        open_changes.write({"state": "settled", "settled_run_id": run.id})

    @api.model
    def _reopen(self, slips):
        """Changes whose arrears came with payslips that were taken back."""
        found = self.sudo().search(
            [("settled_run_id", "in", slips.run_id.ids), ("employee_id", "in", slips.employee_id.ids)]
        )
        taken = {(slip.run_id, slip.employee_id) for slip in slips}
        found.filtered(lambda change: (change.settled_run_id, change.employee_id) in taken).write(
            {"state": "open", "settled_run_id": False}
        )

    @api.model
    def _hand_over(self, company, employee_ids):
        """What was paid too much is recovered as an overpayment."""
        changes = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("employee_id", "in", list(employee_ids)),
            ]
        )
        changes.write(
            {"state": "settled", "reason": self.env._("Handed over for recovery as an overpayment")}
        )

    def action_open_absence(self):
        """The absence that changed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.absence",
            "res_id": self.absence_id.id,
            "view_mode": "form",
        }

    def action_compare_again(self):
        """Work the effect out again with the facts as known now."""
        for change in self:
            effects = ClosedPeriods(self.env, change.employee_id, change.date_from).effects()
            if change.state in ("open", "no_effect"):
                change.sudo().write(
                    {
                        "effect": "\n".join(effects) or False,
                        "state": "open" if effects else "no_effect",
                    }
                )

    def action_settle_by_hand(self):
        """Payroll settled it outside retro pay, e.g. by an element agreed with the person."""
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver"):
            raise UserError(self.env._("Changes to closed periods are settled by payroll."))
        for change in self:
            if change.state != "open":
                raise UserError(self.env._("%s is not waiting to be settled.", change.display_name))
        self.sudo().write({"state": "settled", "reason": self.env._("Settled by %s", self.env.user.name)})
