"""The files of a run: bank file, FPS, payslips, schedules; the engine's adapters write what is stored."""

from functools import cached_property

from odoo.addons.police_engine.adapters.bacs import calendar as banking_days
from odoo.addons.police_engine.adapters.bacs import std18
from odoo.addons.police_engine.adapters.pdf import render
from odoo.addons.police_engine.adapters.rti import fps, validate
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.records import BacsPayment, FpsRecord
from odoo.exceptions import UserError

from . import control_totals
from .certificate_pdf import printed_certificate
from .documents import Documents
from .schedules import Schedules
from .slip_reader import StoredRun, read_date
from .year_to_date import statutory_to_date

_GENDERS = {"male": "M", "female": "F"}
_FREQUENCY = {"monthly": "M1", "weekly": "W1", "fortnightly": "W2", "four_weekly": "W4"}


class Outputs:
    """Makes and keeps the files of ``run`` (superuser environment; the caller has checked the role)."""

    def __init__(self, env, run, stored=None):
        self.env = env
        self.run = run
        self.stored = stored or StoredRun(env.cr, run.id)
        self.store = env["police.pay.output"]
        self.period = run.period_id._to_engine()
        self.employer = run.company_id._employer()
        self._bank_file = None

    # -- lifecycle -----------------------------------------------------------------------------

    def make_on_approval(self):
        """FPS, checked; schedules. The bank file is only tried here: it is kept when the run is paid."""
        self.bank_file()
        message = self.full_payment_submission()
        self._check_submission(message)
        self._keep("fps", f"FPS-{self._stem()}.xml", message, "For HMRC, with IRmark")
        for schedule, data in Schedules(self.env, self.run, self.stored).files():
            self._keep("schedule", f"{schedule.code}-{self._stem()}.csv", data, schedule.title)

    def release_bank_file(self, certificate):
        """Keep the bank file, once; it must be the very one that the certificate agreed."""
        if self.store.search_count([("run_id", "=", self.run.id), ("kind", "=", "bacs")]):
            raise UserError(self.env._("The bank file of %s has already been released.", self.run.name))
        output = self._keep(
            "bacs", f"BACS-{self._stem()}.txt", self.bank_file(), "Standard 18, for submission to BACS"
        )
        if output.sha256 != certificate.bacs_sha256:
            raise UserError(self.env._("The bank file is not the one that was certified. Try again."))
        return output

    def keep_certificate(self, certificate):
        """Keep the certificate that released the bank file, as PDF."""
        data = printed_certificate(certificate)
        return self._keep(
            "certificate", f"certificate-{self._stem()}.pdf", data, "All totals agreed to the penny"
        )

    # -- bytes ---------------------------------------------------------------------------------

    def bank_file(self):
        """BACS Standard 18 of everybody with net pay. Same run, same bytes; built once for this object."""
        if self._bank_file is None:
            self._bank_file = self._build_bank_file()
        return self._bank_file

    def _build_bank_file(self):
        payments = [
            BacsPayment(paid.account, paid.totals.net, paid.reference)
            for paid in self.stored.payments
            if paid.totals.net
        ]
        if not payments and self.run.kind == "reversal":
            return control_totals.NO_PAYMENTS
        try:
            processing = banking_days.processing_date_for(self.period.pay_date)
            return std18.build(
                self.employer,
                payments,
                processing_date=processing,
                creation_date=min(self.run.calculated_on.date(), processing),
                serial=f"P{self.run.id % 100_000:05d}",
            )
        except EngineError as error:
            raise UserError(str(error)) from error

    def full_payment_submission(self):
        """The FPS message as bytes. Same run, same bytes: it is stamped with the time of calculation."""
        return fps.build_fps(
            self.employer,
            [self._fps_record(slip) for slip in self.stored.slips],
            tax_year=self.period.tax_year,
            period_end=self.period.end,
            payment_date=self.period.pay_date,
            period_no=self.period.tax_period,
            timestamp=self.run.calculated_on,
        )

    def _fps_record(self, slip):
        person, period = slip.person, self.period
        started, left = read_date(person.get("start_date")), read_date(person.get("leaving_date"))
        leaving = left if left and left <= period.end else None
        return FpsRecord(
            payroll_id=slip.reference, nino=person.get("nino", ""), title=person.get("title", ""),
            forenames=tuple(person.get("forenames", "").split()), surname=person.get("surname", ""),
            address=tuple(person.get("address", ())), postcode=person.get("postcode", ""),
            birth_date=read_date(person.get("birth_date")), gender=_GENDERS.get(person.get("sex"), ""),
            start_date=started if started and period.start <= started <= period.end else None,
            starter_declaration=person.get("starter_declaration", ""), leaving_date=leaving,
            hours_band=_hours_band(person.get("hours", 0)), frequency=_FREQUENCY[period.frequency],
            tax_code=slip.tax_code, tax_basis=slip.tax_basis, totals=slip.totals, nic=slip.nic, ytd=slip.ytd,
            student_loan_plan=person.get("student_loan_plan", ""),
            pension_net_pay=slip.totals.pension_employee,
            unpaid_absence=bool(person.get("unpaid_absence")), on_strike=bool(person.get("on_strike")),
            payment_after_leaving=bool(leaving and leaving < period.start),
            aggregated_earnings=bool(person.get("aggregated")),
            statutory_to_date=tuple(self._statutory.get(slip.reference, {}).items()),
        )  # fmt: skip

    @cached_property
    def _statutory(self):
        """{payroll reference: {SMP | SPP | …: pence}} paid in the tax year up to this run."""
        return statutory_to_date(self.env, self.run)

    def _check_submission(self, message):
        faults = validate.check(message, today=self.period.pay_date)
        serious = [fault for fault in faults if fault.severity == "blocking"]
        if serious:
            listed = "\n".join(f"{fault.person}: {fault.message}" for fault in serious[:50])
            raise UserError(
                self.env._(
                    "HMRC would refuse this FPS (%(count)s faults):\n%(list)s",
                    count=len(serious),
                    list=listed,
                )
            )

    # -- payslips ------------------------------------------------------------------------------

    def payslip_book(self):
        """The kept output with everybody's payslip; made when it is missing or the run is still open."""
        return self._kept_book() or self._keep_book(
            render.render_run(self.documents(), 1, singles=False).book
        )

    def payslips(self):
        """{path: bytes} of one PDF a person; makes the book on the way when it is missing. Two processes."""
        documents = self.documents()
        if self._kept_book():
            singles = render.render_many(documents)
        else:
            drawn = render.render_run(documents)
            self._keep_book(drawn.book)
            singles = drawn.singles
        return {
            f"payslips/{render.file_name(document)}": pdf
            for document, pdf in zip(documents, singles, strict=True)
        }

    def documents(self):
        """Everybody's payslip as a document."""
        return Documents(self.env, self.run).all()

    def _kept_book(self):
        kept = self.store.search([("run_id", "=", self.run.id), ("kind", "=", "payslips")], limit=1)
        if kept and self.run.state not in ("approved", "paid"):
            kept.unlink()
            return self.store
        return kept

    def _keep_book(self, book):
        return self._keep("payslips", f"payslips-{self._stem()}.pdf", book, "One page or more a person")

    def _keep(self, kind, name, data, description):
        return self.store._store(self.run, kind, name, data, description)

    def _stem(self):
        code = self.employer.force_code or f"force{self.run.company_id.id}"
        return f"{code}-{self.period.pay_date}"


def _hours_band(hours):
    """HMRC's bands of normal weekly hours: A to 15.99, B to 23.99, C to 29.99, D 30 or more, E other."""
    if not hours:
        return "E"
    return "A" if hours < 1600 else "B" if hours < 2400 else "C" if hours < 3000 else "D"
