"""What an off-cycle run pays: only the people chosen, and nothing that was paid already."""

from odoo.addons.police_engine.pay import elsewhere, reversal
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_hr.services import version_reader
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.slip_reader import read_lines, read_slips
from odoo.tools import SQL

from .earlier_pay import EarlierPay

OWED = ("net_overpayment_recovery", "overpayment_recovery", "salary_advance_recovery")  # due from last pay


def supplementary(gathering, run):
    """People not paid yet for the period are paid in full; the others what has come in since.

    For those, basic pay only prices claims, recurring payments and deductions are left out: they were
    taken in the regular run, and one-off ones that were not are paid now.
    """
    chosen = set(run.off_cycle_employee_ids.ids)
    for table in (gathering.slices, gathering.elements, gathering.arrears):
        for employee_id in [key for key in table if key not in chosen]:
            del table[employee_id]
    references = {gathering.references.get(employee_id) for employee_id in chosen}
    gathering.problems[:] = [found for found in gathering.problems if found.person in references]
    _not_twice(gathering, run, chosen, EarlierPay(gathering).all())


def regular(gathering, run):
    """Whoever was paid off-cycle earlier in the tax period owes contributions on both together."""
    earlier = EarlierPay(gathering).all()
    if earlier:
        _not_twice(gathering, run, set(earlier), earlier)


def _not_twice(gathering, run, people, earlier):
    paid = _paid_for_the_days(gathering, run, people)
    once = _one_off(gathering, people) if paid else {}
    kinds = catalogue(gathering.rules, gathering.period.pay_date)
    for employee_id in sorted(people):
        facts = earlier.get(employee_id, elsewhere.NOTHING)
        if employee_id in paid:
            facts = facts.plus(elsewhere.Elsewhere(salary_paid=True))
            kept = [given for given in gathering.elements.get(employee_id, ())
                    if _is_late(given, kinds, once.get(employee_id, ()))]  # fmt: skip
            gathering.elements[employee_id] = kept
            if not kept and not gathering.arrears.get(employee_id):
                gathering.slices.pop(employee_id, None)
                if run.kind == "supplementary":
                    _say_nothing_to_pay(gathering, employee_id)
                continue
        if facts is not elsewhere.NOTHING and _is_paid_something(gathering, employee_id):
            gathering.add_arrears(employee_id, elsewhere.memo(facts))


def _say_nothing_to_pay(gathering, employee_id):
    text = "was paid in the regular run and nothing has come in since: leave this person out."
    gathering.problem("warning", "nothing_to_pay", text, employee_id, "paid_elsewhere")


def after_leaving(gathering):
    """Whoever has left is paid late claims and arrears only, as one payment with a week as its period."""
    period = gathering.period
    tables = (gathering.elements, gathering.arrears)
    people = {key for table in tables for key in table if table[key] and not gathering.slices.get(key)}
    rows = gathering.env.execute_query(
        SQL(
            """SELECT e.id, e.leaving_date, COALESCE(l.reason = 'death', FALSE), (
                      SELECT max((x.inputs::jsonb->>'band_pay_pence')::bigint) FROM police_payslip_line x
                        JOIN police_payslip s ON s.id = x.slip_id
                       WHERE s.employee_id = e.id AND s.pay_date > e.leaving_date - 90
                         AND x.kind = 'deduction' AND x.code LIKE 'pension%%')
                 FROM hr_employee e LEFT JOIN police_leaver l ON l.employee_id = e.id
                      AND l.leaving_date = e.leaving_date AND l.state <> 'cancelled'
                WHERE e.leaving_date < %s AND e.id = ANY(%s)""",
            period.start,
            sorted(people) or [0],
        )
    )
    for employee_id, left, died, band in rows:
        _one_last_payment(gathering, employee_id, left, died, band)


def _one_last_payment(gathering, employee_id, left, died, band):
    """Standing payments and deductions ended with the job. The last job says whom the ledger charges; its
    days are outside the period and pay nothing. ``band``: yearly pay of the last pension contribution."""
    given = gathering.elements.get(employee_id, ())
    claims = [one for one in given if one.on is not None]
    if not claims and not gathering.arrears.get(employee_id):
        gathering.elements.pop(employee_id, None)
        return
    gathering.elements[employee_id] = [
        *claims,
        *(one for one in given if one.code in OWED and one.on is None),
    ]
    if not died:
        facts = elsewhere.Elsewhere("paid after leaving, as one payment", weekly=True)
        gathering.add_arrears(employee_id, elsewhere.memo(facts))
    employee = gathering.env["hr.employee"].browse(employee_id)
    last = version_reader.slices_for(gathering.env, employee, left, left)
    gathering.slices[employee_id] = last.get(employee_id, ())
    profile = gathering.profiles.get(employee_id)
    if band and profile is not None and not profile.band_pay:
        gathering.profiles[employee_id] = profile._replace(band_pay=band)


def _is_paid_something(gathering, employee_id):
    return any(table.get(employee_id) for table in (gathering.slices, gathering.elements, gathering.arrears))


def _is_late(given, kinds, once):
    """A claim dated to a day that the regular run did not take; a deduction only when it is a one-off
    of ours."""
    element = kinds.get(given.code)
    if element is None or element.kind == "deduction":
        return (given.code, given.on, given.reference) in once
    return given.on is not None


def _one_off(gathering, people):
    """{employee id: {(code, day, reference)}} of the one-off elements not paid yet."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT employee_id, code, date_from, COALESCE(reference, '') FROM police_pay_element
                WHERE company_id = %s AND active AND recurrence = 'once' AND paid_run_id IS NULL
                  AND date_from <= %s AND employee_id = ANY(%s)""",
            gathering.company.id, gathering.period.end, list(people),
        )
    )  # fmt: skip
    found = {}
    for employee_id, *key in rows:
        found.setdefault(employee_id, set()).add(tuple(key))
    return found


def _paid_for_the_days(gathering, run, chosen):
    """Ids of those who have a payslip, not taken back, for these days in another closed run."""
    rows = gathering.env.execute_query(
        SQL(
            """SELECT DISTINCT s.employee_id
                 FROM police_payslip s JOIN police_pay_run r ON r.id = s.run_id
                 JOIN police_pay_period p ON p.id = r.period_id
                WHERE r.calendar_id = %s AND p.date_from = %s AND p.kind <> 'reversal' AND r.id <> %s
                  AND r.state IN ('approved', 'paid') AND s.employee_id = ANY(%s)
                  AND NOT EXISTS (SELECT 1 FROM police_reversed_slip_rel x JOIN police_pay_run b ON b.id
                     = x.run_id
                                   WHERE x.slip_id = s.id AND b.state IN ('approved', 'paid'))""",
            run.calendar_id.id,
            run.period_id.date_from,
            run.id,
            list(chosen) or [0],
        )
    )
    return {row[0] for row in rows}


def reverse(gathering, run):
    """Each payslip to be taken back, line for line; nobody else is in the run."""
    jobs = dict(gathering.slices)
    for table in (gathering.slices, gathering.elements, gathering.arrears):
        table.clear()
    gathering.problems.clear()
    cr = gathering.env.cr
    for slip in run.reversed_slip_ids.sorted("id"):
        stored = read_slips(cr, slip.run_id.id, [slip.id])[0]
        lines = read_lines(cr, slip.run_id.id, [slip.id]).get(slip.id, ())
        what = f"payslip of {slip.pay_date:%-d %B %Y}"
        taken = reversal.lines_for(lines, stored.totals, stored.nic, what, stored.tax_code, stored.tax_basis)
        employee_id = slip.employee_id.id
        case = case_store.read(slip.case) if slip.case else None
        gathering.slices[employee_id] = case.slices if case else jobs.get(employee_id, ())
        gathering.add_arrears(employee_id, *taken)
        if case and elsewhere.of(case).salary_paid:  # its days are another payslip's
            gathering.add_arrears(employee_id, elsewhere.memo(elsewhere.Elsewhere(salary_paid=True)))
