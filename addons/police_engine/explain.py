"""Explain a payslip line or a whole slip: rule in words, the facts used, the rate, the law, how sure."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .money import display
from .params.loader import RuleSet
from .problems import Problem
from .records import PayLine, PayResult
from .replay import parse_period
from .rulebook import InputLabel, Rule, input_labels, rule

_UNSURE = ("unknown", "recalled", "derived")  # least sure first


def because(line: PayLine, rules: RuleSet) -> dict[str, Any]:
    """Why a line is what it is.

    ``{"rule", "title", "formula", "inputs": {label: text}, "rate", "citation", "confidence", "note"}``;
    confidence is the weakest of the rule and of the figures used. Arrears rest on the rules of the
    lines recalculated as well.
    """
    law = rule(line.rule)
    parts = [rule(name) for name in dict.fromkeys(part[0] for part in line.inputs.get("recalculated", ()))]
    marks = [rules.mark(source) for source in line.sources]
    return {
        "rule": line.rule,
        "title": law.title,
        "formula": law.formula,
        "inputs": readable_inputs(line),
        "rate": line.rate,
        "citation": _citation(law, [basis.citation for basis in (*parts, *marks)]),
        "confidence": weakest(basis.confidence for basis in (law, *parts, *marks)),
        "note": " ".join(dict.fromkeys(basis.note for basis in (law, *parts, *marks) if basis.note)),
    }


def weakest(confidences: Iterable[str]) -> str:
    """The least sure of several confidences.

    >>> weakest(["verified", "recalled", "derived"])
    'recalled'
    """
    found = set(confidences)
    return next((level for level in _UNSURE if level in found), "verified")


def _citation(law: Rule, citations: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys((law.citation, *citations)))


def readable_inputs(line: PayLine) -> dict[str, str]:
    """The stored facts as people read them: pounds, hours, dates."""
    labels = input_labels()
    result = {}
    for name, value in line.inputs.items():
        label = labels.get(name, InputLabel(name.replace("_", " ").capitalize(), "text"))
        result[label.label] = _readable(label.kind, value)
    if line.units and "Units" not in result and "of_days" not in line.inputs:
        result["Units"] = line.units
    if line.date_from and line.date_to and line.date_from != line.date_to:
        result["Dates"] = f"{day(line.date_from)} to {day(line.date_to)}"
    return result


def day(value: date) -> str:
    """'1 September 2026'."""
    return f"{value:%-d %B %Y}"


def _readable(kind: str, value: Any) -> str:
    if kind == "pence":
        return display(value)
    if kind == "hundredths":
        whole, part = divmod(value, 100)
        return f"{whole}.{part:02d}".rstrip("0").rstrip(".")
    if kind == "date":
        return day(date.fromisoformat(value))
    if kind == "fraction":
        return _fraction(value)
    if kind == "period":
        return _period(value)
    if kind == "flag":
        return "yes" if value else "no"
    if kind == "parts":
        return _parts(value)
    if kind == "name":
        return str(value).replace("_", " ")
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _fraction(value: Any) -> str:
    numerator, denominator = value
    return str(numerator) if denominator == 1 else f"{numerator}/{denominator}"


def _parts(value: Any) -> str:
    """The recalculated lines that a difference starts from: title and facts of each."""
    texts = []
    for rule_id, inputs in value:
        facts = readable_inputs(PayLine("", "", "", 0, rule_id, inputs))
        texts.append(f"{rule(rule_id).title} ({', '.join(f'{k}: {v}' for k, v in facts.items())})")
    return "; ".join(texts) or "nothing"


def _period(text: str) -> str:
    period = parse_period(text)
    unit = "month" if period.frequency == "monthly" else "week"
    return f"tax {unit} {period.tax_period} of {period.tax_year}, paid {day(period.pay_date)}"


def explain(result: PayResult, rules: RuleSet) -> str:
    """A slip in Markdown: each line with its reason, totals, and what to look at."""
    totals = result.totals
    parts = [f"# Pay of {result.reference}", ""]
    for line in result.lines:
        parts += _paragraph(line, because(line, rules))
    parts += [
        "## Totals",
        "",
        f"- Gross pay {display(totals.gross)}",
        f"- Taxable pay {display(totals.taxable_pay)}",
        f"- Net pay {display(totals.net)}",
        f"- Employer's cost beyond pay {display(totals.employer_nic + totals.pension_employer)}",
        "",
    ]
    if result.problems:
        parts += ["## Look at", "", *(f"- {problem_text(problem)}" for problem in result.problems), ""]
    if result.unverified:
        parts += ["## Figures not verified", ""]
        parts += [f"- {source}: {_mark_text(rules, source)}" for source in result.unverified]
        parts.append("")
    return "\n".join(parts)


def _paragraph(line: PayLine, reason: dict[str, Any]) -> list[str]:
    sign = "-" if line.kind == "deduction" else ""
    amount = display(-line.amount if sign else line.amount)
    facts = "; ".join(f"{label}: {value}" for label, value in reason["inputs"].items())
    return [
        f"## {line.label} {amount}",
        "",
        f"{reason['title']}: {reason['formula']}.",
        "",
        f"- Facts: {facts}",
        *([f"- Rate: {reason['rate']}"] if reason["rate"] else []),
        f"- Law: {reason['citation']}",
        f"- How sure: {reason['confidence']}. {reason['note']}".rstrip(),
        "",
    ]


def problem_text(problem: Problem) -> str:
    """A problem in one line with severity, rule and date."""
    when = f", {day(problem.on)}" if problem.on else ""
    return f"{problem.severity.value}: {problem.message} (rule {problem.rule}{when})"


def _mark_text(rules: RuleSet, source: str) -> str:
    mark = rules.mark(source)
    return f"{mark.confidence}. {mark.note or mark.citation}"
