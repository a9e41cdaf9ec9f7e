"""Read a file of cases, answer each, compare, print and write (format: ``design/formats.md`` §1)."""

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from ..exceptions import EngineError
from ..params import RuleSet
from . import checks, deductions, police, statutory
from .reading import Case

Answer = Callable[[RuleSet, Case], dict]

AREAS: dict[str, Answer] = {
    "paye": deductions.paye,
    "paye_50_percent_limit": deductions.paye,
    "paye_free_pay": deductions.free_pay,
    "paye_annual_estimate": deductions.annual_estimate,
    "nic": deductions.class_1,
    "nic_rounding": deductions.rounding,
    "nic_directors": deductions.directors,
    "student_loan": deductions.loans,
    "statutory_awe": statutory.average_earnings,
    "statutory_smp": statutory.maternity,
    "statutory_ssp": statutory.sick_pay,
    "attachment_dea": statutory.direct_attachment,
    "attachment_ctaeo": statutory.council_tax,
    "apprenticeship_levy": statutory.levy_months,
    "pension_auto_enrolment": statutory.enrolment,
    "pension_lgps": statutory.local_government,
    "bank_modulus": checks.bank,
    "nino_validation": checks.national_insurance_number,
    "accounts_office_reference": checks.accounts_office,
    "paye_reference": checks.employer_reference,
    "tax_period_number": checks.period_number,
    "police_overtime": police.overtime_pay,
    "police_overtime_counting": police.overtime_counting,
    "police_unsocial_hours": police.unsocial_hours,
    "police_gross_to_net": police.gross_to_net,
}
# HMRC accepts a penny's difference on tax (Payroll test data, notes for developers).
TOLERANCE = {"paye": Decimal("0.01"), "paye_50_percent_limit": Decimal("0.01")}


class Outcome(NamedTuple):
    """``actual`` has the keys of ``expected``; ``problem`` says why a case could not be answered."""

    case: Case
    actual: dict[str, Any]
    problem: str | None
    passed: bool


def evaluate(rules: RuleSet, case: Case) -> Outcome:
    """Answer one case and compare."""
    nothing = dict.fromkeys(case.expected)
    answer_of = AREAS.get(case.area)
    if answer_of is None:
        return Outcome(case, nothing, f"The engine does not do the area {case.area!r}.", False)
    try:
        answer = answer_of(rules, case)
    except EngineError as error:
        return Outcome(case, nothing, str(error), False)
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        return Outcome(case, nothing, f"Inputs not understood: {type(error).__name__} {error}.", False)
    missing = [key for key in case.expected if key not in answer]
    if missing:
        problem = f"The engine does not answer {', '.join(missing)} in the area {case.area}."
        return Outcome(case, {key: answer.get(key) for key in case.expected}, problem, False)
    actual = {key: answer[key] for key in case.expected}
    tolerance = case.tolerance if case.tolerance is not None else TOLERANCE.get(case.area, Decimal(0))
    passed = all(_agree(actual[key], case.expected[key], tolerance) for key in actual)
    return Outcome(case, actual, None, passed)


def _agree(actual: Any, expected: Any, tolerance: Decimal) -> bool:
    if _is_number(actual) and _is_number(expected):
        return abs(Decimal(actual) - Decimal(expected)) <= tolerance
    return type(actual) is type(expected) and actual == expected


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def read(path: Path) -> list[Case]:
    """Cases of a file; EngineError when it is not such a file."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        rows = content["cases"]
        return [
            Case(
                str(row["id"]), str(row["area"]), str(row.get("tax_year") or ""),
                row["inputs"], row["expected"],
                None if row.get("tolerance") is None else Decimal(row["tolerance"]),
            )
            for row in rows
        ]
    except OSError as error:
        raise EngineError(f"Cannot read {path}: {error.strerror}.") from error
    except (UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
        raise EngineError(
            f'{path} is not a file of cases ({type(error).__name__}: {error}). Expected {{"cases": [{{"id", '
            '"area", "tax_year", "inputs", "expected"}]}}.'
        ) from error


def run(path: str | Path, out: str | Path | None = None, rules: RuleSet | None = None) -> int:
    """Answer every case of ``path``, print passes per area and failures, write ``out``; 0 if all passed."""
    rules = rules or RuleSet.load()
    outcomes = [evaluate(rules, case) for case in read(Path(path))]
    _print(outcomes)
    passed = sum(outcome.passed for outcome in outcomes)
    failed = len(outcomes) - passed
    if out:
        results = [
            {"id": o.case.id, "area": o.case.area, "actual": o.actual, "problem": o.problem} for o in outcomes
        ]
        document = {"results": results, "summary": {"passed": passed, "failed": failed}}
        try:
            Path(out).write_text(_json(document) + "\n", encoding="utf-8")
        except OSError as error:
            raise EngineError(f"Cannot write {out}: {error.strerror}.") from error
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _print(outcomes: Sequence[Outcome]) -> None:
    total = Counter(outcome.case.area for outcome in outcomes)
    passed = Counter(outcome.case.area for outcome in outcomes if outcome.passed)
    for outcome in outcomes:
        if not outcome.passed:
            wrong = outcome.problem or "; ".join(
                f"{key} {_json(value)}, expected {_json(outcome.case.expected[key])}"
                for key, value in outcome.actual.items()
                if value != outcome.case.expected[key]
            )
            print(f"FAILED {outcome.case.id}: {wrong}")
    for area in sorted(total):
        tolerance = TOLERANCE.get(area)
        note = f"  (within {tolerance})" if tolerance else ""
        print(f"{area:28} {passed[area]:5} of {total[area]:5}{note}")


def _json(value: Any) -> str:
    """JSON text in which Decimals keep their decimals (21.40), which the standard encoder cannot do."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(key))}: {_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",\n".join(_json(item) for item in value) + "]"
    return json.dumps(value)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line: ``cases FILE [--json OUT]``."""
    parser = ArgumentParser(prog="cases", description="Run published payroll cases through the engine.")
    parser.add_argument("file", help="JSON file of cases")
    parser.add_argument("--json", dest="out", metavar="OUT", help="where to write the answers")
    given = parser.parse_args(argv)
    try:
        return run(given.file, given.out)
    except EngineError as error:
        print(f"cases: {error}", file=sys.stderr)
        return 2
