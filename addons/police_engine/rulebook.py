"""What payslip rules say in words, and where the law says so: ``data/rules/*.toml``."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .exceptions import InvalidParameterFile, MissingParameter
from .params.loader import CONFIDENCES, DATA

RULES = DATA / "rules"
INPUTS = "inputs.toml"
_KEYS = {"title", "formula", "confidence", "note", "citations"}


class Rule(NamedTuple):
    """One rule. ``citation`` is text with addresses in angle brackets, as parameters cite."""

    id: str
    title: str
    formula: str
    citation: str
    confidence: str
    note: str = ""


class InputLabel(NamedTuple):
    """How a raw input is named and shown."""

    label: str
    kind: str


def rule(rule_id: str) -> Rule:
    """The rule with this id; MissingParameter when nobody wrote it down."""
    try:
        return rules()[rule_id]
    except KeyError:
        raise MissingParameter(
            f"Rule {rule_id!r} is not in data/rules: write its title, formula and citation."
        ) from None


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """All rules by id. Raises InvalidParameterFile for a rule without citation or with unknown keys."""
    found: dict[str, Rule] = {}
    for path in sorted(RULES.glob("*.toml")):
        if path.name == INPUTS:
            continue
        for rule_id, entry in _read(path).items():
            if rule_id in found:
                raise InvalidParameterFile(f"{path.name}: rule {rule_id} is written twice.")
            found[rule_id] = _rule(path, rule_id, entry)
    return found


@lru_cache(maxsize=1)
def input_labels() -> Mapping[str, InputLabel]:
    """Names of the raw inputs on payslip lines."""
    return {name: InputLabel(entry["label"], entry["kind"]) for name, entry in _read(RULES / INPUTS).items()}


def _read(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidParameterFile(f"{path.name}: {error}") from error


def _rule(path: Path, rule_id: str, entry: Mapping) -> Rule:
    where = f"{path.name}: rule {rule_id}"
    if unexpected := set(entry) - _KEYS:
        raise InvalidParameterFile(f"{where}: unknown key {sorted(unexpected)}.")
    if not entry.get("title") or not entry.get("formula") or not entry.get("citations"):
        raise InvalidParameterFile(f"{where} needs a title, a formula and a citation.")
    if entry.get("confidence") not in CONFIDENCES:
        raise InvalidParameterFile(f"{where}: confidence must be one of {', '.join(CONFIDENCES)}.")
    citation = "; ".join(
        source["title"] + (f" <{source['href']}>" if source.get("href") else "")
        for source in entry["citations"]
    )
    return Rule(
        rule_id, entry["title"], entry["formula"], citation, entry["confidence"], entry.get("note", "")
    )
