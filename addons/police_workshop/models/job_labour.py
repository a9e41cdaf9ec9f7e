"""Labour on a job: by a clock that is started and stopped, or typed in afterwards."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..services import costing
from .job import OVER
from .workshop import local

LONGEST_HOURS = 16  # a clock that ran longer was forgotten


class PoliceFleetJobLabour(models.Model):
    """``rate`` and ``cost`` (pounds) are set from the approved rate of the day the work began on."""

    _name = "police.fleet.job.labour"
    _description = "Workshop labour"
    _order = "began_on desc, id desc"
    _rec_name = "technician_id"

    job_id = fields.Many2one("police.fleet.job", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="job_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    vehicle_id = fields.Many2one(related="job_id.vehicle_id", store=True, index=True)
    workshop_id = fields.Many2one(related="job_id.workshop_id", store=True, index=True)
    task_id = fields.Many2one(
        "police.fleet.job.task", domain="[('job_id', '=', job_id)]", ondelete="set null"
    )
    technician_id = fields.Many2one(
        "police.fleet.technician",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["police.fleet.technician"]._of_user(),
    )
    began_on = fields.Datetime(string="From", required=True, default=fields.Datetime.now, index=True)
    ended_on = fields.Datetime(string="Until", help="Empty while the clock runs.")
    hours = fields.Float(compute="_compute_hours", store=True, digits=(12, 2))
    running = fields.Boolean(compute="_compute_hours", store=True)
    source = fields.Selection(
        [("timer", "Clock"), ("typed", "Typed in")], default="typed", required=True, readonly=True
    )
    note = fields.Char()
    rate_id = fields.Many2one("police.workshop.rate", readonly=True, copy=False, ondelete="restrict")
    rate = fields.Monetary(related="rate_id.amount", string="£ an hour")
    cost = fields.Monetary(readonly=True, copy=False)

    _in_order = models.Constraint(
        "CHECK (ended_on IS NULL OR ended_on >= began_on)", "The work ends before it begins."
    )
    _one_clock = models.UniqueIndex(
        "(technician_id) WHERE ended_on IS NULL", "This technician's clock runs on another job already."
    )
    # int8range gives equality inside a GiST exclusion without the btree_gist extension.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int8range(technician_id, technician_id, '[]') WITH &&,"
        " tsrange(began_on, ended_on) WITH &&)",
        "This technician has labour booked at that time already.",
    )

    @api.depends("began_on", "ended_on")
    def _compute_hours(self):
        for row in self:
            row.running = not row.ended_on
            row.hours = (row.ended_on - row.began_on).total_seconds() / 3600 if row.ended_on else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.browse()._refuse_overlap(vals)
        rows = super().create(vals_list)
        rows._price()
        return rows

    def write(self, vals):
        if self._posted() and {"began_on", "ended_on", "technician_id", "job_id"} & vals.keys():
            raise UserError(self.env._("The job's cost is posted: its labour stays as it is."))
        if {"began_on", "ended_on", "technician_id"} & vals.keys():
            for row in self:
                row._refuse_overlap(vals)
        result = super().write(vals)
        if {"began_on", "ended_on", "job_id"} & vals.keys():
            self._price()
        return result

    def _posted(self):
        return self.sudo().job_id.filtered(lambda job: job.state in OVER)

    def _refuse_overlap(self, vals):
        """A readable sentence before the database's own exclusion says it for two users at once."""
        technician = vals.get("technician_id") or self.technician_id.id
        began = fields.Datetime.to_datetime(vals.get("began_on")) or self.began_on or fields.Datetime.now()
        ended = fields.Datetime.to_datetime(vals.get("ended_on", self.ended_on)) or None
        others = Domain("technician_id", "=", technician) & Domain("id", "not in", self.ids)
        others &= Domain("ended_on", "=", False) | Domain("ended_on", ">", began)
        if ended:
            others &= Domain("began_on", "<", ended)
        twin = self.sudo().search(others, limit=1)
        if twin:
            raise ValidationError(
                self.env._(
                    "%(person)s is booked on %(job)s from %(start)s to %(stop)s already.",
                    person=twin.technician_id.name,
                    job=twin.job_id.display_name,
                    start=local(twin.began_on).strftime("%d/%m/%Y %H:%M"),
                    stop=local(twin.ended_on).strftime("%H:%M") if twin.ended_on else self.env._("now"),
                )
            )

    @api.constrains("began_on", "ended_on", "technician_id", "job_id")
    def _check_sensible(self):
        now = fields.Datetime.now()
        for row in self:
            if row.began_on > now or (row.ended_on and row.ended_on > now):
                raise ValidationError(self.env._("Labour of %s is in the future.", row.technician_id.name))
            if row.hours > LONGEST_HOURS:
                raise ValidationError(
                    self.env._(
                        "%(person)s, %(job)s: %(hours).1f hours without a break. Enter the real end.",
                        person=row.technician_id.name,
                        job=row.job_id.name,
                        hours=row.hours,
                    )
                )
            row._check_technician()

    def _check_technician(self):
        skill = self.task_id.skill_id or self.job_id.skill_id
        if not self.technician_id._has_skill(skill.code):
            raise ValidationError(
                self.env._(
                    "%(person)s does not have the skill “%(skill)s”.",
                    person=self.technician_id.name,
                    skill=skill.name,
                )
            )
        if self.job_id.state in (*OVER, "test"):
            raise ValidationError(self.env._("%s takes no more labour.", self.job_id.name))

    def _stop(self):
        """Stop the clock now. A forgotten one is refused with what to do."""
        now = fields.Datetime.now()
        for row in self:
            if (now - row.began_on).total_seconds() > LONGEST_HOURS * 3600:
                raise UserError(
                    self.env._(
                        "%(person)s's clock on %(job)s runs since %(start)s. Enter the real end on its line.",
                        person=row.technician_id.name,
                        job=row.job_id.name,
                        start=local(row.began_on).strftime("%d/%m/%Y %H:%M"),
                    )
                )
        self.write({"ended_on": now})
        return True

    def _price(self):
        """Rate and cost of finished labour by the approved rate of its day; no rate, no cost (see job)."""
        for row in self.filtered("ended_on").sudo():
            rate = (
                self.env["police.workshop.rate"].sudo()._in_force(row.workshop_id, local(row.began_on).date())
            )
            pence = costing.labour(row._seconds(), costing.to_pence(rate.amount)) if rate else 0
            row.write({"rate_id": rate.id, "cost": costing.to_pounds(pence)})

    def _seconds(self):
        return int((self.ended_on - self.began_on).total_seconds())

    @api.ondelete(at_uninstall=False)
    def _unlink_open_only(self):
        if job := self._posted():
            raise UserError(self.env._("%s is closed: its labour is kept.", job[0].name))
