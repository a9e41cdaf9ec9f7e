"""Expected pay, kept current: takes what was touched, works those people out, stores their figures.

See docs/adr/0012. Money goes to the columns as exact two-decimal text.
"""

from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_payroll.services.preview import Preview
from odoo.tools import SQL

_COLUMNS = (
    "employee_id",
    "payroll_reference",
    "company_id",
    "period_id",
    "person_type",
    "rank",
    "cost_centre",
    "gross",
    "deductions",
    "net",
    "employer_cost",
    "duty_pay",
    "net_before",
    "net_change",
    "blocking_count",
    "warning_count",
    "problems",
    "computed_at",
)
_QUIET = frozenset({"unverified_figures"})  # listed on every payslip and run


class ExpectedPay:
    """Expected pay of ``company`` in its open period."""

    def __init__(self, env, company):
        self.env = env(su=True)
        self.company = company.with_env(self.env)
        self.failure = ""
        self.duties, self.names = set(), {}

    def period(self):
        """The first period after the last one paid (police.pay.period; empty when there is none)."""
        periods = self.env["police.pay.period"]
        self.env.cr.execute(
            """SELECT p.id FROM police_pay_period p
                WHERE p.company_id = %s AND p.kind = 'regular' AND p.pay_date > COALESCE((
                      SELECT max(r.pay_date) FROM police_pay_run r
                       WHERE r.company_id = %s AND r.state IN ('approved', 'paid')),
                      (now() AT TIME ZONE 'Europe/London')::date - 1)
                ORDER BY p.pay_date, p.id LIMIT 1""",
            [self.company.id, self.company.id],
        )
        row = self.env.cr.fetchone()
        return periods.browse(row[0]) if row else periods

    def refresh(self, everybody=False):
        """Work out whoever is out of date. Returns how many people that were.

        When the law lacks what everybody needs nothing is stored, the notes stay, and ``failure`` says why.
        """
        if self.env.cr.readonly or not (everybody or self._pending()):
            return 0
        try:
            with self.env.cr.savepoint():
                return self._refresh(everybody)
        except EngineError as error:
            self.failure = str(error)
            return 0

    def _pending(self):
        """Is anybody out of date?"""
        self.env.cr.execute("SELECT 1 FROM police_pay_touch WHERE company_id = %s LIMIT 1", [self.company.id])
        return bool(self.env.cr.fetchone())

    def _refresh(self, everybody):
        touched = self._take()
        if touched is None and not everybody:
            return 0
        period = self.period()
        if not period:
            return 0
        ids = None if everybody or touched is None or None in touched else touched
        if ids is not None and self._moved_on(period):
            ids = None
        return self._work_out(period, ids)

    def _take(self):
        """The people touched, None among them for the whole force; None when nothing is out of date.

        Rows that another refresh has in hand are its own.
        """
        self.env.cr.execute(
            """DELETE FROM police_pay_touch WHERE id IN (
                  SELECT id FROM police_pay_touch WHERE company_id = %s FOR UPDATE SKIP LOCKED)
               RETURNING employee_id""",
            [self.company.id],
        )
        found = {row[0] for row in self.env.cr.fetchall()}
        return found or None

    def _moved_on(self, period):
        """True when the stored figures are of another period, or there are none."""
        self.env.cr.execute(
            "SELECT period_id FROM police_pay_expected WHERE company_id = %s LIMIT 1", [self.company.id]
        )
        row = self.env.cr.fetchone()
        return row is None or row[0] != period.id

    def _work_out(self, period, ids):
        rows = self._rows(period, ids)
        self._store(rows, ids)
        return len(rows)

    def _rows(self, period, ids):
        """A row of figures, in the order of the columns, for each of these people (None: everybody)."""
        work = Preview(self.env, self.company, period).computation(None if ids is None else sorted(ids))
        collected = work.collected
        before = self._before(period, ids)
        self.duties, self.names = self._duty_references(ids), self._names()
        found = {}
        for problem in collected.problems:
            found.setdefault(problem.person, []).append(problem)
        rows = []
        known = catalogue(work.rules, work.collector.period.pay_date)
        for case, result in zip(collected.cases, work.results, strict=True):
            if not _earns(case, known):
                continue
            employee_id = collected.employee_ids[case.reference]
            problems = [*result.problems, *found.get(case.reference, ())]
            rows.append(self._row(employee_id, case, result, problems, period, before.get(employee_id)))
        return rows

    def _names(self):
        """{code: how people call it} of ranks and cost centres."""
        plan = self.env.ref("police_core.analytic_plan_cost_centre")
        centres = self.env["account.analytic.account"].search(
            [("root_plan_id", "=", plan.id), ("company_id", "in", (False, self.company.id))]
        )
        return {
            **{rank.code: rank.name for rank in self.env["police.rank"].search([])},
            **{centre.code: f"{centre.code} {centre.name}" for centre in centres},
        }

    def _duty_references(self, ids):
        """References of the duties that are to be paid."""
        scope = SQL("TRUE") if ids is None else SQL("p.employee_id = ANY(%s)", list(ids))
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT d.reference
                     FROM police_duty_piece p JOIN police_duty_entry d ON d.id = p.entry_id
                    WHERE p.company_id = %s AND p.state = 'open' AND p.nature = 'pay' AND %s""",
                self.company.id,
                scope,
            )
        )
        return {row[0] for row in rows}

    def _before(self, period, ids):
        """{employee: net pence of the last payslip before the period}."""
        scope = SQL("TRUE") if ids is None else SQL("s.employee_id = ANY(%s)", list(ids))
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (s.employee_id) s.employee_id, (s.net * 100)::bigint
                     FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
                    WHERE s.company_id = %s AND r.state IN ('approved', 'paid') AND s.pay_date < %s
                      AND s.pay_date >= %s - 40 AND %s
                    ORDER BY s.employee_id, s.pay_date DESC, s.id DESC""",
                self.company.id,
                period.pay_date,
                period.pay_date,
                scope,
            )
        )
        return dict(rows)

    def _row(self, employee_id, case, result, problems, period, before):
        totals, last = result.totals, case.slices[-1] if case.slices else None
        told = [p for p in problems if p.severity is not Severity.NOTICE and p.code not in _QUIET]
        blocking = sum(p.severity is Severity.BLOCKING for p in told)
        change = totals.net - before if before is not None and not blocking else 0
        duty = sum(
            line.amount
            for line in result.lines
            if line.kind == "earning" and line.inputs.get("reference") in self.duties
        )
        words = "\n".join(dict.fromkeys(p.message.removeprefix(f"{case.reference}: ") for p in told))
        return (
            employee_id,
            case.reference,
            self.company.id,
            period.id,
            last.person_type if last else None,
            self.names.get(last.rank, last.rank) if last else None,
            self.names.get(last.cost_centre, last.cost_centre) if last else None,
            text(totals.gross),
            text(totals.gross - totals.net),
            text(totals.net),
            text(totals.gross + totals.employer_nic + totals.pension_employer),
            text(duty),
            text(before or 0),
            text(change),
            blocking,
            len(told) - blocking,
            words or None,
        )

    def _store(self, rows, ids):
        cr = self.env.cr
        kept = [row[0] for row in rows]
        gone = SQL("company_id = %s AND NOT employee_id = ANY(%s)", self.company.id, kept)
        if ids is not None:
            gone = SQL("%s AND employee_id = ANY(%s)", gone, list(ids))
        cr.execute(SQL("DELETE FROM police_pay_expected WHERE %s", gone))
        if rows:
            names = _COLUMNS[1:]
            cr.execute_values(
                f"""INSERT INTO police_pay_expected ({", ".join(_COLUMNS)}) VALUES %s
                    ON CONFLICT (employee_id) DO UPDATE SET
                    {", ".join(f"{name} = excluded.{name}" for name in names)}""",
                rows,
                template=f"({', '.join(['%s'] * (len(_COLUMNS) - 1))}, now() AT TIME ZONE 'UTC')",
                page_size=1000,
            )
        self.env["police.pay.expected"].invalidate_model(flush=False)

    # -- one person, at once -------------------------------------------------------------------------

    def current(self, employee_ids):
        """{employee id: figures} of this moment; on a read-only connection they are not stored."""
        if self.env.cr.readonly and self._pending():
            return self._unstored(employee_ids)
        self.refresh()
        rows = self.env["police.pay.expected"].search_read(
            [("employee_id", "in", list(employee_ids))],
            ["employee_id", "gross", "net", "net_change", "employer_cost", "problems", "computed_at"],
        )
        return {row["employee_id"][0]: row for row in rows}

    def _unstored(self, employee_ids):
        period = self.period()
        if not period:
            return {}
        rows = self._rows(period, set(employee_ids))
        return {row[0]: dict(zip(_COLUMNS, row, strict=False)) for row in rows}

    def slip(self, employee_id):
        """(PayCase, PayResult) of one person for the open period, or None."""
        period = self.period()
        if not period:
            return None
        return Preview(self.env, self.company, period).results([employee_id]).get(employee_id)


def _earns(case, known):
    """Somebody who left, with mandates still running and nothing to be paid, is not expected to be paid."""
    if case.slices or case.arrears:
        return True
    return any(given.code not in known or known[given.code].kind != "deduction" for given in case.elements)
