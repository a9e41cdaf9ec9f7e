"""What a corrected version of a published file says differently, line by line."""

from collections.abc import Mapping
from typing import NamedTuple

LABELS = {
    "date": "date",
    "supplier": "supplier",
    "amount": "amount",
    "vat": "irrecoverable VAT",
    "category": "expense type",
    "directorate": "department",
    "purpose": "purpose",
    "value": "value for money reason",
    "contract": "contract",
    "redacted": "redaction",
}


class Change(NamedTuple):
    """``kind`` is added, removed or changed; ``what`` says it in words that may be published."""

    number: str
    kind: str
    what: str


def compare(before: Mapping[str, Mapping[str, str]], after: Mapping[str, Mapping[str, str]]) -> list[Change]:
    """Changes from ``before`` to ``after``, both ``{transaction number: {column: public text}}``.

    Only public texts are compared and quoted, so that a redaction made in a correction stays one: a value
    that is redacted now is never quoted from the earlier version.
    """
    changes = []
    for number in sorted(before.keys() | after.keys()):
        old, new = before.get(number), after.get(number)
        if old is None:
            changes.append(Change(number, "added", f"{new['supplier']}, {new['amount']}"))
        elif new is None:
            changes.append(Change(number, "removed", f"amount {old['amount']}"))
        elif words := _differences(old, new):
            changes.append(Change(number, "changed", words))
    return changes


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    hidden = new.get("redacted", "") != ""
    words = []
    for name, label in LABELS.items():
        was, now = old.get(name, ""), new.get(name, "")
        if was == now:
            continue
        secret = hidden and name in ("supplier", "purpose", "contract", "directorate", "value")
        words.append(f"{label} withheld" if secret else f"{label}: “{was}” is now “{now}”")
    return "; ".join(words)
