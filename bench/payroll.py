"""Bench of the pay run at three sizes, with OCA ``payroll`` 19.0 beside it.

    ./constabulary bench payroll --people 10000

A database with the people is made once (copied from the base database, filled by the real importer,
multiplied by SQL) and kept as a template; every size then runs in a copy of it, which is dropped.
Nothing is written to the demo database.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from . import common, population

SEED, SEED_PEOPLE = 7, 400
PARTS = (
    ("collect_s", "collect"),
    ("engine_s", "engine"),
    ("persist_s", "persist"),
    ("journal_s", "journal"),
    ("bacs_s", "BACS"),
    ("fps_s", "FPS"),
    ("fps_check_s", "FPS check"),
    ("certificate_s", "certificate"),
    ("total_s", "all but PDFs"),
    ("pdf_s", "PDFs"),
)


def main(argv: list[str] | None = None) -> int:
    """Run the bench; exit code 1 when a bar is missed."""
    chosen = _arguments(argv)
    common.boot(chosen.config)
    template = _template(chosen)
    sizes = [chosen.people // 4, chosen.people // 2, chosen.people]
    results = {}
    for size in sizes:
        sys.stdout.write(f"  {size:,} people …\n")
        sys.stdout.flush()
        results[size] = _measure(chosen, template, size, chosen.oca_slips if size == sizes[-1] else 0)
    report = _report(chosen.people, results)
    path = report.write(Path(chosen.out))
    sys.stdout.write(_words(results, report) + f"\n{path}\n")
    return 0 if report.holds else 1


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="constabulary bench payroll", description=__doc__)
    parser.add_argument("--people", type=int, default=10000)
    parser.add_argument(
        "--oca-slips", type=int, default=200, help="payslips that OCA payroll makes, at least 100"
    )
    parser.add_argument("--config", default=os.environ.get("CONSTABULARY_CONF", "var/odoo.conf"))
    parser.add_argument(
        "--base", default=os.environ.get("CONSTABULARY_BASE"), help="database with our addons"
    )
    parser.add_argument("--out", default=str(common.ROOT / "var" / "bench"))
    parser.add_argument("--fresh", action="store_true", help="make the people again")
    chosen = parser.parse_args(argv)
    if not chosen.base:
        parser.error("no base database: run it by ./constabulary bench payroll")
    if chosen.people < 400 or chosen.oca_slips < 100:
        parser.error("at least 400 people and 100 OCA payslips, or the figures mean nothing")
    return chosen


# -- the people, once ------------------------------------------------------------------------------


def _template(chosen: argparse.Namespace) -> str:
    """Name of the database with the people; made when there is none for this base, size and recipe."""
    recipe = b"".join(path.read_bytes() for path in sorted((common.ROOT / "bench").glob("population*.py")))
    key = hashlib.sha256(f"{chosen.base}/{chosen.people}/{SEED}".encode() + recipe).hexdigest()[:12]
    name = f"constabulary_bench_{key}"
    if chosen.fresh or not common.exists(f"{name}_ready"):
        common.drop_like("constabulary_bench_")
        sys.stdout.write(f"  Making {chosen.people:,} people (once) …\n")
        sys.stdout.flush()
        common.clone(chosen.base, name)
        _install_oca(chosen.config, name)
        population.fill(name, chosen.people, SEED, SEED_PEOPLE)
        common.forget(name)
        common.rename(name, f"{name}_ready")
    return f"{name}_ready"


def _install_oca(conf: str, database: str) -> None:
    code = "import odoo.cli; odoo.cli.main()"
    options = ["-i", "payroll", "--stop-after-init", "--no-http", "--max-cron-threads=0", "--log-level=error"]
    done = subprocess.run(
        [sys.executable, "-c", code, "-c", conf, "-d", database, *options],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"OCA payroll could not be installed beside our addons:\n{done.stderr[-2000:]}")


# -- one size --------------------------------------------------------------------------------------


def _measure(chosen: argparse.Namespace, template: str, size: int, slips: int) -> dict[str, float]:
    database = f"{template}_run"
    common.clone(template, database)
    try:
        answer = subprocess.run(
            [sys.executable, "-m", "bench.payroll_worker", chosen.config, database, str(size), str(slips)],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=common.ROOT,
        )
        return json.loads(answer.stdout[answer.stdout.index("{") :])
    finally:
        common.drop(database)


# -- the answer ------------------------------------------------------------------------------------


def _report(people: int, results: dict[int, dict[str, float]]) -> common.Report:
    full, small = results[people], results[min(results)]
    computed = full["engine_s"] + full["persist_s"]
    figures = {key: round(full[key], 3) for key, _ in PARTS}
    figures |= {
        "people": people,
        "payslips_per_s": round(people / computed, 1),
        "payslips_per_s_whole_calculation": round(people / full["calculate_s"], 1),
        "oca_payslips_per_s": round(full["oca_payslips_per_s"], 1),
        "oca_linearity": round(full["oca_linearity"], 3),
        "oca_slips": full["oca_slips"],
        "peak_mb": full["peak_mb"],
        "slope_2500_10000": round((full["total_s"] / people) / (small["total_s"] / min(results)), 3),
        "calculate_s": round(full["calculate_s"], 3),
        "release_s": round(full["release_s"], 3),
    }
    figures["ratio_to_oca"] = round(figures["payslips_per_s"] / figures["oca_payslips_per_s"], 1)
    for size, values in results.items():
        figures |= {
            f"total_s_{size}": round(values["total_s"], 3),
            f"pdf_s_{size}": round(values["pdf_s"], 3),
        }
    report = common.Report("payroll", figures)
    for key, sense, goal in (
        ("payslips_per_s", ">=", 2500),
        ("ratio_to_oca", ">=", 15),
        ("total_s", "<=", 15),
        ("pdf_s", "<=", 15),
        ("slope_2500_10000", "<=", 1.15),
        ("peak_mb", "<=", 1536),
    ):
        report.bar(key, sense, goal)
    return report


def _words(results: dict[int, dict[str, float]], report: common.Report) -> str:
    sizes = sorted(results)
    rows = [[f"{words}, seconds", *(results[size][key] for size in sizes)] for key, words in PARTS]
    rows.append(
        [
            "payslips/s (engine and persist)",
            *(size / (results[size]["engine_s"] + results[size]["persist_s"]) for size in sizes),
        ]
    )
    rows.append(["payslips/s (whole calculation)", *(size / results[size]["calculate_s"] for size in sizes)])
    rows.append(["peak memory, MB", *(results[size]["peak_mb"] for size in sizes)])
    figures = report.figures
    return "\n".join(
        [
            common.table(["people", *(f"{size:,}" for size in sizes)], rows),
            f"\nOCA payroll 19.0, 15 trivial rules: {figures['oca_payslips_per_s']:,.1f} payslips/s over "
            f"{figures['oca_slips']} (time per slip, full : half = {figures['oca_linearity']:.2f}); "
            f"we are {figures['ratio_to_oca']:,.1f} times as fast\n",
            report.show(),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
