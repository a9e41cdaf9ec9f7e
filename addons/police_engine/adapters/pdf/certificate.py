"""The control certificate of a pay run: every total from every place, side by side, to the penny."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ...money import display
from ...records import Employer, PayPeriod
from .flow import Column, Flow, Row
from .ink import GREEN, MARGIN, RED, RIGHT, SOFT
from .parts import figures, masthead, notice
from .payslip import money
from .tagged import Part, one_part


class CertificateRow(NamedTuple):
    """One control total. ``amounts`` are pence by source, None where the source does not carry it.

    ``count`` True: the amounts are numbers of people or payments, not money.
    """

    label: str
    amounts: tuple[int | None, ...]
    count: bool = False

    @property
    def difference(self) -> int:
        """Largest less smallest of what the sources say; 0 when they agree."""
        given = [amount for amount in self.amounts if amount is not None]
        return max(given) - min(given) if given else 0


class ControlCertificate(NamedTuple):
    """``sources`` name the columns ('Payslips', 'BACS file', 'Ledger', 'FPS')."""

    employer: Employer
    period: PayPeriod
    run: str
    people: int
    sources: tuple[str, ...]
    rows: tuple[CertificateRow, ...]
    prepared_by: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    rule_set_hash: str = ""
    certificate_hash: str = ""
    irmark: str = ""
    files: tuple[tuple[str, str], ...] = ()  # (file name, SHA-256)
    unverified: tuple[str, ...] = ()

    @property
    def balanced(self) -> bool:
        """True when every difference is 0.00; without that no bank file is released."""
        return bool(self.rows) and all(row.difference == 0 for row in self.rows)


def certificate_pdf(certificate: ControlCertificate) -> bytes:
    """The certificate on A4. It is drawn in the same way whether it balances or not, and says which."""
    paid = f"{certificate.period.pay_date.day} {certificate.period.pay_date:%B %Y}"
    part = Part(f"Control certificate {certificate.run} – {certificate.employer.name} – paid {paid}")
    flow = Flow(part, f"{certificate.employer.name}  ·  Control certificate {certificate.run} (continued)")
    masthead(
        flow,
        certificate.employer,
        "Payroll control certificate",
        f"Run {certificate.run}  ·  paid {paid}  ·  {certificate.period.tax_year}, "
        f"period {certificate.period.tax_period}",
    )
    _verdict(flow, certificate)
    worst = max((row.difference for row in certificate.rows if not row.count), default=0)
    figures(
        flow,
        (
            ("People paid", f"{certificate.people:,}"),
            ("Control totals", str(len(certificate.rows))),
            ("Largest difference", display(worst)),
        ),
    )
    flow.table(_columns(certificate.sources), [_row(row) for row in certificate.rows])
    flow.y -= 4
    _facts(flow, certificate)
    name, short_hash = certificate.employer.name, certificate.certificate_hash[:32]
    flow.footers(f"{name}  ·  Control certificate  ·  {short_hash}")
    return one_part(part.close(), author=certificate.employer.name)


def _verdict(flow: Flow, certificate: ControlCertificate) -> None:
    if certificate.balanced:
        notice(
            flow,
            "Balanced. Every total agrees to the penny in every place. The bank file may be released.",
            GREEN,
        )
        return
    wrong = [row.label for row in certificate.rows if row.difference]
    reason = "They differ in: " + ", ".join(wrong) + "." if wrong else "There is nothing to compare."
    notice(flow, f"NOT balanced. {reason} The bank file is refused.", RED)


def _columns(sources: Sequence[str]) -> list[Column]:
    """The label, a column a source, and a narrower one for the difference, which is nought or small."""
    first, last = 126.0, 46.0
    width = (RIGHT - MARGIN - 14 - first - last) / len(sources)
    columns = [Column("Control total", MARGIN + 7, first - 6)]
    columns += [
        Column(f"{name} £", MARGIN + 7 + first + width * (i + 1), width - 4, True)
        for i, name in enumerate(sources)
    ]
    return [*columns, Column("Difference £", RIGHT - 7, last - 4, True)]


def _row(row: CertificateRow) -> Row:
    def shown(amount: int | None) -> str:
        if amount is None:
            return "not carried"
        return f"{amount:,}" if row.count else money(amount)

    return Row((row.label, *map(shown, row.amounts), shown(row.difference)))


def _facts(flow: Flow, certificate: ControlCertificate) -> None:
    approved = certificate.approved_by
    if approved and certificate.approved_on:
        approved += f", {certificate.approved_on.day} {certificate.approved_on:%B %Y}"
    pairs = [
        ("Prepared by", certificate.prepared_by),
        ("Approved by", approved),
        ("Rule set", certificate.rule_set_hash),
        ("IRmark of the FPS", certificate.irmark),
        ("Certificate", certificate.certificate_hash),
        *certificate.files,
    ]
    rows = [Row(pair) for pair in pairs if pair[1]]
    if rows:
        flow.heading("Who and what")
        value = Column("Value", MARGIN + 157, RIGHT - MARGIN - 164)
        flow.table((Column("Item", MARGIN + 7, 140), value), rows)
    if certificate.unverified:
        flow.heading("Figures used that are not verified against a published document")
        for source in certificate.unverified:
            flow.paragraph(source, colour=SOFT)
