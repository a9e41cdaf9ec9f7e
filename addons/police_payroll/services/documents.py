"""Stored payslips as documents for the PDF adapter."""

from odoo.addons.police_engine.adapters.pdf import payslip as payslip_pdfs
from odoo.addons.police_engine.records import PayslipDocument

from .evidence import Evidence
from .slip_reader import read_lines, read_slips


class Documents:
    """Builds ``PayslipDocument`` records of ``run`` (superuser environment; the caller checked access)."""

    def __init__(self, env, run, explanations=False):
        self.env = env
        self.run = run
        self.explanations = explanations
        self.employer = run.company_id._employer()
        self.period = run.period_id._to_engine()
        self.evidence = Evidence(env.cr, run.rule_set_hash)
        self.confidence = {}

    def all(self, slip_ids=None):
        """Documents of the whole run, or of ``slip_ids``, in order of payroll number."""
        lines = read_lines(self.env.cr, self.run.id, slip_ids)
        return [
            self._document(slip, lines.get(slip.slip_id, ()))
            for slip in read_slips(self.env.cr, self.run.id, slip_ids)
        ]

    def _document(self, slip, lines):
        account = slip.account
        return PayslipDocument(
            employer=self.employer,
            period=self.period,
            payroll_id=slip.reference,
            name=slip.name,
            lines=lines,
            totals=slip.totals,
            ytd=slip.ytd,
            tax_code=slip.tax_code,
            tax_basis=slip.tax_basis,
            ni_letter=slip.ni_category,
            nino=slip.person.get("nino", ""),
            details=tuple((label, value) for label, value in self._details(slip) if value),
            bank_hint=f"account ending {account.account_number[-4:]}" if account else "",
            messages=self._messages(slip),
            explanations=self.explanations,
            rule_set_hash=self.run.rule_set_hash or "",
            extra=self._extra(lines),
        )

    def _extra(self, lines):
        extra = {"unverified_codes": sorted({line.code for line in lines if self._is_doubtful(line)})}
        if self.explanations:
            extra["because"] = [self.evidence.because(line) for line in lines]
        return extra

    def _is_doubtful(self, line):
        """Most people share their rules and sources, so each pair is looked up once."""
        key = (line.rule, line.sources)
        if key not in self.confidence:
            self.confidence[key] = self.evidence.confidence(line)
        return self.confidence[key] != "verified"

    def _details(self, slip):
        hours = slip.person.get("hours", 0)
        yield "Rank or grade", slip.rank
        yield "Pay point", slip.pay_point
        yield "Station", slip.person.get("station", "")
        yield "Weekly hours", f"{hours / 100:g}" if hours else ""
        yield "Cost centre", slip.cost_centre

    def _messages(self, slip):
        if self.run.state in ("approved", "paid"):
            return ()
        return (self.env._("Draft: this payslip has not been approved."),)


def payslip_file(slip, explanations=True):
    """(file name, bytes) of one payslip; the caller has checked that the user may read ``slip``."""
    slip = slip.sudo()
    documents = Documents(slip.env, slip.run_id, explanations).all([slip.id])
    name = f"payslip-{slip.payroll_reference}-{slip.pay_date}.pdf"
    return name, payslip_pdfs.payslip_pdf(documents[0])
