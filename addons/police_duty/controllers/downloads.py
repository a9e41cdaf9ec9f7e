"""The template of the duty import."""

from odoo import http
from odoo.http import content_disposition, request

from ..services.duty_import import template_csv


class DutyDownloads(http.Controller):
    @http.route("/police/duty/template.csv", type="http", auth="user", readonly=True)
    def duty_template(self, **_unused):
        """The documented header of the duty import with four examples."""
        data = template_csv().encode()
        return request.make_response(
            data,
            headers=[
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Length", str(len(data))),
                ("Content-Disposition", content_disposition("duty-template.csv")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
