"""Approving and paying a run. Each happens once, by somebody who did not prepare it."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services.certificate import Certifier
from ..services.fingerprint import result_hash
from ..services.journal import Journal
from ..services.outputs import Outputs


class PayRun(models.Model):
    _inherit = "police.pay.run"

    paid_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    paid_on = fields.Datetime(readonly=True, copy=False, help="When the bank file was released.")

    def action_approve(self):
        """Approve the figures: journal posted, files for HMRC and the schedules made, certificate drawn up."""
        self.ensure_one()
        self._check_approvable()
        self._check_may_approve()
        run = self.sudo()
        run._take_lock()
        run.env["police.pay.element"].search(self._one_off_domain())._mark_paid(run)
        move = Journal(run.env, run).post()
        self._mark_approved()
        self._transition("approved", move_id=move.id)
        Outputs(run.env, run).make_on_approval()
        certificate = Certifier(run.env(user=self.env.uid, su=True), run).make()
        self.sudo().message_post(body=self.env._("Approved. Certificate: %s", certificate.display_name))
        return True

    def action_pay(self):
        """Release the bank file, once, if every total agrees to the penny at this moment."""
        self.ensure_one()
        self._check_role("police_core.group_payroll_approver")
        if self.state == "paid":
            raise UserError(
                self.env._(
                    "%(run)s was paid on %(when)s. A second bank file would pay everybody twice.",
                    run=self.name,
                    when=self.paid_on,
                )
            )
        if self.state != "approved":
            raise UserError(self.env._("%s is not approved yet.", self.name))
        if obstacle := self._approval_obstacle():
            raise UserError(obstacle)
        run = self.sudo()
        run._take_lock()
        if not run.try_lock_for_update():
            self._raise_busy()
        outputs = Outputs(run.env, run)
        certificate = Certifier(run.env(user=self.env.uid, su=True), run).make()
        if not certificate.agreed:
            raise UserError(
                self.env._(
                    "The bank file is refused: the control totals do not agree.\n%s", certificate.findings
                )
            )
        outputs.release_bank_file(certificate)
        self._transition("paid", paid_by_id=self.env.uid, paid_on=fields.Datetime.now())
        return True

    def _check_approvable(self):
        if self.state in ("approved", "paid"):
            raise UserError(
                self.env._(
                    "%(run)s was already approved by %(user)s.", run=self.name, user=self.approved_by_id.name
                )
            )
        if self.state != "review":
            raise UserError(self.env._("%s has not been calculated: there is nothing to approve.", self.name))
        if self.blocking_count:
            raise UserError(
                self.env._(
                    "%(run)s has %(count)s blocking exceptions. Correct their causes and calculate again.",
                    run=self.name,
                    count=self.blocking_count,
                )
            )
        if self.warning_count:
            raise UserError(
                self.env._(
                    "%(run)s has %(count)s warnings that nobody has accepted. Accept each with a reason.",
                    run=self.name,
                    count=self.warning_count,
                )
            )
        if not self.people_count:
            raise UserError(self.env._("%s pays nobody.", self.name))
        if result_hash(self.env.cr, self.id) != self.result_hash:
            raise UserError(
                self.env._("The payslips of %s are not those that were calculated. Calculate again.", self.name)
            )

    def _one_off_domain(self):
        employees = self.sudo().slip_ids.employee_id.ids
        return [
            ("employee_id", "in", employees),
            ("recurrence", "=", "once"),
            ("paid_run_id", "=", False),
            ("date_from", "<=", self.period_id.date_to),
        ]
