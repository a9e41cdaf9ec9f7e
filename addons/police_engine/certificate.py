"""The control certificate: the same money counted in several places must agree to the penny.

Measures (net, tax, ni, loans, pension) are counted from payslips, bank file, ledger, FPS and
schedules. Every place that can know a measure must state it; a missing figure is a failure, never
a zero. The certificate names its content by a hash, so a later change shows.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .exceptions import InvalidRecord
from .ledger import Posting, ledger_totals
from .money import Pence, display
from .records import PayTotals

BASE = "slips"  # every other place is compared with the payslips
# which places can know which measure
REQUIRED = {
    "net": ("slips", "bacs", "ledger", "fps"),
    "tax": ("slips", "ledger", "fps"),
    "ni": ("slips", "ledger", "fps"),
    "loans": ("slips", "ledger", "fps"),
    "pension": ("slips", "ledger", "schedules"),
    "deductions": ("slips", "ledger", "schedules"),
}


class Row(NamedTuple):
    """One count. ``difference`` is amount less the payslips' amount; None where no figure was given."""

    measure: str
    place: str
    amount: Pence | None
    difference: Pence | None


class Certificate(NamedTuple):
    """All counts, whether they hold, and the hash of their content."""

    rows: tuple[Row, ...]
    holds: bool
    hash: str

    def failures(self) -> list[str]:
        """What does not agree, in words."""
        return [_failure(row) for row in self.rows if row.difference != 0]


def certify(
    figures: Mapping[str, Mapping[str, Pence]],
    facts: Mapping[str, str] | None = None,
    required: Mapping[str, tuple[str, ...]] = REQUIRED,
) -> Certificate:
    """Compare ``figures[measure][place]`` (pence). ``facts`` (run, rule-set hash) are hashed too.

    ``required`` names the places that must state each measure; give your own for more measures or places.
    Raises InvalidRecord for a measure or place that is not known, or money that is not whole pence.
    """
    _check(figures, required)
    rows: list[Row] = []
    for measure, places in required.items():
        counted = figures.get(measure, {})
        base = counted.get(BASE)
        for place in (*places, *sorted(counted.keys() - set(places))):
            amount = counted.get(place)
            known = amount is not None and base is not None
            rows.append(Row(measure, place, amount, amount - base if known else None))
    holds = bool(rows) and all(row.difference == 0 for row in rows)
    return Certificate(tuple(rows), holds, content_hash(rows, facts or {}))


def _check(figures: Mapping[str, Mapping[str, Pence]], required: Mapping[str, tuple[str, ...]]) -> None:
    known = {place for places in required.values() for place in places}
    for measure, counted in figures.items():
        if measure not in required:
            raise InvalidRecord(f"{measure!r} is not a measure of the certificate.")
        for place, amount in counted.items():
            if place not in known:
                places = ", ".join(sorted(known))
                raise InvalidRecord(f"{place!r} is not a place of the certificate: use {places}.")
            if not isinstance(amount, int) or isinstance(amount, bool):
                raise InvalidRecord(f"{measure} in {place} must be whole pence, not {amount!r}.")


def _failure(row: Row) -> str:
    if row.difference is None:
        return f"{row.measure}: no figure from {row.place}."
    return f"{row.measure}: {row.place} differs from the payslips by {display(row.difference)}."


def content_hash(rows: Iterable[Row], facts: Mapping[str, str]) -> str:
    """SHA-256 of the canonical content: rows in order and sorted facts, as JSON without spaces."""
    content = {"rows": [list(row) for row in rows], "facts": dict(sorted(facts.items()))}
    text = json.dumps(content, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def slip_figures(slips: Iterable[PayTotals]) -> dict[str, Pence]:
    """The six measures from payslip totals."""
    found = dict.fromkeys(REQUIRED, 0)
    for slip in slips:
        found["net"] += slip.net
        found["tax"] += slip.tax
        found["ni"] += slip.employee_nic + slip.employer_nic
        found["loans"] += slip.student_loan + slip.postgraduate_loan
        found["pension"] += slip.pension_employee + slip.pension_employer
        found["deductions"] += slip.other_deductions
    return found


def ledger_figures(journal: Iterable[Posting]) -> dict[str, Pence]:
    """The six measures from journal lines (credits of the creditor roles)."""
    credits = ledger_totals(journal)
    return {
        "net": credits.get("net_pay_clearing", 0),
        "tax": credits.get("paye_creditor", 0),
        "ni": credits.get("nic_creditor", 0),
        "loans": credits.get("student_loan_creditor", 0),
        "pension": sum(v for role, v in credits.items() if role.startswith("pension_creditor_")),
        "deductions": sum(v for role, v in credits.items() if role.startswith("deductions_creditor_")),
    }


def by_measure(places: Mapping[str, Mapping[str, Pence]]) -> dict[str, dict[str, Pence]]:
    """Turn ``{place: {measure: pence}}`` into the ``{measure: {place: pence}}`` that certify takes."""
    result: dict[str, dict[str, Pence]] = {}
    for place, figures in places.items():
        for measure, amount in figures.items():
            result.setdefault(measure, {})[place] = amount
    return result
