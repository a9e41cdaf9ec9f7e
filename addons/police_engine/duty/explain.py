"""Why a duty is paid as it is, or why time is owed: rule, facts with times, law, how sure."""

from typing import Any

from ..explain import weakest
from ..params.loader import RuleSet
from ..rulebook import rule
from .records import DutyPay, TimeMove


def because(item: DutyPay | TimeMove, rules: RuleSet) -> dict[str, Any]:
    """``{"rule", "title", "formula", "inputs", "citation", "confidence", "note"}`` as for payslip lines."""
    law = rule(item.rule)
    marks = [rules.mark(source) for source in getattr(item, "sources", ())]
    return {
        "rule": item.rule,
        "title": law.title,
        "formula": law.formula,
        "inputs": dict(item.facts),
        "citation": "; ".join(dict.fromkeys((law.citation, *(mark.citation for mark in marks)))),
        "confidence": weakest([law.confidence, *(mark.confidence for mark in marks)]),
        "note": " ".join(note for note in (law.note, *(mark.note for mark in marks)) if note),
    }
