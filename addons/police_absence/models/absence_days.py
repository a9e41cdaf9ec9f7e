"""Single days and stretches within an absence: keeping-in-touch days, phased return."""

from odoo import api, fields, models
from odoo.addons.police_engine.absence.family import FAMILY
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.exceptions import ValidationError

TOUCH = ("maternity", "adoption", "shared_parental", "neonatal")


class AbsenceKit(models.Model):
    _name = "police.absence.kit"
    _description = "Keeping-in-Touch Day"
    _order = "day"

    absence_id = fields.Many2one("police.absence", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="absence_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(related="absence_id.employee_id", store=True, index=True)
    day = fields.Date(required=True)
    hours = fields.Float(
        digits=(5, 2), required=True, default=8, help="Hours worked, paid at the plain rate."
    )
    reason = fields.Char(help="Training, court, team meeting.")

    _one_a_day = models.Constraint("UNIQUE(absence_id, day)", "This keeping-in-touch day is entered twice.")
    _hours_ok = models.Constraint("CHECK (hours > 0 AND hours <= 24)", "Hours of a day are between 0 and 24.")

    @api.depends("day", "hours")
    def _compute_display_name(self):
        for kit in self:
            kit.display_name = f"{kit.day:%-d %b %Y}, {kit.hours:g} hours" if kit.day else ""

    @api.constrains("absence_id", "day")
    def _check_day(self):
        rules = RuleSet.load()
        for absence in self.absence_id:
            days = absence.kit_ids.mapped("day")
            if absence.kind not in TOUCH:
                raise ValidationError(
                    self.env._("There are no keeping-in-touch days in %s.", absence.display_name)
                )
            outside = [d for d in days if d < absence.date_from or (absence.date_to and d > absence.date_to)]
            if outside:
                raise ValidationError(
                    self.env._(
                        "%(day)s lies outside %(absence)s.",
                        day=f"{outside[0]:%-d %B %Y}",
                        absence=absence.display_name,
                    )
                )
            shared = absence.kind == "shared_parental"
            most = rules.at(FAMILY, absence.date_from)["split_days" if shared else "keeping_in_touch_days"]
            if len(days) > most:
                raise ValidationError(
                    self.env._(
                        "%(absence)s: %(count)s keeping-in-touch days are entered, the law allows "
                        "%(most)s. A "
                        "further day of work loses the week's statutory pay: end the leave instead.",
                        absence=absence.display_name,
                        count=len(days),
                        most=most,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        kits = super().create(vals_list)
        for absence in kits.absence_id:
            absence._note_change(min(kits.mapped("day")), self.env._("keeping-in-touch day entered"))
        return kits

    def write(self, vals):
        days = self.mapped("day")
        result = super().write(vals)
        for absence in self.absence_id:
            absence._note_change(min(days + self.mapped("day")), self.env._("keeping-in-touch day changed"))
        return result

    def unlink(self):
        known = [(kit.absence_id, kit.day) for kit in self]
        result = super().unlink()
        for absence, day in known:
            if absence.exists():
                absence._note_change(day, self.env._("keeping-in-touch day deleted"))
        return result


class AbsencePhase(models.Model):
    _name = "police.absence.phase"
    _description = "Phased Return"
    _order = "date_from"

    absence_id = fields.Many2one("police.absence", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="absence_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(related="absence_id.employee_id", store=True, index=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    weekly_hours = fields.Float(string="Hours a week worked", digits=(5, 2), required=True)
    pay = fields.Selection(
        [("full", "Full pay"), ("hours", "Paid for the hours worked")],
        required=True,
        default="full",
        help="Recuperative duty is normally on full pay. Paid for hours worked: the rest is not paid.",
    )
    duties = fields.Selection(
        [("recuperative", "Recuperative duty"), ("adjusted", "Adjusted duty"), ("normal", "Normal duty")],
        required=True,
        default="recuperative",
    )

    _dates_ok = models.Constraint("CHECK (date_to >= date_from)", "A phase may not end before it starts.")
    _hours_ok = models.Constraint(
        "CHECK (weekly_hours >= 0 AND weekly_hours <= 168)", "Weekly hours are between 0 and 168."
    )

    @api.depends("date_from", "date_to", "weekly_hours")
    def _compute_display_name(self):
        for phase in self:
            phase.display_name = (
                f"{phase.date_from:%-d %b} to {phase.date_to:%-d %b %Y}, {phase.weekly_hours:g} hours"
                if phase.date_from and phase.date_to
                else ""
            )

    @api.constrains("absence_id", "date_from", "date_to")
    def _check_after(self):
        for phase in self:
            absence = phase.absence_id
            if not absence.date_to or phase.date_from <= absence.date_to:
                raise ValidationError(
                    self.env._(
                        "A phased return begins after the last day of sickness: end %s first.",
                        absence.display_name,
                    )
                )
            if any(
                other != phase and other.date_from <= phase.date_to and phase.date_from <= other.date_to
                for other in absence.phase_ids
            ):
                raise ValidationError(
                    self.env._("Two phases of the return of %s overlap.", absence.employee_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        phases = super().create(vals_list)
        for phase in phases:
            phase.absence_id._note_change(phase.date_from, self.env._("phased return entered"))
        return phases

    def write(self, vals):
        starts = {phase: phase.date_from for phase in self}
        result = super().write(vals)
        for phase in self:
            first = min(starts[phase], phase.date_from)
            phase.absence_id._note_change(first, self.env._("phased return changed"))
        return result

    def unlink(self):
        known = [(phase.absence_id, phase.date_from) for phase in self]
        result = super().unlink()
        for absence, day in known:
            if absence.exists():
                absence._note_change(day, self.env._("phased return deleted"))
        return result
