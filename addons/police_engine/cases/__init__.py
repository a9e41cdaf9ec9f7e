"""Run published payroll cases through the engine: ``./constabulary cases FILE --json OUT``.

Every area is answered by the functions that pay people; an area the engine does not do fails.
"""

from .runner import AREAS, Case, Outcome, evaluate, main, run

__all__ = ["AREAS", "Case", "Outcome", "evaluate", "main", "run"]
