"""Judges what the planner answered and stores it with its plan."""

from odoo import fields
from odoo.addons.police_engine.fleet.planning import verify

from .clock import to_utc, words
from .cover import shortfalls

FIGURES = {
    "shortfall": "shortfall_vehicle_shifts",
    "late": "late_days",
    "early": "early_days",
    "moved": "moved",
}


def store(plan, problem, answer):
    """Replace what ``plan`` held by the :class:`~.runner.Answer`; breaches and figures are the verifier's."""
    document = {**answer.plan, "assignments": own_bays(problem, answer.plan["assignments"])}
    hands = set(problem.records.get("blocks", ()))
    blocks = [row for row in document["assignments"] if row["technician"] in hands]
    plan.line_ids.unlink()
    plan.relaxation_ids.unlink()
    plan.env["police.fleet.plan.line"].create(list(_lines(plan, problem, document, answer.why, hands)))
    plan.env["police.fleet.plan.relaxation"].create(
        [
            {"plan_id": plan.id, "sequence": n, "limit": row["limit"], "why": row["why"]}
            for n, row in enumerate(document["relaxations"])
        ]
    )
    greedy = verify.check(problem.raw, answer.greedy)
    plan.write(
        {
            "problem": problem.raw,
            "records": problem.records,
            "blocks": blocks,
            "notes": "\n".join(problem.notes) or False,
            "bound": document["bound"],
            "planned_on": fields.Datetime.now(),
            "greedy_objective": greedy.objective,
            "greedy_left_out": len(answer.greedy["unplaced"]),
            **{f"greedy_{name}": greedy.figures[key] for name, key in FIGURES.items()},
        }
    )
    judge(plan, document)
    _shorts(plan, "greedy", answer.greedy["assignments"])


def judge(plan, document=None):
    """Verify the plan as its lines stand; stores figures, breaches and shortfalls and answers the verdict."""
    document = document or document_of(plan)
    verdict = verify.check(plan.problem, document)
    plan.write(
        {
            "objective": verdict.objective,
            "gap": 100 * max(0.0, verdict.objective - plan.bound) / max(1, verdict.objective),
            "breaches": "\n".join(verdict.breaches) or False,
            "lawful": not verdict.breaches,
            "left_out": len(document["unplaced"]),
            **{name: verdict.figures[key] for name, key in FIGURES.items()},
        }
    )
    _shorts(plan, "optimal", document["assignments"])
    return verdict


def document_of(plan):
    """The PLAN document of the lines as they stand."""
    return {
        "assignments": assignments_of(plan),
        "unplaced": [{"job": line.key, "reason": line.why} for line in plan.line_ids if not line.placed]
        + _blocks_left_out(plan),
    }


def _blocks_left_out(plan):
    kept = {row["job"] for row in plan.blocks or ()}
    hands = set((plan.records or {}).get("blocks", ()))
    return [
        {"job": job["id"], "reason": "the bay is needed"}
        for job in plan.problem["jobs"]
        if job["vehicle"] in hands and job["id"] not in kept
    ]


def assignments_of(plan):
    """Rows of the PLAN format: the plan's lines, read in one query, and the bays that are taken."""
    plan.env["police.fleet.plan.line"].flush_model()
    plan.env.cr.execute(
        """SELECT l.key, l.workshop_id, l.bay_number, l.technician, l.slot, l.slot_end
             FROM police_fleet_plan_line l WHERE l.plan_id = %s AND l.placed ORDER BY l.slot, l.id""",
        [plan.id],
    )
    names = {record: name for name, record in plan.records["workshops"].items()}
    keys = ("job", "workshop", "bay", "technician", "start", "end")
    rows = [
        dict(zip(keys, (key, names.get(shop, ""), *rest), strict=True))
        for key, shop, *rest in plan.env.cr.fetchall()
    ]
    return rows + list(plan.blocks or ())


def own_bays(problem, rows):
    """Bays of a workshop are alike to the planner: number them so that a closed one is the closed one."""
    wanted = problem.records.get("blocks", {})
    by_day = {}
    for row in rows:
        number = wanted.get(row["technician"])
        if number and row["bay"] != number:
            by_day.setdefault((row["workshop"], row["start"][:10]), []).append((row["bay"], number))
    if not by_day:
        return rows
    swaps = {key: _swap(pairs) for key, pairs in by_day.items()}
    return [
        {**row, "bay": swaps.get((row["workshop"], row["start"][:10]), {}).get(row["bay"], row["bay"])}
        for row in rows
    ]


def _swap(pairs):
    """A renumbering of bays that sends each first of ``pairs`` to its second."""
    order = {}
    for now, wanted in pairs:
        at = order.get(now, now)
        back = next((bay for bay, new in order.items() if new == wanted), wanted)
        order[now], order[back] = wanted, at
    return order


# -- rows ------------------------------------------------------------------------------------------------


def _lines(plan, problem, document, why, hands):
    placed = {row["job"]: row for row in document["assignments"]}
    reasons = {row["job"]: row["reason"] for row in document["unplaced"]}
    visits = _visits(problem.raw["jobs"])
    locks = {row["job"]: row for row in problem.raw["locked"]}
    for job in problem.raw["jobs"]:
        if job["vehicle"] in hands:
            continue
        key = job["id"]
        values = _facts(plan, problem, job, locks.get(key), visits[key])
        row = placed.get(key)
        if row:
            values |= place_values(plan, problem.records, row) | {"why": why.get(key) or "its best day"}
        else:
            values |= {"placed": False, "why": reasons.get(key)}
        lock = locks.get(key)
        values["moved"] = bool(lock) and (
            not row or (row["workshop"], row["start"]) != (lock["workshop"], lock["start"])
        )
        yield values


def _visits(jobs):
    """``{job: name of its visit}``."""
    leader = {job["id"]: job["id"] for job in jobs}
    for job in jobs:
        for other in job["together_with"]:
            leader[other] = job["id"]
    return leader


def _facts(plan, problem, job, lock, visit):
    known = problem.records["jobs"][job["id"]]
    return {
        "plan_id": plan.id,
        "key": job["id"],
        "visit": visit,
        "vehicle_id": known["vehicle"],
        "service_plan_id": known["service"] or False,
        "due_id": known["due"] or False,
        "booking_id": known["booking"] or False,
        "card_id": known.get("card") or False,
        "due_on": known["due_on"],
        "by_law": known["law"],
        "minutes": job["minutes"],
        "promised": bool(lock),
        "promised_place": f"{lock['workshop']}, {words(lock['start'])}" if lock else False,
    }


def place_values(plan, records, row):
    """Values of a line from a row of the PLAN format."""
    workshop = plan.env["police.fleet.workshop"].browse(records["workshops"][row["workshop"]])
    bays = workshop.bay_ids.sorted("number")
    return {
        "placed": True,
        "workshop_id": workshop.id,
        "bay_number": row["bay"],
        "bay_id": bays[row["bay"] - 1].id if row["bay"] <= len(bays) else False,
        "technician_id": records.get("technicians", {}).get(row["technician"]) or False,
        "technician": row["technician"],
        "slot": row["start"],
        "slot_end": row["end"],
        "start": to_utc(row["start"]),
        "stop": to_utc(row["end"]),
    }


def _shorts(plan, method, assignments):
    rows = plan.env["police.fleet.plan.short"]
    rows.search([("plan_id", "=", plan.id), ("method", "=", method)]).unlink()
    bases, roles = plan.records.get("bases", {}), plan.records.get("roles", {})
    rows.create(
        [
            {
                "plan_id": plan.id, "method": method, "station_id": bases.get(base), "shift": shift,
                "police_role": roles.get(role), "day": day, "vehicles": lack,
            }
            for base, role, shift, day, lack in shortfalls(plan.problem, assignments)
        ]
    )  # fmt: skip
