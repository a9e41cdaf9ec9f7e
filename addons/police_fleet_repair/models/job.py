"""A job card carries defects: each button moves them too, and a passed test closes them."""

from odoo import api, fields, models
from odoo.addons.police_workshop.models.job import OVER

# What a defect is while its card is in a state. A card that has its parts again waits for a bay.
FOLLOW = {
    "waiting_parts": "parts",
    "in_work": "work",
    "rework": "work",
    "test": "test",
    "done": "closed",
}


class PoliceFleetJob(models.Model):
    _inherit = "police.fleet.job"

    defect_ids = fields.One2many("police.fleet.defect", "job_id", string="Defects", readonly=True)
    open_defects = fields.Integer(compute="_compute_open_defects")
    road_state = fields.Selection(related="vehicle_id.road_state")
    off_road_since = fields.Datetime(related="vehicle_id.off_road_since", string="Off the road since")
    test_note = fields.Char(
        string="What was tested", copy=False, help="E.g. road test 5 miles, brakes even. Closes the defects."
    )

    @api.depends("defect_ids.open")
    def _compute_open_defects(self):
        for job in self:
            job.open_defects = len(job.defect_ids.filtered("open"))

    def _open(self):
        return self.sudo().defect_ids.filtered("open")

    # -- defects come and go -----------------------------------------------------------------------

    def _take_defect(self, defect):
        """The defect becomes work to do on this card; a card under way takes it along."""
        self.ensure_one()
        words = "\n".join(filter(None, (f"{defect.name} {defect.title}", defect.description)))
        self.sudo().write(
            {
                "fault": "\n".join(filter(None, (self.fault, words))),
                "priority": "1" if defect.severity == "safety" else self.priority,
                "task_ids": [
                    (0, 0, {"name": f"{defect.name} {defect.title}", "defect_id": defect.id,
                            "skill_id": defect.item_id.skill_id.id})
                ],
            }
        )  # fmt: skip
        self.sudo().message_post(body=self.env._("Defect %s was put on this card.", defect.display_name))
        if self.state in FOLLOW:
            self._lead(defect)

    def _drop_defect(self, defect):
        """No fault: its task goes, and the card too when it was for nothing else."""
        self.sudo().task_ids.filtered(lambda task: task.defect_id == defect).unlink()
        if not (self.task_ids or self.part_ids or self.labour_ids or self.booking_id or self._open()):
            self.sudo().action_cancel()

    # -- the card leads ----------------------------------------------------------------------------

    def _step(self, allowed, state, why="", **values):
        result = super()._step(allowed, state, why, **values)
        for job in self:
            job._lead(job._open())
        return result

    def _lead(self, defects):
        """Bring ``defects`` to where the card is."""
        if self.state == "cancelled":
            for defect in defects:
                defect._own_step().job_id = False
                defect.message_post(body=self.env._("Job card %s was cancelled.", self.name))
        elif target := FOLLOW.get(self.state):
            for defect in defects:
                defect._follow(target, **self._facts_for(target, defect))

    def _parts_may_have_come(self):
        """With the parts here the defect does not wait for parts any more: it waits for its turn."""
        result = super()._parts_may_have_come()
        for job in self.filtered(lambda j: j.state == "open"):
            for defect in job._open().filtered(lambda d: d.state == "parts"):
                defect._follow("diagnosed")
        return result

    def _facts_for(self, target, defect):
        """What the defect's record says at this step."""
        if target == "parts":
            return {"part": " ".join(self._waiting_for())[:250], "part_eta": self._parts_expected()}
        if target == "work":
            return {"test_passed": False}
        if target == "test":
            return {"work_done": self._work_done(defect), "worked_by_id": self._worker().id or self.env.uid}
        return {
            "test_passed": True,
            "test_note": self.test_note,
            "closed_on": fields.Datetime.now(),
            "closed_by_id": self.env.uid,
        }

    def _parts_expected(self):
        """The day the last part or outside repair on order is promised for; empty when one has no order."""
        days = (
            self.sudo()
            .purchase_line_ids.filtered(
                lambda line: line.order_id.state != "cancel" and line.qty_received < line.product_qty
            )
            .mapped("date_planned")
        )
        return max((day.date() for day in days if day), default=False)

    def _work_done(self, defect):
        parts = self.sudo().part_ids.filtered(lambda part: part.state == "issued")
        fitted = ", ".join(f"{part.quantity:g} × {part.product_id.display_name}" for part in parts)
        words = [self.findings, self.env._("Fitted: %s.", fitted) if fitted else ""]
        return "\n".join(filter(None, words)) or defect.title

    def _worker(self):
        return self.sudo().labour_ids.sorted("began_on")[-1:].technician_id.user_id

    # -- test and end ------------------------------------------------------------------------------

    def _test_obstacles(self):
        found = super()._test_obstacles()
        fitted = self.part_ids.filtered(lambda part: part.state == "issued")
        if self._open() and not (self.findings or "").strip() and not fitted:
            found.append(self.env._("say under “Found and done” what was done about the defect."))
        return found

    def _done_obstacles(self):
        found = super()._done_obstacles()
        if self._open() and not (self.test_note or "").strip():
            found.append(self.env._("say what was tested: it closes the defects."))
        return found

    def action_done(self):
        """Closes the defects; the vehicle is back when nothing else holds it, and this says so."""
        mended = {job: job._open() for job in self}
        result = super().action_done()
        said = [
            defects[:1]._back_if_clear() for job, defects in mended.items() if defects and job.state in OVER
        ]
        return said[-1] if said else result
