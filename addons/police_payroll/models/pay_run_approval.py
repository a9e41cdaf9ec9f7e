"""Approving and paying a run. Each happens once, by somebody who did not prepare it."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..services import garbage
from ..services.certificate import Certifier
from ..services.computation import Computation
from ..services.journal import Journal
from ..services.outputs import Outputs
from ..services.slip_reader import StoredRun


class PayRun(models.Model):
    _inherit = "police.pay.run"

    paid_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    paid_on = fields.Datetime(readonly=True, copy=False, help="When the bank file was released.")

    def action_approve(self):
        """Approve the figures: journal posted, FPS and schedules made, certificate drawn up."""
        self.ensure_one()
        self._check_may_approve()
        self._check_approvable()
        with garbage.paused():
            self._approve()
        return True

    def _approve(self):
        run = self.sudo()
        run._take_lock()
        run._check_facts_unchanged()
        run._mark_elements_paid()
        run._tell_contributors("_paid")
        stored = StoredRun(run.env.cr, run.id)
        move = Journal(run.env, run, stored).post()
        self._mark_approved()
        self._transition("approved", move_id=move.id)
        outputs = Outputs(run.env, run, stored)
        outputs.make_on_approval()
        certificate = Certifier(run.env(user=self.env.uid, su=True), run, outputs).make()
        if not certificate.agreed:
            raise UserError(
                self.env._("Not approved: the control totals do not agree.\n%s", certificate.findings)
            )
        run.message_post(body=self.env._("Approved. Certificate: %s", certificate.display_name))

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
        with garbage.paused():
            self._pay()
        return True

    def _pay(self):
        run = self.sudo()
        run._take_lock()
        if not run.try_lock_for_update():
            self._raise_busy()
        outputs = Outputs(run.env, run)
        certificate = Certifier(run.env(user=self.env.uid, su=True), run, outputs).make()
        if not certificate.agreed:
            raise UserError(
                self.env._(
                    "The bank file is refused: the control totals do not agree.\n%s", certificate.findings
                )
            )
        outputs.release_bank_file(certificate)
        outputs.keep_certificate(certificate)
        self._transition("paid", paid_by_id=self.env.uid, paid_on=fields.Datetime.now())
        run._tell_contributors("_released")

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
                    "%(run)s has blocking exceptions (%(count)s). Correct their causes and calculate again: "
                    "%(first)s",
                    run=self.name,
                    count=self.blocking_count,
                    first=self._first_blocking(),
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

    def _first_blocking(self, most=3):
        blocking = self.sudo().problem_ids.filtered(lambda problem: problem.severity == "blocking")
        return " ".join(
            " ".join(filter(None, (problem.payroll_reference, problem.message)))
            for problem in blocking[:most]
        )

    def _check_facts_unchanged(self):
        """What is approved was calculated from the facts as they are; else later elements are lost."""
        work = Computation(self.env, self)
        now = work.collect()
        work.calculate()
        if now.hash == self.inputs_hash:
            return
        self.env.cr.execute(
            "SELECT payroll_reference, inputs_hash, employee_name FROM police_payslip WHERE run_id = %s",
            [self.id],
        )
        then = {reference: (digest, name) for reference, digest, name in self.env.cr.fetchall()}
        changed = [name for ref, (digest, name) in sorted(then.items()) if now.hashes.get(ref) != digest]
        changed += [now.people[reference].name for reference in sorted(now.hashes.keys() - then.keys())]
        raise UserError(
            self.env._(
                "Facts of %(count)s people changed after the calculation: %(names)s. Calculate again.",
                count=len(changed),
                names=", ".join(changed[:20]),
            )
        )

    def _mark_elements_paid(self):
        """One-off elements that the payslips hold; they were collected again, unchanged, a moment ago."""
        self.env["police.pay.element"]._mark_paid(self)
