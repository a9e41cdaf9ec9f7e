"""Moving parts between the shelf and a vehicle by core stock moves, as the system on the user's behalf."""

from odoo.exceptions import UserError
from odoo.tools import float_compare


def fitted_location(env, company):
    """Where parts are once they are on a vehicle; one virtual place a force, made when first needed."""
    Location = env["stock.location"].sudo()
    found = Location.search(
        [("company_id", "=", company.id), ("usage", "=", "production"), ("police_fitted", "=", True)], limit=1
    )
    return found or Location.create(
        {
            "name": env._("Fitted to vehicles"),
            "usage": "production",
            "company_id": company.id,
            "police_fitted": True,
        }
    )


def reserve(part):
    """Reserve ``part`` (police.fleet.job.part) on the shelf; True when all of it is there."""
    move = part.move_id or _new_move(part)
    if move.state == "draft":
        move._action_confirm(merge=False)
    if move.state in ("confirmed", "partially_available", "waiting"):
        move._action_assign()
    part.move_id = move
    return _complete(move)


def _complete(move):
    rounding = move.product_uom.rounding
    return float_compare(move.quantity, move.product_uom_qty, precision_rounding=rounding) >= 0


def _new_move(part):
    job = part.job_id
    return _move(part, job.workshop_id._stores(), fitted_location(part.env, job.company_id), part.quantity)


def _move(part, source, target, quantity, **values):
    job = part.job_id
    return (
        part.env["stock.move"]
        .sudo()
        .with_company(job.company_id)
        .create(
            {
                "product_id": part.product_id.id,
                "product_uom_qty": quantity,
                "product_uom": part.product_id.uom_id.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": job.company_id.id,
                "origin": job.name,
                "date": job.start or part.env.cr.now(),
                **values,
            }
        )
    )


def release(part):
    """Give a reservation back."""
    move = part.move_id
    if move and move.state not in ("done", "cancel"):
        move._action_cancel()


def issue(part):
    """Take the reserved quantity off the shelf; returns its cost in pounds."""
    move = part.move_id
    if not move or not (reserve(part) if move.state != "done" else True):
        raise UserError(
            part.env._(
                "%(job)s: %(quantity)g × %(part)s are not in %(stores)s.",
                job=part.job_id.name,
                quantity=part.quantity,
                part=part.product_id.display_name,
                stores=part.job_id.workshop_id._stores().display_name,
            )
        )
    move.picked = True
    move._action_done()
    return value(move)


def take_back(part, quantity):
    """Put ``quantity`` of a fitted part back on the shelf; returns the value in pounds."""
    done = part.move_id
    back = _move(
        part,
        done.location_dest_id,
        done.location_id,
        quantity,
        origin_returned_move_id=done.id,
        price_unit=value(done) / done.quantity,
    )
    back._action_confirm(merge=False)
    back.quantity = quantity
    back.picked = True
    back._action_done()
    return value(done) * quantity / done.quantity


def value(move):
    """Pounds a done move is worth: core's valuation, else quantity at the product's cost."""
    product = move.product_id.with_company(move.company_id)
    return move.value or move.quantity * product.standard_price
