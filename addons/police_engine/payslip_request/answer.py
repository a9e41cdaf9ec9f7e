"""The answer to a payslip request: plain values, and their JSON text with two-decimal money."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ..explain import because
from ..money import pounds
from ..params.loader import RuleSet
from ..problems import Problem, Severity
from ..records import PayCase, PayLine, PayResult, YearToDate


def answer(case: PayCase, result: PayResult, rules: RuleSet, remarks: list[str]) -> dict[str, Any]:
    """The answer as plain values; money is Decimal with two decimals."""
    totals = result.totals
    blocked = any(problem.severity is Severity.BLOCKING for problem in result.problems)
    return {
        "lines": [_line(line, rules) for line in result.lines if line.kind != "employer"],
        "gross": pounds(totals.gross),
        "net": pounds(totals.net),
        "taxable_pay": pounds(totals.taxable_pay),
        "employer": {
            "national_insurance": pounds(totals.employer_nic),
            "pension": pounds(totals.pension_employer),
            "total_cost": pounds(totals.gross + totals.employer_nic + totals.pension_employer),
            "lines": [_line(line, rules) for line in result.lines if line.kind == "employer"],
        },
        "totals": {name: pounds(value) for name, value in totals._asdict().items()},
        "period": {
            "start": case.period.start.isoformat(),
            "end": case.period.end.isoformat(),
            "pay_date": case.period.pay_date.isoformat(),
            "tax_year": case.period.tax_year,
            "tax_period": case.period.tax_period,
        },
        "tax": {"code": result.tax_code, "basis": result.tax_basis},
        "ytd": _ytd(result.ytd),
        "paid": not blocked,
        "problems": [_problem(problem) for problem in result.problems]
        + [
            {"severity": "notice", "code": "input", "message": text, "rule": "", "date": None}
            for text in remarks
        ],
        "unverified": [
            {
                "source": source,
                "confidence": rules.mark(source).confidence,
                "citation": rules.citation(source),
            }
            for source in result.unverified
        ],
        "rule_set": rules.hash,
    }


def _line(line: PayLine, rules: RuleSet) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": line.label,
        "kind": line.kind,
        "amount": pounds(line.amount),
        "because": because(line, rules),
        "facts": line.inputs,
    }


def _ytd(ytd: YearToDate) -> dict[str, Any]:
    values: dict[str, Any] = {name: pounds(value) for name, value in ytd._asdict().items() if name != "nic"}
    values["nic"] = [
        {name: pounds(value) if name != "letter" else value for name, value in row._asdict().items()}
        for row in ytd.nic
    ]
    return values


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "rule": problem.rule,
        "date": problem.on.isoformat() if problem.on else None,
    }


def dumps(value: Any, indent: str = "") -> str:
    """JSON text; Decimals are written as numbers with their own decimals (4188.00)."""
    inner = indent + "  "
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        rows = [
            f"{inner}{json.dumps(str(key), ensure_ascii=False)}: {dumps(item, inner)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}" if rows else "{}"
    if isinstance(value, list | tuple):
        rows = [inner + dumps(item, inner) for item in value]
        return "[\n" + ",\n".join(rows) + f"\n{indent}]" if rows else "[]"
    return json.dumps(value, ensure_ascii=False)
