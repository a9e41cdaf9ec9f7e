"""The workshop plan of next month: made and published, then planned again with promises kept."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

FAR = 25  # minutes one way where a base has no workshop of its own


def finish(demo):
    """Bookings, minimums and technicians of the other stories are there by now."""
    if "police.fleet.plan" not in demo.env:
        return
    manager = demo.env(user=demo.users["fleet.manager"])
    shops = manager["police.fleet.workshop"].search(
        [("company_id", "=", demo.company.id), ("partner_id", "=", False)]
    )
    if not shops:
        return
    _travel(manager, demo.company, shops)
    plan = manager["police.fleet.plan"].create({"company_id": demo.company.id, "seconds": _seconds(demo)})
    plan.write({"state": "planning"})
    plan._work()
    if plan.state == "proposed" and plan.lawful:
        _publish(plan)


def _publish(plan):
    """Where another story has booked over it meanwhile, the plan stays proposed, as it would in a force."""
    try:
        with plan.env.cr.savepoint():
            plan.action_publish()
    except UserError as error:
        plan.message_post(body=str(error))
    else:
        _next(plan)


def _seconds(demo):
    """A few seconds; fewer for a small force."""
    return (
        1
        if len(demo.env["fleet.vehicle"].search([("company_id", "=", demo.company.id)], limit=50)) < 50
        else 3
    )


def _travel(env, company, shops):
    known = {(r.station_id, r.workshop_id) for r in env["police.fleet.travel"].search([])}
    vehicles = env["fleet.vehicle"].search([("company_id", "=", company.id)])
    env["police.fleet.travel"].create(
        [
            {
                "company_id": company.id,
                "station_id": base.id,
                "workshop_id": shop.id,
                "minutes": 0 if shop.station_id == base else FAR,
            }
            for base in vehicles.station_id
            for shop in shops
            if (base, shop) not in known
        ]
    )


def _next(plan):
    """A second version: some parts come late, so there is something to decide on."""
    line = plan.line_ids.filtered(lambda x: x.placed and x.due_id and not x.by_law)[:1]
    if line:
        late = fields.Date.to_date(line.slot[:10]) + timedelta(days=3)
        line.due_id.parts_ready_on = min(late, plan.date_to)
    fresh = plan._new_version()
    fresh.write({"state": "planning", "seconds": 1})
    fresh._work()
