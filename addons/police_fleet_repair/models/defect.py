"""A defect gets a job card: its own, or the one the vehicle is being repaired on already."""

from odoo import fields, models
from odoo.addons.police_engine.fleet import lifecycle
from odoo.addons.police_fleet_road.models.defect import PoliceFleetDefect as Defect
from odoo.addons.police_workshop.models.job import OVER
from odoo.exceptions import UserError
from odoo.fields import Domain

CLASS_SKILLS = {"motorcycle": "motorcycle", "heavy": "heavy", "lorry": "heavy"}
UNDER_WAY = ("in_work", "rework")


class PoliceFleetDefect(models.Model):
    """While a card is open it leads: the defect's state follows the card's buttons (``_follow``)."""

    _inherit = "police.fleet.defect"
    _guarded = Defect._guarded | {"job_id"}

    job_id = fields.Many2one(
        "police.fleet.job",
        string="Job card",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    job_state = fields.Selection(related="job_id.state", string="Stage of the job card")
    job_leads = fields.Boolean(compute="_compute_job_leads")

    def _compute_job_leads(self):
        for defect in self:
            defect.job_leads = defect.open and defect._led()

    def _led(self):
        return bool(self.job_id) and self.job_id.state not in OVER

    # -- opening or joining a card -----------------------------------------------------------------

    def _stand_down(self):
        """Off the road: the workshop has it in its list the same minute."""
        result = super()._stand_down()
        for defect in self:
            defect._give_card()
        return result

    def _give_card(self):
        """Put the defect on a job card; without any workshop it says so and stays with the manager."""
        self.ensure_one()
        if self._led() or not self.open:
            return self.job_id
        card = self.sudo()._card_to_join() or self.sudo()._new_card()
        if not card:
            self.message_post(
                body=self.env._(
                    "No workshop is entered for %s: no job card was opened.", self.company_id.name
                )
            )
            return card
        self._own_step().write({"job_id": card.id, "workshop_id": card.workshop_id.id})
        card._take_defect(self.sudo())
        return card

    def _card_to_join(self):
        """A repair card that is not on test, or a service that is being worked on: the vehicle is there."""
        Job = self.env["police.fleet.job"]
        waiting = Domain("booking_id", "=", False) & Domain("state", "in", ("open", "waiting_parts"))
        return Job.search(
            Domain("vehicle_id", "=", self.vehicle_id.id) & (waiting | Domain("state", "in", UNDER_WAY)),
            order="began_on, id",
            limit=1,
        )

    def _new_card(self):
        workshop = self.workshop_id or self._nearest_workshop()
        if not workshop:
            return self.env["police.fleet.job"]
        return self.env["police.fleet.job"].create(
            {
                "vehicle_id": self.vehicle_id.id,
                "workshop_id": workshop.id,
                "kind": "repair",
                "priority": "1" if self.severity == "safety" else "0",
                "skill_id": self._skill(workshop).id,
            }
        )

    def _nearest_workshop(self):
        """The force's own at the vehicle's base, else its first own one, else an outside one."""
        shops = self.env["police.fleet.workshop"].search([("company_id", "=", self.company_id.id)])
        own = shops.filtered("is_own")
        at_base = own.filtered(lambda shop: shop.station_id and shop.station_id == self.vehicle_id.station_id)
        return (at_base or own or shops)[:1]

    def _skill(self, workshop):
        """By the item that failed, else by the vehicle; one that somebody in the workshop has."""
        skills = {s.code: s for s in self.env["police.fleet.skill"].search([])}
        light = skills.get("light", self.env["police.fleet.skill"])
        wanted = self.item_id.skill_id or skills.get(CLASS_SKILLS.get(self.vehicle_id.vehicle_class), light)
        known = workshop.technician_ids.skill_ids
        return wanted if wanted in known or not known else light

    def action_open_card(self):
        """Open a job card for this defect, or show the one it is on."""
        self.ensure_one()
        self.check_access("write")
        if not self.open:
            raise UserError(self.env._("%s is ended.", self.display_name))
        if not self._give_card():
            raise UserError(
                self.env._(
                    "%s has no workshop: enter one under Fleet, Configuration, Workshops.",
                    self.company_id.name,
                )
            )
        return self.action_view_card()

    def action_view_card(self):
        """The job card of this defect."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.job_id.display_name,
            "res_model": "police.fleet.job",
            "res_id": self.job_id.id,
            "views": [(False, "form")],
        }

    # -- the card leads ----------------------------------------------------------------------------

    def _go(self, state):
        if self._led() and state not in ("diagnosed", "no_fault"):
            raise UserError(
                self.env._(
                    "%(defect)s is on job card %(card)s: use the buttons there, this follows.",
                    defect=self.name,
                    card=self.job_id.name,
                )
            )
        return super()._go(state)

    def action_no_fault(self):
        """Nothing found: it comes off its card, and a card made for it alone is not needed."""
        card = self.job_id if self._led() else self.env["police.fleet.job"]
        if card and card.state not in ("open", "waiting_parts"):
            raise UserError(
                self.env._("%(card)s has begun: finish it, the test closes the defect.", card=card.name)
            )
        result = super().action_no_fault()
        if card:
            card._drop_defect(self.sudo())
        return result

    def action_sign_back(self):
        if self._led():
            raise UserError(
                self.env._("The test is signed on job card %s: press “Test passed” there.", self.job_id.name)
            )
        return super().action_sign_back()

    def _follow(self, target, **values):
        """Step by step to ``target`` (a state of ``lifecycle``), each step recorded with its time."""
        for state in _path(self.state, target):
            self._own_step()._move(state, values if state == target else {})


def _path(state, target):
    """The shortest way by ``lifecycle.NEXT`` over open states; empty when it is there or there is none."""
    ways, seen = [[state]], {state}
    while ways:
        way = ways.pop(0)
        if way[-1] == target:
            return way[1:]
        for following in lifecycle.NEXT[way[-1]]:
            if following not in seen and (following in lifecycle.OPEN or following == target):
                seen.add(following)
                ways.append([*way, following])
    return []
