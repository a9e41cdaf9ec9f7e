"""A stored control certificate on paper."""

from odoo.addons.police_engine.adapters.pdf import certificate as printed

from .control_totals import PLACES
from .money_fields import to_pence

_NAMES = {
    "slips": "Payslips",
    "lines": "Lines",
    "ledger": "Ledger",
    "bacs": "BACS file",
    "fps": "FPS",
    "schedules": "Schedules",
}


def printed_certificate(certificate):
    """PDF bytes of a police.pay.certificate (superuser environment; the caller checked access)."""
    run, places = certificate.run_id, _places(certificate)
    return printed.certificate_pdf(
        printed.ControlCertificate(
            employer=run.company_id._employer(),
            period=run.period_id._to_engine(),
            run=run.name,
            people=certificate.people,
            sources=tuple(_NAMES[place] for place in places),
            rows=printed_rows(certificate, places),
            prepared_by=run.prepared_by_id.name or "",
            approved_by=run.approved_by_id.name or "",
            approved_on=run.approved_on and run.approved_on.date(),
            rule_set_hash=certificate.rule_set_hash or "",
            certificate_hash=certificate.result_hash or "",
            files=(("Bank file", certificate.bacs_sha256 or ""), ("FPS", certificate.fps_sha256 or "")),
            unverified=tuple(run.source_ids.mapped("title")),
        )
    )


def printed_rows(certificate, places):
    """Every total, then the counts that must be nought: people who differ, and findings in words."""
    findings = len((certificate.findings or "").splitlines())
    return (
        *(_row(line, places) for line in certificate.line_ids),
        _count("People whose lines, bank credit or FPS differ", certificate.people_differing, places),
        _count("Findings", findings, places),
    )


def _count(label, number, places):
    """Nought in the payslips' column against ``number`` in the next: any number is a difference."""
    return printed.CertificateRow(label, (0, number, *[None] * (len(places) - 2)), count=True)


def _places(certificate):
    """Lines stand in a column of their own only when they differ: six columns of millions are too many."""
    same = all(to_pence(line.lines) == to_pence(line.slips) for line in certificate.line_ids)
    return [place for place in PLACES if place != "lines" or not same]


def _row(line, places):
    applies = (line.applies or "").split()
    amounts = tuple(to_pence(line[place]) if place in applies else None for place in places)
    return printed.CertificateRow(line.label, amounts)
