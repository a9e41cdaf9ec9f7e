"""Files of a run: kept as outputs, and written to a directory for scripts."""

from pathlib import Path

from odoo import models
from odoo.exceptions import UserError

from ..services import garbage
from ..services.certificate import Certifier
from ..services.outputs import Outputs


class PayRun(models.Model):
    _inherit = "police.pay.run"

    def action_certificate(self):
        """Draw up a new control certificate from what is stored now, and show it."""
        self.ensure_one()
        certificate = self._certificate()
        return {
            "type": "ir.actions.act_window",
            "res_model": "police.pay.certificate",
            "res_id": certificate.id,
            "views": [[False, "form"]],
        }

    def action_open_move(self):
        """The journal entry of this run."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [[False, "form"]],
        }

    def action_open_comparison(self):
        """The comparison in a window of its own, with filters."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_payroll.action_pay_comparison")
        return {**action, "domain": [("run_id", "=", self.id)]}

    def action_make_payslip_book(self):
        """Make the PDF with everybody's payslip."""
        self.ensure_one()
        self._check_role("police_core.group_payroll_clerk", "police_core.group_payroll_approver")
        self._check_has_figures()
        return Outputs(self.sudo().env, self.sudo()).payslip_book().action_download()

    def _certificate(self):
        """A fresh ``police.pay.certificate`` of an approved or paid run."""
        self.ensure_one()
        self._check_role(
            "police_core.group_payroll_clerk",
            "police_core.group_payroll_approver",
            "police_core.group_force_accountant",
        )
        if self.state not in ("approved", "paid"):
            raise UserError(self.env._("%s is not approved: there is no ledger to agree with.", self.name))
        return Certifier(self.env(su=True), self.sudo()).make()

    def _generate_outputs(self, output_dir=None, payslips=True, single_payslips=False):
        """All outputs of an approved or paid run; returns ``{file name: bytes}``.

        Kept outputs are taken as they are; the payslip book (``payslips``) is made when missing, one
        PDF a person (``single_payslips``) is made for the answer only. With ``output_dir`` (a path,
        created when missing) the files are written there too, readable by their owner alone.
        """
        self.ensure_one()
        self._check_role("police_core.group_payroll_clerk", "police_core.group_payroll_approver")
        self._check_has_figures()
        outputs = Outputs(self.sudo().env, self.sudo())
        files = {}
        with garbage.paused():
            if single_payslips:
                files = outputs.payslips()
            elif payslips:
                outputs.payslip_book()
        files |= {output.name: output._bytes() for output in self.sudo().output_ids}
        if output_dir:
            _write_files(Path(output_dir), files)
        return files

    def _check_has_figures(self):
        if self.state not in ("review", "approved", "paid"):
            raise UserError(self.env._("%s has no payslips yet. Calculate it first.", self.name))


def _write_files(directory, files):
    directory.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(data)
