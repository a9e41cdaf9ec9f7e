"""The pages 'How each line was worked out' of a payslip."""

from typing import Any

from ...money import display
from ...records import PayLine, PayslipDocument
from .flow import Flow
from .ink import AMBER, GREEN, LINE, MARGIN, NAVY, RIGHT, SOFT, rule, style

_TITLE, _LABEL, _AMOUNT = style(True, 15, NAVY), style(True, 9.5, NAVY), style(True, 9.5)
_KEY, _TEXT = style(False, 7.5, SOFT), style(False, 8.5)
_INDENT = 66.0
_STEP = 11.2
_CONFIDENCE = {
    "verified": ("Figures verified against a published document", GREEN),
    "derived": ("Not verified: worked out from a stated rule", AMBER),
    "recalled": ("Not verified: not yet checked against a published document", AMBER),
    "unknown": ("Not verified: the figure is not known", AMBER),
}


def reasons(doc: PayslipDocument) -> list[dict[str, Any]]:
    """``doc.extra['because']`` with code, label and amount; without it, what the lines themselves keep.

    A list as long as the lines belongs to them one by one, so it need not repeat their labels.
    """
    given = doc.extra.get("because")
    if given is None:
        return [{**_of_line(line), **_kept(line)} for line in doc.lines] if doc.explanations else []
    if len(given) != len(doc.lines):
        return list(given)
    return [{**_of_line(line), **item} for line, item in zip(doc.lines, given, strict=True)]


def _of_line(line: PayLine) -> dict[str, Any]:
    return {"code": line.code, "label": line.label, "amount": line.amount}


def _kept(line: PayLine) -> dict[str, Any]:
    return {
        "rule": line.rule,
        "inputs": line.inputs,
        "rate": line.rate,
        "citation": ", ".join(line.sources),
    }


def explain(flow: Flow, doc: PayslipDocument) -> None:
    """Append the explanation of every line, starting a new page."""
    items = reasons(doc)
    if not items:
        return
    flow.turn()
    flow.part.leaf("H2", 0, _TITLE.at(MARGIN, flow.y - 12, "How each line was worked out"))
    flow.y -= 22
    flow.paragraph(
        "Every amount can be worked out again from the figures below. The source names the regulation or "
        "the published table that the rule and the rates come from.",
        colour=SOFT,
        gap=8,
    )
    for item in items:
        _one(flow, item)


def _one(flow: Flow, item: dict[str, Any]) -> None:
    pairs = [(key, text) for key, text in _facts(item) if text]
    height = 34 + sum(_STEP * len(_TEXT.wrap(text, RIGHT - MARGIN - _INDENT)) for _, text in pairs)
    flow.need(min(height, 300))
    section = flow.part.group("Sect")
    flow.part.artifact(rule(MARGIN, flow.y, RIGHT - MARGIN, LINE))
    amount = item.get("amount", "")
    shown = display(amount) if isinstance(amount, int) else str(amount)
    label = _LABEL.fit(str(item.get("label", item.get("code", ""))), 400)
    y = flow.y - 13
    flow.part.leaf("H3", section, _LABEL.at(MARGIN, y, label + " ") + _AMOUNT.right(RIGHT, y, shown))
    flow.y -= 18
    for key, text in pairs:
        _fact(flow, section, key, text)
    confidence = item.get("confidence")
    if confidence:
        words, colour = _CONFIDENCE.get(confidence, (str(confidence), AMBER))
        bold = confidence != "verified"
        x, width = MARGIN + _INDENT, RIGHT - MARGIN - _INDENT
        flow.paragraph(words, bold=bold, size=8, colour=colour, x=x, width=width, parent=section, gap=0)
    flow.y -= 7


def _facts(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Printed name and text of everything known; ``title`` says the rule in words, else its id."""
    return [
        ("Rule", str(item.get("title") or item.get("rule", ""))),
        ("Formula", str(item.get("formula", ""))),
        ("Facts", _inputs(item.get("inputs", ""))),
        ("Rate", str(item.get("rate", ""))),
        ("Source", str(item.get("citation", ""))),
        ("Note", str(item.get("note", ""))),
    ]


def _fact(flow: Flow, section: int, key: str, text: str) -> None:
    lines = _TEXT.wrap(text, RIGHT - MARGIN - _INDENT)
    while lines:
        flow.need(_STEP)
        fitting = max(1, int((flow.y - flow.bottom) / _STEP))
        now, lines = lines[:fitting], lines[fitting:]
        x, y = MARGIN + _INDENT, flow.y - 8
        texts = [_TEXT.at(x, y - _STEP * i, line + " ") for i, line in enumerate(now)]
        flow.part.leaf("P", section, _KEY.at(MARGIN, y, key + " ") + "".join(texts))
        flow.y -= _STEP * len(now)


def _inputs(inputs: Any) -> str:
    if not isinstance(inputs, dict):
        return str(inputs)
    return ";  ".join(f"{_name(key)}: {_value(key, value)}" for key, value in inputs.items())


def _name(key: str) -> str:
    return key.removesuffix("_pence").replace("_", " ")


def _value(key: str, value: Any) -> str:
    if key.endswith("_pence") and isinstance(value, int):
        return display(value)
    if isinstance(value, dict):
        return ", ".join(f"{_name(inner)} {_value(inner, each)}" for inner, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_value(key, each) for each in value)
    return str(value)
