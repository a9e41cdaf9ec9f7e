"""The de-livery certificate as a PDF: what was removed from a vehicle before it is sold, and who vouches."""

import base64
from io import BytesIO

from odoo import fields
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle


def attach(checklist):
    """Attach the certificate of a certified decommissioning; returns the ir.attachment."""
    return checklist.env["ir.attachment"].create(
        {
            "name": f"De-livery certificate {checklist.certificate_number.replace('/', '-')}.pdf",
            "res_model": checklist._name,
            "res_id": checklist.id,
            "mimetype": "application/pdf",
            "datas": base64.b64encode(pdf(checklist)),
        }
    )


def pdf(checklist):
    """The bytes of the certificate."""
    out, styles, vehicle = BytesIO(), getSampleStyleSheet(), checklist.vehicle_id
    when = fields.Datetime.context_timestamp(checklist, checklist.certified_on).strftime("%d %B %Y, %H:%M")
    facts = [
        ("Certificate", checklist.certificate_number),
        ("Force", checklist.company_id.name),
        ("Registration", vehicle.license_plate or "—"),
        ("Chassis number", vehicle.vin_sn or "not recorded"),
        ("Make and model", vehicle.model_id.display_name),
        ("Odometer", f"{vehicle.odometer:,.0f} {vehicle.odometer_unit or ''}"),
    ]
    rows = [("Item", "Outcome", "By")] + [
        (
            Paragraph(line.name, styles["BodyText"]),
            Paragraph("Done" if line.done else f"Does not apply: {line.not_applicable}", styles["BodyText"]),
            line.done_by_id.name or "",
        )
        for line in checklist.line_ids
    ]
    table = Table(rows, colWidths=[230, 160, 110], repeatRows=1)
    table.setStyle(
        TableStyle([("GRID", (0, 0), (-1, -1), 0.4, "#888888"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    )
    words = (
        f"{checklist.certified_by_id.name} certifies on {when} that police livery, markings and equipment "
        "have been removed from this vehicle and that it may be offered for sale."
    )
    story = [Paragraph("De-livery certificate", styles["Title"]), Table(facts, hAlign="LEFT"), Spacer(1, 12)]
    story += [table, Spacer(1, 16), Paragraph(words, styles["BodyText"])]
    SimpleDocTemplate(out, pagesize=A4, title="De-livery certificate").build(story)
    return out.getvalue()
