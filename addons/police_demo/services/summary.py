"""The month in words and figures, as a finance director would read it."""

from odoo.addons.police_engine.money import display

LINE = "-" * 78
KINDS = {
    "officer": "Police officers",
    "staff": "Police staff",
    "pcso": "PCSOs",
    "special": "Special constables (unpaid)",
}
PAY = (
    ("gross", "Gross pay"),
    ("tax", "Income tax"),
    ("employee_nic", "Employees' National Insurance"),
    ("student_loan", "Student loans"),
    ("postgraduate_loan", "Postgraduate loans"),
    ("pension_employee", "Employees' pension contributions"),
    ("other_deductions", "Other deductions"),
    ("net", "Net pay"),
    ("employer_nic", "Employer's National Insurance"),
    ("pension_employer", "Employer's pension contributions"),
    ("employer_cost", "Cost to the force"),
)


def render(facts):
    """The summary as text, at most 78 characters wide."""
    parts = [
        _title(facts),
        _people(facts),
        _pay(facts),
        _certificate(facts),
        _ledger(facts),
        _buying(facts),
        _fleet(facts),
        _timings(facts),
        _notices(facts),
        _files(facts),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def _heading(text):
    return f"\n{text}\n{LINE}"


def _row(label, *values, width=16):
    return f"  {label:<42}" + "".join(f"{value:>{width}}" for value in values)


def _title(facts):
    rule = "=" * 78
    title = f"TEESMOUTH POLICE (made up, seed {facts.seed}): September 2026, paid on 30 September"
    return f"\n{rule}\n{title}\n{rule}"


def _people(facts):
    rows = [_row(label, f"{facts.heads.get(kind, 0):,}") for kind, label in KINDS.items()]
    rows += [_row(name.capitalize(), f"{count:,}") for name, count in facts.changes.items()]
    return "\n".join([_heading("People and what changed in September"), *rows])


def _pay(facts):
    rows = [
        _row("", "September", "August"),
        _row("People paid", f"{facts.september['people']:,}", f"{facts.august['people']:,}"),
    ]
    rows += [
        _row(label, display(facts.september[key]), display(facts.august[key]))
        for key, label in PAY
        if key in facts.september
    ]
    return "\n".join([_heading("Pay"), *rows])


def _certificate(facts):
    rows = [_row("", "Total", "Agreed in", "Difference", width=12)]
    for row in facts.certificate:
        columns = row["columns"]
        total = display(next(iter(columns.values()), 0))
        rows.append(
            f"  {row['label'][:34]:<34}{total:>18}{len(columns):>10} places{display(row['difference']):>9}"
        )
    worst = max((row["difference"] for row in facts.certificate), default=None)
    verdict = (
        "No certificate was drawn up."
        if worst is None
        else (
            "Every total agrees to the penny; the bank file was released."
            if not worst
            else "DIFFERENCES: do not pay."
        )
    )
    return "\n".join([_heading("Control certificate"), *rows[1:], f"  {verdict}"])


def _ledger(facts):
    rows = [
        f"  {code:<8}{name[:34]:<34}{display(debit):>17}{display(credit):>17}"
        for code, name, debit, credit in facts.ledger
    ]
    debit, credit = (sum(row[i] for row in facts.ledger) for i in (2, 3))
    rows.append(f"  {'Total':<42}{display(debit):>17}{display(credit):>17}")
    return "\n".join([_heading("Payroll journal by account"), *rows])


def _buying(facts):
    bought = facts.purchasing
    if not bought:
        return ""
    rows = [
        _row("Orders raised", f"{bought['orders']:,}", display(bought["orders_value"])),
        _row("  approved by the force manager", f"{bought['approved']:,}", display(bought["approved_value"])),
        _row("  waiting for approval", f"{bought['waiting']:,}", display(bought["waiting_value"])),
        _row(
            "Supplier invoices entered and posted",
            f"{bought['invoices']:,}",
            display(bought["invoices_value"]),
        ),
        _row("  matched to an order and a delivery", f"{bought['matched']:,}", ""),
    ]
    return "\n".join([_heading("Buying (values include VAT)"), *rows])


def _fleet(facts):
    if not facts.fleet:
        return ""
    figures = {name: value for name, value in facts.fleet.items() if name != "as_at"}
    rows = [_row(name.replace("_", " ").capitalize(), f"{value:,}") for name, value in figures.items()]
    return "\n".join([_heading(f"Fleet on {facts.fleet['as_at']}"), *rows])


def _timings(facts):
    rows = [f"  {name:<62}{seconds:>10.1f} s" for name, seconds in facts.seconds.items()]
    rows.append(f"  {'Together':<62}{sum(facts.seconds.values()):>10.1f} s")
    return "\n".join([_heading("How long it took"), *rows])


def _notices(facts):
    rows = [f"  * {notice}" for notice in facts.notices]
    if facts.unverified:
        rows.append(f"  * {facts.unverified} figures used are not verified; the run lists each.")
    rows.append(f"  * {facts.warnings_accepted} warnings were looked at and accepted with a reason.")
    return "\n".join([_heading("What to know before relying on it"), *rows])


def _files(facts):
    folder = f"{facts.out}/september-2026"
    rows = [f"  {name:<58}{size:>14,} bytes" for name, size in facts.files.items()]
    if facts.payslips:
        rows.append(f"  {facts.payslips:,} payslips, one PDF a person")
    return "\n".join(
        [_heading(f"Files in {folder}"), *rows, f"  Figures for programs: {facts.out}/summary.json"]
    )
