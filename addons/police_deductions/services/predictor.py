"""Overpayments predicted for a run: what is known beside the pay, gathered set-based for everybody."""

from collections import defaultdict

from odoo.addons.police_engine.deductions.predict import Before, Event, Subject, predict
from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.records import TaxPosition
from odoo.tools import SQL

MONTHS_BACK = 3  # payslips of so many earlier runs say what is usual
RULE = "overpayment_predicted"
SHOWN_BY_CONTROLS = {"claimed_twice"}  # payroll's own controls warn of it on the run

_LAST = """
    SELECT DISTINCT ON (s.employee_id) s.employee_id, s.id, s.pay_date, s.tax_code, s.tax_basis,
           COALESCE(s.person_type, ''), COALESCE(s."case"->2->-1->>3, '')
      FROM police_payslip s WHERE s.run_id = ANY(%(runs)s) AND %(who)s
     ORDER BY s.employee_id, s.pay_date DESC, s.id DESC"""
_SALARY = """
    SELECT DISTINCT ON (l.slip_id) l.slip_id, (l.inputs::jsonb->>'annual_pence')::bigint
      FROM police_payslip_line l
     WHERE l.slip_id = ANY(%s) AND l.code = 'basic_pay' AND l.inputs LIKE '%%annual_pence%%'
     ORDER BY l.slip_id, l.sequence DESC"""
_HIGHEST = """
    SELECT employee_id, code, max(total)::bigint, max(hours)::bigint FROM (
        SELECT s.employee_id, s.id, l.code, sum(l.amount) * 100 AS total,
               sum(CASE WHEN l.inputs LIKE '%%"quarters"%%' THEN (l.inputs::jsonb->>'quarters')::int * 25 END)
                   AS hours
          FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
         WHERE s.run_id = ANY(%(runs)s) AND l.kind = 'earning' AND %(who)s
           AND l.code NOT IN ('basic_pay', 'london_weighting')
         GROUP BY 1, 2, 3) x
     GROUP BY 1, 2"""
_HOURS = """
    SELECT employee_id, max(hours)::bigint FROM (
        SELECT s.employee_id, s.id, sum((l.inputs::jsonb->>'quarters')::int * 25) AS hours
          FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
         WHERE s.run_id = ANY(%(runs)s) AND l.kind = 'earning' AND %(who)s AND l.inputs LIKE '%%"quarters"%%'
         GROUP BY 1, 2) x
     GROUP BY 1"""
# Known to have gone, whatever the contract says: collar number given back, departure noted, last day.
_GONE = """
    SELECT e.id, h.date_to, 'collar number ' || h.number || ' was given back'
      FROM hr_employee e JOIN police_collar_holding h ON h.employee_id = e.id
     WHERE e.company_id = %(company)s AND e.leaving_date IS NULL AND h.date_to <= %(end)s AND %(who)s
       AND e.collar_number IS NULL
       AND NOT EXISTS (SELECT 1 FROM police_collar_holding o WHERE o.employee_id = e.id
                          AND (o.date_to IS NULL OR o.date_to > h.date_to))
    UNION ALL
    SELECT e.id, v.departure_date, 'HR noted the departure'
      FROM hr_employee e JOIN hr_version v ON v.employee_id = e.id AND v.active
     WHERE e.company_id = %(company)s AND v.departure_date <= %(end)s AND %(who)s
       AND COALESCE(v.contract_date_end, 'infinity'::date) > v.departure_date
       AND NOT EXISTS (SELECT 1 FROM hr_version w WHERE w.employee_id = e.id AND w.active
                          AND w.contract_date_start > v.departure_date)
    UNION ALL
    SELECT e.id, e.leaving_date, 'last day in the job'
      FROM hr_employee e
     WHERE e.company_id = %(company)s AND e.leaving_date BETWEEN %(start)s AND %(end)s AND %(who)s"""
_REPORTS = """
    SELECT x.employee_id, x.kind, x.date_from, x.date_to,
           'reported on ' || to_char(x.reported_on, 'DD/MM/YYYY') || ' by ' || x.reported_by
      FROM police_overpayment_report x
     WHERE x.company_id = %(company)s AND x.state = 'open' AND x.date_from <= %(end)s
       AND (x.date_to IS NULL OR x.date_to >= %(start)s) AND %(who)s"""
_LEAVE = """
    SELECT l.employee_id, l.request_date_from, l.request_date_to, 'approved unpaid leave'
      FROM hr_leave l JOIN hr_leave_type t ON t.id = l.holiday_status_id
     WHERE l.state = 'validate' AND t.unpaid AND l.employee_company_id = %(company)s AND %(who)s
       AND l.request_date_from <= %(end)s AND l.request_date_to >= %(start)s"""
_NOTICES = """
    SELECT x.employee_id, GREATEST(x.date_from, x.create_date::date), x.source FROM police_pay_profile x
     WHERE x.company_id = %(company)s AND x.active AND x.date_from <= %(pay)s AND COALESCE(x.source, '') <> ''
       AND x.date_from > %(pay)s::date - 400 AND %(who)s"""
_TWINS = """
    SELECT array_agg(e.id ORDER BY e.id) FROM hr_employee e
     WHERE e.company_id = %(company)s AND e.nino IS NOT NULL GROUP BY e.nino HAVING count(*) > 1"""


class Predictor:
    """Predicts over the ``outcomes`` of a gathering, reports on the run and keeps the worklist."""

    def __init__(self, gathering, outcomes):
        self.gathering, self.outcomes = gathering, outcomes
        self.env = gathering.env

    def report(self):
        """Warnings on the run, and rows of the worklist when there is a run."""
        found = self.found()
        for employee_id, alert in found:
            if alert.kind in SHOWN_BY_CONTROLS:
                continue
            self.gathering.problem(
                Severity.WARNING, f"overpayment_{alert.kind}", f"{alert.person}: {alert.text}", employee_id,
                RULE, alert.on,
            )  # fmt: skip
        if self.gathering.run:
            self._keep(found)

    def found(self):
        """``[(employee id, Prediction)]`` in order of payroll reference."""
        before, events, twins = self._before(), self._events(), self._twins()
        found = []
        for employee_id, (case, result) in self.outcomes.items():
            subject = Subject(
                case, result, before.get(employee_id), tuple(events.get(employee_id, ())),
                tuple(self.outcomes[twin][0] for twin in twins.get(employee_id, ()) if twin in self.outcomes),
            )  # fmt: skip
            found += [(employee_id, alert) for alert in predict(subject, self.gathering.rules)]
        return found

    def _query(self, statement, column, **more):
        gathering = self.gathering
        values = {
            "company": gathering.company.id, "start": gathering.period.start, "end": gathering.period.end,
            "pay": gathering.period.pay_date, "who": gathering.where(column), **more,
        }  # fmt: skip
        return self.env.execute_query(SQL(statement, **values))

    # -- what was paid before ----------------------------------------------------------------------

    def _before(self):
        runs = self.env["police.pay.run"].search(
            [("company_id", "=", self.gathering.company.id), ("state", "in", ("approved", "paid")),
             ("kind", "=", "regular"),
             ("pay_date", "<", self.gathering.period.pay_date)],
            order="pay_date desc", limit=MONTHS_BACK,
        )  # fmt: skip
        if not runs:
            return {}
        last = self._query(_LAST, "s.employee_id", runs=runs.ids)
        salaries = dict(self.env.execute_query(SQL(_SALARY, [row[1] for row in last])))
        highest = defaultdict(dict)
        for employee_id, code, amount, _hours in self._query(_HIGHEST, "s.employee_id", runs=runs.ids):
            highest[employee_id][code] = amount
        hours = dict(self._query(_HOURS, "s.employee_id", runs=runs.ids))
        return {
            employee_id: Before(
                pay_date, TaxPosition(code, basis) if code else None, (kind, rank), salaries.get(slip_id),
                highest.get(employee_id, {}), hours.get(employee_id, 0),
            )
            for employee_id, slip_id, pay_date, code, basis, kind, rank in last
        }  # fmt: skip

    # -- what else is known ------------------------------------------------------------------------

    def _events(self):
        events = defaultdict(list)
        for employee_id, on, source in self._query(_GONE, "e.id"):
            events[employee_id].append(Event("left", on, source=source))
        for employee_id, kind, start, end, source in self._query(_REPORTS, "x.employee_id"):
            events[employee_id].append(Event(kind, start, end, source))
        for employee_id, on, source in self._query(_NOTICES, "x.employee_id"):
            events[employee_id].append(Event("tax_notice", on, source=source))
        if "hr.leave" in self.env:
            for employee_id, start, end, source in self._query(_LEAVE, "l.employee_id"):
                events[employee_id].append(Event("unpaid", start, end, source))
        return events

    def _twins(self):
        twins = {}
        for (ids,) in self._query(_TWINS, "e.id"):
            for employee_id in ids:
                twins[employee_id] = [other for other in ids if other != employee_id]
        return twins

    # -- the worklist ------------------------------------------------------------------------------

    def _keep(self, found):
        """Rows by person and kind: known ones keep what somebody decided, those no longer found go."""
        found = [(key, alert._replace(text=_sentence(alert.text))) for key, alert in found]
        run = self.gathering.run
        self.env["police.overpayment.prediction"].flush_model()
        self.env.cr.execute(
            "DELETE FROM police_overpayment_prediction"
            " WHERE run_id = %s AND NOT (employee_id, kind, message) IN %s"
            if found
            else "DELETE FROM police_overpayment_prediction WHERE run_id = %s",
            [run.id, tuple((key, a.kind, a.text) for key, a in found)] if found else [run.id],
        )
        rows = [
            (run.id, run.company_id.id, key, alert.kind, text(alert.amount), alert.on, alert.text, "open")
            for key, alert in found
        ]
        if rows:
            self.env.cr.execute_values(
                """INSERT INTO police_overpayment_prediction
                          (run_id, company_id, employee_id, kind, amount, on_date, message, state)
                   VALUES %s ON CONFLICT (run_id, employee_id, kind, message) DO NOTHING""",
                rows,
            )
        self.env["police.overpayment.prediction"].invalidate_model()


def _sentence(words):
    return words[:1].upper() + words[1:]
