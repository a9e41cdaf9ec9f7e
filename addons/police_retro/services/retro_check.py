"""Work closed pay out again for those whose facts changed, and put the differences on the worklist.

Touched people only (``police.retro.touch``), or everybody for a full check. Closed payslips are read, never
written. The same facts give the same differences, so checking twice changes nothing.
"""

from dataclasses import replace
from typing import Any, NamedTuple

from odoo import fields
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.pay import elsewhere
from odoo.addons.police_engine.retro.differences import Retro, differences
from odoo.addons.police_engine.retro.history import ClosedPeriod, History, Known, blocking
from odoo.addons.police_payroll.services.progress import no_progress
from odoo.exceptions import UserError

from . import history_reader, law_changes
from .force_law import law_of
from .now_known import NowKnown, read_standing

CHUNK = 400
LOCK_CLASS = 0x52455452  # 'RETR': first key of the advisory lock; the second is the force
# What other addons say they touched may be dated from long before: it is looked at from the first period
# kept.
_SINCE = "CASE WHEN t.cause = 'input' THEN GREATEST(t.date_from, %(first)s) ELSE t.date_from END"


class Due(NamedTuple):
    """A person to check: from which day, and whether pay from the first period kept is asked for."""

    employee_id: int
    since: Any
    from_first: bool = False


class Found(NamedTuple):
    """What a check says of a person."""

    employee_id: int
    reference: str
    since: Any
    retro: Retro


class RetroCheck:
    """Checks one force. ``rules``: the law (default: as the force operates it now)."""

    def __init__(self, env, company, progress=no_progress, rules: RuleSet | None = None):
        self.env = env(su=True)
        self.company = company.with_env(self.env)
        self.progress = progress
        self.rules = rules or law_of(self.env, self.company)
        self.codes = frozenset(self.env["police.pay.contributor"]._standing_codes())
        self.months = history_reader.closed_months(self.env, self.company)
        self._standing = {}

    def run(self, full=False):
        """Check and store. Returns the number of people looked at."""
        if not self.months:
            return 0
        self._take_lock()
        first, last = self.months[0].period.start, self.months[-1].period.end
        law_changes.touch(self.env, self.company, self.rules, first, last)
        started = fields.Datetime.now()
        self.env.cr.execute("SELECT COALESCE(max(id), 0) FROM police_retro_touch")
        newest = self.env.cr.fetchone()[0]
        due = self.everybody() if full else self.touched()
        changes = self.env["police.retro.change"]
        for done, chunk in self._chunks(due):
            self.progress("Working closed pay out again", done, len(due))
            changes._record(self.company, self.check(chunk), self.rules, started)
        self._mark_done(newest)
        return len(due)

    def _take_lock(self):
        """One check of a force at a time: two would put the same person on the list twice."""
        self.env.cr.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_CLASS, self.company.id])
        if not self.env.cr.fetchone()[0]:
            raise UserError(
                self.env._(
                    "Closed pay of %s is being worked out at this moment; try again shortly.",
                    self.company.name,
                )
            )

    def touched(self):
        """People with unread changes of closed pay, from the earliest of their changes."""
        self.env.flush_all()
        self.env.cr.execute(
            f"""SELECT t.employee_id, LEAST(min({_SINCE}), min(c.since)),
                       bool_or(COALESCE(c.from_first, FALSE))
                  FROM police_retro_touch t
                  LEFT JOIN police_retro_change c ON c.employee_id = t.employee_id AND c.open
                 WHERE t.company_id = %(company)s AND NOT t.done AND t.date_from <= %(last)s
                 GROUP BY t.employee_id""",
            self._span(),
        )
        return [Due(*row) for row in self.env.cr.fetchall()]

    def _span(self):
        return {
            "company": self.company.id,
            "first": self.months[0].period.start,
            "last": self.months[-1].period.end,
        }

    def everybody(self):
        """Everyone with a closed payslip, and everyone employed in a closed period."""
        self.env.flush_all()
        self.env.cr.execute(
            f"""SELECT x.employee_id, LEAST(min({_SINCE}), min(c.since), %(first)s),
                       bool_or(COALESCE(c.from_first, FALSE))
                  FROM (SELECT employee_id FROM police_payslip WHERE company_id = %(company)s
                        UNION SELECT employee_id FROM hr_version
                               WHERE company_id = %(company)s AND active AND employee_id IS NOT NULL
                                 AND contract_date_start <= %(last)s
                                 AND (contract_date_end IS NULL OR contract_date_end >= %(first)s)) x
                  LEFT JOIN police_retro_touch t ON t.employee_id = x.employee_id AND NOT t.done
                  LEFT JOIN police_retro_change c ON c.employee_id = x.employee_id AND c.open
                 GROUP BY x.employee_id""",
            self._span(),
        )
        return [Due(*row) for row in self.env.cr.fetchall()]

    def _chunks(self, due):
        """Neighbours have changes of like age, so that no more periods are read than needed."""
        ordered = sorted(due, key=lambda one: (one.since, one.employee_id))
        for start in range(0, len(ordered), CHUNK):
            yield start, ordered[start : start + CHUNK]

    def check(self, due):
        """list[Due] -> list[Found], nothing stored."""
        return [
            Found(one.employee_id, history.reference, since, self._differences(history, known, problems))
            for one, since, history, known, problems in self.histories(due)
        ]

    def _differences(self, history, known, problems):
        if problems:
            return Retro(history.reference, (), tuple(problems))
        return differences(history, self.rules, known)

    def histories(self, due):
        """(Due, first day, History, Known, problems) of each: closed periods with today's facts, and what
        was paid."""
        begins = self.months[0].period.start
        since = max(begins, min(one.since for one in due))
        ids = [one.employee_id for one in due]
        now = {
            month.period.start: NowKnown(self.env, self.company, month.period, ids, self.rules, self.codes)
            for month in self.months
            if month.period.end >= since
        }
        stored = history_reader.stored_pay(self.env, self.company, ids, since)
        recorded = self.env["police.retro.change"]._recorded_lines(ids)
        for one in due:
            own = stored.get(one.employee_id, ())
            yield one, *self._history(one, own, now, recorded.get(one.employee_id, ()), begins)

    def _history(self, due, stored, now, recorded, begins):
        employee_id = due.employee_id
        by_start = {}
        for pay in stored:
            by_start.setdefault(pay.start, []).append(pay)
        reference = next((pay.reference for pay in stored), "") or self._reference(employee_id)
        since = max(due.since, begins) if due.from_first else due.since
        periods, problems = [], []
        for start, known in now.items():
            if known.period.end < since:  # read for somebody else of the chunk
                continue
            pays = by_start.get(start, ())
            problems += [_not_kept(reference, pay) for pay in pays if pay.case is None]
            if not problems:
                periods += self._periods(pays, known, employee_id)
        history = History(reference, tuple(periods), tuple(recorded), begins)
        early = since < begins and self._was_employed(employee_id, since, begins)
        return since, history, Known(changed_from=since if early else None), problems

    def _periods(self, pays, known, employee_id):
        """A closed period with today's facts and all that was paid for its days, off-cycle and taken back
        too."""
        if not pays:
            case = known.unpaid_case(employee_id)
            return [ClosedPeriod(case, ())] if case is not None else []
        lines = tuple(line for pay in pays for line in pay.lines)
        standing = _standing_after_reversals(pays)
        if not standing:
            case = known.unpaid_case(employee_id)
            empty = replace(pays[0].case, slices=(), elements=(), arrears=())
            return [ClosedPeriod(case if case is not None else empty, lines)]
        main = next((pay for pay in standing if _pays_salary(pay.case)), standing[0])
        case = known.case(employee_id, main.case, self._paid_standing(main, employee_id))
        claims = tuple(given for pay in standing if pay is not main for given in pay.case.elements)
        return [ClosedPeriod(replace(case, elements=(*case.elements, *claims)), lines)]

    def _paid_standing(self, pay, employee_id):
        """What the person was paid every period by that run; None when it was not kept."""
        if pay.run_id not in self._standing:
            kept = self.env["police.retro.standing"].search([("run_id", "=", pay.run_id)], limit=1)
            self._standing[pay.run_id] = (kept.elements or {}) if kept else None
        kept = self._standing[pay.run_id]
        return None if kept is None else read_standing(kept.get(str(employee_id)))

    def _was_employed(self, employee_id, since, begins):
        """A change before pay is kept matters only to somebody who was employed then."""
        self.env.cr.execute(
            """SELECT 1 FROM hr_version WHERE employee_id = %s AND active AND contract_date_start < %s
                  AND (contract_date_end IS NULL OR contract_date_end >= %s) LIMIT 1""",
            [employee_id, begins, since],
        )
        return bool(self.env.cr.fetchone())

    def _reference(self, employee_id):
        employee = self.env["hr.employee"].browse(employee_id)
        return employee.payroll_reference or f"#{employee_id}"

    def _mark_done(self, newest):
        self.env.cr.execute(
            """UPDATE police_retro_touch t SET done = TRUE, change_id = (
                      SELECT c.id FROM police_retro_change c WHERE c.employee_id = t.employee_id AND c.open
                      LIMIT 1)
                WHERE t.company_id = %s AND NOT t.done AND t.id <= %s AND t.date_from <= %s""",
            [self.company.id, newest, self.months[-1].period.end],
        )
        self.env["police.retro.touch"].invalidate_model()


def _not_kept(reference, pay):
    message = (
        f"the payslip paid on {pay.pay_date:%-d %B %Y} was made before facts were kept with payslips, so "
        f"its pay"
        " cannot be worked out again. Agree differences of that period by hand, enter them as an element, and"
        " date the change from a later period."
    )
    return blocking(reference, "facts_not_kept", message, pay.start)


def _standing_after_reversals(pays):
    """The payments of a period that still stand: those after the last one that took pay back."""
    last = max((place for place, pay in enumerate(pays) if pay.kind == "reversal"), default=-1)
    return list(pays[last + 1 :])


def _pays_salary(case):
    return bool(case.slices) and not elsewhere.of(case).salary_paid
