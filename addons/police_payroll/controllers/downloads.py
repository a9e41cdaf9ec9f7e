"""Payslip PDFs made on request, and the people import template."""

from odoo import http
from odoo.addons.police_engine.adapters import people_csv
from odoo.exceptions import AccessError
from odoo.http import content_disposition, request
from werkzeug.exceptions import Forbidden, NotFound

from ..services.certificate_pdf import printed_certificate
from ..services.documents import payslip_file


class PayrollDownloads(http.Controller):
    @http.route("/police/payslip/<int:slip_id>/pdf", type="http", auth="user", readonly=True)
    def payslip_pdf(self, slip_id, explained="1", **_unused):
        """One payslip as PDF: people see their own once approved, payroll and auditors everybody's."""
        slip = request.env["police.payslip"].browse(slip_id).exists()
        if not slip:
            raise NotFound()
        try:
            slip.check_access("read")
        except AccessError as error:
            raise Forbidden() from error
        name, data = payslip_file(slip, explanations=explained == "1")
        return _download(name, data, "application/pdf", inline=True)

    @http.route("/police/certificate/<int:certificate_id>/pdf", type="http", auth="user", readonly=True)
    def certificate_pdf(self, certificate_id, **_unused):
        """A control certificate as PDF."""
        certificate = request.env["police.pay.certificate"].browse(certificate_id).exists()
        if not certificate:
            raise NotFound()
        try:
            certificate.check_access("read")
        except AccessError as error:
            raise Forbidden() from error
        data = printed_certificate(certificate.sudo())
        return _download(f"certificate-{certificate_id}.pdf", data, "application/pdf", inline=True)

    @http.route("/police/people/template.csv", type="http", auth="user", readonly=True)
    def people_template(self, **_unused):
        """The documented header of the people import with two examples."""
        return _download("people-template.csv", people_csv.template_csv(), "text/csv; charset=utf-8")


def _download(name, data, content_type, inline=False):
    disposition = content_disposition(name, "inline" if inline else "attachment")
    return request.make_response(
        data,
        headers=[
            ("Content-Type", content_type),
            ("Content-Length", str(len(data))),
            ("Content-Disposition", disposition),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ],
    )
