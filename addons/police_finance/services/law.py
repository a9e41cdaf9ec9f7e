"""Legal figures that finance uses, read from dated TOML with their citation."""

import functools
import tomllib
from datetime import date
from pathlib import Path

FILE = Path(__file__).parent.parent / "data" / "prompt_payment.toml"


@functools.cache
def _rows():
    with FILE.open("rb") as stream:
        return tuple(tomllib.load(stream)["payment_term"])


def prompt_payment_days(on: date) -> int:
    """Days within which a valid invoice received on ``on`` must be paid. LookupError when no law is known."""
    for row in _rows():
        if row["date_from"] <= on and (row.get("date_to") is None or on <= row["date_to"]):
            return row["days"]
    raise LookupError(f"No payment term is on file for {on}: add it to {FILE.name}.")
