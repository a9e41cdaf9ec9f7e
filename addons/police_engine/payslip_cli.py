"""One person's month from plain JSON, explained line by line: ``./constabulary payslip --json FILE``.

Reads the request of ``design/formats.md`` §2 and writes the answer to standard output. Exit code:
0 paid, 1 refused by a blocking problem (named in the answer), 2 the file cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from .exceptions import EngineError
from .explain import explain
from .params.loader import RuleSet
from .payslip import calculate
from .payslip_request import BadInput, Reader, answer, dumps
from .pension.contributions import LGPS_SECTIONS
from .records import PayCase

PAID, REFUSED, UNREADABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; see the module."""
    parser = argparse.ArgumentParser(prog="payslip", description="One payslip from plain JSON, explained.")
    parser.add_argument("--json", required=True, metavar="FILE", help="the request; - reads standard input")
    parser.add_argument("--explain", action="store_true", help="answer in words (Markdown) instead of JSON")
    options = parser.parse_args(arguments)
    try:
        data = load(options.json)
        text, paid = respond(data, RuleSet.load(), options.explain)
    except EngineError as error:
        print(f"The payslip cannot be worked out from {options.json}:", file=sys.stderr)
        for fault in getattr(error, "faults", [str(error)]):
            print(f"- {fault}", file=sys.stderr)
        return UNREADABLE
    print(text)
    return PAID if paid else REFUSED


def load(name: str) -> Any:
    """Parse the file; numbers are Decimal, never floats. Raises BadInput."""
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
        return json.loads(text, parse_float=Decimal, parse_constant=_not_a_number)
    except OSError as error:
        raise BadInput([f"the file cannot be opened: {error.strerror or error}."]) from error
    except UnicodeDecodeError as error:
        raise BadInput(["the file is not UTF-8 text. Save it as UTF-8."]) from error
    except json.JSONDecodeError as error:
        raise BadInput(
            [f"not valid JSON at line {error.lineno}, column {error.colno}: {error.msg}."]
        ) from error
    except RecursionError as error:
        raise BadInput(["the JSON is nested too deeply."]) from error


def _not_a_number(name: str) -> None:
    raise BadInput([f"{name} is not a number."])


def respond(data: Any, rules: RuleSet, in_words: bool = False) -> tuple[str, bool]:
    """(answer as text, paid or not) for a request. Raises BadInput."""
    reader = Reader(data if isinstance(data, dict) else {"person": None}, rules)
    if not isinstance(data, dict):
        reader.fault("file", "must hold one JSON object.")
        raise BadInput(reader.faults[:1])
    case = with_average_lgps(reader.case(), reader)
    result = calculate(case, rules)
    if in_words:
        return "\n".join([explain(result, rules), *(f"- notice: {text}" for text in reader.remarks)]), bool(
            result.lines
        )
    found = answer(case, result, rules, reader.remarks)
    return dumps(found), found["paid"]


def with_average_lgps(case: PayCase, reader: Reader) -> PayCase:
    """A request may leave out the fund's employer rate: the national average stands in, and is said."""
    member = case.pension
    if member.scheme not in LGPS_SECTIONS or member.employer_percent is not None:
        return case
    period = reader.rules.at("lgps/employer", case.period.pay_date)
    average = period["average"]
    reader.remarks.append(
        f"person.lgps_employer_percent: not given, so the employer's side uses {average} %"
        f" ({period.confidence}: {period.note}) The person's own pay is not touched by it."
    )
    return replace(case, pension=member._replace(employer_percent=Decimal(average)))


if __name__ == "__main__":
    sys.exit(main())
