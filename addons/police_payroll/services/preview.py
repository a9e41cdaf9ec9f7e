"""What people would be paid now, without a run and without storing anything."""

from .computation import Computation


class Preview:
    """Expected pay of ``company`` for ``period`` (a police.pay.period record or the engine's PayPeriod)."""

    def __init__(self, env, company, period, rules=None):
        self.env = env
        self.company = company
        self.period = period.sudo()._to_engine() if hasattr(period, "_to_engine") else period
        self.rules = rules

    def computation(self, employee_ids=None):
        """A finished :class:`Computation` of these people, None for everybody."""
        work = Computation(
            self.env, rules=self.rules, company=self.company, period=self.period, employees=employee_ids
        )
        work.collect()
        work.calculate()
        return work

    def results(self, employee_ids=None):
        """``{employee id: (PayCase, PayResult)}`` of these people, None for everybody."""
        work = self.computation(employee_ids)
        ids = work.collected.employee_ids
        return {
            ids[case.reference]: (case, result)
            for case, result in zip(work.collected.cases, work.results, strict=True)
        }
