"""``/my/pay/questions``: ask about a line, read the answer, say more, or say that it was enough."""

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request
from werkzeug.exceptions import NotFound

from ..models.pay_query import CATEGORIES
from ..services.own_pay import OwnPay
from .my_pay import READ, WRITE, page

LONGEST = 4000  # characters of a question or a reply


class MyQueries(http.Controller):
    @http.route("/my/pay/questions", **READ)
    def my_questions(self, **_unused):
        """Own questions and where they stand."""
        return page("my_questions", "questions", queries=OwnPay(request.env).queries())

    @http.route("/my/pay/questions/<int:query_id>", **READ)
    def my_question(self, query_id, **_unused):
        """One question with its answers; notes of the desk are not shown."""
        query = self._query_or_404(query_id)
        return page("my_question", "questions", query=query, messages=query._public_messages())

    @http.route("/my/pay/ask", **READ)
    def ask(self, line=None, slip=None, **_unused):
        """The form. ``line`` or ``slip``: id of one's own payslip line or payslip."""
        return self._form(*self._subject(line, slip))

    @http.route("/my/pay/ask/send", **WRITE)
    def send(self, category="", question="", line=None, slip=None, **_unused):
        """Keep the question; with a fault the form comes back with what was typed."""
        asked_line, asked_slip = self._subject(line, slip)
        person = asked_slip.employee_id or OwnPay(request.env).employees[:1]
        fault = self._fault(person, category, question)
        if not fault:
            try:
                with request.env.cr.savepoint():
                    query = person.env["police.pay.query"]._ask(
                        person, category, question, asked_slip, asked_line
                    )
                return request.redirect(f"/my/pay/questions/{query.id}")
            except (UserError, ValidationError) as error:
                fault = str(error)
        return self._form(asked_line, asked_slip, fault=fault, category=category, question=question)

    @http.route("/my/pay/questions/<int:query_id>/say", **WRITE)
    def say(self, query_id, text="", **_unused):
        """Add to one's question; it opens again."""
        query = self._query_or_404(query_id)
        if text.strip():
            query._say(text[:LONGEST])
        return request.redirect(f"/my/pay/questions/{query.id}")

    @http.route("/my/pay/questions/<int:query_id>/solved", **WRITE)
    def solved(self, query_id, **_unused):
        """The answer was enough."""
        query = self._query_or_404(query_id)
        if query.state == "answered":
            query._is_solved()
        return request.redirect(f"/my/pay/questions/{query.id}")

    def _form(self, line, slip, **typed):
        return page(
            "ask", "questions", line=line, slip=slip, categories=CATEGORIES, longest=LONGEST, typed=typed
        )

    def _subject(self, line, slip):
        """(line, slip) of one's own; NotFound for what is somebody else's."""
        pay = OwnPay(request.env)
        found_line, found_slip = pay.line(0), pay.slip(0)
        if line:
            found_line = pay.line(_number(line))
            if not found_line:
                raise NotFound()
            found_slip = found_line.slip_id
        elif slip:
            found_slip = pay.slip(_number(slip))
            if not found_slip:
                raise NotFound()
        return found_line, found_slip

    def _fault(self, person, category, question):
        if not person:
            return "Your user is not linked to a person on the payroll. Ask HR to link it."
        if category not in dict(CATEGORIES):
            return "Choose what your question is about."
        if not question.strip():
            return "Say in a few words what your question is."
        if len(question) > LONGEST:
            return f"That is {len(question)} characters; {LONGEST} is the most."
        return ""

    def _query_or_404(self, query_id):
        query = OwnPay(request.env).query(query_id)
        if not query:
            raise NotFound()
        return query


def _number(text):
    return int(text) if str(text).isdecimal() else 0
