"""``/my/pay``: one's own payslips on a phone. Pages are read with a read-only cursor: no receipt is kept.

Internal users and portal users alike; who asks is the user's own employee record, and everything is found
through :class:`~..services.own_pay.OwnPay`, which knows nobody else's.
"""

from odoo import http
from odoo.addons.police_engine.money import display
from odoo.addons.police_payroll.controllers.downloads import _download
from odoo.addons.police_payroll.controllers.portal import PayslipPortal
from odoo.addons.police_payroll.services.documents import payslip_file
from odoo.http import request
from werkzeug.exceptions import NotFound

from ..models.notice_choice import PLACES
from ..services import documents, slip_page
from ..services.citation import linked
from ..services.own_pay import OwnPay, rows_by_year

READ = {"type": "http", "auth": "user", "website": True, "multilang": False, "readonly": True}
WRITE = {"type": "http", "auth": "user", "website": True, "multilang": False, "methods": ["POST"]}


def page(template, tab, **values):
    """Render a page of My pay in British English, never stored by a cache."""
    request.update_context(lang=request.env.user.lang or "en_GB")
    common = {
        "tab": tab,
        "pounds": display,
        "linked": linked,
        "no_breadcrumbs": True,
        "has_documents": documents.offered(request.env),
        "page_name": "my_pay",
    }
    answer = request.render(f"police_selfservice.{template}", {**common, **values})
    answer.headers["Cache-Control"] = "no-store"
    return answer


class MyPay(PayslipPortal):
    @http.route()
    def portal_my_payslips(self, **_unused):
        """The plain list; portal users, who may not read payslips there, are led to My pay."""
        if request.env.user.share:
            return request.redirect("/my/pay")
        return super().portal_my_payslips()

    def _own_payslips(self):
        """For the counter on the portal's first page, portal users included."""
        return OwnPay(request.env).slips()

    @http.route("/my/pay", **READ)
    def my_pay(self, **_unused):
        """Payslips by tax year with net pay and the change from the one before."""
        pay = OwnPay(request.env)
        slips = pay.slips()
        return page(
            "my_pay", "slips", years=rows_by_year(slips), latest=slips[:1],
            waiting=len(pay.queries().filtered(lambda query: query.state == "answered")),
        )  # fmt: skip

    @http.route("/my/pay/slip/<int:slip_id>", **READ)
    def my_slip(self, slip_id, line=None, **_unused):
        """One payslip; every line opens its reason. ``line``: id of a line to show opened."""
        slip = self._slip_or_404(slip_id)
        opened = int(line) if line and line.isdecimal() else 0
        return page("my_slip", "slips", opened=opened, **slip_page.values(slip))

    @http.route("/my/pay/slip/<int:slip_id>/pdf", type="http", auth="user", readonly=True)
    def my_slip_pdf(self, slip_id, **_unused):
        """The payslip as PDF."""
        name, data = payslip_file(self._slip_or_404(slip_id))
        return _download(name, data, "application/pdf")

    @http.route(["/my/pay/year", "/my/pay/year/<string:tax_year>"], **READ)
    def my_year(self, tax_year=None, **_unused):
        """Totals of a tax year with a chart."""
        pay = OwnPay(request.env)
        years = sorted(set(pay.slips().mapped("tax_year")), reverse=True)
        chosen = tax_year or (years[0] if years else None)
        if chosen and chosen not in years:
            raise NotFound()
        slips = pay.slips(chosen) if chosen else pay.slips()
        return page("my_year", "year", years=years, chosen=chosen, **slip_page.year_values(slips))

    @http.route("/my/pay/documents", **READ)
    def my_documents(self, **_unused):
        """P60s and other papers, when the addon that keeps them is there."""
        return page("my_documents", "documents", papers=documents.own(OwnPay(request.env)))

    @http.route("/my/pay/documents/<int:document_id>", type="http", auth="user", readonly=True)
    def my_document(self, document_id, **_unused):
        """One paper to keep."""
        found = documents.content(OwnPay(request.env), document_id)
        if not found:
            raise NotFound()
        return _download(*found)

    @http.route("/my/pay/notices", **READ)
    def my_notices(self, saved=None, **_unused):
        """Where to hear that something is ready."""
        person = OwnPay(request.env).employees[:1]
        choice = person.env["police.pay.notice.choice"]._of(person)
        return page(
            "my_notices", "notices", person=person, choice=choice, places=PLACES, saved=saved,
            sender=person.company_id.pay_notice_sender,
        )  # fmt: skip

    @http.route("/my/pay/notices/save", **WRITE)
    def save_notices(self, payslip="none", answer="none", **_unused):
        """Keep the choice."""
        person = OwnPay(request.env).employees[:1]
        allowed = dict(PLACES)
        if not person or payslip not in allowed or answer not in allowed:
            raise NotFound()
        choices = person.env["police.pay.notice.choice"]
        values = {"payslip": payslip, "answer": answer}
        if choice := choices._of(person):
            choice.write(values)
        else:
            choices.create({"employee_id": person.id, **values})
        return request.redirect("/my/pay/notices?saved=1")

    def _slip_or_404(self, slip_id):
        slip = OwnPay(request.env).slip(slip_id)
        if not slip:
            raise NotFound()
        return slip
