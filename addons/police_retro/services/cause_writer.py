"""Decompose everybody's change of net pay between two runs into typed causes, from the stored facts of both.

The engine pays each state between last period's facts and this one's (``variance.explain``), by the law that
each run used; what the payslips paid is the beginning and the end. So the causes of a person sum to the
penny, and what could not be reproduced is a cause of its own.
"""

from statistics import median
from typing import NamedTuple

from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.variance.explain import Cause, Change, Side, explain_change
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.money_fields import sql_pence
from odoo.addons.police_payroll.services.progress import no_progress

CHUNK = 500
_PAIRS = f"""
    SELECT c.id, c.employee_id, {sql_pence("c.net_before")}, {sql_pence("c.net_now")}, b."case", n."case",
           COALESCE(n.rank, b.rank), COALESCE(n.cost_centre, b.cost_centre), b.id IS NOT NULL, n.id IS NOT
           NULL
      FROM police_pay_comparison c
      LEFT JOIN police_payslip n ON n.run_id = %(run)s AND n.employee_id = c.employee_id
      LEFT JOIN police_payslip b ON b.run_id = %(previous)s AND b.employee_id = c.employee_id
     WHERE c.run_id = %(run)s AND c.id > %(after)s ORDER BY c.id LIMIT {CHUNK}"""
_CAUSES = (
    "comparison_id", "run_id", "company_id", "employee_id", "rank", "cost_centre", "sequence", "kind",
    "label", "net",
    "size", "gross", "tax", "employee_nic", "pension", "loans", "other",
)  # fmt: skip
UNEXPLAINED = frozenset(("other", "not_reproduced", "law_not_kept"))


class Reviewed(NamedTuple):
    """What a comparison row gets: its change explained."""

    comparison_id: int
    main: str
    words: str
    count: int
    unexplained: int
    residual: int
    net: int
    rank: str
    centre: str


class CauseWriter:
    """Explains ``run`` against its calendar's run before."""

    def __init__(self, env, run, progress=no_progress):
        self.env = env(su=True)
        self.run_record = run.with_env(self.env)
        self.progress = progress

    def write(self):
        """Replace the causes of the run. Returns the number of people explained."""
        run, previous = self.run_record, self.run_record.previous_run_id
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM police_pay_cause WHERE run_id = %s", [run.id])
        if not previous:
            return 0
        laws = self.env["police.pay.law"]
        after = laws._rules(run.rule_set_hash, run.company_id)
        before = laws._rules(previous.rule_set_hash, run.company_id)
        self.env.cr.execute("SELECT count(*) FROM police_pay_comparison WHERE run_id = %s", [run.id])
        total, done, last, reviewed = self.env.cr.fetchone()[0], 0, 0, []
        while pairs := self._pairs(previous, last):
            self.progress("Explaining changes of pay", done, total)
            changes = [(pair, self._explain(pair, before, after)) for pair in pairs]
            self._insert(changes)
            reviewed += [_reviewed(pair, change) for pair, change in changes]
            last, done = pairs[-1][0], done + len(pairs)
        self._review(reviewed)
        return done

    def _pairs(self, previous, after):
        self.env.cr.execute(_PAIRS, {"run": self.run_record.id, "previous": previous.id, "after": after})
        return self.env.cr.fetchall()

    def _explain(self, pair, before, after):
        net_before, net_now, old, new, *_place, was_paid, is_paid = pair[2:]
        missing = (was_paid and (old is None or before is None)) or (
            is_paid and (new is None or after is None)
        )
        if missing:
            text = "Facts or law of one of the runs were not kept"
            cause = Cause("law_not_kept", text, net_now - net_before, other=net_before - net_now)
            return Change("", net_before, net_now, (cause,) if cause.net else ())
        one = Side(case_store.read(old), before, net_before) if was_paid else None
        two = Side(case_store.read(new), after, net_now) if is_paid else None
        change = explain_change(one, two)
        blocked = any(p.severity is Severity.BLOCKING for p in change.problems)
        return change._replace(problems=change.problems if blocked else ())

    def _insert(self, changes):
        run = self.run_record
        rows = [
            (
                pair[0], run.id, run.company_id.id, pair[1], pair[6], pair[7], number, cause.kind,
                cause.label,
                cause.net / 100, abs(cause.net) / 100, *(amount / 100 for amount in cause[3:9]),
            )
            for pair, change in changes
            for number, cause in enumerate(change.causes)
        ]  # fmt: skip
        if rows:
            statement = f"INSERT INTO police_pay_cause ({', '.join(_CAUSES)}) VALUES %s"
            self.env.cr.execute_values(statement, rows, page_size=2000)

    def _review(self, reviewed):
        """Main cause, words and how unusual each change is, on the comparison; outliers first."""
        scores = outliers(reviewed)
        rows = [
            (one.comparison_id, one.main or None, one.words or None, one.count, one.unexplained / 100,
             one.residual / 100, scores[one.comparison_id], one.rank, one.centre)
            for one in reviewed
        ]  # fmt: skip
        if rows:
            self.env.cr.execute_values(
                """UPDATE police_pay_comparison c
                      SET main_cause = v.main, causes = v.words, cause_count = v.count::int,
                          unexplained = v.unexplained::numeric, residual = v.residual::numeric,
                          unusual = v.unusual::float8, explained = TRUE, rank = v.rank, cost_centre = v.centre
                     FROM (VALUES %s) AS v (id, main, words, count, unexplained, residual, unusual, rank,
                     centre)
                    WHERE c.id = v.id::int""",
                rows,
                page_size=2000,
            )
        self.env["police.pay.comparison"].invalidate_model()
        self.env["police.pay.cause"].invalidate_model()


def _reviewed(pair, change):
    ranked = sorted(change.causes, key=lambda cause: -abs(cause.net))
    words = "; ".join(f"{cause.label} {_signed(cause.net)}" for cause in ranked[:3] if cause.net)
    unexplained = sum(abs(cause.net) for cause in change.causes if cause.kind in UNEXPLAINED)
    main = ranked[0].kind if ranked else ""
    return Reviewed(
        pair[0], main, words, len(change.causes), unexplained, change.residual, change.net, pair[6], pair[7]
    )


def _signed(pence):
    return f"{'+' if pence > 0 else '−'}£{abs(pence) / 100:,.2f}"


def outliers(reviewed):
    """``{comparison id: how many times the usual spread}`` of each change among those with the same main
    cause.

    The spread is the median distance from the median (at least £5), so that one large change does not hide
    another; a change without like has its own size in units of £100.
    """
    groups = {}
    for one in reviewed:
        groups.setdefault(one.main, []).append(one)
    scores = {}
    for own in groups.values():
        middle = median(one.net for one in own)
        spread = max(500.0, median(abs(one.net - middle) for one in own))
        for one in own:
            distance = abs(one.net) / 10_000 if len(own) < 5 else abs(one.net - middle) / spread
            scores[one.comparison_id] = round(distance, 1)
    return scores
