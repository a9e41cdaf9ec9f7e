"""A stored control certificate on paper."""

from odoo.addons.police_engine.adapters.pdf import certificate as printed

from .control_totals import PLACES
from .money_fields import to_pence

_COLUMNS = ("Payslips", "Lines", "Ledger", "BACS file", "FPS", "Schedules")


def printed_certificate(certificate):
    """PDF bytes of a police.pay.certificate (superuser environment; the caller checked access)."""
    run = certificate.run_id
    return printed.certificate_pdf(
        printed.ControlCertificate(
            employer=run.company_id._employer(),
            period=run.period_id._to_engine(),
            run=run.name,
            people=certificate.people,
            sources=_COLUMNS,
            rows=tuple(_row(line) for line in certificate.line_ids),
            prepared_by=run.prepared_by_id.name or "",
            approved_by=run.approved_by_id.name or "",
            approved_on=run.approved_on and run.approved_on.date(),
            rule_set_hash=certificate.rule_set_hash or "",
            certificate_hash=certificate.result_hash or "",
            files=(("Bank file", certificate.bacs_sha256 or ""), ("FPS", certificate.fps_sha256 or "")),
            unverified=tuple(run.source_ids.mapped("title")),
        )
    )


def _row(line):
    applies = (line.applies or "").split()
    amounts = tuple(to_pence(line[place]) if place in applies else None for place in PLACES)
    return printed.CertificateRow(line.label, amounts)
