"""When services and components fall due: facts of a force to ``police_engine.fleet.forecast`` and back.

Set-based: a handful of queries whatever the size of the fleet, one statement to write the answers.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.police_engine.fleet.forecast.due import forecast
from odoo.addons.police_engine.fleet.forecast.facts import History, Task
from odoo.addons.police_engine.fleet.odometer.readings import MILES_PER_KM
from odoo.tools import SQL

from . import bulk
from .due import add_months

HISTORY_DAYS = 550  # a year and a half: the seasons can be told, the work stays small
SOON_DAYS = 30
PEERS = 60  # vehicles that a forecast of a few is learnt from as well: months, memory and error bars
BY = {"days": "date", "distance": "distance", "hours": "hours", "": None}
DUE_COLUMNS = {
    "odometer": "numeric", "per_day": "float8", "due_on": "date", "due_low": "date", "due_high": "date",
    "due_odometer": "integer", "due_by": "varchar", "due_why": "varchar", "urgency": "varchar",
    "together_group": "varchar",
}  # fmt: skip
PART_COLUMNS = {
    "due_on": "date",
    "due_low": "date",
    "due_high": "date",
    "due_why": "varchar",
    "miles": "integer",
}


class Vehicle(NamedTuple):
    """``offset``: miles on earlier dials; ``factor``: miles in one unit of its dial."""

    id: int
    role: str
    offset: int
    factor: float
    since: date | None


class Facts(NamedTuple):
    """Everything about the vehicles that forecasts are made from."""

    today: date
    vehicles: dict[int, Vehicle]
    distance: dict[int, list]
    hours: dict[int, list]
    off_road: dict[int, list]


def facts(env, vehicle_ids, today):
    """Read the facts of vehicles; five queries."""
    ids = list(vehicle_ids)
    env["fleet.vehicle"].flush_model()
    env["fleet.vehicle.odometer"].flush_model()
    rows = env.execute_query(
        SQL(
            """SELECT id, coalesce(police_role, ''), coalesce(dial_offset, 0), odometer_unit, acquisition_date
                 FROM fleet_vehicle WHERE id = ANY(%s)""",
            ids,
        )
    )
    vehicles = {
        row[0]: Vehicle(row[0], row[1], row[2], MILES_PER_KM if row[3] == "kilometers" else 1.0, row[4])
        for row in rows
    }
    since = today - timedelta(days=HISTORY_DAYS)
    return Facts(
        today,
        vehicles,
        _distance(env, ids, since, today),
        _hours(env, ids, since, today),
        _stands(env, ids, today),
    )


def _distance(env, ids, since, today):
    found = defaultdict(list)
    for vehicle, on, total in env.execute_query(
        SQL(
            """SELECT vehicle_id, date, max(total) FROM fleet_vehicle_odometer
                WHERE vehicle_id = ANY(%s) AND state = 'counted' AND date BETWEEN %s AND %s
                GROUP BY vehicle_id, date ORDER BY vehicle_id, date""",
            ids, since, today,
        )
    ):  # fmt: skip
        found[vehicle].append((on, float(total or 0)))
    return found


def _hours(env, ids, since, today):
    env["police.fleet.hours"].flush_model()
    found = defaultdict(list)
    for vehicle, on, hours in env.execute_query(
        SQL(
            """SELECT vehicle_id, date, max(hours) FROM police_fleet_hours
                WHERE vehicle_id = ANY(%s) AND state = 'counted' AND date BETWEEN %s AND %s
                GROUP BY vehicle_id, date ORDER BY vehicle_id, date""",
            ids, since, today,
        )
    ):  # fmt: skip
        found[vehicle].append((on, float(hours)))
    return found


def _stands(env, ids, today):
    """Days to come on which a vehicle is booked into a workshop."""
    env["police.fleet.service.booking"].flush_model()
    found = defaultdict(list)
    for vehicle, first, last in env.execute_query(
        SQL(
            """SELECT vehicle_id, start::date, stop::date FROM police_fleet_service_booking
                WHERE vehicle_id = ANY(%s) AND state IN ('booked', 'in_workshop') AND stop::date > %s
                  AND stop::date > start::date""",
            ids, today,
        )
    ):  # fmt: skip
        found[vehicle].append((first, last))
    return found


def with_peers(env, vehicle_ids):
    """``vehicle_ids``, and when they are few others of the same force, so that one car is not all we know."""
    ids = set(vehicle_ids)
    if not ids or len(ids) >= PEERS:
        return ids
    companies = env["fleet.vehicle"].browse(ids).company_id.ids
    others = env["fleet.vehicle"].sudo().search([("company_id", "in", companies)], limit=PEERS, order="id")
    return ids | set(others.ids)


def histories(known):
    """The engine's rows, one a vehicle."""
    return [
        History(
            str(v.id), v.role, tuple(known.distance.get(v.id, ())), tuple(known.hours.get(v.id, ())),
            tuple(known.off_road.get(v.id, ())),
        )
        for v in known.vehicles.values()
    ]  # fmt: skip


def totals_at(env, wanted):
    """``{(vehicle id, day): miles over all dials}`` at the last counted reading up to that day."""
    if not wanted:
        return {}
    rows = env.execute_query(
        SQL(
            """SELECT w.vehicle, w.day, o.total, o.value
                 FROM (VALUES %s) AS w(vehicle, day)
                 CROSS JOIN LATERAL (SELECT total, value FROM fleet_vehicle_odometer
                     WHERE vehicle_id = w.vehicle AND state = 'counted' AND date <= w.day
                     ORDER BY date DESC, id DESC LIMIT 1) o""",
            SQL(", ").join(SQL("(%s::integer, %s::date)", vehicle, day) for vehicle, day in sorted(wanted)),
        )
    )
    return {(vehicle, day): (total or 0, value) for vehicle, day, total, value in rows}


def refresh_due(rows, today):
    """Forecast every ``police.fleet.service.due`` of ``rows`` and store it."""
    env = rows.env
    known = facts(env, with_peers(env, rows.vehicle_id.ids), today)
    offsets = _last_offsets(env, rows, known)
    tasks = [task for row in rows if (task := _task(row, known, offsets))]
    answers = {int(answer.task): answer for answer in forecast(histories(known), tasks, today)}
    joined = _together(rows, answers)
    bulk.update(rows, DUE_COLUMNS, [_due_values(row, answers.get(row.id), known, joined) for row in rows])
    _next_service(env, known.vehicles)


def _last_offsets(env, rows, known):
    """Miles on earlier dials when a service was done; only vehicles with a changed dial need looking up."""
    wanted = {
        (row.vehicle_id.id, row.last_done_on)
        for row in rows
        if row.last_done_on and known.vehicles[row.vehicle_id.id].offset
    }
    return {
        key: total - round(value * known.vehicles[key[0]].factor)
        for key, (total, value) in totals_at(env, wanted).items()
    }


def _task(row, known, offsets):
    vehicle, plan = known.vehicles[row.vehicle_id.id], row.plan_id
    last_on = row.last_done_on or vehicle.since
    if not last_on:
        return None
    days = (add_months(last_on, plan.interval_months) - last_on).days if plan.interval_months else 0
    return Task(
        str(row.id),
        str(vehicle.id),
        last_on,
        days,
        plan.interval_distance * vehicle.factor,
        float(plan.interval_hours),
        row.last_done_odometer * vehicle.factor + offsets.get((vehicle.id, row.last_done_on), 0),
        row.last_done_hours,
    )


def _together(rows, answers):
    """``{due id: key}``: services of one vehicle that are done together and due about the same time."""
    by_vehicle = defaultdict(dict)
    for row in rows:
        answer = answers.get(row.id)
        if answer and answer.due:
            by_vehicle[row.vehicle_id.id][row.plan_id] = (row.id, answer.due)
    joined = {}
    for vehicle, plans in by_vehicle.items():
        for plan, (row_id, due) in plans.items():
            for other in plan.with_plan_ids:
                if other in plans and abs((plans[other][1] - due).days) <= plan.together_days:
                    _join(joined, row_id, plans[other][0], vehicle)
    return joined


def _join(joined, one, other, vehicle):
    key = joined.get(one) or joined.get(other) or f"{vehicle}-{min(one, other)}"
    old = {joined.get(one), joined.get(other)} - {None, key}
    for row_id in [r for r, k in joined.items() if k in old] + [one, other]:
        joined[row_id] = key


def _due_values(row, answer, known, joined):
    vehicle, plan = known.vehicles[row.vehicle_id.id], row.plan_id
    readings = known.distance.get(vehicle.id, ())
    now = round((readings[-1][1] - vehicle.offset) / vehicle.factor) if readings else 0
    at = round(row.last_done_odometer) + plan.interval_distance if plan.interval_distance else 0
    if answer is None:
        why = row.env._("Neither a last service nor the date of acquisition is recorded.")
        return (row.id, now, 0.0, None, None, None, at, None, why, "unknown", None)
    per_day = _per_day(readings) / vehicle.factor
    return (
        row.id, now, per_day, answer.due, answer.early, answer.late, at, BY[answer.by], answer.why,
        urgency(answer, known.today), joined.get(row.id),
    )  # fmt: skip


def _per_day(readings):
    if len(readings) < 2:
        return 0.0
    days = (readings[-1][0] - readings[0][0]).days
    return (readings[-1][1] - readings[0][1]) / days if days else 0.0


def urgency(answer, today):
    """overdue, soon, later or unknown."""
    if not answer.due:
        return "unknown"
    days = (answer.due - today).days
    if days < 0 or (days == 0 and answer.by != "days"):
        return "overdue"
    return "soon" if days <= SOON_DAYS else "later"


def _next_service(env, vehicle_ids):
    env["police.fleet.service.due"].flush_model()
    env.cr.execute(
        SQL(
            """UPDATE fleet_vehicle v SET next_service_on = d.due
                 FROM (SELECT f.id, min(s.due_on) AS due FROM fleet_vehicle f
                         LEFT JOIN police_fleet_service_due s ON s.vehicle_id = f.id
                        WHERE f.id = ANY(%s) GROUP BY f.id) d
                WHERE d.id = v.id AND v.next_service_on IS DISTINCT FROM d.due""",
            list(vehicle_ids),
        )
    )
    env["fleet.vehicle"].invalidate_model(["next_service_on"])


def refresh_components(parts, today):
    """Forecast when the fitted ``police.fleet.component`` of ``parts`` are worn out, and store it."""
    env = parts.env
    fitted = parts.filtered("vehicle_id")
    known = facts(env, with_peers(env, fitted.vehicle_id.ids), today)
    now = {v: readings[-1][1] for v, readings in known.distance.items() if readings}
    tasks, done = [], {}
    for part in fitted:
        done[part.id] = part._miles_done(now.get(part.vehicle_id.id))
        if part.life_miles or part.life_months:
            tasks.append(_wear(part, done[part.id], now.get(part.vehicle_id.id, 0.0)))
    answers = {int(a.task): a for a in forecast(histories(known), tasks, today)}
    rows = []
    for part in fitted:
        a = answers.get(part.id)
        rows.append((part.id, *((a.due, a.early, a.late, a.why) if a else (None,) * 4), round(done[part.id])))
    bulk.update(parts, PART_COLUMNS, rows)


def _wear(part, miles, now):
    since = part.new_on or part.fitted_on
    days = (add_months(since, part.life_months) - since).days if part.life_months else 0
    return Task(str(part.id), str(part.vehicle_id.id), since, days, float(part.life_miles), 0.0, now - miles)
