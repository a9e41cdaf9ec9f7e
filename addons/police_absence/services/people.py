"""Facts of people that decide absence pay: officer or staff, and continuous service."""

from typing import NamedTuple

from odoo.tools import SQL

_QUERY = """
    SELECT e.id, COALESCE(v.police_type, ''), COALESCE(e.service_date, e.joined_on, v.contract_date_start)
      FROM hr_employee e
      JOIN LATERAL (
           SELECT x.police_type, x.contract_date_start FROM hr_version x
            WHERE x.employee_id = e.id AND x.active
            ORDER BY (x.date_version <= %(on)s) DESC, CASE WHEN x.date_version <= %(on)s
                     THEN %(on)s - x.date_version ELSE x.date_version - %(on)s END LIMIT 1) v ON TRUE
     WHERE e.id = ANY(%(ids)s)"""


class Person(NamedTuple):
    """``kind``: officer, staff, pcso or special; ``service_from``: continuous service."""

    kind: str
    service_from: object

    @property
    def officer(self):
        return self.kind == "officer"

    def months_on(self, day):
        """Whole months of continuous service on a day."""
        start = self.service_from
        if not start or start > day:
            return 0
        months = (day.year - start.year) * 12 + day.month - start.month
        return months - (day.day < start.day)


def read_people(env, employee_ids, on):
    """``{employee id: Person}`` as on a date, in one query."""
    env["hr.version"].flush_model()
    env["hr.employee"].flush_model(["service_date", "joined_on"])
    rows = env.execute_query(SQL(_QUERY, on=on, ids=list(employee_ids)))
    return {row[0]: Person(row[1], row[2]) for row in rows}
