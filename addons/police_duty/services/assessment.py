"""Weeks of duty by the engine's rules: what is earned, what is owed, what is wrong, kept beside each duty.

A week is assessed with the weeks around it, because a duty may run over and days of leave belong together.
Approved duties are assessed by themselves, so that a mistake typed a minute ago takes nobody's pay; then
once more with those still to be approved, which shows what they would earn. What was paid is never
changed: when the rules now say otherwise it is taken back and paid anew.
"""

from collections import defaultdict
from datetime import timedelta

from odoo.addons.police_engine.adapters.bacs.calendar import is_banking_day
from odoo.addons.police_engine.duty.assess import assess
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.problems import Problem, Severity

from .facts import Facts
from .piece_store import PieceStore
from .time_ledger import TimeLedger

WEEK = timedelta(days=7)


class Assessment:
    """Assesses and stores. The caller has checked access; it works with everybody's facts."""

    def __init__(self, env, company, rules=None):
        self.env = env(su=True)
        self.company = company.with_env(self.env)
        self.rules = rules or RuleSet.load()

    def run(self, employee_ids, weeks):
        """Bring the weeks (first days) of these people up to date, and the weeks after them."""
        weeks = {week for week in weeks if week}
        if not employee_ids or not weeks:
            return
        self.env.flush_all()
        wanted = weeks | {week + WEEK for week in weeks}
        facts = Facts(self.env, self.company, employee_ids, min(wanted) - WEEK, max(wanted) + WEEK)
        counted, approved = self._assess(facts, [duty for duty in facts.duties if duty.counts])
        drafts = [duty for duty in facts.duties if not duty.counts]
        expected = {}
        if drafts:
            expected, tentative = self._assess(facts, facts.duties)
            if blocked := {key for key, found in tentative.items() if _blocks(found)}:
                expected, _again = self._assess(facts, [d for d in facts.duties if d.id not in blocked])
            approved = self._findings_of(facts, approved, tentative)
        scope = {duty.id: duty for duty in facts.duties if duty.week_start in wanted}
        store = PieceStore(self.env, self.company, self.rules.hash)
        store.keep(employee_ids, wanted, scope, counted, expected)
        self._keep_findings(employee_ids, wanted, scope, approved)
        TimeLedger(self.env).follow(employee_ids, wanted, scope, counted)
        self.env.invalidate_all(flush=False)

    def _assess(self, facts, duties):
        """({entry id: (pays, moves)}, {entry id: [Problem]})."""
        by_reference = {(str(duty.employee_id), duty.reference): duty.id for duty in duties}
        usable = [duty.entry for duty in duties if duty.entry and not duty.void]
        results = assess(usable, self.rules, self.company._force_day(), None, facts.claims, facts.acted)
        earned, wrong = defaultdict(lambda: ([], [])), defaultdict(list)
        for duty in duties:
            if duty.entry is None and not duty.void:
                wrong[duty.id].append(_problem(duty, "not_in_service", duty.why))
        for person, result in results.items():
            for pay in result.pay:
                earned[by_reference[person, pay.element.reference]][0].append(pay)
            for move in result.moves:
                earned[by_reference[person, move.reference]][1].append(move)
            for problem in result.problems:
                self._place(problem, person, by_reference, wrong)
        for duty in duties:
            wrong[duty.id] += self._holiday(duty)
        return dict(earned), wrong

    @staticmethod
    def _place(problem, person, by_reference, wrong):
        """A problem goes to the duty its message begins with; to all of the person's when it names none."""
        text = problem.message.removeprefix(f"{person}, ")
        reference, separator, rest = text.partition(": ")
        entry_id = by_reference.get((person, reference)) if separator else None
        targets = [entry_id] if entry_id else [key for (who, _), key in by_reference.items() if who == person]
        for target in targets:
            wrong[target].append(
                problem._replace(message=rest if entry_id else text.removeprefix(f"{person}: "))
            )

    @staticmethod
    def _holiday(duty):
        """A bank holiday entered as an ordinary day is likely to be underpaid."""
        entry = duty.entry
        if entry is None or entry.kind != "rostered" or not entry.start or duty.day.weekday() > 4:
            return []
        try:
            ordinary = is_banking_day(duty.day)
        except ValueError:
            return []
        text = f"{duty.day:%-d %B %Y} is a bank holiday; it is entered as an ordinary day."
        return [] if ordinary else [_problem(duty, "bank_holiday", text, Severity.WARNING)]

    @staticmethod
    def _findings_of(facts, approved, tentative):
        """Approved duties keep their own findings; drafts have those of the second look."""
        states = {duty.id: duty.counts for duty in facts.duties}
        return {key: (approved if counts else tentative).get(key, []) for key, counts in states.items()}

    def _keep_findings(self, employee_ids, weeks, scope, wrong):
        cr = self.env.cr
        cr.execute(
            """DELETE FROM police_duty_finding f USING police_duty_entry d
                WHERE d.id = f.entry_id AND d.employee_id = ANY(%s) AND d.week_start = ANY(%s)""",
            [list(employee_ids), list(weeks)],
        )
        rows = [
            (
                duty.id,
                duty.employee_id,
                self.company.id,
                duty.owner_id,
                problem.severity.value,
                problem.code,
                _sentence(problem.message),
                problem.rule or None,
                problem.on or duty.day,
            )
            for key, duty in scope.items()
            for problem in dict.fromkeys(wrong.get(key, ()))
        ]
        if rows:
            cr.execute_values(
                """INSERT INTO police_duty_finding (entry_id, employee_id, company_id, owner_id, severity,
                   code, message, rule, on_date) VALUES %s""",
                rows,
            )
            cr.execute(
                """UPDATE police_duty_finding f
                      SET sheet_id = d.sheet_id, create_date = now() AT TIME ZONE 'UTC'
                     FROM police_duty_entry d WHERE d.id = f.entry_id AND f.create_date IS NULL"""
            )


def _problem(duty, code, text, severity=Severity.BLOCKING):
    return Problem(severity, code, text, str(duty.employee_id), "duty_entry", duty.day)


def _blocks(problems):
    return any(problem.severity is Severity.BLOCKING for problem in problems)


def _sentence(text):
    return text[:1].upper() + text[1:]
