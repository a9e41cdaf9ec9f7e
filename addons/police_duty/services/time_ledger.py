"""Time owed follows the approved duties: what is missing is posted, what is no longer due is undone."""

from collections import defaultdict

from odoo.addons.police_engine.duty import ledger
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.exceptions import ValidationError


class TimeLedger:
    """Keeps ``police.time.event`` in step with assessed duties (superuser environment)."""

    def __init__(self, env):
        self.env = env

    def follow(self, employee_ids, weeks, scope, counted):
        """``counted``: {entry id: (pays, moves)} of the approved duties of these people and weeks."""
        due = defaultdict(list)
        for key, duty in scope.items():
            for move in counted.get(key, ((), ()))[1] if duty.counts else ():
                due[duty.employee_id].append(
                    (duty.reference, move.account, move.quantity, move.on, move.rule)
                )
        references = self._references(employee_ids, weeks)
        live = self._live(employee_ids, references)
        for employee_id in {*due, *live}:
            wanted, posted = due.get(employee_id, []), live.get(employee_id, [])
            for event in list(posted):
                found = next((w for w in wanted if w[:4] == event[1:5]), None)
                if found:
                    wanted.remove(found)
                    posted.remove(event)
            if wanted or posted:
                self._post(employee_id, wanted, posted)

    def _references(self, employee_ids, weeks):
        """References of all duties of these weeks, replaced ones too."""
        self.env.cr.execute(
            "SELECT reference FROM police_duty_entry WHERE employee_id = ANY(%s) AND week_start = ANY(%s)",
            [list(employee_ids), list(weeks)],
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def _live(self, employee_ids, references):
        """{employee: [(number, reference, account, quantity, on)]} earned and not undone."""
        self.env.cr.execute(
            """SELECT e.employee_id, e.number, e.reference, e.account, e.quantity, e.on_date
                 FROM police_time_event e
                WHERE e.employee_id = ANY(%s) AND e.reference = ANY(%s) AND e.source_side = 'earned'
                  AND e.undoes = 0
                  AND NOT EXISTS (SELECT 1 FROM police_time_event u
                                   WHERE u.employee_id = e.employee_id AND u.undoes = e.number)""",
            [list(employee_ids), references],
        )
        found = defaultdict(list)
        for employee_id, *event in self.env.cr.fetchall():
            found[employee_id].append(tuple(event))
        return found

    def _post(self, employee_id, wanted, posted):
        events = self.env["police.time.event"]
        employee = self.env["hr.employee"].browse(employee_id)
        person, book = str(employee_id), events._book(employee)
        try:
            for number, reference, _account, _quantity, on in posted:
                book = ledger.reverse(book, number, on, reference)
            for reference, account, quantity, on, _rule in wanted:
                book = ledger.post(book, person, account, "earned", quantity, on, reference)
        except InvalidRecord as error:
            raise ValidationError(
                self.env._(
                    "%(person)s: %(error)s Enter the time taken again, or correct the duty otherwise.",
                    person=employee.name,
                    error=error,
                )
            ) from error
        events._keep(employee, book, wanted[0][4] if wanted else "")
