"""The review of a run: each person's change explained, the unusual first, ticked off with a reason."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .pay_cause import KINDS

REVIEWERS = "police_core.group_payroll_clerk,police_core.group_payroll_approver"


class PayComparison(models.Model):
    _inherit = "police.pay.comparison"

    run_state = fields.Selection(related="run_id.state", string="Run state")
    explained = fields.Boolean(readonly=True, help="The change has been decomposed into causes.")
    cause_ids = fields.One2many("police.pay.cause", "comparison_id", string="Causes")
    main_cause = fields.Selection(KINDS, readonly=True)
    cause_count = fields.Integer(string="Causes found", readonly=True, aggregator=None)
    unexplained = fields.Float(
        digits=(16, 2), readonly=True, help="Part of the change that no typed cause explains."
    )
    residual = fields.Float(digits=(16, 2), readonly=True, help="Net change less the sum of its causes: nil.")
    unusual = fields.Float(
        digits=(8, 1), readonly=True, aggregator=None,
        help="How far this change is from others with the same main cause, in units of their usual spread.",
    )  # fmt: skip
    rank = fields.Char(string="Rank or kind", readonly=True)
    cost_centre = fields.Char(readonly=True)
    checked = fields.Boolean(string="Looked at", readonly=True)
    checked_by_id = fields.Many2one("res.users", string="Looked at by", readonly=True)
    checked_on = fields.Datetime(readonly=True)
    check_reason = fields.Char(string="Note", readonly=True)

    _to_review = models.Index("(run_id, unusual) WHERE checked IS NOT TRUE")

    def _check_may_review(self):
        self.check_access("read")
        if not self.env.user.has_groups(REVIEWERS):
            raise AccessError(self.env._("Only payroll clerks and approvers tick off changes of pay."))
        if any(run.state not in ("review", "calculating", "draft") for run in self.run_id):
            raise UserError(self.env._("The run is approved: its review is closed."))

    def action_check(self):
        """Looked at and found right."""
        self._tick(False)
        return True

    def action_check_reason(self):
        """Looked at, with a note: for the unusual and the large."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tick off with a note"),
            "res_model": "police.comparison.check",
            "view_mode": "form",
            "target": "new",
            "context": {"default_comparison_ids": self.ids},
        }

    def action_uncheck(self):
        """Look again."""
        self._check_may_review()
        self.sudo().write(
            {"checked": False, "checked_by_id": False, "checked_on": False, "check_reason": False}
        )
        return True

    def _tick(self, reason):
        self._check_may_review()
        needs = self.filtered(lambda row: row.unexplained >= 0.01 or row.residual)
        if needs and not reason:
            raise UserError(
                self.env._(
                    "%s: part of the change is not explained. Tick it off with a note that says why it "
                    "is right.",
                    ", ".join(needs[:5].mapped("employee_name")),
                )
            )
        self.sudo().write(
            {
                "checked": True,
                "checked_by_id": self.env.uid,
                "checked_on": fields.Datetime.now(),
                "check_reason": reason,
            }
        )

    def action_next(self):
        """Tick off, and go to the next most unusual change not looked at."""
        self.ensure_one()
        if not self.checked:
            self._tick(False)
        following = self.search([("run_id", "=", self.run_id.id), ("checked", "=", False)],
                                order="unusual desc, change_size desc, id", limit=1)  # fmt: skip
        if not following:
            return self.env["police.retro.job"]._notice(
                self.env._("Every change of this run has been looked at.")
            )
        return following._open()

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.pay.comparison",
            "res_id": self.id,
            "views": [[self.env.ref("police_retro.pay_comparison_form").id, "form"]],
            "target": "current",
        }

    def action_open_slip(self):
        """The payslip of this run (or, of somebody no longer paid, of the last)."""
        self.ensure_one()
        runs = self.run_id | self.run_id.previous_run_id
        slip = self.env["police.payslip"].search(
            [("employee_id", "=", self.employee_id.id), ("run_id", "in", runs.ids)], limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.payslip",
            "res_id": slip.id,
            "views": [[False, "form"]],
        }

    @api.model
    def _keep_ticks(self, run):
        """``{employee id: tick}`` of changes looked at, before a run is calculated again."""
        self.flush_model()
        self.env.cr.execute(
            """SELECT employee_id, net_before, net_now, checked_by_id, checked_on, check_reason
                 FROM police_pay_comparison WHERE run_id = %s AND checked""",
            [run.id],
        )
        return self.env.cr.fetchall()

    @api.model
    def _restore_ticks(self, run, ticks):
        """Whoever's pay came out alike need not be looked at twice."""
        if ticks:
            self.env.cr.execute_values(
                """UPDATE police_pay_comparison c
                      SET checked = TRUE, checked_by_id = v.who::int, checked_on = v.at::timestamp,
                      check_reason = v.why
                     FROM (VALUES %s) AS v (employee, before, now, who, at, why)
                    WHERE c.run_id = """
                + str(int(run.id))
                + """ AND c.employee_id = v.employee::int AND c.net_before = v.before::numeric
                      AND c.net_now = v.now::numeric""",
                ticks,
            )
            self.invalidate_model()
