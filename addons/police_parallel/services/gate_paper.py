"""The gate report as PDF: conditions, criteria, periods, causes, defects, signatures."""

import base64

from odoo import fields
from odoo.addons.police_engine.adapters.pdf.gate_report import GateReport, gate_report_pdf
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.parallel.classify import CAUSES
from odoo.addons.police_engine.parallel.criteria import WORDS
from odoo.addons.police_payroll.services.money_fields import to_pence


def printed(project, facts, checks, former, digest):
    """Base64 of the PDF (superuser environment; the caller checked access)."""
    now = fields.Datetime.context_timestamp(project, fields.Datetime.now())
    rows = project.comparison_ids.filtered(lambda row: row.state == "current").variance_ids
    report = GateReport(
        employer=project.company_id._employer(),
        project=f"{project.name}, against {project.legacy_system}",
        on=f"{now:%-d %B %Y, %H:%M}",
        rows=[(check.title, check.passed, check.found, check.open) for check in checks],
        figures=[
            ("People compared", f"{max((p.compared for p in facts.periods), default=0):,}"),
            ("Periods", str(len(facts.periods))),
            ("Variances", f"{len(rows):,}"),
            ("Without a cause", f"{sum(p.unexplained for p in facts.periods):,}"),
        ],
        sections=[section for section in _sections(project, rows, former, digest) if section[1]],
        fingerprint=digest,
    )
    return base64.b64encode(gate_report_pdf(report))


def _sections(project, rows, former, digest):
    yield "Criteria that were changed", former
    plan = project._criteria()
    criteria = {**plan._asdict(), "most_accepted": display(plan.most_accepted)}
    signed = " and ".join((project.prepared_by_id | project.approved_by_id).mapped("name"))
    yield (
        "Criteria, as frozen",
        [
            f"Signed by {signed}; SHA-256 {project.criteria_hash or 'not frozen'}",
            *(f"{WORDS[name]}: {value}" for name, value in criteria.items()),
        ],
    )
    yield "Variances by cause", list(_by_cause(rows))
    yield "Known defects", [_defect(defect) for defect in project.defect_ids]
    yield (
        "Left out of the comparison",
        [f"{p.display_name}: {p.reason}" for p in project.person_ids if p.state == "left_out"],
    )
    yield (
        "Evidence",
        [
            *(
                f"{b.name}, {b.period_id.name}: {b.row_count} rows, SHA-256 {b.file_sha256}"
                for b in project.import_ids
            ),
            f"Facts counted for this report: SHA-256 {digest}",
        ],
    )


def _by_cause(rows):
    for cause, same in rows.grouped("cause").items():
        size = sum(to_pence(row.size) for row in same)
        yield f"{CAUSES.get(cause, 'No cause yet')}: {len(same)} variances, {display(size)}"


def _defect(defect):
    affected = f"{defect.people_count} people, {display(to_pence(defect.amount))}"
    return f"Severity {defect.severity}, {defect.state}: {defect.name} ({affected})"
