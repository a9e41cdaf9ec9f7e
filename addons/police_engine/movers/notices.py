"""HMRC's notices from a CSV: tax codes (P6, P6B, P9), student and postgraduate loans (SL1, SL2, PGL1, PGL2).

Columns: form, issued, effective, payroll_id, code, basis, previous_pay, previous_tax, plan. Dates are
2026-09-30 or 30/09/2026; money is pounds. ``basis`` is cumulative or week1month1. The file is read whole
or not at all; every bad row is listed.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ..adapters.people_columns import day, money
from ..exceptions import EngineError
from ..identifiers import tax_code
from ..paye.tax import CUMULATIVE, NON_CUMULATIVE
from ..problems import Problem, Severity

COLUMNS = ("form", "issued", "effective", "payroll_id", "code", "basis", "previous_pay", "previous_tax",
           "plan")  # fmt: skip
MATTERS = {
    "P6": "tax", "P6B": "tax", "P9": "tax", "SL1": "student_loan", "SL2": "student_loan",
    "PGL1": "postgraduate_loan", "PGL2": "postgraduate_loan",
}  # fmt: skip
PLANS = ("plan_1", "plan_2", "plan_4", "plan_5")


class HmrcNotice(NamedTuple):
    """One notice. Pence; ``code`` and ``basis`` for tax, ``plan`` for SL1."""

    form: str
    issued: date
    effective: date
    payroll_id: str
    code: str = ""
    basis: str = ""
    previous_pay: int | None = None
    previous_tax: int | None = None
    plan: str = ""
    row: int = 0

    @property
    def matter(self) -> str:
        """tax, student_loan or postgraduate_loan."""
        return MATTERS[self.form]


class Applied(NamedTuple):
    """The notices to apply, in order, and what was found."""

    changes: tuple[HmrcNotice, ...]
    problems: tuple[Problem, ...]


def read(text: str) -> tuple[tuple[HmrcNotice, ...], tuple[Problem, ...]]:
    """All notices of a file, or none and a problem for every bad row."""
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    if sorted(header) != sorted(COLUMNS):
        text = f"The first row must hold the columns {', '.join(COLUMNS)}."
        return (), (Problem(Severity.BLOCKING, "notice_file", text, "", "tax_code_notice"),)
    read_rows = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        fault = f"has {len(cells)} cells instead of {len(header)}." if len(cells) != len(header) else ""
        read_rows.append((number, row, fault))
    return _all_or_none(read_rows)


def from_rows(
    rows: Sequence[Mapping[str, str]],
) -> tuple[tuple[HmrcNotice, ...], tuple[Problem, ...]]:
    """All notices of rows read elsewhere (``adapters.dps.rows``), numbered from 1; or none and the faults."""
    return _all_or_none([(number, row, "") for number, row in enumerate(rows, start=1)])


def _all_or_none(
    rows: Sequence[tuple[int, Mapping[str, str], str]],
) -> tuple[tuple[HmrcNotice, ...], tuple[Problem, ...]]:
    notices, problems = [], []
    for number, row, fault in rows:
        try:
            if fault:
                raise EngineError(fault)
            notices.append(_notice(row, number))
        except ValueError as error:
            person = row.get("payroll_id", "")
            message = f"Row {number}: {error}"
            problems.append(Problem(Severity.BLOCKING, "notice_row", message, person, "tax_code_notice"))
    return ((), tuple(problems)) if problems else (tuple(notices), ())


def _notice(row: Mapping[str, str], number: int) -> HmrcNotice:
    form = row["form"].upper()
    if form not in MATTERS:
        raise EngineError(f"form {row['form']!r} is not one of {', '.join(MATTERS)}.")
    if not row["payroll_id"]:
        raise EngineError("payroll_id is empty.")
    issued, effective = _day(row, "issued"), _day(row, "effective")
    common = {"form": form, "issued": issued, "effective": effective, "payroll_id": row["payroll_id"]}
    if MATTERS[form] == "tax":
        return HmrcNotice(**common, row=number, **_tax(row))
    if form == "SL1" and row["plan"] not in PLANS:
        raise EngineError(f"plan {row['plan']!r} is not one of {', '.join(PLANS)}.")
    return HmrcNotice(**common, row=number, plan=row["plan"] if form == "SL1" else "")


def _day(row: Mapping[str, str], name: str) -> date:
    try:
        return day(row[name])
    except ValueError as error:
        raise EngineError(f"{name} {row[name]!r} {error}") from None


def _tax(row: Mapping[str, str]) -> dict:
    code = tax_code.parse(row["code"])
    basis = row["basis"] or (NON_CUMULATIVE if code.non_cumulative else CUMULATIVE)
    if basis not in (CUMULATIVE, NON_CUMULATIVE):
        raise EngineError(f"basis {basis!r} is not cumulative or week1month1.")
    figures = {}
    for name in ("previous_pay", "previous_tax"):
        try:
            figures[name] = money(row[name]) if row[name] else None
        except ValueError as error:
            raise EngineError(f"{name} {row[name]!r} {error}") from None
    return {"code": code.code, "basis": basis, **figures}


def in_order(
    notices: Sequence[HmrcNotice], applied: Mapping[tuple[str, str], date], known: frozenset[str]
) -> Applied:
    """The notices to apply. ``applied``: by (payroll id, matter) the issue date of the last one applied;
    ``known``: payroll ids of this employer.

    A notice issued before one already applied is not applied, nor are two of one matter and day that
    differ; the same notice twice counts once. Notices may come in any order within a file.
    """
    last, changes, problems = dict(applied), [], []
    seen: dict[tuple, HmrcNotice] = {}
    clashing: set[tuple] = set()
    for notice in sorted(notices, key=lambda n: (n.issued, n.effective, n.row)):
        key = notice.payroll_id, notice.matter
        twin = seen.get((*key, notice.issued))
        if notice.payroll_id not in known:
            problems.append(_problem(notice, "unknown_person", "nobody has this payroll id."))
        elif twin is not None:
            if twin._replace(row=0) != notice._replace(row=0):
                text = f"differs from row {twin.row} of the same day: ask HMRC which holds."
                problems.append(_problem(notice, "notices_clash", text))
                clashing.add((*key, notice.issued))
        elif key in last and notice.issued <= last[key]:
            text = f"a notice issued on {last[key]:%-d %B %Y} is already applied: it is not."
            problems.append(_problem(notice, "out_of_order", text))
        else:
            seen[(*key, notice.issued)] = notice
            last[key] = notice.issued
            changes.append(notice)
    kept = tuple(n for n in changes if (n.payroll_id, n.matter, n.issued) not in clashing)
    return Applied(kept, tuple(problems))


def _problem(notice: HmrcNotice, code: str, text: str) -> Problem:
    message = (
        f"{notice.payroll_id}, {notice.form} issued {notice.issued:%-d %B %Y} (row {notice.row}): {text}"
    )
    return Problem(Severity.BLOCKING, code, message, notice.payroll_id, "tax_code_notice", notice.issued)
