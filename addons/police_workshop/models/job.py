"""The job card: one vehicle's visit to a workshop, with tasks, labour, parts and outside work."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .workshop import local

STATES = [
    ("open", "Open"),
    ("waiting_parts", "Waiting for parts"),
    ("in_work", "In work"),
    ("test", "Test"),
    ("rework", "Rework"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
OVER = ("done", "cancelled")


class PoliceFleetJob(models.Model):
    """State changes only by the buttons (``job_steps``): each one ends a timed spell and begins the next."""

    _name = "police.fleet.job"
    _description = "Job card"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "start desc, id desc"

    name = fields.Char(string="Job card", required=True, readonly=True, copy=False, default="New", index=True)
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", tracking=True
    )
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    booking_id = fields.Many2one(
        "police.fleet.service.booking",
        string="Booking",
        copy=False,
        ondelete="restrict",
        domain="[('vehicle_id', '=', vehicle_id), ('state', 'in', ('planned', 'booked', 'in_workshop'))]",
    )
    plan_id = fields.Many2one(
        "police.fleet.service.plan",
        string="Service",
        compute="_compute_from_booking",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="Empty for a repair.",
    )
    kind = fields.Selection(
        [("service", "Service"), ("repair", "Repair"), ("accident", "Accident"), ("fitting", "Fitting out")],
        compute="_compute_kind",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
    )
    workshop_id = fields.Many2one(
        "police.fleet.workshop",
        compute="_compute_from_booking",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        tracking=True,
        domain="[('company_id', '=', company_id)]",
    )
    bay_id = fields.Many2one(
        "police.fleet.bay", index=True, tracking=True, domain="[('workshop_id', '=', workshop_id)]"
    )
    technician_id = fields.Many2one(
        "police.fleet.technician",
        index=True,
        tracking=True,
        domain="[('workshop_id', '=', workshop_id)]",
    )
    skill_id = fields.Many2one(
        "police.fleet.skill",
        string="Skill needed",
        compute="_compute_skill_id",
        store=True,
        readonly=False,
    )
    minutes = fields.Integer(
        string="Planned minutes",
        compute="_compute_minutes",
        store=True,
        readonly=False,
        aggregator="sum",
    )
    start = fields.Datetime(
        string="Planned for",
        compute="_compute_from_booking",
        store=True,
        precompute=True,
        readonly=False,
        index=True,
        tracking=True,
    )
    stop = fields.Datetime(
        string="Planned until", compute="_compute_stop", store=True, readonly=False, index=True
    )
    state = fields.Selection(
        STATES,
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
        copy=False,
    )
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0", index=True)
    fault = fields.Text(string="Work to do", help="The fault as reported, or what the service includes.")
    findings = fields.Text(string="Found and done")
    odometer = fields.Float(digits=(12, 0), copy=False, aggregator=None, tracking=True)
    task_ids = fields.One2many("police.fleet.job.task", "job_id", string="Tasks", copy=True)
    labour_ids = fields.One2many("police.fleet.job.labour", "job_id", string="Labour lines")
    part_ids = fields.One2many("police.fleet.job.part", "job_id", string="Parts")
    spell_ids = fields.One2many("police.fleet.job.spell", "job_id", string="Times")
    began_on = fields.Datetime(string="Work began", readonly=True, copy=False)
    finished_on = fields.Datetime(string="Finished", readonly=True, copy=False, index=True)
    tested_by_id = fields.Many2one("res.users", string="Tested by", readonly=True, copy=False)
    rework_count = fields.Integer(string="Times reworked", readonly=True, copy=False)
    color = fields.Integer(compute="_compute_color")
    waiting_text = fields.Char(string="Waits for", compute="_compute_waiting_text")
    my_clock = fields.Boolean(compute="_compute_my_clock")

    _booking_once = models.UniqueIndex(
        "(booking_id) WHERE booking_id IS NOT NULL AND state != 'cancelled'",
        "This booking has a job card already.",
    )
    _in_order = models.Constraint(
        "CHECK (stop IS NULL OR stop > start)", "The planned end is not after the planned start."
    )
    _minutes_positive = models.Constraint(
        "CHECK (minutes IS NULL OR minutes >= 0)", "Minutes are not negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("state", "open") != "open":
                raise UserError(self.env._("A job card begins as open; use its buttons from there."))
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.fleet.job")
        jobs = super().create(vals_list)
        jobs._begin_spell("open")
        return jobs

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(self.env._("Use the buttons: each minute in a state is recorded."))
        sealed = self.filtered(lambda job: job.state in OVER)
        if sealed and not self.env.su and set(vals) - {"findings", "activity_ids", "message_ids"}:
            raise UserError(self.env._("%s is closed and stays as it is.", sealed[0].name))
        return super().write(vals)

    @api.depends("name", "vehicle_id.license_plate", "vehicle_id.fleet_number")
    def _compute_display_name(self):
        for job in self:
            vehicle = job.vehicle_id
            mark = vehicle.license_plate or vehicle.fleet_number or ""
            job.display_name = " · ".join(filter(None, (job.name, mark)))

    @api.depends("booking_id.start", "booking_id.workshop_id", "booking_id.plan_id")
    def _compute_from_booking(self):
        """A job follows its booking until work begins."""
        for job in self:
            booking = job.booking_id
            follows = booking and job.state in ("open", "waiting_parts", False)
            job.plan_id = booking.plan_id if follows else job.plan_id
            job.start = booking.start if follows and booking.start else job.start
            job.workshop_id = (follows and booking.workshop_id) or job.workshop_id

    @api.depends("plan_id")
    def _compute_kind(self):
        for job in self:
            job.kind = "service" if job.plan_id else job.kind or "repair"

    @api.depends("plan_id")
    def _compute_skill_id(self):
        skills = {skill.code: skill for skill in self.env["police.fleet.skill"].search([])}
        for job in self:
            job.skill_id = skills.get(job.plan_id.skill_code) or job.skill_id

    @api.depends("plan_id", "booking_id.start", "booking_id.stop")
    def _compute_minutes(self):
        for job in self:
            booking = job.booking_id
            if booking.start and booking.stop:
                job.minutes = round((booking.stop - booking.start).total_seconds() / 60)
            else:
                job.minutes = job.minutes or round((job.plan_id.hours or 1) * 60)

    @api.depends("start", "minutes")
    def _compute_stop(self):
        for job in self:
            job.stop = job.start + timedelta(minutes=job.minutes or 60) if job.start else False

    def _compute_color(self):
        colours = {"open": 4, "waiting_parts": 3, "in_work": 2, "test": 5, "rework": 1, "done": 10}
        for job in self:
            job.color = colours.get(job.state, 0)

    def _compute_waiting_text(self):
        for job in self:
            job.waiting_text = False if job.state in OVER else " ".join(job._waiting_for())

    @api.depends_context("uid")
    @api.depends("labour_ids.ended_on")
    def _compute_my_clock(self):
        for job in self:
            job.my_clock = any(
                not row.ended_on and row.technician_id.user_id == self.env.user for row in job.labour_ids
            )

    # -- who, where, when --------------------------------------------------------------------

    def _planned_days(self):
        """(first, last) local day of the plan; today for a job without a time."""
        if not self.start:
            today = fields.Date.context_today(self)
            return today, today
        last = (self.stop or self.start) - timedelta(seconds=1)
        return local(self.start).date(), max(local(self.start).date(), local(last).date())

    @api.constrains("vehicle_id", "workshop_id", "bay_id", "technician_id", "booking_id")
    def _check_belongs(self):
        for job in self:
            workshop = job.workshop_id
            if workshop.company_id != job.company_id:
                raise ValidationError(self.env._("Vehicle and workshop belong to different forces."))
            for what in (job.bay_id, job.technician_id):
                if what and what.workshop_id != workshop:
                    raise ValidationError(
                        self.env._(
                            "%(what)s does not belong to %(workshop)s.",
                            what=what.display_name,
                            workshop=workshop.name,
                        )
                    )
            if job.booking_id and job.booking_id.vehicle_id != job.vehicle_id:
                raise ValidationError(self.env._("Booking %s is for another vehicle.", job.booking_id.name))

    @api.constrains("start", "stop", "bay_id", "technician_id", "skill_id", "workshop_id")
    def _check_plan(self):
        """Bay and technician once at a time, the bay open, the technician there and able. Rows are locked."""
        for job in self.filtered(lambda j: j.state not in OVER):
            if job.bay_id:
                job.bay_id.sudo().lock_for_update()
            if job.technician_id:
                job.technician_id.sudo().lock_for_update()
            if obstacles := job._plan_obstacles():
                raise ValidationError("\n".join(obstacles))

    def _plan_obstacles(self):
        """Why the job cannot be done as planned: sentences, empty when it can."""
        self.ensure_one()
        first, last = self._planned_days()
        found = []
        if self.technician_id:
            found += self.technician_id._obstacles(self.skill_id.code, first, last, planned=bool(self.start))
        if self.bay_id and self.bay_id._is_closed(first, last):
            found.append(
                self.env._(
                    "%(bay)s is closed on %(day)s: %(why)s.",
                    bay=self.bay_id.display_name,
                    day=first.strftime("%d/%m/%Y"),
                    why=self.bay_id.closed_why or self.env._("no reason given"),
                )
            )
        if self.start and self.stop and self.state in ("open", "waiting_parts"):
            found += self._closed_hours()
        return found + [text for name in ("bay_id", "technician_id") for text in self._taken(name)]

    def _closed_hours(self):
        shop = self.workshop_id
        if not shop.is_own or (shop._is_open_at(self.start) and shop._is_open_at(self.stop, ends=True)):
            return []
        return [
            self.env._(
                "%(workshop)s is not open from %(start)s to %(stop)s.",
                workshop=shop.name,
                start=local(self.start).strftime("%A %d/%m/%Y %H:%M"),
                stop=local(self.stop).strftime("%A %d/%m/%Y %H:%M"),
            )
        ]

    def _taken(self, name, what=None):
        """Another job that holds ``what`` then (default: this job's own bay or technician, ``name``)."""
        what = what or self[name]
        if not (what and self.start and self.stop):
            return []
        twin = self.sudo().search(
            Domain(name, "=", what.id)
            & Domain("id", "!=", self._origin.id or 0)
            & Domain("state", "not in", OVER)
            & Domain("start", "<", self.stop)
            & Domain("stop", ">", self.start),
            limit=1,
        )
        if not twin:
            return []
        return [
            self.env._(
                "%(what)s is taken: %(twin)s from %(start)s to %(stop)s.",
                what=what.display_name,
                twin=twin.display_name,
                start=local(twin.start).strftime("%d/%m/%Y %H:%M"),
                stop=local(twin.stop).strftime("%d/%m/%Y %H:%M"),
            )
        ]

    def _waiting_for(self):
        """What the job waits for: sentences on parts and orders; extended by parts and purchases."""
        self.ensure_one()
        return []

    @api.ondelete(at_uninstall=False)
    def _unlink_never_begun_only(self):
        if kept := self.filtered(lambda job: job.began_on or job.state in OVER or job.labour_ids):
            raise UserError(self.env._("%s is kept on record: cancel it instead.", kept[0].name))

    def _follow_booking(self, bay, technician):
        """After the booking moved: ``bay`` and ``technician`` where they can, else another bay or nobody.

        Raises ValidationError when the workshop is closed at the new time.
        """
        self.ensure_one()
        self._check_plan()
        days = self._planned_days()
        usable = bay.workshop_id == self.workshop_id and not bay._is_closed(*days)
        self.bay_id = bay if usable and not self._taken("bay_id", bay) else self._first_free_bay()
        if not technician:
            return
        why = technician._obstacles(self.skill_id.code, *days) + self._taken("technician_id", technician)
        if technician.workshop_id != self.workshop_id:
            why = [self.env._("%s works in another workshop.", technician.name)]
        if why:
            self._lose_technician(" ".join(why))
        else:
            self.technician_id = technician

    def _lose_technician(self, why):
        """The card is without a technician again (filter “No technician”), and says why."""
        for job in self:
            job.technician_id = False
            job.message_post(body=self.env._("Choose another technician: %s", why))

    def _first_free_bay(self):
        """The first bay of the workshop that is open and free at the planned time; empty when none is."""
        self.ensure_one()
        if not (self.start and self.stop):
            return self.env["police.fleet.bay"]
        days = self._planned_days()
        held = self.sudo().search(
            Domain("workshop_id", "=", self.workshop_id.id)
            & Domain("id", "!=", self.id)
            & Domain("state", "not in", OVER)
            & Domain("start", "<", self.stop)
            & Domain("stop", ">", self.start)
        )
        return self.workshop_id.bay_ids.filtered(
            lambda bay: bay not in held.bay_id and not bay._is_closed(*days)
        )[:1]
