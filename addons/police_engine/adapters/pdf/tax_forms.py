"""P45, P60 and letters on plain paper (HMRC's substitute forms: the same boxes under the same names).

Every document starts with a neutral cover sheet (:mod:`.cover`). Amounts are pence.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from ...money import display, text
from ...records import Employer, NicToDate
from .cover import Addressee, opened
from .flow import TOP, Column, Flow, Row
from .ink import MARGIN, RIGHT, SOFT
from .parts import masthead
from .tagged import Part, one_part


class Person(NamedTuple):
    """Who the form is about."""

    payroll_id: str
    title: str
    forenames: str
    surname: str
    nino: str = ""
    birth_date: date | None = None
    gender: str = ""
    address: tuple[str, ...] = ()


class P45Form(NamedTuple):
    """Parts 1A, 2 and 3. ``this_*`` are printed only when they differ from the totals to date."""

    employer: Employer
    person: Person
    to: Addressee
    leaving_date: date
    code: str
    month_1: bool
    period: str  # 'Month 6' or 'Week 26'
    pay_to_date: int
    tax_to_date: int
    this_pay: int
    this_tax: int
    student_loan: bool
    made_on: date


class P60Form(NamedTuple):
    """End of year certificate; ``statutory``: (name, pence)."""

    employer: Employer
    person: Person
    to: Addressee
    tax_year: str
    previous_pay: int
    previous_tax: int
    pay: int
    tax: int
    code: str
    month_1: bool
    nic: tuple[NicToDate, ...]
    student_loan: int
    postgraduate_loan: int
    statutory: tuple[tuple[str, int], ...] = ()


class Letter(NamedTuple):
    """A letter of paragraphs; ``figures`` are (label, pence or text) in a table after paragraph ``after``."""

    employer: Employer
    to: Addressee
    on: date
    subject: str
    salutation: str
    paragraphs: tuple[str, ...]
    signed: str
    figures: tuple[tuple[str, int | str], ...] = ()


def p45_pdf(form: P45Form) -> bytes:
    """The cover and the three parts, a page each."""
    return one_part(p45_part(form), author="")


def p45_part(form: P45Form) -> Part:
    """As :func:`p45_pdf`, to be put into a book."""
    who = f"{form.person.forenames} {form.person.surname}"
    flow = opened(f"P45 {who}, left {_day(form.leaving_date)}", form.to, "P45 (continued)")
    parts = (
        ("Part 1A", "Copy for the employee: keep it, copies cannot be given.", True),
        ("Part 2", "For the new employer to keep.", False),
        ("Part 3", "For the new employer to enter in their payroll.", False),
    )
    for number, (name, use, full) in enumerate(parts):
        if number:
            flow.part.new_page()  # each part stands alone: no running head of the one before
            flow.y = TOP
        _p45_page(flow, form, name, use, full)
    return flow.part.close()


def _p45_page(flow: Flow, form: P45Form, name: str, use: str, full: bool) -> None:
    masthead(flow, form.employer, f"P45 {name}: details of employee leaving work", use)
    person, employer = form.person, form.employer
    _boxes(flow, "Employer and employee", (
        ("1  Employer PAYE reference", f"{employer.paye_office}/{employer.paye_reference}"),
        ("2  National Insurance number", person.nino or "not known"),
        ("3  Title, surname and first names", f"{person.title} {person.surname}, {person.forenames}"),
        ("4  Leaving date", _day(form.leaving_date)),
    ))  # fmt: skip
    _boxes(flow, "Student loan, tax code and figures", (
        ("5  Student loan deductions to continue", "Yes" if form.student_loan else "No"),
        ("6  Tax code at leaving date", f"{form.code}  Week 1/Month 1" if form.month_1 else form.code),
        *(() if form.month_1 else (
            ("7  Last entry", form.period),
            ("    Total pay to date", display(form.pay_to_date)),
            ("    Total tax to date", display(form.tax_to_date)),
        )),
    ))  # fmt: skip
    if full:
        _boxes(flow, "This employment", _this_employment(form))
        flow.paragraph(
            "The tax year runs from 6 April to 5 April. Give parts 2 and 3 to your new employer, or to "
            "Jobcentre Plus. If you do not want to give them, ask your tax office what to do.", colour=SOFT,
        )  # fmt: skip


def _this_employment(form: P45Form) -> Sequence[tuple[str, str]]:
    same = not form.month_1 and (form.this_pay, form.this_tax) == (form.pay_to_date, form.tax_to_date)
    figures = () if same else (
        ("8  Total pay in this employment", display(form.this_pay)),
        ("9  Total tax in this employment", display(form.this_tax)),
    )  # fmt: skip
    person, employer = form.person, form.employer
    return (
        *figures,
        ("10  Works number", person.payroll_id),
        ("12  Gender", {"M": "Male", "F": "Female"}.get(person.gender, "")),
        ("13  Date of birth", _day(person.birth_date) if person.birth_date else ""),
        ("14  Address", ", ".join(person.address)),
        ("15  Employer", ", ".join((employer.name, *employer.address))),
        ("16  Date", _day(form.made_on)),
    )


def p60_pdf(form: P60Form) -> bytes:
    """The cover and the certificate."""
    return one_part(p60_part(form), author="")


def p60_part(form: P60Form) -> Part:
    """As :func:`p60_pdf`, to be put into a book."""
    person = form.person
    flow = opened(
        f"P60 {form.tax_year} {person.forenames} {person.surname}",
        form.to,
        f"P60 {form.tax_year} (continued)",
    )
    last = date(int(form.tax_year[:4]) + 1, 4, 5)
    masthead(flow, form.employer, "P60 End of Year Certificate", f"Tax year to {_day(last)}. Please keep it: "
             "you need it to claim back tax, and as proof of your income.")  # fmt: skip
    _boxes(
        flow,
        "Employee",
        (
            ("Surname", person.surname),
            ("Forenames", person.forenames),
            ("National Insurance number", person.nino or "not known"),
            ("Works / payroll number", person.payroll_id),
        ),
    )
    _boxes(
        flow,
        "Pay and income tax",
        (
            ("In previous employment: pay", display(form.previous_pay)),
            ("In previous employment: tax deducted", display(form.previous_tax)),
            ("In this employment: pay", display(form.pay)),
            (
                "In this employment: tax deducted" + (" (minus: refund)" if form.tax < 0 else ""),
                display(form.tax),
            ),
            ("Total for the year: pay", display(form.previous_pay + form.pay)),
            ("Total for the year: tax", display(form.previous_tax + form.tax)),
            ("Final tax code", f"{form.code}  Week 1/Month 1" if form.month_1 else form.code),
        ),
    )
    _p60_nic(flow, form.nic)
    _boxes(flow, "Statutory payments included in the pay above, and loans", (
        *((name, display(amount)) for name, amount in form.statutory if amount),
        ("Student Loan deductions", f"£{form.student_loan // 100:,}"),
        ("Postgraduate Loan deductions", f"£{form.postgraduate_loan // 100:,}"),
    ))  # fmt: skip
    employer = form.employer
    _boxes(flow, "Employer", (
        ("PAYE reference", f"{employer.paye_office}/{employer.paye_reference}"),
        ("Name and address", ", ".join((employer.name, *employer.address))),
    ))  # fmt: skip
    return flow.part.close()


def _p60_nic(flow: Flow, rows: Sequence[NicToDate]) -> None:
    flow.heading("National Insurance contributions in this employment")
    names = ("At the LEL £", "LEL to PT £", "PT to UEL £", "Employee's £")
    width = (RIGHT - MARGIN - 90) / len(names)
    columns = [Column("Letter", MARGIN + 7, 60)]
    columns += [Column(name, MARGIN + 83 + width * (i + 1), width - 6, True) for i, name in enumerate(names)]
    figures = [
        (r.letter, r.at_lel // 100 * 100, r.lel_to_pt // 100 * 100, r.pt_to_uel // 100 * 100, r.employee)
        for r in rows
        if r.at_lel or r.employee
    ]
    flow.table(columns, [Row((letter, *(text(amount) for amount in amounts))) for letter, *amounts in figures]
               or [Row(("none", "", "", "", ""))])  # fmt: skip


def letter_pdf(letter: Letter) -> bytes:
    """The cover and the letter."""
    flow = opened(letter.subject, letter.to, f"{letter.subject} (continued)")
    flow.paragraph(letter.employer.name, bold=True, size=11)
    for line in letter.employer.address:
        flow.paragraph(line, colour=SOFT, gap=0)
    flow.y -= 18
    flow.paragraph(_day(letter.on), size=10, gap=14)
    flow.paragraph(letter.salutation, size=10, gap=10)
    flow.paragraph(letter.subject, bold=True, size=11, gap=8)
    for paragraph in letter.paragraphs:
        flow.paragraph(paragraph, size=10, gap=9)
    if letter.figures:
        shown = [
            (label, display(value) if isinstance(value, int) else value) for label, value in letter.figures
        ]
        _boxes(flow, "Figures", shown)
    flow.paragraph("Yours sincerely", size=10, gap=30)
    flow.paragraph(letter.signed, size=10)
    return one_part(flow.part.close(), author="")


def _boxes(flow: Flow, heading: str, pairs: Sequence[tuple[str, str]]) -> None:
    flow.heading(heading)
    columns = (Column("Box", MARGIN + 7, 220), Column("Entry", MARGIN + 240, RIGHT - MARGIN - 247))
    flow.table(columns, [Row(pair) for pair in pairs])


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
