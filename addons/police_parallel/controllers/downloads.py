"""Gate reports and the template of the old payslips' file."""

import base64

from odoo import http
from odoo.addons.police_engine.parallel.legacy_csv import template_csv
from odoo.addons.police_payroll.controllers.downloads import _download
from odoo.exceptions import AccessError
from odoo.http import request
from werkzeug.exceptions import Forbidden, NotFound


class ParallelDownloads(http.Controller):
    @http.route("/police/parallel/report/<int:report_id>/pdf", type="http", auth="user", readonly=True)
    def report_pdf(self, report_id, **_unused):
        """A gate report as it was made."""
        report = request.env["police.parallel.report"].browse(report_id).exists()
        if not report:
            raise NotFound()
        try:
            report.check_access("read")
        except AccessError as error:
            raise Forbidden() from error
        data = base64.b64decode(report.with_context(bin_size=False).content)
        return _download(f"gate-{report_id}.pdf", data, "application/pdf", inline=True)

    @http.route("/police/parallel/template.csv", type="http", auth="user", readonly=True)
    def template(self, **_unused):
        """The documented header with an example."""
        return _download("old-payslips-template.csv", template_csv(), "text/csv; charset=utf-8")
