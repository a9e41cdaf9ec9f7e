"""Which services are due, and booking them into workshops."""

from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz
from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain

WORKING_DAY_STARTS = 8  # o'clock, local time


def due_services(env, company, until):
    """``police.fleet.service.due`` of ``company`` due on or before ``until``, not booked, earliest first."""
    return env["police.fleet.service.due"].search(
        Domain("company_id", "=", company.id)
        & Domain("due_on", "<=", until)
        & Domain("booking_id", "=", False)
        & Domain("vehicle_id.active", "=", True),
        order="due_on, id",
    )


def book(env, due, workshop, start, hours=None):
    """Book the service ``due`` into ``workshop`` from ``start`` (naive UTC datetime); returns the booking.

    Raises ValidationError when the vehicle is booked at that time already or every bay is taken,
    UserError when the service is booked already.
    """
    due.ensure_one()
    if due.booking_id:
        raise UserError(
            env._(
                "%(service)s of %(vehicle)s is booked already: %(booking)s.",
                service=due.plan_id.name,
                vehicle=due.vehicle_id.license_plate,
                booking=due.booking_id.name,
            )
        )
    along = due._along()
    hours = hours or due.plan_id.hours + sum(along.plan_id.mapped("hours"))
    return env["police.fleet.service.booking"].create(
        {
            "vehicle_id": due.vehicle_id.id,
            "due_id": due.id,
            "along_ids": along.ids,
            "plan_id": due.plan_id.id,
            "workshop_id": workshop.id,
            "start": start,
            "stop": start + timedelta(hours=hours),
            "state": "booked",
        }
    )


def book_due(env, company, until, first_day, workshops=None):
    """Book all services due until ``until``, earliest due first, one a bay and weekday from ``first_day``.

    A simple first-come placement (the optimiser is another part of the product). A vehicle's
    services that are due together go on different days. Returns the bookings.
    """
    workshops = workshops or env["police.fleet.workshop"].search([("company_id", "=", company.id)])
    if not workshops:
        raise UserError(
            env._("%s has no workshop: enter one under Fleet, Configuration, Workshops.", company.name)
        )
    slots = _free_slots(env, workshops, first_day)
    taken = defaultdict(set)
    bookings = env["police.fleet.service.booking"]
    for due in due_services(env, company, until):
        if due.booking_id:
            continue  # comes along with another service of the vehicle
        waiting = []
        workshop, day = next(slots)
        while day in taken[due.vehicle_id]:
            waiting.append((workshop, day))
            workshop, day = next(slots)
        slots = _chain(waiting, slots)
        taken[due.vehicle_id].add(day)
        bookings |= book(env, due, workshop, _local_start(env, day))
    return bookings


def first_free(env, company, first_day):
    """(workshop, start as naive UTC) of the first bay free all weekday from ``first_day``; or None."""
    workshops = env["police.fleet.workshop"].search([("company_id", "=", company.id)])
    if not workshops:
        return None
    workshop, day = next(_free_slots(env, workshops, first_day))
    return workshop, _local_start(env, day)


def _chain(first, rest):
    yield from first
    yield from rest


def _free_slots(env, workshops, first_day):
    """Endless (workshop, day) pairs, one for each bay that is free all that weekday."""
    day = first_day
    while True:
        if day.weekday() < 5:
            for workshop in workshops:
                for _bay in range(workshop._free_bays(_local_start(env, day), 9)):
                    yield workshop, day
        day += timedelta(days=1)


def _local_start(env, day):
    zone = pytz.timezone(env.context.get("tz") or env.user.tz or "Europe/London")
    local = zone.localize(datetime.combine(day, time(WORKING_DAY_STARTS)))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def refresh(env, company, today=None):
    """Bring ``police.fleet.service.due`` of ``company`` up to date; returns the rows. Run nightly."""
    today = today or fields.Date.context_today(env.user)
    Due = env["police.fleet.service.due"].sudo()
    plans = env["police.fleet.service.plan"].sudo().search([("company_id", "=", company.id)])
    wanted = {(vehicle.id, plan.id) for plan in plans for vehicle in plan._vehicles()}
    rows = Due.with_context(active_test=False).search([("company_id", "=", company.id)])
    known = {(row.vehicle_id.id, row.plan_id.id): row for row in rows}
    Due.create([{"vehicle_id": vehicle, "plan_id": plan} for vehicle, plan in sorted(wanted - known.keys())])
    rows.filtered(lambda r: (r.vehicle_id.id, r.plan_id.id) not in wanted and not r.booking_ids).unlink()
    rows = Due.search([("company_id", "=", company.id)])
    rows._refresh(today)
    return rows
