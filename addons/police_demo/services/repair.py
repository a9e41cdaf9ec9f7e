"""How far a made-up defect has come on its job card (police_fleet_repair): who worked, with which part, when.

Times here are the defect's: ``minutes`` it spent in each of its states, ending at ``end``.
"""

from datetime import timedelta

STEPS = ("reported", "diagnosed", "parts", "work", "test", "closed")
CARD_STATE = {"waiting_parts": "parts", "in_work": "work", "test": "test"}
PARTS = {"tyres": "TY-2254", "brakes": "BP-3081", "lights": "LC-5150"}
NOT_ON_SHELF = "TY-9001"
FOUND = "Repaired as found; part changed, bolts to torque"


def on_card(defect):
    """Whether a job card leads this defect and somebody can work on it."""
    card = "job_id" in defect._fields and defect.job_id
    return bool(card and card.workshop_id.technician_ids)


def live(defect, item, state, minutes, end):
    """Bring the defect to ``state`` by the buttons of its card."""
    card, steps = defect.job_id, STEPS[: STEPS.index(state) + 1]
    if "diagnosed" in steps:
        defect.cause = "Looked at on the ramp"
        defect.action_diagnosed()
    if "parts" not in steps:
        return
    card.technician_id = _hand(card)
    if part := _part(card, NOT_ON_SHELF if state == "parts" else PARTS.get(item, "-")):
        part.action_reserve()
    if state == "parts":
        card.action_order_parts()
        card.action_wait_parts()
        return
    card.action_start()
    if "test" not in steps:
        return
    _worked(card, minutes, end, state)
    if part:
        card.action_issue_parts()
    card.task_ids.done = True
    card.findings = FOUND
    card.action_test()
    if state == "closed":
        card.test_note = "Road test, 5 miles, in order"
        card.action_done()


def _hand(card):
    """The last of the workshop's people who can do it: the first ones have stories of their own."""
    able = card.workshop_id.technician_ids.filtered(lambda t: t._has_skill(card.skill_id.code))
    if not able:
        card.skill_id = False
    return (able or card.workshop_id.technician_ids).sorted("id")[-1:]


def _part(card, number):
    product = card.env["product.product"].search([("default_code", "=", number)], limit=1)
    return product and card.part_ids.create({"job_id": card.id, "product_id": product.id, "quantity": 1})


def _worked(card, minutes, end, state):
    tested = minutes[-1]
    ended = end - timedelta(minutes=tested)
    worked = minutes[-2]
    card.labour_ids.create(
        {
            "job_id": card.id,
            "technician_id": card.technician_id.id,
            "began_on": ended - timedelta(minutes=worked),
            "ended_on": ended,
        }
    )


def backdate(defect, minutes):
    """Put the card's times where the defect's steps are."""
    card = "job_id" in defect._fields and defect.job_id.sudo()
    if not card:
        return
    steps = defect.sudo().step_ids.sorted("began_on")
    for spell in card.spell_ids.sorted("id"):
        of_card = steps.filtered(lambda s, key=spell.state: s.state == CARD_STATE.get(key)) or steps.filtered(
            lambda s: s.state in ("reported", "diagnosed")
        )
        ended = of_card[-1:].ended_on
        spell.write({"began_on": of_card[:1].began_on, "ended_on": ended if spell.ended_on else False})
    begun = card.spell_ids.filtered(lambda s: s.state == "in_work")[:1].began_on
    card.write({"began_on": begun or False, "finished_on": defect.closed_on or False})
