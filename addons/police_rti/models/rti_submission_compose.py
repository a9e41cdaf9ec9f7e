"""Writing the document of a submission and checking it as HMRC would."""

import base64
import hashlib

from odoo import api, models
from odoo.addons.police_engine.adapters.rti import amend, fps, irmark, nvr, validate
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import pounds
from odoo.addons.police_engine.taxcalendar import tax_month, tax_year_dates
from odoo.exceptions import UserError

from ..services.fps_records import FpsRecords, questions

CLERK, APPROVER = "police_core.group_payroll_clerk", "police_core.group_payroll_approver"


class RtiSubmission(models.Model):
    _inherit = "police.rti.submission"

    def _document_bytes(self):
        self.ensure_one()
        content = self.with_context(bin_size=False).document
        if not content:
            raise UserError(self.env._("The document of %s is gone from the store; restore it.", self.name))
        return base64.b64decode(content)

    # -- making -----------------------------------------------------------------------------------------

    @api.model
    def _prepare_fps(self, run):
        """The FPS of an approved run, prepared by whoever prepared the run; made ready when it can be."""
        run = run.sudo()
        known = self.sudo().search(
            [("run_id", "=", run.id), ("kind", "=", "fps"), ("correction", "=", False)], limit=1
        )
        if known:
            return known
        preparer = run.prepared_by_id or run.create_uid
        one = (
            self.with_user(preparer)
            .sudo()
            ._create_guarded(
                {
                    "kind": "fps", "company_id": run.company_id.id, "currency_id": run.currency_id.id,
                    "run_id": run.id, "payment_date": run.pay_date, "tax_year": run.tax_year,
                    "tax_month": tax_month(run.pay_date), "owner_id": preparer.id,
                }
            )
        )  # fmt: skip
        one._make_ready()
        return one

    def action_ready(self):
        """Write the document, check it, and make the submission ready; faults become exceptions."""
        self._check_role(CLERK, APPROVER)
        for one in self:
            one.check_access("write")
            if one.state != "draft":
                raise UserError(self.env._("%s is not a draft.", one.name))
            one._make_ready()
        return True

    def action_draft(self):
        """Back to draft, to change its figures."""
        self._check_role(CLERK)
        for one in self:
            if one.state != "ready":
                raise UserError(self.env._("%s is not ready.", one.name))
        self._back_to_draft()
        return True

    def _make_ready(self):
        """Compose and check; with faults the submission stays a draft and each fault is an exception."""
        self.env["police.rti.error"]._solve_all(self, self.env._("Checked again."))
        try:
            document = self._compose()
            faults = validate.check(document, today=self._today())
        except EngineError as error:
            raise UserError(str(error)) from error
        self._keep_document(document)
        if faults:
            self._keep_faults(faults)
            return False
        self._transition("ready")
        return True

    def _compose(self):
        """The document as bytes, with its IRmark."""
        if self.kind == "eps":
            return self._compose_eps()
        if self.kind == "nvr":
            return self._compose_nvr()
        if self.correction:
            return amend.amended(self._document_bytes())
        if self.corrects_id:
            return amend.amended(self._with_present_people(), late_reason=self.late_reason or "")
        message = self._certified_fps()
        if not self.late_reason:
            return message  # byte for byte what the certificate agreed
        return amend.amended(message, late_reason=self.late_reason)

    def _certified_fps(self):
        """The very file that the run's control certificate agreed."""
        kept = self.sudo().run_id.output_ids.filtered(lambda output: output.kind == "fps")[:1]
        if not kept:
            raise UserError(self.env._("%s has no FPS file; approve the run first.", self.run_id.name))
        return kept._bytes()

    def _compose_nvr(self):
        people = self.sudo().nino_check_ids.employee_id
        if not people:
            raise UserError(self.env._("Choose the people to ask about first."))
        return nvr.build_nvr(
            self.company_id._employer(),
            questions(people),
            period_end=tax_year_dates(self.tax_year)[1],
            timestamp=self._now(),
        )

    def _keep_document(self, document):
        mark = irmark.irmark(document)
        totals = self._totals_of(document)
        self._write_guarded(
            {
                "document": base64.b64encode(document), "sha256": hashlib.sha256(document).hexdigest(),
                "irmark": mark.base64, "irmark_printed": mark.base32, **totals,
            }
        )  # fmt: skip

    def _totals_of(self, document):
        """Control figures read back from the document itself."""
        if self.kind == "eps":
            return self._eps_totals()
        if self.kind == "nvr":
            return {"people_count": len(self.sudo().nino_check_ids)}
        sums = fps.read_totals(document)
        loans = sums.student_loan + sums.postgraduate_loan
        return {
            "people_count": sums.people, "tax_total": pounds(sums.tax),
            "employee_nic_total": pounds(sums.employee_nic), "employer_nic_total": pounds(sums.employer_nic),
            "loan_total": pounds(loans),
            "amount_total": pounds(sums.tax + sums.employee_nic + sums.employer_nic + loans),
        }  # fmt: skip

    def _keep_faults(self, faults):
        people = self._people_by_reference([fault.person for fault in faults])
        self.env["police.rti.error"].sudo().create(
            [
                {
                    "submission_id": self.id, "source": "check", "number": fault.code.removeprefix("rti_"),
                    "message": fault.message, "employee_id": people.get(fault.person),
                    "payroll_reference": fault.person, "rule": fault.rule, "on_date": self._today(),
                    "owner_id": self.owner_id.id,
                    "next_action": self.env._("Correct it, then make the submission ready again."),
                }
                for fault in faults
            ]
        )  # fmt: skip

    def _people_by_reference(self, references):
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        found = employees.search_fetch(
            [
                ("payroll_reference", "in", list(filter(None, references))),
                ("company_id", "=", self.company_id.id),
            ],
            ["payroll_reference"],
        )
        return {person.payroll_reference: person.id for person in found}

    # -- again -------------------------------------------------------------------------------------------

    def action_correct(self):
        """A new submission in the place of a rejected or failed one, with the facts as they are now."""
        self.ensure_one()
        self._check_role(CLERK)
        if self.state not in ("rejected", "failed"):
            raise UserError(
                self.env._(
                    "%s was not refused. To put an accepted FPS right use Compare with HMRC.", self.name
                )
            )
        fresh = self._replacement()
        self.env["police.rti.error"]._solve_all(self, self.env._("Corrected and sent as %s.", fresh.name))
        self._transition("cancelled")
        self.activity_feedback(["mail.mail_activity_data_todo"], feedback=self.env._("Corrected and resent."))
        self.message_post(body=self.env._("Replaced by %s.", fresh.display_name))
        return fresh.action_open()

    def _replacement(self):
        values = {
            name: self[name] for name in ("kind", "correction", "tax_year", "tax_month", "payment_date")
        }
        values |= {name: self[name] for name in self._eps_fields() if name != "eps_account_id"}
        links = {name: self[name].id for name in ("company_id", "currency_id", "run_id")}
        if self.kind == "fps" and self.correction:
            raise UserError(self.env._("Make the correction again under Compare with HMRC."))
        self._write_guarded({"state": "rejected"})  # the index that allows one FPS a run must see it gone
        self.flush_recordset(["state"])
        fresh = self.sudo()._create_guarded(
            {**values, **links, "corrects_id": self.id, "owner_id": self.env.uid}
        )
        for check in self.sudo().nino_check_ids:
            check.copy({"submission_id": fresh.id})
        return fresh.with_user(self.env.user).sudo(False)

    def _with_present_people(self):
        """The refused FPS again: figures as approved, names, numbers and addresses as they are now."""
        records = FpsRecords(self.sudo().env, self.sudo().run_id)
        return records.message(records.present(), timestamp=self._now())

    def action_open(self):
        """This submission's form."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id,
            "views": [[False, "form"]],
        }  # fmt: skip

    def action_download(self):
        """The document as a file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url", "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/document/{self.document_name}?download=true",
        }  # fmt: skip

    def action_approve(self):
        """Agree to the sending: somebody else than the preparer."""
        for one in self:
            if one.state != "ready":
                raise UserError(self.env._("%s is not ready: there is nothing to approve.", one.name))
        self._check_may_approve()
        self._mark_approved()
        return True
