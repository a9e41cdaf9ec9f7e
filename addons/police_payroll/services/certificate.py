"""The control certificate: draws up every total from every place and says whether all agree to the penny."""

import hashlib

from odoo import fields
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import display

from . import control_totals
from .fingerprint import result_hash
from .outputs import Outputs
from .schedules import schedule_totals


class Certifier:
    """Certifies ``run``, approved or paid (superuser environment; its user is named on the certificate)."""

    def __init__(self, env, run, outputs=None):
        self.env = env
        self.run = run.with_env(env)
        self.outputs = outputs or Outputs(env, self.run)
        self.findings = []

    def make(self):
        """Create and return a police.pay.certificate from what is stored at this moment."""
        self.env.flush_all()
        cr, run = self.env.cr, self.run
        bank_file, submission = self._file("bacs"), self._file("fps")
        figures, differing = self._count(bank_file, submission)
        rows = [self._row(number, measure, figures) for number, measure in enumerate(control_totals.MEASURES)]
        self._compare_hash(result_hash(cr, run.id))
        return self.env["police.pay.certificate"].create(
            {
                "run_id": run.id,
                "name": self.env._("Certificate of %s", run.name),
                "people": len(self.outputs.stored.payments),
                "people_differing": len(differing),
                "agreed": not self.findings,
                "findings": "\n".join(self.findings) or False,
                "result_hash": run.result_hash,
                "rule_set_hash": run.rule_set_hash,
                "bacs_sha256": _sha256(bank_file),
                "fps_sha256": _sha256(submission),
                "made_on": fields.Datetime.now(),
                "line_ids": [fields.Command.create(row) for row in rows],
            }
        )

    def _count(self, bank_file, submission):
        """({place: {measure: pence}}, references of people whose files differ from their payslips)."""
        cr, run = self.env.cr, self.run
        accounts = self.env["police.pay.account.map"]._accounts_for(run.company_id)
        bank, paid = self._read("The bank file", control_totals.of_bank_file, bank_file)
        fps, reported = self._read("The FPS", control_totals.of_submission, submission)
        figures = {
            "slips": control_totals.of_slips(cr, run.id),
            "lines": control_totals.of_lines(cr, run.id),
            "ledger": control_totals.of_ledger(cr, run.move_id, accounts),
            "bacs": bank,
            "fps": fps,
            "schedules": self._schedule_totals(),
        }
        return figures, self._differing(paid, reported)

    def _schedule_totals(self):
        try:
            return schedule_totals(self.run)
        except ValueError as error:
            self.findings.append(str(error))
            return {}

    def _read(self, what, reader, content):
        """A file that can not be read states nothing, so every total it must state is a finding."""
        try:
            return reader(content)
        except (EngineError, ValueError, SyntaxError) as error:
            self.findings.append(f"{what} can not be read: {error}")
            return {}, {}

    def _file(self, kind):
        kept = self.run.output_ids.filtered(lambda output: output.kind == kind)[:1]
        if kept:
            content = kept._bytes()
            if _sha256(content) != kept.sha256:
                self.findings.append(f"{kept.name} is not the file that was made.")
            return content
        return self.outputs.bank_file() if kind == "bacs" else self.outputs.full_payment_submission()

    def _differing(self, paid, reported):
        """References of people whose lines, bank credit or FPS figures are not those of their payslip."""
        unlike = control_totals.slips_unlike_their_lines(self.env.cr, self.run.id)
        differing, known = [], set()
        for slip in self.outputs.stored.payments:
            known.add(slip.reference)
            same = paid.get(slip.reference, 0) == slip.totals.net
            same = same and reported.get(slip.reference) == _submitted(slip.totals)
            if not same or slip.reference in unlike:
                differing.append(slip.reference)
        differing += sorted((set(paid) | set(reported)) - known)
        if differing:
            listed = ", ".join(differing[:20])
            self.findings.append(
                f"{_people(len(differing))} between payslip, lines, bank file and FPS: {listed}."
            )
        return differing

    def _row(self, number, measure, figures):
        stated = {place: figures[place].get(measure.code) for place in measure.places}
        base = stated["slips"]
        largest = 0
        for place, amount in stated.items():
            if amount is None:
                self.findings.append(f"{measure.label}: the {place} state no figure.")
            elif amount != base:
                self.findings.append(
                    f"{measure.label}: {place} differ from payslips by {display(amount - base)}."
                )
                largest = max(largest, abs(amount - base))
        return {
            "sequence": number,
            "code": measure.code,
            "label": measure.label,
            "applies": " ".join(measure.places),
            "difference": largest / 100,
            **{place: (stated.get(place) or 0) / 100 for place in control_totals.PLACES},
        }

    def _compare_hash(self, now):
        if now != self.run.result_hash:
            self.findings.append("Payslips or lines were changed after they were calculated.")


def _sha256(content):
    return hashlib.sha256(content).hexdigest()


def _submitted(totals):
    """What the FPS must say of a person with these totals."""
    return control_totals.Submitted(
        totals.taxable_pay, totals.tax, totals.employee_nic, totals.employer_nic,
        totals.student_loan + totals.postgraduate_loan, totals.pension_employee, totals.net,
    )  # fmt: skip


def _people(count):
    return "1 person differs" if count == 1 else f"{count} people differ"
