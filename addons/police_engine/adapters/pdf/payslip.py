"""One payslip on A4: what section 8 of the Employment Rights Act 1996 asks for, and why each line is so.

Reads :class:`~...records.PayslipDocument`. Keys of ``extra`` that are used, all optional:

``because``
    why each line is what it is, in the order of the lines: dictionaries as ``explain.because`` answers
    (``title`` or ``rule``, ``formula``, ``inputs``, ``rate``, ``citation``, ``confidence``, ``note``), with
    ``code``, ``label`` and ``amount`` (pence or text) when the list is not as long as the lines. Printed on
    the pages 'How each line was worked out' when ``doc.explanations`` is True; without it those pages
    show what the lines themselves keep.
``unverified_codes``
    codes of lines that use a figure not yet verified; they get a mark and a note. Lines whose
    ``because`` has a confidence other than ``verified`` are marked too.
``hours_total``
    text: total hours paid by time in the period (ERA 1996 s.8(2)(e)), shown under the payments.
``previous_net``
    pence: last period's net pay, for the comparison beside this one's.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from ...exceptions import InvalidRecord
from ...money import display
from ...records import Employer, PayLine, PayslipDocument
from .because import explain, reasons
from .flow import TOP, Column, Flow, Row
from .fonts import SMALL
from .ink import AMBER, MARGIN, NAVY, PALE_AMBER, PANEL, RIGHT, SOFT, WHITE, box, round_box, style
from .tagged import Part, TaggedPdf, one_part

_FORCE, _ADDRESS = style(True, 15, NAVY), style(False, 8, SOFT)
_TITLE, _PERIOD = style(True, 21, NAVY), style(False, 10, SOFT)
_NAME, _LONG_NAME, _ROLE = style(True, 14.5, NAVY), style(True, 10, NAVY), style(False, 9, SOFT)
_NET_LABEL, _NET = style(True, 8.5, SOFT), style(True, 24, NAVY)
_LABEL, _VALUE = style(False, 7.25, SOFT), style(True, 9)
_AMBER = style(False, 8, AMBER)
_LINES = (Column("Payments", MARGIN + 7, 206), Column("Details", 262, 222), Column("£", RIGHT - 7, 80, True))
_DEDUCTIONS = (Column("Deductions", MARGIN + 7, 206), *_LINES[1:])
_HALF = (RIGHT - MARGIN - 18) / 2
_MARK = " †"
_FACT_COLUMNS = 4


def payslip_pdf(doc: PayslipDocument) -> bytes:
    """The payslip of one person, tagged and self-contained."""
    return one_part(payslip_part(doc), author=doc.employer.name)


def payslip_book(docs: Iterable[PayslipDocument]) -> bytes:
    """All payslips in one file, in the order given, with a bookmark for each (:mod:`.render`: many cores)."""
    docs = list(docs)
    if not docs:
        raise InvalidRecord("There are no payslips to print.")
    pdf = TaggedPdf(f"Payslips paid {_day(docs[0].period.pay_date)}", author=docs[0].employer.name)
    for doc in docs:
        pdf.add(payslip_part(doc))
    return pdf.finish()


def payslip_part(doc: PayslipDocument) -> Part:
    """Draw one payslip, ready to go into its own file and into the book."""
    part = Part(f"{doc.name} – payslip {doc.period.pay_date:%-d %B %Y} – {doc.payroll_id}")
    flow = Flow(
        part,
        f"{doc.employer.name}  ·  Payslip of {doc.name}, {doc.payroll_id}, "
        f"paid {_day(doc.period.pay_date)} (continued)",
    )
    _masthead(flow, doc)
    _person(flow, doc)
    _facts(flow, doc)
    marked = _marked_codes(doc)
    _pay_tables(flow, doc, marked)
    _to_date(flow, doc)
    _notes(flow, doc, marked)
    if doc.explanations:
        explain(flow, doc)
    hashed = f"  ·  Rules {doc.rule_set_hash[:12]}" if doc.rule_set_hash else ""
    flow.footers(f"{doc.employer.name}  ·  Itemised pay statement (Employment Rights Act 1996, s.8){hashed}")
    part.full_font = not SMALL.issuperset(_exotic(doc))
    return part.close()


@lru_cache(maxsize=1024)
def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def money(amount: int) -> str:
    """Pence for a column headed £: ``1,234.56``, with a true minus sign."""
    whole, part = divmod(abs(amount), 100)
    return f"{'−' if amount < 0 else ''}{whole:,}.{part:02d}"


def _exotic(doc: PayslipDocument) -> str:
    """All text from outside, to see whether the small font is enough."""
    texts = [doc.name, doc.employer.name, doc.payroll_id, doc.bank_hint, *doc.employer.address, *doc.messages]
    for pair in doc.details:
        texts += pair
    for line in doc.lines:
        texts += (line.label, line.rate, line.units)
    if doc.explanations:
        texts.append(str(doc.extra.get("because", "")).replace("\\n", ""))
    return "".join(texts)


def _masthead(flow: Flow, doc: PayslipDocument) -> None:
    part = flow.part
    for tag, operators in _masthead_marks(doc.employer, f"{doc.period.pay_date:%B %Y}"):
        if tag:
            part.leaf(tag, 0, operators)
        else:
            part.artifact(operators)
    flow.y = TOP - 44


@lru_cache(maxsize=32)
def _masthead_marks(employer: Employer, month: str) -> list[tuple[str, str]]:
    """Tag ('' for decoration) and operators; the same for everybody in a run."""
    address = _ADDRESS.fit(", ".join(filter(None, employer.address)), 380)
    reference = f"PAYE reference {employer.paye_office}/{employer.paye_reference}"
    lines = [text for text in (address, reference if employer.paye_office else "") if text]
    marks = [
        ("", box(0, TOP + 34, 596, 6, NAVY)),
        ("H1", _TITLE.right(RIGHT, TOP - 12, "Payslip")),
        ("P", _PERIOD.right(RIGHT, TOP - 27, month)),
        ("P", _FORCE.at(MARGIN, TOP - 9, _FORCE.fit(employer.name, 360))),
    ]
    if lines:
        marks.append(
            (
                "P",
                "".join([_ADDRESS.at(MARGIN, TOP - 22 - 11 * i, text + " ") for i, text in enumerate(lines)]),
            )
        )
    return marks


def _person(flow: Flow, doc: PayslipDocument) -> None:
    part, top = flow.part, flow.y
    part.artifact(round_box(MARGIN, top - 62, RIGHT - MARGIN, 62, PANEL))
    if _NAME.width(doc.name) <= 285:
        part.leaf("P", 0, _NAME.at(MARGIN + 14, top - 25, doc.name))
        role = f"{doc.details[0][1]}  ·  {doc.payroll_id}" if doc.details else doc.payroll_id
        part.leaf("P", 0, _ROLE.at(MARGIN + 14, top - 41, _ROLE.fit(role, 285)))
    else:
        lines = _LONG_NAME.wrap(doc.name, 285)
        lines = [*lines[:3], _LONG_NAME.fit(" ".join(lines[3:]), 285)] if len(lines) > 4 else lines
        part.leaf(
            "P",
            0,
            "".join(
                [_LONG_NAME.at(MARGIN + 14, top - 17 - 12.5 * i, line + " ") for i, line in enumerate(lines)]
            ),
        )
    paid = f"Paid {_day(doc.period.pay_date)}" + (f" to {doc.bank_hint}" if doc.bank_hint else "")
    part.leaf(
        "P",
        0,
        _NET_LABEL.right(RIGHT - 14, top - 15, "Net pay ")
        + _NET.right(RIGHT - 14, top - 38, display(doc.totals.net))
        + _ROLE.right(RIGHT - 14, top - 53, " " + _ROLE.fit(paid, 240)),
    )
    flow.y = top - 74


def _facts(flow: Flow, doc: PayslipDocument) -> None:
    period = doc.period
    unit = "Month" if period.frequency == "monthly" else "Week"
    basis = "" if doc.tax_basis == "cumulative" else " (week 1/month 1)"
    facts = [
        ("Payroll number", doc.payroll_id),
        ("National Insurance number", _nino(doc.nino)),
        ("Tax code", doc.tax_code + basis),
        ("NI category", doc.ni_letter),
        ("Pay period", _span(period.start, period.end)),
        ("Pay date", _day(period.pay_date)),
        ("Tax period", f"{unit} {period.tax_period} of {period.tax_year}"),
        *doc.details,
    ]
    width, part, place = (RIGHT - MARGIN) / _FACT_COLUMNS, flow.part, _FACT_COLUMNS
    for label, value in facts:
        wide = 2 if _VALUE.width(value) > width - 8 else 1  # a long value takes two places
        if place + wide > _FACT_COLUMNS:
            flow.need(26)
            place, y = 0, flow.y
            flow.y -= 26
        x = MARGIN + place * width
        part.leaf(
            "P",
            0,
            _LABEL.at(x, y - 8, label + " ")
            + _VALUE.at(x, y - 19, _VALUE.fit(value or "–", width * wide - 8)),
        )
        place += wide
    flow.y -= 5


def _nino(text: str) -> str:
    """``AB 12 34 56 C``."""
    return " ".join((text[:2], text[2:4], text[4:6], text[6:8], text[8:])).strip() if len(text) == 9 else text


def _span(start: date, end: date) -> str:
    """``1–30 September 2026``, ``28 Sep – 4 Oct 2026``."""
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{_day(end)}" if start != end else _day(end)
    first = f"{start.day} {start:%b}" if start.year == end.year else f"{start.day} {start:%b %Y}"
    return f"{first} – {end.day} {end:%b %Y}"


def _short_span(start: date, end: date, year: int) -> str:
    """``1–14 Sep``, ``28 Aug – 3 Sep``; with the year when it is not that of the period."""
    last = f"{end.day} {end:%b}" if end.year == year else f"{end.day} {end:%b %Y}"
    if start == end:
        return last
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{last}"
    first = f"{start.day} {start:%b}" if start.year == end.year else f"{start.day} {start:%b %Y}"
    return f"{first} – {last}"


def _marked_codes(doc: PayslipDocument) -> frozenset[str]:
    doubtful = {
        item.get("code", "") for item in reasons(doc) if item.get("confidence") not in (None, "", "verified")
    }
    return frozenset(doubtful.union(doc.extra.get("unverified_codes", ())))


def _detail(line: PayLine, start: date, end: date) -> str:
    """Dates when they are not the whole period, then units and rate."""
    worked = " × ".join(filter(None, (line.units, line.rate)))
    if line.date_from and (line.date_from, line.date_to) != (start, end):
        dates = _short_span(line.date_from, line.date_to or line.date_from, end.year)
        return f"{dates}  ·  {worked}" if worked else dates
    return worked


def _pay_tables(flow: Flow, doc: PayslipDocument, marked: frozenset[str]) -> None:
    start, end = doc.period.start, doc.period.end
    rows: dict[str, list[Row]] = {"earning": [], "deduction": []}
    for line in doc.lines:
        if line.kind in rows:
            label = line.label + _MARK if line.code in marked else line.label
            rows[line.kind].append(Row((label, _detail(line, start, end), money(line.amount))))
    hours = doc.extra.get("hours_total", "")
    total = doc.totals
    paid = Row(("Gross pay", f"Total hours paid by time: {hours}" if hours else "", money(total.gross)), True)
    flow.table(_LINES, [*rows["earning"], paid])
    taken = Row(("Total deductions", "", money(total.gross - total.net)), True)
    flow.table(_DEDUCTIONS, [*rows["deduction"], taken])
    flow.need(28)
    flow.part.artifact(round_box(MARGIN, flow.y - 24, RIGHT - MARGIN, 24, NAVY))
    white, big = style(True, 10.5, WHITE), style(True, 12, WHITE)
    change = ""
    if (before := doc.extra.get("previous_net")) is not None:
        change = f"Last time {display(before)}"
    flow.part.leaf(
        "P",
        0,
        white.at(MARGIN + 10, flow.y - 16, "Net pay ")
        + (style(False, 8.5, WHITE).at(262, flow.y - 15.5, change + " ") if change else "")
        + big.right(RIGHT - 7, flow.y - 16.4, display(doc.totals.net)),
    )
    flow.y -= 36


def _to_date(flow: Flow, doc: PayslipDocument) -> None:
    """Two small tables side by side: the year to date and what the employer pays on top."""
    ytd = doc.ytd
    nic = sum(figures.employee for figures in ytd.nic)
    left = [
        ("Gross pay", ytd.gross),
        ("Taxable pay", ytd.taxable_pay),
        ("Income tax", ytd.tax),
        ("National Insurance", nic),
        ("Pension, employee", ytd.pension_employee),
        ("Student loan", ytd.student_loan),
        ("Postgraduate loan", ytd.postgraduate_loan),
        ("Net pay", ytd.net),
        ("Previous employment, pay", ytd.previous_pay),
        ("Previous employment, tax", ytd.previous_tax),
    ]
    always = ("Gross pay", "Taxable pay", "Income tax", "National Insurance")
    left = [(label, amount) for label, amount in left if amount or label in always]
    right = [(line.label, line.amount) for line in doc.lines if line.kind == "employer"]
    right += [
        ("Taxable pay this period", doc.totals.taxable_pay),
        ("Pay for National Insurance", doc.totals.nicable_pay),
        ("Pensionable pay", doc.totals.pensionable_pay),
    ]
    flow.need(24 + 12.4 * max(len(left), len(right)))
    top = flow.y
    first = _side_table(flow, MARGIN, top, f"Year to date {doc.period.tax_year}", left)
    second = _side_table(flow, MARGIN + _HALF + 18, top, "Employer's contributions and pay bases", right)
    flow.y = min(first, second) - 8


_SIDE_HEAD, _SIDE_CELL = style(True, 8.5, NAVY), style(False, 8.25)


def _side_table(flow: Flow, x: float, top: float, title: str, rows: list[tuple[str, int]]) -> float:
    """A panel of labels and amounts; each pair is read as one sentence."""
    part, y = flow.part, top - 14
    bottom = top - 22 - 12.4 * len(rows)
    part.artifact(round_box(x, bottom, _HALF, top - bottom, PANEL))
    part.leaf("H2", 0, _SIDE_HEAD.at(x + 9, y, title))
    for label, amount in rows:
        y -= 12.4
        part.leaf(
            "P",
            0,
            _SIDE_CELL.at(x + 9, y, _SIDE_CELL.fit(label, _HALF - 85) + " ")
            + _SIDE_CELL.right(x + _HALF - 9, y, display(amount)),
        )
    return bottom


def _notes(flow: Flow, doc: PayslipDocument, marked: frozenset[str]) -> None:
    if marked.intersection(line.code for line in doc.lines):
        text = (
            "† This line uses a figure that is not yet confirmed from a published source. "
            "It will be corrected if the published figure differs."
        )
        flow.need(26)
        lines = _AMBER.wrap(text, RIGHT - MARGIN - 20)
        height = 8 + 11 * len(lines)
        flow.part.artifact(round_box(MARGIN, flow.y - height, RIGHT - MARGIN, height, PALE_AMBER, 3))
        flow.part.leaf(
            "P",
            0,
            "".join(
                [_AMBER.at(MARGIN + 10, flow.y - 11.5 - 11 * i, line + " ") for i, line in enumerate(lines)]
            ),
        )
        flow.y -= height + 8
    for message in doc.messages:
        flow.paragraph(message)
