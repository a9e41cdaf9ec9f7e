"""Pension duties looked for in a run: who must be enrolled, and whose pension is paid beside a salary."""

from odoo.addons.police_engine.pension import auto_enrolment
from odoo.addons.police_engine.problems import Severity
from odoo.tools import SQL

_EVENTS = """
    SELECT employee_id, kind, date_from, date_to, approved_by_id IS NOT NULL
      FROM police_pension_event
     WHERE company_id = %s AND date_from <= %s AND (date_to IS NULL OR date_to >= %s) AND %s"""


class RunChecks:
    """The checks on one :class:`Gathering`."""

    def __init__(self, env, gathering):
        self.env, self.gathering = env, gathering

    def _events(self):
        """{employee id: [(kind, from, until, approved)]} in force on a day of the period."""
        gathering, period = self.gathering, self.gathering.period
        self.env["police.pension.event"].flush_model()
        found = {}
        rows = self.env.execute_query(
            SQL(_EVENTS, gathering.company.id, period.end, period.start, gathering.where("employee_id"))
        )
        for employee_id, *event in rows:
            found.setdefault(employee_id, []).append(event)
        return found

    def pension_in_payment(self):
        """Salary and pension for the same day stop the run unless the case was agreed (Q-25)."""
        for employee_id, events in self._events().items():
            slices = [part for part in self.gathering.slices.get(employee_id, ()) if part.paid]
            for kind, start, end, _approved in events:
                if kind != "in_payment" or not slices:
                    continue
                both = [p for p in slices if p.date_to >= start and (end is None or p.date_from <= end)]
                if both and not any(other[0] == "rejoined" and other[3] for other in events):
                    self.gathering.problem(
                        Severity.BLOCKING,
                        "pension_and_salary",
                        f"draws a pension from {start:%d/%m/%Y} and salary for the same days. End the job, "
                        "end the pension, or have a retire-and-rejoin agreement entered and approved.",
                        employee_id,
                        "pension_membership",
                        max(start, both[0].date_from),
                    )

    def enrolment(self, outcomes):
        """An eligible jobholder outside every scheme must be enrolled, unless opted out or postponed."""
        events = self._events()
        for employee_id, (case, result) in outcomes.items():
            if case.pension.scheme or not result.lines or case.birth_date is None:
                continue
            excused = {kind for kind, *_ in events.get(employee_id, ())} & {
                "opted_out",
                "postponed",
                "in_payment",
            }
            if excused:
                continue
            found = auto_enrolment.assess(
                self.gathering.rules,
                case.period,
                _age(case.birth_date, case.period.start),
                result.totals.gross,
            )
            if found.category == auto_enrolment.ELIGIBLE:
                self.gathering.problem(
                    Severity.WARNING,
                    "must_be_enrolled",
                    f"earns more than the trigger of £{found.trigger / 100:,.2f}, is of age and in no "
                    "pension scheme: enrol within six weeks, or enter the opting out or the postponement.",
                    employee_id,
                    "auto_enrolment",
                    case.period.start,
                )


def _age(born, on):
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
