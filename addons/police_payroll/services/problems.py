"""The run's exceptions: what the engine found, what reading found, and what no single payslip can show.

Nobody who should be paid may silently be paid nothing (rule Q-12 of our failure study): a missing
payslip, nil or negative net, a missing bank account stop the run; a missing NI number is a warning,
because HMRC accepts a submission without one. The engine itself reports nil and negative net pay.
"""

from odoo import fields
from odoo.addons.police_engine.identifiers import nino as ninos
from odoo.addons.police_engine.problems import Problem, Severity

from .controls import Controls

SHOWN_ELSEWHERE = frozenset({"unverified_figures"})  # the run and the payslip list the figures themselves
RANK = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTICE: 2}


class ProblemWriter:
    """Writes the exceptions of ``run`` and keeps earlier acceptances that still apply."""

    def __init__(self, env, run):
        self.env = env
        self.run = run

    def accepted(self):
        """{(reference, code, message): (user id, when, reason)} of the acceptances so far."""
        problems = self.env["police.pay.problem"].sudo()
        rows = problems.search([("run_id", "=", self.run.id), ("acknowledged", "=", True)])
        return {
            (row.payroll_reference or "", row.code, row.message): (
                row.acknowledged_by_id.id, row.acknowledged_on, row.reason,
            )
            for row in rows
        }  # fmt: skip

    def write(self, collected, results, accepted, rules):
        """Insert all exceptions in one statement."""
        found = [
            *collected.problems,
            *(problem for result in results for problem in result.problems),
            *self._of_run(collected, results),
            *Controls(self.env, self.run, rules).find(collected, results),
        ]
        rows = [
            self._values(problem, collected, accepted)
            for problem in dict.fromkeys(found)
            if problem.code not in SHOWN_ELSEWHERE
        ]
        self._insert(rows)

    def _of_run(self, collected, results):
        if not collected.cases:
            yield Problem(
                Severity.BLOCKING, "nobody", "Nobody is in paid employment in this period.", "", "collect",
                self.run.pay_date,
            )  # fmt: skip
        seen = {}
        for case, result in zip(collected.cases, results, strict=True):
            yield from self._of_person(case, result, collected.people[case.reference], seen)

    def _of_person(self, case, result, person, seen):
        def problem(severity, code, message):
            return Problem(severity, code, message, case.reference, "control", case.period.pay_date)

        blocked = any(found.severity is Severity.BLOCKING for found in result.problems)
        if not result.lines and not blocked:
            yield problem(
                Severity.BLOCKING, "no_payslip", "is expected to be paid but nothing was calculated."
            )
        if result.totals.net > 0 and person.account is None:
            yield problem(
                Severity.BLOCKING, "no_bank", "has no bank account with sort code; enter it on the person."
            )
        if case.reference.startswith("#"):
            yield problem(
                Severity.BLOCKING, "payroll_reference", "has no payroll number; enter it on the person."
            )
        if not ninos.is_valid(person.nino):
            stated = (
                f"{person.nino} is not a National Insurance number"
                if person.nino
                else "has no National Insurance number"
            )
            yield problem(Severity.WARNING, "nino", f"{stated}; the FPS goes without it.")
        if not person.details["birth_date"]:
            yield problem(Severity.BLOCKING, "birth_date", "has no date of birth; HMRC needs it on the FPS.")
        if person.details["sex"] not in ("male", "female"):
            yield problem(
                Severity.BLOCKING, "gender", "has no gender for HMRC; the FPS takes male or female only."
            )

    def _values(self, problem, collected, accepted):
        who, when, reason = accepted.get(
            (problem.person, problem.code, _sentence(problem)), (None, None, None)
        )
        if problem.severity is not Severity.WARNING:
            who = when = reason = None
        return (
            self.run.id,
            self.run.company_id.id,
            collected.employee_ids.get(problem.person),
            problem.person or None,
            problem.severity.value,
            RANK[problem.severity],
            problem.code,
            _sentence(problem),
            problem.rule or None,
            problem.on,
            bool(who),
            who,
            when,
            reason,
            fields.Datetime.now(),
            self.env.uid,
        )

    def _insert(self, rows):
        columns = (
            "run_id",
            "company_id",
            "employee_id",
            "payroll_reference",
            "severity",
            "severity_rank",
            "code",
            "message",
            "rule",
            "on_date",
            "acknowledged",
            "acknowledged_by_id",
            "acknowledged_on",
            "reason",
            "create_date",
            "create_uid",
        )
        statement = f"INSERT INTO police_pay_problem ({', '.join(columns)}) VALUES %s"
        if rows:
            self.env.cr.execute_values(statement, rows, page_size=1000)
        self.env["police.pay.problem"].invalidate_model()
        self.run.invalidate_recordset(["problem_ids", "blocking_count", "warning_count"])


def _sentence(problem):
    """The message without the person, who has columns of their own."""
    words = problem.message.removeprefix(f"{problem.person}: ")
    return words[:1].upper() + words[1:]
