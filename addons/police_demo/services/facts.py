"""What the month came to: plain figures for the summary and for ``summary.json``. Money is ``int`` pence."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Facts:
    """Filled step by step by :class:`~.month.DemoMonth`."""

    seed: int
    out: str = ""
    imported: int = 0
    heads: dict[str, int] = field(default_factory=dict)  # kind of person: heads
    changes: dict[str, int] = field(default_factory=dict)  # what happened in September: how often
    august: dict[str, int] = field(default_factory=dict)
    september: dict[str, int] = field(default_factory=dict)
    october: dict[str, int] = field(default_factory=dict)
    warnings_accepted: int = 0
    unverified: int = 0
    certificate: list[dict[str, Any]] = field(default_factory=list)
    ledger: list[list[Any]] = field(default_factory=list)  # code, name, debit, credit
    purchasing: dict[str, Any] = field(default_factory=dict)
    fleet: dict[str, Any] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)  # name: bytes
    payslips: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    parts: dict[str, float] = field(default_factory=dict)  # seconds of each story
    notices: tuple[str, ...] = ()
