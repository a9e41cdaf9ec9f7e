"""My payslips at ``/my/payslips``, for people who only use the portal."""

from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.http import request


class PayslipPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "payslip_count" in counters:
            values["payslip_count"] = len(self._own_payslips())
        return values

    @http.route("/my/payslips", type="http", auth="user", website=True, multilang=False, readonly=True)
    def portal_my_payslips(self, **_unused):
        """A list of one's own payslips with their PDFs, dates and money as the user writes them."""
        request.update_context(lang=request.env.user.lang or "en_GB")
        return request.render(
            "police_payroll.portal_my_payslips", {"payslips": self._own_payslips(), "page_name": "payslips"}
        )

    def _own_payslips(self):
        slips = request.env["police.payslip"]
        if not slips.has_access("read"):
            return slips
        return slips.search(
            [("employee_id.user_id", "=", request.env.uid), ("run_state", "in", ("approved", "paid"))]
        )
