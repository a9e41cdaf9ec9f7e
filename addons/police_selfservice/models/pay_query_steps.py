"""What happens to a query: asked, taken, answered, closed, asked again. Nobody answers their own."""

from datetime import timedelta

from markupsafe import Markup, escape
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..services import notices
from ..services.citation import linked
from .pay_query import OPEN_STATES, QUERY_WRITE


class PayQuery(models.Model):
    _inherit = "police.pay.query"

    @api.model
    def _ask(self, employee, category, question, slip=None, line=None):
        """A question from the portal; the caller has checked that slip and line are the person's own."""
        query = (
            self.sudo()
            .with_context(police_query_write=QUERY_WRITE, mail_create_nosubscribe=True)
            .create(
                {
                    "employee_id": employee.id,
                    "category": category,
                    "question": question.strip(),
                    "slip_id": slip.id if slip else False,
                    "line_id": line.id if line else False,
                    "channel": "portal",
                }
            )
        )
        return self.browse(query.id)  # without the key

    def _promise(self):
        """Keep the promise in force on the day of asking and the moment it gives."""
        self.ensure_one()
        day = fields.Datetime.context_timestamp(self, self.asked_on).date()
        level = self.env["police.pay.service.level"]._in_force(self.company_id, self.priority, day)
        self._guarded().write({"service_level_id": level.id, "due_on": level._due(self.asked_on)})
        if not level:
            self.sudo().message_post(
                body=self.env._("No service level is in force: this query has no due date.")
            )

    # -- the desk -----------------------------------------------------------------------------------

    def action_take(self):
        """I deal with it."""
        self._check_desk()
        for query in self:
            state = "in_progress" if query.state == "new" else query.state
            query._guarded().write({"assigned_id": self.env.uid, "state": state})
        return True

    def action_answer(self):
        """Open the answer, with prepared ones to choose from."""
        self.ensure_one()
        self._check_desk()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer %s", self.name),
            "res_model": "police.pay.query.answer",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_query_id": self.id},
        }

    def _answer(self, text, citation=""):
        """Publish an answer (plain text) with the law under it; the person gets a notice without figures."""
        self.ensure_one()
        self._check_desk()
        if not text.strip():
            raise UserError(self.env._("An answer needs words."))
        body = Markup("<br/>").join(escape(text.strip()).splitlines())
        if citation:
            body += Markup("<p class='text-muted mt-2'>%s %s</p>") % (
                self.env._("The law:"),
                linked(citation),
            )
        self.message_post(body=body, message_type="comment", subtype_xmlid="mail.mt_comment")
        now = fields.Datetime.now()
        self._guarded().write(
            {
                "state": "answered",
                "answered_on": self.answered_on or now,
                "answer_count": self.answer_count + 1,
                "assigned_id": self.assigned_id.id or self.env.uid,
            }
        )
        notices.send_answer_notice(self)

    def action_close(self):
        """Done: the cause must be known, and the correction when pay was wrong."""
        self._check_desk()
        for query in self:
            if query.state == "closed":
                continue
            if not query.answer_count:
                raise UserError(self.env._("%s has not been answered yet.", query.name))
            query._check_cause()
            query._close()
        return True

    def _check_cause(self):
        if not self.cause_id:
            raise UserError(
                self.env._("Say which cause was found before %s is closed: it is counted.", self.name)
            )
        if self.cause_id.pay_was_wrong and not self.correction:
            raise UserError(
                self.env._(
                    "The cause “%(cause)s” says that pay was wrong: name what puts %(query)s right.",
                    cause=self.cause_id.name,
                    query=self.name,
                )
            )

    def _close(self):
        self._guarded().write({"state": "closed", "closed_on": fields.Datetime.now()})

    def action_reopen(self):
        """It was not solved after all."""
        self._check_desk()
        for query in self:
            query._reopen()
        return True

    def _reopen(self):
        if self.state in OPEN_STATES:
            return
        self._guarded().write(
            {"state": "reopened", "closed_on": False, "reopen_count": self.reopen_count + 1}
        )

    def action_correct(self):
        """A pay element for the next pay period, tied to this query."""
        self.ensure_one()
        self._check_desk()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correction for %s", self.display_name),
            "res_model": "police.pay.element",
            "views": [[False, "form"]],
            "target": "current",
            "context": {
                "default_employee_id": self.employee_id.id,
                "default_reference": self.name,
                "police_correct_query_id": self.id,
            },
        }

    def _check_desk(self):
        """Payroll answers, and nobody their own question."""
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver"):
            raise AccessError(self.env._("%s is not of the payroll desk.", self.env.user.name))
        own = self.filtered(lambda query: query.employee_id.sudo().user_id == self.env.user)
        if own:
            raise AccessError(
                self.env._("%s is your own question: a colleague must deal with it.", own[0].name)
            )

    # -- the person ---------------------------------------------------------------------------------

    def _say(self, text):
        """The person adds something; an answered or closed query opens again."""
        self.ensure_one()
        if not text.strip():
            raise UserError(self.env._("Write something first."))
        author = self._person_partner()
        body = Markup("<br/>").join(escape(text.strip()).splitlines())
        self.sudo().message_post(
            body=body, author_id=author.id, message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self._reopen()

    def _person_partner(self):
        """The partner whose words are the person's own."""
        person = self.employee_id.sudo()
        return person.user_id.partner_id or person.work_contact_id

    def _is_solved(self):
        """The person says that the answer was enough. Payroll still names the cause."""
        self.ensure_one()
        if self.state != "answered":
            raise UserError(self.env._("%s has not been answered yet.", self.name))
        self._close()

    def _public_messages(self):
        """What the person may read: comments, never notes of the desk or changes of fields."""
        self.ensure_one()
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("message_type", "in", ("comment", "email")),
                    ("subtype_id.internal", "=", False),
                    ("is_internal", "=", False),
                ],
                order="id",
            )
        )

    # -- nothing about pay leaves by e-mail -----------------------------------------------------------

    def _notify_thread_by_email(self, message, recipients_data, **kwargs):
        """Never: an e-mail would carry the words of the query. See :mod:`..services.notices`."""
        return True

    @api.model
    def _cron_close_answered(self):
        """Close what was answered and has been quiet for as long as the service level says."""
        now = fields.Datetime.now()
        for query in self.search([("state", "=", "answered")]):
            last = query._public_messages()[-1:].date or query.answered_on
            days = query.service_level_id.close_after_days
            if days and last <= now - timedelta(days=days):
                query._close()
