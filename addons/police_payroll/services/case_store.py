"""A payslip's facts as they were: the whole PayCase as compact JSON, and back, equal in every field.

Records become lists in the order of their fields; a date is ``{"d": "2026-09-01"}``, a Decimal
``{"n": "1.25"}``. Fields are only ever appended to the engine's records, so old payslips stay readable.
"""

import json
from datetime import date
from decimal import Decimal

from odoo.addons.police_engine.records import (
    DirectorPosition,
    ElementInput,
    EmploymentSlice,
    NicToDate,
    PayCase,
    PayLine,
    PayPeriod,
    PensionMembership,
    TaxPosition,
    YearToDate,
)

# In the order stored. New fields of PayCase go at the end, with their default.
_FIELDS = (
    "reference", "period", "slices", "tax", "ni_category", "name", "birth_date", "director", "student_loans",
    "pension", "elements", "ytd", "starter_declaration", "arrears", "student_loan_limit",
)  # fmt: skip
YTD = _FIELDS.index("ytd")  # its place in the stored list


def figures(stored):
    """The stored year-to-date part of a case, as the database gives it -> YearToDate."""
    return _figures(_untag(stored))


def _tag(value):
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": format(value, "f")}
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} can not be kept as a fact of a payslip.")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tag).encode


def to_json(case):
    """PayCase -> JSON text. ``read(to_json(case)) == case``."""
    return _encode([getattr(case, name) for name in _FIELDS])


def read(stored):
    """JSON text, or the list that the database driver made of it -> PayCase."""
    rows = json.loads(stored) if isinstance(stored, str) else stored
    values = dict(zip(_FIELDS, _untag(rows), strict=False))
    for name, make in _MAKERS.items():
        if name in values:
            values[name] = make(values[name])
    return PayCase(**values)


def _untag(value):
    if isinstance(value, dict):
        if len(value) == 1:
            key, text = next(iter(value.items()))
            if key == "d":
                return date.fromisoformat(text)
            if key == "n":
                return Decimal(text)
        return {key: _untag(entry) for key, entry in value.items()}
    return [_untag(entry) for entry in value] if isinstance(value, list) else value


def _one(record):
    return lambda values: None if values is None else record(*values)


def _many(record):
    return lambda rows: tuple(record(*values) for values in rows)


def _element(values):
    element = ElementInput(*values)
    return element._replace(
        held=EmploymentSlice(*element.held) if element.held else None,
        shares=tuple((centre, parts) for centre, parts in element.shares),
    )


def _line(values):
    line = PayLine(*values)
    return line._replace(sources=tuple(line.sources))


def _figures(values):
    figures = YearToDate(*values)
    return figures._replace(nic=tuple(NicToDate(*row) for row in figures.nic))


_MAKERS = {
    "period": _one(PayPeriod),
    "slices": _many(EmploymentSlice),
    "tax": _one(TaxPosition),
    "director": _one(DirectorPosition),
    "student_loans": tuple,
    "pension": _one(PensionMembership),
    "elements": lambda rows: tuple(_element(values) for values in rows),
    "ytd": _figures,
    "arrears": lambda rows: tuple(_line(values) for values in rows),
}
