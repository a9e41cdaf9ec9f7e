"""Entering, approving, withdrawing and correcting duties. Whatever moves money takes two people."""

from datetime import date

from odoo import api, models
from odoo.exceptions import UserError, ValidationError

from ..services.assessment import Assessment
from .duty_entry import FACTS

STATE_WRITE = object()  # an object of this process, which no RPC call can send in its context


class DutyEntry(models.Model):
    _inherit = "police.duty.entry"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_guarded_state(vals)
            if sheet := self.env["police.duty.sheet"].browse(vals.get("sheet_id") or ()):
                vals.setdefault("company_id", sheet.company_id.id)
        entries = super().create(vals_list)
        entries._reassess()
        return entries

    @api.model
    def _from_outside(self, vals_list):
        """Create duties of a file or a duty system; called by the import after its checks."""
        return (
            self.with_context(police_duty_state=STATE_WRITE)
            .create(vals_list)
            .with_context(police_duty_state=None)
        )

    def write(self, vals):
        """Facts of approved duties are closed; a change of facts makes the writer the preparer."""
        self._refuse_guarded_state(vals)
        if not FACTS & vals.keys():
            return super().write(vals)
        self._refuse_closed()
        before = self.employee_id, set(self.mapped("week_start"))
        done = super().write(vals)
        others = self.filtered(lambda entry: entry.prepared_by_id != self.env.user)
        if others and not self.env.su:
            others._mark_prepared()
        self._reassess(*before)
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        self._refuse_closed()

    def unlink(self):
        people, weeks = self.employee_id, set(self.mapped("week_start"))
        company = self.company_id
        done = super().unlink()
        for force in company:
            mine = people.filtered(lambda person, force=force: person.company_id == force)
            Assessment(self.env, force).run(mine.ids, weeks)
            contributor = self.env["police.pay.contributor"].with_context(police_duty_assessed=True)
            contributor._touched(mine, min(weeks))
        return done

    def _refuse_guarded_state(self, vals):
        if {"state", "source"} & vals.keys() and self.env.context.get("police_duty_state") is not STATE_WRITE:
            for name in ("state", "source"):
                if vals.get(name) not in (None, "draft", "sheet"):
                    raise UserError(self.env._("A duty changes its state by the buttons, not by hand."))
            if self and "state" in vals:
                raise UserError(self.env._("A duty changes its state by the buttons, not by hand."))

    def _refuse_closed(self):
        for entry in self:
            if entry.state == "approved":
                raise UserError(
                    self.env._(
                        "%s is approved. Withdraw the approval first, then change it.", entry.display_name
                    )
                )
            if entry.state in ("paid", "reversed"):
                raise UserError(
                    self.env._(
                        "%s was paid and is kept as it was. Use Correct: it takes back and pays anew.",
                        entry.display_name,
                    )
                )

    def _set_state(self, state):
        self.sudo().with_context(police_duty_state=STATE_WRITE).write({"state": state})

    def _reassess(self, people=None, weeks=()):
        """What the rules make of the weeks of these duties, and of those they were of before a change."""
        for company, entries in self.grouped("company_id").items():
            persons = entries.employee_id | (people or self.env["hr.employee"])
            touched = {*entries.mapped("week_start"), *weeks} - {False}
            Assessment(self.env, company).run(persons.ids, touched)
            self.env["police.pay.contributor"].with_context(police_duty_assessed=True)._touched(
                persons, min(touched)
            )

    @api.model
    def _facts_changed(self, employees, date_from):
        """Jobs or claims changed: duties that are not paid yet are looked at again by the new facts."""
        self.flush_model(["state", "duty_date", "employee_id"])
        self.env.cr.execute(
            """SELECT company_id, array_agg(DISTINCT employee_id), array_agg(DISTINCT week_start)
                 FROM police_duty_entry
                WHERE employee_id = ANY(%s) AND state IN ('draft', 'approved') AND duty_date >= %s
                GROUP BY company_id""",
            [employees.ids, date_from or date(2000, 1, 1)],
        )
        for company_id, people, weeks in self.env.cr.fetchall():
            Assessment(self.env, self.env["res.company"].browse(company_id)).run(people, weeks)

    # -- two people ------------------------------------------------------------------------------

    def _approval_obstacle(self):
        """Nobody approves their own duty either, whoever typed it."""
        obstacle = super()._approval_obstacle()
        if not obstacle and self.employee_id.sudo().user_id == self.env.user:
            obstacle = self.env._("%s is your own duty: somebody else must approve it.", self.display_name)
        return obstacle

    def action_approve(self):
        """Approve for payment. All or none: every obstacle is listed."""
        drafts = self.filtered(lambda entry: entry.state == "draft")
        if not drafts:
            raise UserError(self.env._("There is nothing to approve here."))
        faults = [text for entry in drafts for text in entry._obstacles()]
        if faults:
            raise ValidationError("\n".join(dict.fromkeys(faults)))
        drafts._mark_approved()
        drafts._set_state("approved")
        drafts.replaces_id._set_state("reversed")
        (drafts | drafts.replaces_id)._reassess()
        return True

    def _obstacles(self):
        if obstacle := self._approval_obstacle():
            yield obstacle
        for finding in self.sudo().finding_ids:
            if finding.severity == "blocking":
                yield f"{self.employee_id.name}, {self.reference}: {finding.message}"

    def action_withdraw(self):
        """Take back the approval of a duty that is not paid yet."""
        for entry in self:
            if entry.state != "approved":
                raise UserError(self.env._("%s is not approved, or already paid.", entry.display_name))
            if entry.replaces_id:
                raise UserError(
                    self.env._("%s corrects a paid duty; correct it after it is paid.", entry.display_name)
                )
        self._check_supervisor()
        self.sudo()._clear_approval()
        self._set_state("draft")
        self._reassess()
        return True

    def _check_supervisor(self):
        self.check_access("write")

    def action_correct(self):
        """A draft that replaces this paid duty: what was paid is taken back when somebody approves it."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "paid":
            raise UserError(self.env._("%s is not paid: change it directly.", self.display_name))
        replacement = self.replaced_by_ids[:1] or self.copy(
            {"replaces_id": self.id, "reference": f"{self.reference}/{len(self.replaced_by_ids) + 1}"}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correction of %s", self.reference),
            "res_model": self._name,
            "res_id": replacement.id,
            "views": [[False, "form"]],
        }
