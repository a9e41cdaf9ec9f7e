"""The journal and the control certificate as CSV beside the run's own files, for those without a login."""

import csv
import io

from odoo.addons.police_engine.money import text


def write(folder, facts):
    """Write ``journal.csv`` and ``certificate.csv``; returns ``{name: size}``."""
    papers = {"journal.csv": _journal(facts), "certificate.csv": _certificate(facts)}
    for name, content in papers.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(content)
    return {name: len(content) for name, content in papers.items()}


def _journal(facts):
    rows = [(code, name, text(debit), text(credit)) for code, name, debit, credit in facts.ledger]
    return _csv(("account", "name", "debit", "credit"), rows)


def _certificate(facts):
    places = sorted({name for row in facts.certificate for name in row["columns"]})
    rows = [
        (
            row["label"],
            *(text(row["columns"][p]) if p in row["columns"] else "" for p in places),
            text(row["difference"]),
        )
        for row in facts.certificate
    ]
    return _csv(("total", *places, "difference"), rows)


def _csv(heading, rows):
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(heading)
    writer.writerows(rows)
    return output.getvalue().encode()
