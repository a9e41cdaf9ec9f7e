"""Tax codes, NI letters, student loans and pension choices of made-up people."""

import random
from datetime import date
from typing import Any

from .figures import figures, percent, pick
from .jobs import AS_AT, CHIEF_OFFICERS, years
from .records import Job, Tax

STATE_PENSION_AGE = 66  # only to choose a letter for a made-up person; the engine does not read it
YEAR_START = date(2026, 4, 6)


def tax_position(chance: random.Random, job: Job, born: date, annual_pence: int) -> Tax:
    """Everything a payroll clerk would enter for a new person."""
    code, basis = _code(chance, annual_pence)
    loan, postgraduate = _loans(chance, job, born)
    return Tax(code, basis, _letter(chance, job, born), loan, postgraduate, _pension(chance, job, born))


def _code(chance: random.Random, annual: int) -> tuple[str, str]:
    if annual > 125_140_00:
        return pick(chance, {"0T": 60, f"K{chance.randint(20, 180)}": 40}), "cumulative"
    if annual > 100_000_00:
        left = max(0, 12570 - (annual // 100 - 100_000) // 2)
        return f"{max(1, left // 10)}L", "cumulative"
    kind = pick(chance, figures("pay")["tax_codes"])
    if kind == "near":
        return f"{chance.randint(1105, 1320)}L", "cumulative"
    if kind in ("BR", "D0") and annual > 60_000_00:
        return "1257L", "cumulative"
    made = {"M": "1383M", "N": "1131N", "K": f"K{chance.randint(17, 395)}"}
    if kind == "1257L W1M1":
        return "1257L", "week1month1"
    return made.get(kind, kind), "cumulative"


def _letter(chance: random.Random, job: Job, born: date) -> str:
    """Letter on 1 August 2026. Someone who turns 21 or reaches pension age keeps it for the demo."""
    age = years(born)
    if age >= STATE_PENSION_AGE:
        return "C"
    if job.local_salary.startswith("APP") and age < 25:
        return "H"
    if age < 21:
        return "M"
    return "J" if percent(chance, 0.15) else "A"


def _loans(chance: random.Random, job: Job, born: date) -> tuple[str, bool]:
    loans = figures("pay")["student_loans"]
    share = loans["percent_officer" if job.kind == "officer" else "percent_staff"]
    if born.year < loans["plan_1_born_from"] or years(born) < 21 or not percent(chance, share):
        return "", False
    postgraduate = years(born) > 24 and percent(chance, loans["percent_postgraduate"])
    if percent(chance, loans["percent_plan_4"]):
        return "plan_4", postgraduate
    if born.year >= loans["plan_5_born_from"]:
        return "plan_5", postgraduate
    return ("plan_2" if born.year >= loans["plan_2_born_from"] else "plan_1"), postgraduate


def _pension(chance: random.Random, job: Job, born: date) -> str:
    pensions = figures("pay")["pensions"]
    if job.kind == "officer":
        leaves = job.rank not in CHIEF_OFFICERS and percent(chance, pensions["opted_out_officer"])
        return "" if leaves else "pps_2015"
    if percent(chance, pensions["opted_out_staff"]):
        return ""
    return "lgps_50_50" if percent(chance, pensions["fifty_fifty_staff"]) else "lgps"


def with_code(tax: Tax, code: str | None, basis: str) -> Tax:
    """The same tax position under another code."""
    values: dict[str, Any] = {**tax._asdict(), "code": code, "basis": basis}
    return Tax(**values)


__all__ = ["AS_AT", "tax_position", "with_code"]
