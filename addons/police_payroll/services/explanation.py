"""A stored payslip line in words: rule, facts, rate, law, and how sure each figure is."""

import json
import re

from markupsafe import Markup, escape
from odoo.addons.police_engine.explain import readable_inputs
from odoo.addons.police_engine.records import PayLine

_ADDRESS = re.compile(r"&lt;(https?://[^\s&]+(?:&amp;[^\s&]+)*)&gt;")
BADGES = {"verified": "success", "derived": "info", "recalled": "warning", "unknown": "danger"}


def explain_line(line):
    """HTML for the Why? window. Everything in it comes from the stored line and its snapshots."""
    rule = line.rule_id
    parts = [
        Markup("<p class='fs-4 mb-1'><b>%s</b></p><p>%s</p>") % (rule.title or line.rule, rule.formula or ""),
        _table(_facts(line)),
        _law(line),
        *(_source(source) for source in line.source_ids),
    ]
    return Markup().join(parts)


def _facts(line):
    facts = readable_inputs(_engine_line(line))
    if line.rate:
        facts["Rate"] = line.rate
    return facts


def _engine_line(line):
    return PayLine(
        line.code, line.label, line.kind, 0, line.rule, json.loads(line.inputs or "{}"), (), line.rate or "",
        line.units or "", line.date_from or None, line.date_to or None,
    )  # fmt: skip


def _table(facts):
    rows = Markup().join(
        Markup("<tr><td class='pe-4'>%s</td><td>%s</td></tr>") % pair for pair in facts.items()
    )
    return Markup("<h5>Worked out from</h5><table class='table table-sm w-auto'>%s</table>") % rows


def _law(line):
    rule = line.rule_id
    note = Markup("<br/><span class='text-muted'>%s</span>") % rule.note if rule.note else ""
    return Markup("<h5>Where it comes from</h5><p>%s %s%s</p>") % (_linked(rule.citation), _badge(rule), note)


def _source(source):
    note = Markup("<br/><span class='text-muted'>%s</span>") % source.note if source.note else ""
    return Markup("<p>%s %s<br/>%s%s</p>") % (source.title, _badge(source), _linked(source.citation), note)


def _badge(record):
    if not record.confidence:
        return ""
    label = dict(record._fields["confidence"].selection)[record.confidence]
    return Markup("<span class='badge text-bg-%s'>%s</span>") % (BADGES[record.confidence], label)


def _linked(citation):
    """Escaped text in which addresses in angle brackets are links."""
    link = r"<a href='\1' target='_blank' rel='noopener noreferrer'>\1</a>"
    return Markup(_ADDRESS.sub(link, str(escape(citation or ""))))
