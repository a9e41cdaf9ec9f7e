"""The facts of a closed period as they are known today.

Days in pay, rank, point, hours, region and pension membership are read again from the dated records, with
what other addons make of them (absence). Claims paid once stay as they were paid; what is paid every period,
and what follows from dated facts (``_standing_codes``), is read again.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from odoo.addons.police_engine.records import ElementInput
from odoo.addons.police_hr.services.version_reader import slices_for
from odoo.addons.police_payroll.services.computation import Computation
from odoo.addons.police_payroll.services.money_fields import sql_pence

_STANDING = f"""
    SELECT p.employee_id, p.code, {sql_pence("p.amount")}, p.units, p.reference, a.code
      FROM police_pay_element p LEFT JOIN account_analytic_account a ON a.id = p.cost_centre_id
     WHERE p.company_id = %s AND p.active AND p.recurrence = 'every_period' AND p.date_from <= %s
       AND (p.date_to IS NULL OR p.date_to >= %s) AND (%s::int[] IS NULL OR p.employee_id = ANY(%s))
     ORDER BY p.employee_id, p.code, p.date_from, p.id"""


def standing_elements(env, company, period, employee_ids=None):
    """``{employee id: [ElementInput]}`` of what is paid every period, as now entered."""
    env["police.pay.element"].flush_model()
    ids = None if employee_ids is None else list(employee_ids)
    env.cr.execute(_STANDING, [company.id, period.end, period.start, ids, ids])
    found = {}
    for employee_id, code, amount, units, reference, centre in env.cr.fetchall():
        found.setdefault(employee_id, []).append(
            ElementInput(
                code=code,
                amount=amount or None,
                units=Decimal(str(units)).normalize() if units else None,
                reference=reference or "",
                cost_centre=centre or "",
            )
        )
    return found


def standing_to_json(elements):
    """``{employee id: [[code, pence, units, reference, cost centre]]}``."""
    return {
        str(employee_id): [
            [e.code, e.amount, None if e.units is None else str(e.units), e.reference, e.cost_centre]
            for e in own
        ]
        for employee_id, own in elements.items()
    }


def read_standing(stored):
    """The elements of one person as kept by :func:`standing_to_json`."""
    return [
        ElementInput(code, amount, None if units is None else Decimal(units), None, reference, centre)
        for code, amount, units, reference, centre in stored or ()
    ]


def entered_once(env, company, employee_ids, codes):
    """``{employee id: {(code, pence)}}`` of one-off elements paid under ``codes``: entered by hand, not
    derived."""
    env.cr.execute(
        f"""SELECT employee_id, code, {sql_pence("amount")} FROM police_pay_element
             WHERE company_id = %s AND recurrence = 'once' AND paid_run_id IS NOT NULL
               AND employee_id = ANY(%s) AND code = ANY(%s)""",
        [company.id, list(employee_ids), list(codes)],
    )
    found = {}
    for employee_id, code, amount in env.cr.fetchall():
        found.setdefault(employee_id, set()).add((code, amount or None))
    return found


class NowKnown:
    """Today's facts of one closed ``period`` for ``employee_ids``."""

    def __init__(self, env, company, period, employee_ids, rules, codes):
        self.env = env
        self.codes = codes
        self.period = period
        quiet = env(context={**env.context, "police_retro": True})
        work = Computation(quiet, company=company, period=period, employees=list(employee_ids), rules=rules)
        collected = work.collect()
        self.cases = {collected.employee_ids[case.reference]: case for case in collected.cases}
        self.standing = standing_elements(env, company, period, employee_ids)
        self.by_hand = entered_once(env, company, employee_ids, codes) if codes else {}

    def case(self, employee_id, stored, paid_standing):
        """``stored`` (a PayCase) with the facts as now known."""
        now = self.cases.get(employee_id)
        elements = self._elements(employee_id, stored, paid_standing, now)
        if now is None:
            return replace(stored, slices=(), elements=elements, arrears=())
        return replace(stored, slices=now.slices, pension=now.pension, elements=elements, arrears=())

    def unpaid_case(self, employee_id):
        """The case of somebody who should have been paid in the period and was not; None: nothing was due."""
        now = self.cases.get(employee_id)
        if now is None or not any(piece.paid and piece.person_type != "special" for piece in now.slices):
            return None
        derived = [given for given in now.elements if given.code in self.codes]
        return replace(now, elements=(*self.standing.get(employee_id, ()), *derived), arrears=())

    def _elements(self, employee_id, stored, paid_standing, now):
        standing = self.standing.get(employee_id, [])
        elements = list(stored.elements)
        if paid_standing is not None and Counter(paid_standing) != Counter(standing):
            for given in paid_standing:
                if given in elements:
                    elements.remove(given)
            elements += standing
        if self.codes:
            by_hand = self.by_hand.get(employee_id, ())
            elements = [e for e in elements if e.code not in self.codes or (e.code, e.amount) in by_hand]
            elements += [given for given in (now.elements if now else ()) if given.code in self.codes]
        return self._held_now(employee_id, tuple(elements))

    def _held_now(self, employee_id, elements):
        """Claims of days before the period, priced by the job of that day as it is now known."""
        days = [given.on for given in elements if given.held and given.on]
        if not days:
            return elements
        employee = self.env["hr.employee"].browse(employee_id)
        jobs = slices_for(self.env, employee, min(days), max(days)).get(employee_id, ())
        return tuple(_with_job(given, jobs) if given.held else given for given in elements)


def _with_job(given, jobs):
    job = next((piece for piece in jobs if piece.date_from <= given.on <= piece.date_to), None)
    if job is None:
        return given
    held = job._replace(date_from=given.held.date_from, date_to=given.held.date_to)
    return given._replace(held=held)
