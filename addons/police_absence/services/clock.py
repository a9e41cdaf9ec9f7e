"""Days used in the rolling year and the forecast of drops, for the clock screen."""

from datetime import timedelta

from odoo.addons.police_engine.absence import sick
from odoo.addons.police_engine.exceptions import EngineError
from odoo.tools import SQL

from .sickness import SicknessReader

_DAY = timedelta(days=1)
_AHEAD = timedelta(days=400)  # beyond a year of full and half pay
_SICK = """
    SELECT DISTINCT employee_id FROM police_absence
     WHERE company_id = %s AND kind = 'sickness' AND state IN ('confirmed', 'ended') AND date_from <= %s
       AND (date_to IS NULL OR date_to >= %s)"""


def clock_rows(env, company, employee_ids, today):
    """Field values of the clocks of everybody sick in the twelve months up to ``today``."""
    since = sick.year_before(today)
    found = [row[0] for row in env.execute_query(SQL(_SICK, company.id, today, since))]
    if employee_ids is not None:
        found = [person for person in found if person in set(employee_ids)]
    if not found:
        return []
    reader = SicknessReader(env, company, found, today + _AHEAD)
    return [_row(reader, person, company, today, since) for person in sorted(found)]


def _row(reader, person, company, today, since):
    absences = reader.absences.get(person, ())
    now = next((a for a in absences if a.date_from <= today and not (a.date_to and a.date_to < today)), None)
    row = {
        "employee_id": person,
        "company_id": company.id,
        "absence_id": now.id if now else False,
        "sick_since": now.date_from if now else False,
        "spells": sum(1 for a in absences if a.date_from <= today and (not a.date_to or a.date_to >= since)),
        "as_of": today,
        "fault": False,
        "warning_state": "none",
    }
    row |= dict.fromkeys(("level", "half_on", "nil_on", "next_drop_on", "next_level", "warned_on"), False)
    row |= dict.fromkeys(("warning_due_on",), False)
    row |= dict.fromkeys(("full_used", "half_used", "full_left", "half_left", "days_sick"), 0)
    try:
        done = [s for s in reader.stretches(person, today) if s.start <= today]
        ahead = reader.stretches(person)
        left = sick.left_on(done, today + _DAY, reader.rules, reader.entitlement(person))
    except EngineError as error:
        return {**row, "fault": str(error)}
    row["full_left"], row["half_left"] = left[sick.FULL], left[sick.HALF]
    for level, name in ((sick.FULL, "full_used"), (sick.HALF, "half_used")):
        row[name] = sick.paid_days(done, level, since, today + _DAY)
    nil = sick.paid_days(done, sick.NIL, since, today + _DAY)
    row["days_sick"] = row["full_used"] + row["half_used"] + nil
    row["level"] = next((s.level for s in done if s.start <= today <= s.end), False) if now else False
    return row | _forecast(reader, person, ahead, now, today)


def _forecast(reader, person, ahead, now, today):
    """When pay drops if the person stays sick, and whether the person has been told."""
    if now is None or now.date_to:
        return {}
    drops = [drop for drop in sick.drops(ahead) if drop.on > today]
    found = {}
    for drop in drops:
        found.setdefault("half_on" if drop.level == sick.HALF else "nil_on", drop.on)
    if not drops:
        return found
    first = drops[0]
    notice_days = reader.rules.at(sick.SICK, today)["announce_days"]
    told = min((n.told for n in reader.notices(person) if n.drop == first.on), default=None)
    due = first.on - timedelta(days=notice_days)
    state = "none"
    if told:
        state = "told" if told <= due else "late"
    elif due <= today + timedelta(days=notice_days):
        state = "due" if today <= due else "late"
    return found | {
        "next_drop_on": first.on,
        "next_level": first.level,
        "warned_on": told or False,
        "warning_due_on": due,
        "warning_state": state,
    }
