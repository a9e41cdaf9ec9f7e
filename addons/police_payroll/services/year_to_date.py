"""Year-to-date figures between the database (JSON, whole pence) and the engine's record."""

from odoo.addons.police_engine.adapters.rti.common import STATUTORY
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_engine.records import NicToDate, YearToDate

from .money_fields import sql_pence, to_pence

_PLAIN = tuple(name for name in YearToDate._fields if name != "nic")
_OPENING_COLUMNS = (
    "taxable_pay", "tax", "previous_pay", "previous_tax", "gross", "net", "student_loan",
    "postgraduate_loan", "pension_employee", "pension_employer",
)  # fmt: skip
_NIC = tuple(name for name in NicToDate._fields if name != "letter")


def figures_to_json(figures):
    """YearToDate -> plain dict of ints, with ``nic`` as a list of lists."""
    return {**{name: getattr(figures, name) for name in _PLAIN}, "nic": [list(row) for row in figures.nic]}


def read_figures(stored):
    """The stored JSON -> YearToDate."""
    plain = {name: stored[name] for name in _PLAIN if name in stored}
    return YearToDate(**plain, nic=tuple(NicToDate(*row) for row in stored.get("nic", ())))


def opening_figures(env, company, tax_year, employees=None):
    """{employee id: YearToDate} of a tax year's opening figures; ``employees``: ids, None for all."""
    columns = ", ".join(sql_pence(name) for name in _OPENING_COLUMNS)
    env.cr.execute(
        f"""SELECT employee_id, nic, {columns} FROM police_pay_opening
             WHERE company_id = %s AND tax_year = %s AND (%s::int[] IS NULL OR employee_id = ANY(%s))""",
        [company.id, tax_year, employees, employees],
    )
    return {
        row[0]: YearToDate(**dict(zip(_OPENING_COLUMNS, row[2:], strict=True)), nic=_nic(row[1]))
        for row in env.cr.fetchall()
    }


def _nic(rows):
    return tuple(
        NicToDate(row["letter"], *(_text_pence(row.get(name) or "0") for name in _NIC)) for row in rows or ()
    )


_LATEST = ("previous_pay", "previous_tax")  # a P45 may come after the first payslip: the newest entry counts


def with_opening_as_now(figures, now, then):
    """``figures`` after the last payslip, with the opening figures as they are ``now`` instead of ``then``.

    ``then`` is what the first payslip of the year started from; None when that is not known.
    """
    if now is None or now == then:
        return figures
    changed = {name: getattr(now, name) for name in _LATEST}
    if then is not None:
        changed |= {
            name: getattr(figures, name) + getattr(now, name) - getattr(then, name)
            for name in _PLAIN
            if name not in _LATEST
        }
        changed["nic"] = _moved(figures.nic, now.nic, then.nic)
    return figures._replace(**changed)


def _moved(figures, now, then):
    """NIC rows by letter: figures + now - then; a letter that becomes all nought goes."""
    sums = {}
    for rows, sign in ((figures, 1), (now, 1), (then, -1)):
        for letter, *values in rows:
            before = sums.get(letter, (0,) * len(values))
            sums[letter] = tuple(old + sign * value for old, value in zip(before, values, strict=True))
    return tuple(NicToDate(letter, *values) for letter, values in sums.items() if any(values))


def _text_pence(value):
    """Exact pence of stored text; the usual '1048.00' without going through Decimal."""
    whole, point, part = value.partition(".")
    return int(whole + part) if point and len(part) == 2 and whole.isdecimal() else to_pence(value)


def statutory_to_date(env, run):
    """``{payroll reference: {SMP | SPP | …: pence}}`` paid in the tax year up to ``run``, for the FPS."""
    period = run.period_id._to_engine()
    by_upper = {kind.upper(): kind for kind in STATUTORY}
    kinds = {
        code: by_upper[entry.fps.upper()]
        for code, entry in catalogue(RuleSet.load(), period.pay_date).items()
        if entry.fps.upper() in by_upper
    }
    env.cr.execute(
        f"""SELECT s.payroll_reference, l.code, SUM({sql_pence("l.amount")})
              FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
              JOIN police_pay_run r ON r.id = s.run_id
             WHERE s.company_id = %s AND s.tax_year = %s AND s.pay_date <= %s AND l.code = ANY(%s)
               AND (r.state IN ('approved', 'paid') OR r.id = %s)
             GROUP BY s.payroll_reference, l.code ORDER BY 1, 2""",
        [run.company_id.id, period.tax_year, period.pay_date, list(kinds), run.id],
    )
    found = {}
    for reference, code, amount in env.cr.fetchall():
        own = found.setdefault(reference, {})
        own[kinds[code]] = own.get(kinds[code], 0) + int(amount)
    return found
