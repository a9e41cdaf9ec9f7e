"""``bench duplicates [--rows 100000] [--seed 7]``: how many seeded repeats are held, how many others are.

Goal G-F2: all exact repeats, at least 98 % of the fuzzy ones, at most 0.5 % of the lawful documents held.
The corpus goes through the file format, as a user's would: written as CSV, read, checked, written.
"""

import argparse
import csv
import io
import json
import time
from collections import Counter
from datetime import datetime

from bench import engine  # noqa: F401  (puts addons/ on the path)
from bench.common import ROOT
from bench.duplicates_seeds import build

# isort: split
from odoo.addons.police_engine.finance.duplicates import cli, detect, reading

GOALS = {
    "exact_percent": (100.0, ">="),
    "fuzzy_percent": (98.0, ">="),
    "false_holds_percent": (0.5, "<="),
    "seconds": (30.0, "<="),
}


def as_csv(rows: list[dict]) -> bytes:
    """The corpus in the format that ``check-duplicates`` reads."""
    text = io.StringIO()
    writer = csv.DictWriter(text, reading.COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        pounds = {name: f"{row[name] / 100:.2f}" for name in ("net", "vat", "gross")}
        writer.writerow(row | pounds)
    return text.getvalue().encode()


def measure(rows: list[dict], truth: dict[str, str]) -> tuple[dict[str, float], list[dict]]:
    """(figures, the rows that were judged wrongly)."""
    content, began = as_csv(rows), time.perf_counter()
    invoices, faults = reading.read(content)
    findings = detect.find(invoices)
    cli.as_csv(findings)
    seconds = time.perf_counter() - began
    held = {finding.id: finding for finding in findings if finding.held}
    asked, got = Counter(truth.values()), Counter(kind for key, kind in truth.items() if key in held)
    false = [key for key in held if key not in truth]
    fuzzy = [kind for kind in asked if kind not in ("exact", "channel")]
    figures = {
        "rows": len(rows),
        "repeats": len(truth),
        "exact_percent": _percent(asked, got, ["exact", "channel"]),
        "fuzzy_percent": _percent(asked, got, fuzzy),
        "false_holds_percent": round(100 * len(false) / max(1, len(rows) - len(truth)), 4),
        "seconds": round(seconds, 2),
    }
    figures |= {f"{kind}_percent": _percent(asked, got, [kind]) for kind in sorted(fuzzy)}
    wrong = [row | {"kind": truth[row["id"]]} for row in rows if row["id"] in truth and row["id"] not in held]
    wrong += [row | {"kind": "false", "why": held[row["id"]]} for row in rows if row["id"] in set(false)]
    if faults:
        raise SystemExit("\n".join(faults))
    return figures, wrong


def _percent(asked: Counter, got: Counter, kinds: list[str]) -> float:
    return round(100 * sum(got[kind] for kind in kinds) / max(1, sum(asked[kind] for kind in kinds)), 3)


def main(argv: list[str] | None = None) -> int:
    """Print the table, write ``var/bench/duplicates.json``; 1 when a bar does not hold."""
    parser = argparse.ArgumentParser(prog="bench duplicates", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wrong", type=int, default=0, help="show this many rows that were judged wrongly")
    chosen = parser.parse_args(argv)
    figures, wrong = measure(*build(chosen.seed, chosen.rows))
    bars = {
        key: {
            "goal": goal,
            "sense": sense,
            "holds": figures[key] >= goal if sense == ">=" else figures[key] <= goal,
        }
        for key, (goal, sense) in GOALS.items()
    }
    for key, value in figures.items():
        goal = f"   goal {bars[key]['sense']} {bars[key]['goal']}" if key in bars else ""
        print(f"{key:<28} {value:>12,}{goal}")
    for row in wrong[: chosen.wrong]:
        print(row)
    out = ROOT / "var" / "bench" / "duplicates.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "name": "duplicates",
        "when": datetime.now().isoformat(timespec="seconds"),
        "machine": _machine(),
    }
    out.write_text(
        json.dumps(document | {"figures": figures, "bars": bars}, indent=1) + "\n", encoding="utf-8"
    )
    return 0 if all(bar["holds"] for bar in bars.values()) else 1


def _machine() -> dict:
    import os
    import platform

    return {"cores": os.cpu_count(), "python": platform.python_version(), "postgres": ""}


if __name__ == "__main__":
    raise SystemExit(main())
