"""Sending a submission and following it to HMRC's answer."""

import logging
import secrets

from odoo import SUPERUSER_ID, api, models
from odoo.addons.police_engine.adapters.rti.conversation import next_check
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.modules.registry import Registry

from ..services import law
from ..services.courier import Courier, places
from ..services.deadlines import DeadlineWatch
from .rti_submission import SHORT
from .rti_submission_compose import APPROVER, CLERK

_logger = logging.getLogger(__name__)

STEPS_AT_ONCE = 5
WITHOUT_CONNECTION = 300  # seconds
AT_A_TIME = 50
DIRECT = object()  # in the context: this process waits for the gateway itself (demonstration)


class RtiSubmission(models.Model):
    _inherit = "police.rti.submission"

    def _document_code(self):
        return SHORT[self.kind]

    # -- buttons ----------------------------------------------------------------------------------------

    def action_send(self):
        """Send to HMRC: written down first, sent when that is safely stored."""
        self._check_role(CLERK, APPROVER)
        for one in self:
            one.check_access("write")
            one._check_sendable()
        for one in self:
            one._transition(
                "sent",
                mode=one.company_id.rti_mode,
                transaction_id=secrets.token_hex(16).upper(),
                sent_on=one._now(),
                next_check=one._now(),
                attempted_on=False,
                lost=False,
            )
        self._deliver()
        return True

    def action_check(self):
        """Ask the gateway now instead of at the next look."""
        self._check_role(CLERK, APPROVER)
        waiting = self.filtered(lambda one: one.state in ("sent", "acknowledged") or one._is_unclosed())
        if not waiting:
            raise UserError(self.env._("There is nothing to ask: nothing is on its way."))
        waiting._write_guarded({"next_check": self._now()})
        waiting._deliver()
        return True

    def action_retry(self):
        """Once more, as a new submission of the same document, after a failure that is put right."""
        self._check_role(CLERK)
        for one in self:
            if one.state != "failed":
                raise UserError(self.env._("%s has not failed.", one.name))
            self.env["police.rti.error"]._solve_all(one, self.env._("Sent once more."))
            one._transition(
                "ready", correlation=False, endpoint=False, transaction_id=False, attempted_on=False,
                lost=False, attempts=0, closed_on=False, next_check=False, last_word=False,
            )  # fmt: skip
        return True

    def _check_sendable(self):
        company = self.company_id
        if self.state != "ready":
            raise UserError(self.env._("%s is not ready. Check it first.", self.name))
        company._rti_endpoint()
        company._rti_credentials()
        if company.rti_mode == "live" and not self.approved_by_id:
            raise UserError(
                self.env._(
                    "%(what)s goes to HMRC for real: somebody else than %(who)s approves it first.",
                    what=self.name,
                    who=self.prepared_by_id.name,
                )
            )
        if self._needs_reason() and not self.late_reason:
            raise UserError(
                self.env._(
                    "%(what)s was due on %(day)s. Choose HMRC's late reporting reason, then make it ready.",
                    what=self.name,
                    day=self.due_on,
                )
            )

    def _needs_reason(self):
        """An original FPS after its pay day (reg 67B: on or before)."""
        return (
            self.kind == "fps" and not self.correction and bool(self.due_on) and self._today() > self.due_on
        )

    def _is_unclosed(self):
        return bool(
            self.correlation and not self.closed_on and self.state in ("accepted", "rejected", "failed")
        )

    # -- the line ------------------------------------------------------------------------------------------

    def _deliver(self):
        """Speak with the gateway once this transaction is committed, in one of its own."""
        if module.current_test or self.env.context.get("police_rti_direct") is DIRECT:
            return self._converse()
        database, uid, ids = self.env.cr.dbname, self.env.uid, self.ids
        context = {key: value for key, value in self.env.context.items() if key in ("lang", "tz")}

        def deliver():
            try:
                with Registry(database).cursor() as cr:
                    env = api.Environment(cr, uid, context)
                    env[self._name].browse(ids).exists()._converse(commit=cr.commit)
            except Exception:  # what is stored stays; the scheduler looks before it sends again
                _logger.warning("Speaking with the gateway about %s was broken off", ids, exc_info=True)

        self.env.cr.postcommit.add(deliver)
        return None

    def _converse(self, commit=None):
        """Take each submission as far as it goes now."""
        courier = Courier(self.env(su=True), commit)
        for one in self:
            try:
                self._take_steps(courier, one, commit)
            except UserError as error:  # no address, no credentials: somebody must see to it
                later = next_check(self._now(), WITHOUT_CONNECTION, one.attempts)
                one._write_guarded(
                    {"last_word": str(error)[:250], "next_check": later, "attempts": one.attempts + 1}
                )

    @staticmethod
    def _take_steps(courier, one, commit):
        for _step in range(STEPS_AT_ONCE):
            moved = courier.advance(one)
            if commit:
                commit()
            if not moved:
                break

    @api.model
    def _cron_converse(self):
        """Every submission whose time has come; each commits on its own."""
        due = self.search(
            [("next_check", "<=", self._now()), ("state", "not in", ("draft", "ready", "cancelled"))],
            order="next_check", limit=AT_A_TIME,
        )  # fmt: skip
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for one in due:
            one._converse(commit=cron._commit_progress)
            if not cron._commit_progress(1):
                break

    # -- answers ---------------------------------------------------------------------------------------------

    def _accepted(self, outcome):
        """HMRC took it. A receipt for another document than ours is no acceptance."""
        receipt = outcome.receipt
        values = {
            "answered_on": self._now(), "receipt": receipt and receipt.message,
            "receipt_irmark": receipt and receipt.irmark, "accepted_at": receipt and receipt.accepted,
            "last_word": ((receipt and receipt.message) or self.env._("Accepted."))[:250],
            "next_check": self._now(), "attempts": 0,
        }  # fmt: skip
        if receipt and receipt.irmark and receipt.irmark != self.irmark:
            self._write_guarded(values)
            text = self.env._("HMRC's receipt shows another IRmark than ours: it is for another document.")
            self._keep_errors([(None, None, text)], self.env._("Ask HMRC's online services helpdesk."))
            self._transition("failed")
            return True
        self._transition("accepted", **values)
        if self.corrects_id:
            self.env["police.rti.error"]._solve_all(
                self.corrects_id, self.env._("Accepted as %s.", self.name)
            )
        words = {"who": self._other_side(), "words": values["last_word"]}
        self.message_post(body=self.env._("Accepted by %(who)s. %(words)s", **words))
        return True

    def _rejected(self, outcome):
        """HMRC refused the facts: every error becomes an owned exception with person, rule and date."""
        document = self._document_bytes()
        rows = [(error, place, "") for error, place in places(document, outcome.errors)]
        self._keep_errors(rows, self.env._("Put right on the person's record, then “Correct and resend”."))
        self._transition(
            "rejected",
            answered_on=self._now(),
            last_word=outcome.note[:250],
            next_check=self._now(),
            attempts=0,
        )
        self._call_owner(self.env._("%s was refused", self.name), outcome.note)
        return True

    def _failed(self, outcome):
        """The submission itself is at fault, not its facts: credentials, envelope, HMRC's own failure."""
        rows = [(error, None, "") for error in outcome.errors] or [(None, None, outcome.note)]
        self._keep_errors(rows, self.env._("Put the cause right, then “Try again”."))
        self._transition(
            "failed", answered_on=self._now(), last_word=outcome.note[:250],
            correlation=outcome.correlation or self.correlation, attempts=0,
            next_check=self._now() if outcome.correlation else False,
        )  # fmt: skip
        self._call_owner(self.env._("%s failed", self.name), outcome.note)
        return bool(outcome.correlation)

    def _gone(self, outcome):
        """The gateway acknowledged it and now knows nothing of it: a person must ask HMRC."""
        text = self.env._(
            "The gateway acknowledged this submission (%s) but holds it no longer, and no answer came.",
            self.correlation,
        )
        self._keep_errors(
            [(None, None, text)],
            self.env._("Look in PAYE Online whether HMRC has it. Only if not: “Try again”."),
        )
        self._transition("failed", last_word=text[:250], next_check=False, correlation=False, attempts=0)
        self._call_owner(self.env._("%s was lost", self.name), text)
        return False

    def _keep_errors(self, rows, what_to_do):
        people = self._people_by_reference([place.payroll_id for _e, place, _t in rows if place])
        today = self._today()
        values = []
        for error, place, text in rows:
            number = error.number if error else ""
            meaning, _action, rule = law.error_law(number, today)
            values.append(
                {
                    "submission_id": self.id, "number": number, "message": (error and error.text) or text,
                    "source": "hmrc" if error and error.kind == "business" else "gateway",
                    "meaning": meaning, "location": error and error.location, "rule": rule,
                    "field_name": place and place.field, "value": place and place.value,
                    "payroll_reference": place and place.payroll_id,
                    "employee_id": place and people.get(place.payroll_id),
                    "on_date": today, "owner_id": self.owner_id.id or self.prepared_by_id.id,
                    "next_action": what_to_do,
                }
            )  # fmt: skip
        self.env["police.rti.error"].sudo().create(values)

    def _call_owner(self, summary, note):
        owner = self.owner_id or self.prepared_by_id
        if owner and owner.id != SUPERUSER_ID:
            self.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, note=note, user_id=owner.id
            )

    @api.model
    def _cron_deadlines(self):
        """Daily: drafts for what HMRC expects and nobody has made; reminders to owners."""
        forces = self.env["res.company"].search([("is_police_force", "=", True)])
        for force in forces:
            DeadlineWatch(self.env(su=True), force, self._today()).run()
