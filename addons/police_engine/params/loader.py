"""Load the law from ``data/params/**/*.toml`` into one immutable, hashed :class:`RuleSet`.

File format (one scheme a file; its path without ``.toml`` is its name, e.g. ``hmrc/nic/class1``)::

    title = "Class 1 National Insurance"
    unit = "GBP unless stated"

    [[periods]]
    from = 2026-04-06
    to = 2027-04-05            # optional; without it the period runs until the next one starts
    confidence = "verified"    # verified | derived | recalled | unknown
    [[periods.references]]
    title = "Rates and thresholds for employers 2026 to 2027"
    href = "https://..."       # optional
    [periods.values]           # any nested tables; numbers are read as Decimal or int, never float
    [periods.marks."letters.F"]  # optional: another confidence for part of the values
    confidence = "recalled"
    note = "Carried forward from 2025-26"
    reference = "..."
    [periods.unknown]          # optional: dotted key = why it is not known; reading it is an error
    "points.2" = "not found in published material"
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from ..exceptions import InvalidParameterFile, MissingParameter

DATA = Path(__file__).resolve().parent.parent / "data"
CONFIDENCES = ("verified", "derived", "recalled", "unknown")
_TOP_KEYS = {"title", "unit", "description", "periods"}
_PERIOD_KEYS = {"from", "to", "confidence", "note", "references", "values", "marks", "unknown"}


class Mark(NamedTuple):
    """How sure we are of a figure, and why."""

    confidence: str
    citation: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """The values of one parameter file in force over a span of dates. Read with ``period["a.b"]``."""

    name: str
    title: str
    start: date
    end: date | None
    confidence: str
    citation: str
    note: str
    values: Mapping[str, Any]
    marks: Mapping[str, Mark] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """Key of this period, as kept on payslip lines: ``hmrc/nic/class1@2026-04-06``."""
        return f"{self.name}@{self.start.isoformat()}"

    def __getitem__(self, key: str) -> Any:
        for prefix in _prefixes(key):
            if prefix in self.unknown:
                raise MissingParameter(
                    f"{self.title}: {key} is not known from {self.start:%-d %B %Y} "
                    f"({self.unknown[prefix]}). Enter it in {self.name}.toml or as a local figure."
                )
        value: Any = self.values
        for part in key.split("."):
            if not isinstance(value, Mapping) or part not in value:
                raise MissingParameter(
                    f"{self.title}: there is no {key} from {self.start:%-d %B %Y} in {self.name}.toml."
                )
            value = value[part]
        return value

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or ``default`` when the file does not have the key. Never hides an unknown."""
        try:
            return self[key]
        except MissingParameter:
            if any(prefix in self.unknown for prefix in _prefixes(key)):
                raise
            return default

    def pair(self, key: str) -> tuple[Any, Any]:
        """A value written as a list of two, such as a fraction; InvalidParameterFile when it is not one."""
        value = self[key]
        if not isinstance(value, list) or len(value) != 2:
            raise InvalidParameterFile(f"{self.source}: {key} must be a list of two values, not {value!r}.")
        return value[0], value[1]

    def mark(self, key: str = "") -> Mark:
        """Confidence and citation of ``key``: the closest mark above it, else the period's own."""
        for prefix in reversed(list(_prefixes(key))):
            if prefix in self.marks:
                return self.marks[prefix]
        return Mark(self.confidence, self.citation, self.note)


def _prefixes(key: str) -> Iterator[str]:
    parts = key.split(".")
    for count in range(1, len(parts) + 1):
        yield ".".join(parts[:count])


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All parameter files. ``hash`` names this exact law; it is stored on every pay run."""

    periods: Mapping[str, tuple[Period, ...]]
    hash: str

    @classmethod
    def load(cls, *directories: Path) -> "RuleSet":
        """Read the shipped files (or ``directories``); cached. Raises InvalidParameterFile."""
        return _load(directories or (DATA / "params",))

    def at(self, name: str, on: date) -> Period:
        """The period of ``name`` in force on ``on``; MissingParameter when there is none."""
        if not self.periods.get(name):
            raise MissingParameter(f"There is no parameter file {name}.toml.")
        for period in reversed(self.periods[name]):
            if period.start <= on:
                if period.end is not None and on > period.end:
                    break
                return period
        first = self.periods[name][0]
        raise MissingParameter(f"{first.title}: no figures in force on {on:%-d %B %Y} in {name}.toml.")

    def starts_within(self, name: str, after: date, until: date) -> list[date]:
        """Dates in (after, until] on which a new period of ``name`` starts."""
        return [p.start for p in self.periods.get(name, ()) if after < p.start <= until]

    def by_source(self, source: str) -> tuple[Period, str]:
        """Split ``name@date[#key]`` into its period and key."""
        name, _, rest = source.partition("@")
        start, _, key = rest.partition("#")
        for period in self.periods.get(name, ()):
            if period.start.isoformat() == start:
                return period, key
        raise MissingParameter(f"Unknown parameter source {source}.")

    def mark(self, source: str) -> Mark:
        """Confidence and citation of a stored source key, ``name@date`` or ``name@date#a.b``."""
        period, key = self.by_source(source)
        return period.mark(key)

    def citation(self, source: str) -> str:
        """Citation text for a stored source key."""
        return self.mark(source).citation


@lru_cache(maxsize=8)
def _load(directories: tuple[Path, ...]) -> RuleSet:
    digest = hashlib.sha256()
    periods: dict[str, tuple[Period, ...]] = {}
    for root in directories:
        for path in sorted(root.rglob("*.toml")):
            name = path.relative_to(root).with_suffix("").as_posix()
            content = path.read_bytes()
            digest.update(name.encode() + b"\0" + content + b"\0")
            periods[name] = _parse(name, content)
    return RuleSet(periods=periods, hash=digest.hexdigest())


def _parse(name: str, content: bytes) -> tuple[Period, ...]:
    try:
        raw = tomllib.loads(content.decode(), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidParameterFile(f"{name}.toml: {error}") from error
    if unexpected := set(raw) - _TOP_KEYS:
        raise InvalidParameterFile(f"{name}.toml: unknown key {sorted(unexpected)}.")
    result = tuple(_period(name, raw.get("title", name), entry) for entry in raw.get("periods", ()))
    if not result:
        raise InvalidParameterFile(f"{name}.toml: no [[periods]].")
    for before, after in pairwise(result):
        if after.start <= before.start or (before.end is not None and before.end >= after.start):
            raise InvalidParameterFile(f"{name}.toml: periods out of order or overlapping at {after.start}.")
    return result


def _period(name: str, title: str, entry: Mapping[str, Any]) -> Period:
    where = f"{name}.toml from {entry.get('from')}"
    if unexpected := set(entry) - _PERIOD_KEYS:
        raise InvalidParameterFile(f"{where}: unknown key {sorted(unexpected)}.")
    if not isinstance(entry.get("from"), date):
        raise InvalidParameterFile(f"{where}: 'from' must be a date.")
    if entry.get("confidence") not in CONFIDENCES:
        raise InvalidParameterFile(f"{where}: confidence must be one of {', '.join(CONFIDENCES)}.")
    references = entry.get("references", ())
    if not references:
        raise InvalidParameterFile(f"{where}: no reference. Every figure needs a source.")
    citation = "; ".join(
        reference["title"] + (f" <{reference['href']}>" if reference.get("href") else "")
        for reference in references
    )
    marks = {
        key: Mark(
            mark.get("confidence", entry["confidence"]), mark.get("reference", citation), mark.get("note", "")
        )
        for key, mark in entry.get("marks", {}).items()
    }
    if bad := [key for key, mark in marks.items() if mark.confidence not in CONFIDENCES]:
        raise InvalidParameterFile(f"{where}: unknown confidence at {bad}.")
    return Period(
        name=name, title=title, start=entry["from"], end=entry.get("to"),
        confidence=entry["confidence"], citation=citation, note=entry.get("note", ""),
        values=entry.get("values", {}), marks=marks, unknown=entry.get("unknown", {}),
    )
