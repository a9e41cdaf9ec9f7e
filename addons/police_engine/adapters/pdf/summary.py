"""The run summary for a finance director: what the month costs, by kind and by cost centre."""

from typing import NamedTuple

from ...money import display
from ...records import Employer, PayPeriod, PayTotals
from .flow import Column, Flow, Row
from .ink import AMBER, MARGIN, RIGHT, SOFT
from .parts import figures, masthead, notice
from .payslip import money
from .tagged import Part, one_part


class KindTotal(NamedTuple):
    """One pay element. ``kind``: earning, deduction or employer; money pence."""

    kind: str
    label: str
    people: int
    amount: int
    previous: int | None = None


class CostCentreTotal(NamedTuple):
    """One cost centre: gross pay and what the employer pays on top, pence."""

    code: str
    name: str
    people: int
    gross: int
    employer: int


class RunSummary(NamedTuple):
    """Facts of the whole run. ``previous`` are last period's totals for comparison."""

    employer: Employer
    period: PayPeriod
    run: str
    people: int
    totals: PayTotals
    kinds: tuple[KindTotal, ...]
    cost_centres: tuple[CostCentreTotal, ...]
    previous: PayTotals | None = None
    warnings: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


_KINDS = (("earning", "Payments"), ("deduction", "Deductions"), ("employer", "Employer's costs"))
_TITLES = {
    "gross": "Gross pay",
    "tax": "Income tax",
    "employee_nic": "Employee National Insurance",
    "employer_nic": "Employer National Insurance",
    "student_loan": "Student loans",
    "postgraduate_loan": "Postgraduate loans",
    "pension_employee": "Employee pension contributions",
    "pension_employer": "Employer pension contributions",
    "other_deductions": "Other deductions",
    "net": "Net pay",
}


def summary_pdf(summary: RunSummary) -> bytes:
    """The summary on A4, tagged."""
    paid = f"{summary.period.pay_date.day} {summary.period.pay_date:%B %Y}"
    part = Part(f"Pay run summary {summary.run} – {summary.employer.name} – paid {paid}")
    flow = Flow(part, f"{summary.employer.name}  ·  Pay run summary {summary.run} (continued)")
    masthead(
        flow,
        summary.employer,
        f"Pay run {summary.period.pay_date:%B %Y}",
        f"Run {summary.run}  ·  paid {paid}  ·  {summary.people:,} people",
    )
    totals = summary.totals
    cost = totals.gross + totals.employer_nic + totals.pension_employer
    figures(
        flow,
        (
            ("Total cost", display(cost)),
            ("Gross pay", display(totals.gross)),
            ("Net pay", display(totals.net)),
            ("Due to HMRC", display(_due_to_hmrc(totals))),
        ),
    )
    _comparison(flow, summary)
    _kinds(flow, summary)
    _centres(flow, summary)
    _notes(flow, summary)
    flow.footers(f"{summary.employer.name}  ·  Pay run summary {summary.run}")
    return one_part(part.close(), author=summary.employer.name)


def _due_to_hmrc(totals: PayTotals) -> int:
    return (
        totals.tax
        + totals.employee_nic
        + totals.employer_nic
        + totals.student_loan
        + totals.postgraduate_loan
    )


def _comparison(flow: Flow, summary: RunSummary) -> None:
    before = summary.previous
    columns = [Column("Control total", MARGIN + 7, 220), Column("This run £", 340, 90, True)]
    if before is not None:
        columns += [Column("Last run £", 450, 90, True), Column("Change £", RIGHT - 7, 90, True)]
    rows = []
    for name, title in _TITLES.items():
        now = getattr(summary.totals, name)
        cells = [title, money(now)]
        if before is not None:
            was = getattr(before, name)
            cells += [money(was), money(now - was)]
        rows.append(Row(cells, name == "net"))
    flow.heading("Totals")
    flow.table(columns, rows)


def _kinds(flow: Flow, summary: RunSummary) -> None:
    columns = (
        Column("Element", MARGIN + 7, 220),
        Column("People", 340, 60, True),
        Column("Amount £", 450, 100, True),
        Column("Last run £", RIGHT - 7, 95, True),
    )
    for kind, title in _KINDS:
        lines = [line for line in summary.kinds if line.kind == kind]
        if not lines:
            continue
        flow.heading(title)
        rows = [
            Row(
                (
                    line.label,
                    f"{line.people:,}",
                    money(line.amount),
                    "–" if line.previous is None else money(line.previous),
                )
            )
            for line in lines
        ]
        amount = sum(line.amount for line in lines)
        total = Row((f"Total {title[0].lower()}{title[1:]}", "", money(amount), ""), True)
        flow.table(columns, [*rows, total])


def _centres(flow: Flow, summary: RunSummary) -> None:
    if not summary.cost_centres:
        return
    columns = (
        Column("Code", MARGIN + 7, 70),
        Column("Cost centre", MARGIN + 84, 150),
        Column("People", 320, 50, True),
        Column("Gross pay £", 400, 80, True),
        Column("Employer £", 475, 80, True),
        Column("Total cost £", RIGHT - 7, 85, True),
    )
    flow.heading("Cost centres")
    centres = summary.cost_centres
    rows = [
        Row(
            (
                centre.code,
                centre.name,
                f"{centre.people:,}",
                money(centre.gross),
                money(centre.employer),
                money(centre.gross + centre.employer),
            )
        )
        for centre in centres
    ]
    gross, employer = sum(c.gross for c in centres), sum(c.employer for c in centres)
    rows.append(Row(("Total", "", "", money(gross), money(employer), money(gross + employer)), True))
    flow.table(columns, rows)


def _notes(flow: Flow, summary: RunSummary) -> None:
    if summary.warnings:
        flow.heading("To look at")
        for warning in summary.warnings:
            flow.paragraph(warning)
    if summary.unverified:
        notice(flow, "This run uses figures that are not verified against a published document:", AMBER)
        for source in summary.unverified:
            flow.paragraph(source, colour=SOFT)
