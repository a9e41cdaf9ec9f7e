"""Rule and source snapshots of a run as plain records: the words, law and confidence behind its lines."""

from typing import NamedTuple

from odoo.addons.police_engine.explain import readable_inputs, weakest


class Words(NamedTuple):
    """A rule as it was used."""

    title: str
    formula: str
    citation: str
    confidence: str
    note: str


class Source(NamedTuple):
    """A figure's source as it was used."""

    citation: str
    confidence: str
    note: str


class Evidence:
    """The snapshots kept for one rule set; two queries."""

    def __init__(self, cr, rule_set_hash):
        cr.execute(
            "SELECT rule, title, formula, citation, confidence, COALESCE(note, '') FROM police_pay_rule"
            " WHERE rule_set_hash = %s",
            [rule_set_hash],
        )
        self.rules = {row[0]: Words(*row[1:]) for row in cr.fetchall()}
        cr.execute(
            "SELECT source, citation, confidence, COALESCE(note, '') FROM police_pay_source"
            " WHERE rule_set_hash = %s",
            [rule_set_hash],
        )
        self.sources = {row[0]: Source(*row[1:]) for row in cr.fetchall()}

    def confidence(self, line):
        """The weakest confidence behind a line: of its rule and of every figure used."""
        marks = [self.sources[key].confidence for key in line.sources if key in self.sources]
        rule = self.rules.get(line.rule)
        return weakest([rule.confidence, *marks] if rule else ["unknown"])

    def because(self, line):
        """Why a line is what it is, in the form that the payslip PDF prints."""
        rule = self.rules.get(line.rule)
        used = [self.sources[key] for key in line.sources if key in self.sources]
        citations = [rule.citation] if rule else []
        notes = [rule.note] if rule else []
        return {
            "rule": line.rule,
            "title": rule.title if rule else line.rule,
            "formula": rule.formula if rule else "",
            "inputs": readable_inputs(line),
            "rate": line.rate,
            "citation": "; ".join(dict.fromkeys([*citations, *(source.citation for source in used)])),
            "confidence": self.confidence(line),
            "note": " ".join(dict.fromkeys(note for note in [*notes, *(s.note for s in used)] if note)),
        }
