"""Typed readers of one field of a payslip request: the value, or None with a fault noted."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from ..exceptions import EngineError, InvalidMoney
from ..money import pence
from ..params.loader import RuleSet


class BadInput(EngineError):
    """The file cannot be read as a payslip request. ``faults`` lists everything that is wrong."""

    def __init__(self, faults: list[str]):
        super().__init__("\n".join(faults))
        self.faults = faults


class Fields:
    """The request as decoded, and the faults and remarks gathered while reading it."""

    def __init__(self, data: Mapping[str, Any], rules: RuleSet):
        self.data = data
        self.rules = rules
        self.faults: list[str] = []
        self.remarks: list[str] = []

    def fault(self, where: str, text: str) -> None:
        self.faults.append(f"{where}: {text}")

    def known(self, where: str, value: Any, keys: set[str]) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.fault(where, f"must be an object, not {shown(value)}.")
            return {}
        for key in value:
            if key not in keys:
                self.remarks.append(f"{where}: {key!r} is not known and was left out of account.")
        return value

    def text(self, where: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            self.fault(where, f"must be text, not {shown(value)}.")
            return ""
        return str(value).strip()

    def day(self, where: str, value: Any) -> date | None:
        if value in (None, ""):
            return None
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(where, f"must be a date like 2026-09-30, not {shown(value)}.")
            return None

    def money(self, where: str, value: Any) -> int | None:
        if value in (None, ""):
            return None
        try:
            if isinstance(value, bool):
                raise InvalidMoney
            return pence(value.replace(",", "").removeprefix("£") if isinstance(value, str) else value)
        except InvalidMoney:
            self.fault(where, f"must be an amount in pounds with at most two decimals, not {shown(value)}.")
            return None

    def number(self, where: str, value: Any) -> Decimal | None:
        if value in (None, ""):
            return None
        try:
            if isinstance(value, bool):
                raise InvalidOperation
            number = Decimal(value)
            if not number.is_finite():
                raise InvalidOperation
        except (InvalidOperation, TypeError, ValueError):
            self.fault(where, f"must be a number, not {shown(value)}.")
            return None
        return number

    def hundredths(self, where: str, value: Any) -> int | None:
        number = self.number(where, value)
        if number is None:
            return None
        if number * 100 != int(number * 100):
            self.fault(where, f"must have at most two decimals, not {shown(value)}.")
            return None
        return int(number * 100)

    def items(self, where: str, value: Any) -> list[Any]:
        if value is None:
            return []
        if not isinstance(value, list):
            self.fault(where, f"must be a list, not {shown(value)}.")
            return []
        return value

    def choice(self, where: str, value: str, choices: tuple[str, ...]) -> str:
        if value not in choices:
            self.fault(where, f"must be one of {', '.join(choices)}, not {shown(value)}.")
        return value


def shown(value: Any) -> str:
    text = repr(str(value) if isinstance(value, Decimal) else value)
    return text if len(text) <= 60 else text[:57] + "..."
