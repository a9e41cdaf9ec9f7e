"""Facts of the fleet into ``police_engine.fleet.replacement`` and its programme back into records."""

from odoo import fields
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.fleet.replacement.explain import explain
from odoo.addons.police_engine.fleet.replacement.facts import Problem, Vehicle
from odoo.addons.police_engine.fleet.replacement.optimise import optimise
from odoo.addons.police_engine.money import pence, pounds
from odoo.exceptions import UserError
from odoo.fields import Command

ENOUGH_DAYS = 250  # the ledger must know a vehicle for so long before its cost is set against a year of miles
ENOUGH_MILES = 1_000  # below so many in a year a vehicle's own pence a mile says nothing
MOST, LEAST = 300, 40  # percent; beyond it is a posting error or a write-off, not running cost


def work_out(scenario):
    """Replace the lines of ``scenario`` by the best programme. UserError names what is missing."""
    env, company = scenario.env, scenario.company_id
    years = _years(scenario)
    start = fields.Date.to_date(f"{years[0]}-04-01")
    rates = env["police.fleet.rate"]._in_force(company, start)
    if not rates:
        raise UserError(
            env._("No approved prices and running costs are in force on %s.", start.strftime("%d/%m/%Y"))
        )
    known = env["fleet.vehicle"].search(
        [("company_id", "=", company.id), ("life_state", "in", ("in_service", "commissioning"))]
    )
    undated = known.filtered(lambda v: v.police_role in rates and not v.acquisition_date)
    if undated:
        raise UserError(
            env._("Enter when these were bought: %s.", ", ".join(undated[:20].mapped("display_name")))
        )
    used = known.filtered(lambda v: v.police_role in rates)
    curves = {role: rate._curve() for role, rate in rates.items()}
    problem = Problem(
        _vehicles(used, rates, curves, start, len(years)),
        curves,
        [pence(str(round(limit.capital, 2))) for limit in scenario.limit_ids.sorted("year")],
        round(scenario.discount * 100),
    )
    try:
        programme = optimise(problem)
    except EngineError as error:
        raise UserError(str(error)) from error
    _keep(scenario, problem, programme, used, years, known - used)


def _years(scenario):
    years = sorted(scenario.limit_ids.mapped("year"))
    if not years or years != list(range(scenario.first_year, scenario.first_year + len(years))):
        raise UserError(
            scenario.env._(
                "%(name)s: enter the capital of each year from %(year)s without a gap (nil as 0).",
                name=scenario.name,
                year=scenario.first_year,
            )
        )
    return years


def _vehicles(vehicles, rates, curves, start, years):
    costs = {
        c.id: c
        for c in vehicles.env["police.fleet.vehicle.cost"].search([("vehicle_id", "in", vehicles.ids)])
    }
    facts = []
    for vehicle in vehicles:
        age = max(0, (start - vehicle.acquisition_date).days * 100 // 36525)
        limit = rates[vehicle.police_role].age_limit
        must = None if not limit or limit - age >= years else max(0, limit - age)
        cost = costs[vehicle.id]
        facts.append(
            Vehicle(
                vehicle.id,
                vehicle.license_plate or vehicle.display_name,
                vehicle.police_role,
                age,
                cost.year_miles,
                _factor(cost, curves[vehicle.police_role], age),
                must,
            )
        )
    return facts


def _factor(cost, curve, age):
    """Percent of the curve that the vehicle really cost in the last year; 100 where too little is known."""
    expected = curve.running[min(max(age - 1, 0), len(curve.running) - 1)] / 100
    known = cost.first_on and (fields.Date.context_today(cost) - cost.first_on).days >= ENOUGH_DAYS
    if not known or cost.year_miles < ENOUGH_MILES or not cost.year_running or not expected:
        return 100
    return min(MOST, max(LEAST, round(100 * cost.running_pence / expected)))


def _keep(scenario, problem, programme, vehicles, years, left_out):
    chosen = {choice.vehicle: choice for choice in programme.choices}
    facts = {vehicle.id: vehicle for vehicle in problem.vehicles}
    roles = dict(vehicles._fields["police_role"]._description_selection(scenario.env))
    lines = []
    for vehicle in vehicles:
        choice, fact = chosen.get(vehicle.id), facts[vehicle.id]
        year = years[choice.year] if choice else 0
        lines.append(
            Command.create(
                {
                    "vehicle_id": vehicle.id,
                    "police_role": vehicle.police_role,
                    "station_id": vehicle.station_id.id,
                    "year": year,
                    "year_label": f"{year}-{(year + 1) % 100:02d}" if choice else scenario.env._("Kept"),
                    "year_sort": year or 9999,
                    "age": fact.age,
                    "miles": fact.miles,
                    "factor": fact.factor,
                    "outlay": float(pounds(choice.outlay)) if choice else 0.0,
                    "saving": float(pounds(choice.saving)) if choice else 0.0,
                    "why": explain(problem, programme, fact),
                }
            )
        )
    scenario.sudo().write(
        {
            "line_ids": [Command.clear(), *lines],
            "state": "worked_out",
            "proven": programme.proven,
            "saving": float(pounds(programme.saving)),
            "bound": float(pounds(programme.bound)),
            "worked_out_on": fields.Datetime.now(),
            "roles_left_out": ", ".join(sorted({roles.get(v.police_role, "?") for v in left_out})) or False,
        }
    )
