"""A defect from the report to the vehicle back in service; every state is timed."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet import lifecycle
from odoo.exceptions import UserError, ValidationError

STATES = [
    ("reported", "Reported"),
    ("diagnosed", "Diagnosed"),
    ("parts", "Waiting for parts"),
    ("work", "In work"),
    ("test", "On test"),
    ("closed", "Closed"),
    ("no_fault", "No fault found"),
    ("duplicate", "Known already"),
]
SEVERITIES = [("safety", "Safety-critical"), ("major", "Major"), ("minor", "Minor")]


class PoliceFleetDefect(models.Model):
    """``_report`` makes them; states change by the buttons or by dragging, both by ``lifecycle.NEXT``."""

    _name = "police.fleet.defect"
    _description = "Defect"
    _inherit = ["police.fleet.guard", "mail.thread", "mail.activity.mixin"]
    _order = "open desc, severity_rank, reported_on, id"
    _guarded = frozenset(
        {
            "name",
            "duplicate_of_id",
            "reported_by_id",
            "reported_on",
            "closed_on",
            "closed_by_id",
            "off_road_id",
            "check_id",
        }
    )

    name = fields.Char(string="Reference", readonly=True, copy=False, default="New")
    title = fields.Char(string="Defect", required=True, tracking=True)
    description = fields.Text(string="What is wrong")
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    road_state = fields.Selection(related="vehicle_id.road_state")
    item_id = fields.Many2one("fleet.vehicle.inspection.item", string="Check item", index="btree_not_null")
    check_id = fields.Many2one(
        "police.fleet.check", string="Found on check", readonly=True, index="btree_not_null"
    )
    severity = fields.Selection(SEVERITIES, required=True, default="major", index=True, tracking=True)
    severity_rank = fields.Integer(compute="_compute_severity_rank", store=True, aggregator=None)
    state = fields.Selection(
        STATES,
        required=True,
        default="reported",
        index=True,
        copy=False,
        tracking=True,
        group_expand="_group_states",
    )
    open = fields.Boolean(compute="_compute_open", store=True, index=True)
    photo = fields.Image(max_width=1920, max_height=1920)
    reported_by_id = fields.Many2one(
        "res.users",
        string="Reported by",
        readonly=True,
        required=True,
        default=lambda self: self.env.user,
        copy=False,
    )
    reported_on = fields.Datetime(
        string="Reported on", readonly=True, required=True, default=fields.Datetime.now, copy=False
    )
    duplicate_of_id = fields.Many2one(
        "police.fleet.defect", string="Same as", readonly=True, index="btree_not_null"
    )
    duplicate_ids = fields.One2many("police.fleet.defect", "duplicate_of_id", string="Reported again")
    off_road_id = fields.Many2one(
        "police.fleet.off.road", string="Off-road spell", readonly=True, copy=False, index="btree_not_null"
    )
    workshop_id = fields.Many2one(
        "police.fleet.workshop", tracking=True, domain="[('company_id', '=', company_id)]", copy=False
    )
    cause = fields.Text(string="Diagnosis", copy=False)
    work_done = fields.Text(string="Work done", copy=False)
    part = fields.Char(string="Part awaited", copy=False, tracking=True)
    part_eta = fields.Date(string="Part expected", copy=False, tracking=True)
    worked_by_id = fields.Many2one("res.users", string="Repaired by", copy=False)
    test_passed = fields.Boolean(string="Test passed", copy=False, tracking=True)
    test_note = fields.Char(
        string="Test", copy=False, help="What was tested and how, e.g. road test 5 miles, brakes even."
    )
    closed_on = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True, copy=False)
    step_ids = fields.One2many("police.fleet.defect.step", "defect_id", string="Times")
    minutes = fields.Integer(string="Minutes open", compute="_compute_minutes")
    hours_open = fields.Float(
        string="Hours to close", readonly=True, copy=False, aggregator="avg", digits=(12, 2)
    )
    color = fields.Integer(compute="_compute_severity_rank", store=True)

    _not_itself = models.Constraint("CHECK (duplicate_of_id <> id)", "A defect is not a duplicate of itself.")
    _closed_whole = models.Constraint(
        "CHECK (state <> 'closed' OR (test_passed AND closed_by_id IS NOT NULL))",
        "A defect is closed after a passed test.",
    )

    @api.depends("name", "title")
    def _compute_display_name(self):
        for defect in self:
            defect.display_name = " ".join(filter(None, (defect.name, defect.title)))

    @api.depends("severity")
    def _compute_severity_rank(self):
        for defect in self:
            defect.severity_rank = {"safety": 0, "major": 1}.get(defect.severity, 2)
            defect.color = {"safety": 1, "major": 3}.get(defect.severity, 0)

    @api.depends("state")
    def _compute_open(self):
        for defect in self:
            defect.open = defect.state in lifecycle.OPEN

    def _compute_minutes(self):
        now = fields.Datetime.now()
        for defect in self:
            defect.minutes = sum(defect._minutes(now).values())

    def _minutes(self, now):
        """``{state: whole minutes}`` of an open or closed defect."""
        steps = [(s.state, s.began_on, s.ended_on) for s in self.step_ids if s.state in lifecycle.OPEN]
        return lifecycle.minutes(steps, now)

    def _group_states(self, states, domain):
        return list(lifecycle.OPEN)

    # -- reporting ---------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update(
                {
                    "name": self.env["ir.sequence"].sudo().next_by_code("police.fleet.defect"),
                    "state": "reported",
                }
            )
        names = [vals["name"] for vals in vals_list]
        defects = super().create(vals_list)
        for defect, name in zip(defects, names, strict=True):
            defect = defect.sudo()._own_step()
            defect.name = name
            defect._begin_step("reported", defect.reported_on)
            defect._settle_report()
        return defects

    def _settle_report(self):
        """Link to an open twin; take an unsafe vehicle off the road at once."""
        twin = self._open_twin()
        if twin:
            self._move("duplicate", {"duplicate_of_id": twin.id})
            twin._reported_again(self)
        elif self.severity == "safety":
            self._stand_down()

    def _open_twin(self):
        """An open defect of the same vehicle on the same item, or of the same title without an item."""
        same = (
            [("item_id", "=", self.item_id.id)] if self.item_id else [("title", "=ilike", self.title.strip())]
        )
        domain = [("vehicle_id", "=", self.vehicle_id.id), ("open", "=", True), ("id", "<", self.id), *same]
        return self.search(domain, order="id", limit=1)

    def _reported_again(self, again):
        """The open defect learns what the new report says; the graver of the two severities counts."""
        self.message_post(
            body=self.env._(
                "Reported again by %(user)s: %(text)s",
                user=again.reported_by_id.name,
                text=again.description or again.title,
            )
        )
        if again.severity_rank < self.severity_rank:
            self.severity = again.severity
        if self.severity == "safety":
            self._stand_down()

    def _stand_down(self):
        """Off the road from now, unless it is already; the open spell is this defect's."""
        vehicle = self.vehicle_id
        if vehicle.road_state == "on":
            vehicle._take_off_road("defect", f"{self.name} {self.title}")
        spell = vehicle.off_road_ids.filtered(lambda row: not row.ended_on)[:1]
        self._own_step().off_road_id = spell

    # -- steps -------------------------------------------------------------------------------

    def write(self, vals):
        if "state" not in vals or self._in_own_step:
            raised = (
                self.filtered(lambda d: d.open and d.severity != "safety")
                if vals.get("severity") == "safety"
                else ()
            )
            result = super().write(vals)
            for defect in raised:
                defect.sudo()._stand_down()
            return result
        vals = dict(vals)
        state = vals.pop("state")
        result = super().write(vals) if vals else True
        for defect in self.filtered(lambda d: d.state != state):
            defect._go(state)
        return result

    def _go(self, state):
        """One step, checked and timed; to ``closed`` only through the signature."""
        self.ensure_one()
        self.check_access("write")
        if state == "closed":
            return self.action_sign_back()
        self._check_next(state)
        if state == "test" and not (self.work_done or "").strip():
            raise ValidationError(self.env._("%s: say what was done before the test.", self.display_name))
        if state == "parts" and not (self.part or "").strip():
            raise ValidationError(self.env._("%s: say which part is awaited.", self.display_name))
        if state == "no_fault" and not (self.cause or "").strip():
            raise ValidationError(self.env._("%s: say what was looked at (diagnosis).", self.display_name))
        extra = {"test_passed": False} if state == "work" else {}
        if state == "test":
            extra["worked_by_id"] = self.worked_by_id.id or self.env.uid
        if state == "no_fault":
            extra |= {"closed_on": fields.Datetime.now(), "closed_by_id": self.env.uid}
        return self.sudo()._move(state, extra)

    def _check_next(self, state):
        if not lifecycle.may_follow(self.state, state):
            names = dict(STATES)
            follow = ", ".join(names[step] for step in lifecycle.NEXT[self.state]) or self.env._(
                "nothing: it is ended"
            )
            raise UserError(
                self.env._(
                    "%(defect)s is “%(now)s” and cannot become “%(then)s”. Next may be: %(follow)s.",
                    defect=self.display_name,
                    now=names[self.state],
                    then=names[state],
                    follow=follow,
                )
            )

    def _move(self, state, extra):
        now = fields.Datetime.now()
        running = self.step_ids.filtered(lambda step: not step.ended_on)
        running.write({"ended_on": now})
        running.flush_recordset()  # before the next step begins: one open step is the database's own rule
        self._own_step().write({"state": state, **extra})
        if state in lifecycle.OPEN:
            self._begin_step(state, now)
        else:
            self._own_step().hours_open = sum(self._minutes(now).values()) / 60
        return True

    def _begin_step(self, state, moment):
        self.env["police.fleet.defect.step"].create(
            {"defect_id": self.id, "state": state, "began_on": moment, "user_id": self.env.uid}
        )

    def action_diagnosed(self):
        """What is wrong is known."""
        return self._go("diagnosed")

    def action_parts(self):
        """Work waits for a part."""
        return self._go("parts")

    def action_work(self):
        """Work begins, or begins again after a failed test."""
        return self._go("work")

    def action_test(self):
        """Repaired; to be tested."""
        return self._go("test")

    def action_no_fault(self):
        """Looked at and nothing found."""
        self._go("no_fault")
        return self._back_if_clear()

    def action_sign_back(self):
        """The test is passed: close the defect; the vehicle is back on the road if nothing else holds it."""
        self.ensure_one()
        self.check_access("write")
        self._check_next("closed")
        if not self.test_passed or not (self.test_note or "").strip():
            raise ValidationError(
                self.env._("%s: tick that the test is passed and say what was tested.", self.display_name)
            )
        self.sudo()._move("closed", {"closed_on": fields.Datetime.now(), "closed_by_id": self.env.uid})
        return self._back_if_clear()

    def _back_if_clear(self):
        """Back on the road when the spell was for defects and no other stands in the way."""
        vehicle = self.vehicle_id
        spell = vehicle.off_road_ids.filtered(lambda row: not row.ended_on)
        others = vehicle._open_safety_defects()
        if vehicle.road_state == "on" or spell.reason != "defect":
            return self._tell(self.env._("Closed. The vehicle is %s.", self._where(spell)), "info")
        if others:
            return self._tell(
                self.env._("Closed. Still off the road: %s is open.", others[0].display_name), "warning"
            )
        if why := vehicle._back_if_possible():
            return self._tell(self.env._("Closed. %s", why), "warning")
        return self._tell(self.env._("Closed. %s is back in service.", vehicle.display_name), "success")

    def _where(self, spell):
        return self.env._("off the road: %s", spell.display_name) if spell else self.env._("on the road")

    def _tell(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "sticky": kind == "warning",
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Defects are kept on record: use “No fault found” or link the duplicate."))
