"""One calculation of a run: clear, collect, compute, persist, compare, total. One transaction."""

import time

from .comparison import Comparison
from .computation import Computation
from .fingerprint import result_hash
from .persister import Persister
from .problems import ProblemWriter
from .progress import no_progress
from .snapshots import Snapshots

RUN_TOTALS = {
    "gross": "gross_total", "tax": "tax_total", "employee_nic": "employee_nic_total",
    "employer_nic": "employer_nic_total", "student_loan": "student_loan_total",
    "postgraduate_loan": "postgraduate_loan_total", "pension_employee": "pension_employee_total",
    "pension_employer": "pension_employer_total", "other_deductions": "other_deductions_total",
    "net": "net_total",
}  # fmt: skip


class RunCalculation:
    """Calculates ``run``. The caller has checked who may, and holds the run's lock."""

    def __init__(self, env, run, progress=no_progress):
        self.env = env
        self.run_record = run
        self.progress = progress
        self.timings = {}

    def run(self):
        """Replace the run's results; return seconds by step."""
        work = Computation(self.env, self.run_record, self.progress)
        rules = work.rules
        accepted = ProblemWriter(self.env, self.run_record).accepted()
        self._timed("clear_s", self.clear)
        collected = self._timed("collect_s", work.collect)
        results = self._timed("engine_s", work.calculate)
        self.progress("Storing payslips", len(results), len(results))
        self._timed("persist_s", self._persist, collected, results, rules)
        writer = ProblemWriter(self.env, self.run_record)
        self._timed("problems_s", writer.write, collected, results, accepted, rules)
        self._timed("compare_s", Comparison(self.env, self.run_record).write)
        self._timed("hash_s", self._stamp, collected, results, rules)
        return self.timings

    def clear(self):
        """Delete what an earlier calculation of this open run left."""
        self.run_record._check_open()
        self.env.flush_all()
        run_id = [self.run_record.id]
        cr = self.env.cr
        cr.execute(
            "DELETE FROM police_payslip_line"
            " WHERE slip_id IN (SELECT id FROM police_payslip WHERE run_id = %s)",
            run_id,
        )
        cr.execute("DELETE FROM police_payslip WHERE run_id = %s", run_id)
        cr.execute("DELETE FROM police_pay_problem WHERE run_id = %s", run_id)
        cr.execute("DELETE FROM police_pay_comparison WHERE run_id = %s", run_id)
        self.env.invalidate_all()
        empty = dict.fromkeys([*RUN_TOTALS.values(), "people_count", "employer_cost_total"], 0)
        hashes = dict.fromkeys(
            ["rule_set_hash", "inputs_hash", "result_hash", "unverified", "calculated_on"], False
        )
        self.run_record._write_guarded({**empty, **hashes})

    def _persist(self, collected, results, rules):
        Snapshots(self.env, rules).keep(results)
        Persister(self.env, self.run_record).persist(collected, results)

    def _stamp(self, collected, results, rules):
        paid = [result for result in results if result.lines]
        sums = {
            field: sum(getattr(result.totals, name) for result in paid) / 100
            for name, field in RUN_TOTALS.items()
        }
        cost = sum(r.totals.gross + r.totals.employer_nic + r.totals.pension_employer for r in paid)
        self.run_record._write_guarded(
            {
                **sums,
                "people_count": len(paid),
                "employer_cost_total": cost / 100,
                "rule_set_hash": rules.hash,
                "inputs_hash": collected.hash,
                "result_hash": result_hash(self.env.cr, self.run_record.id),
                "unverified": "\n".join(sorted({source for result in paid for source in result.unverified})),
            }
        )

    def _timed(self, name, function, *args):
        started = time.perf_counter()
        answer = function(*args)
        self.timings[name] = round(time.perf_counter() - started, 4)
        return answer
