"""The engine over all cases of a run."""

from odoo.addons.police_engine.payslip import calculate

from .progress import no_progress

STEP = 250  # cases between two reports of progress


class Calculator:
    """Pays every case by ``rules``; one person's problem never stops the others."""

    def __init__(self, rules, progress=no_progress):
        self.rules = rules
        self.progress = progress

    def calculate(self, cases):
        """list[PayCase] -> list[PayResult], same order. Raises CalculationCancelled when asked to stop."""
        rules, total, results = self.rules, len(cases), []
        for start in range(0, total, STEP):
            self.progress("Calculating payslips", start, total)
            results.extend(calculate(case, rules) for case in cases[start : start + STEP])
        return results
