"""Sickness: certificates, injury on duty, days that count, and the level of pay of each day."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.police_engine.absence.ssp import linked_from
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..services.sickness import SicknessReader
from .absence import COUNTED, HR, ONE_DAY

SELF_CERTIFIED = 7  # calendar days (SI 1985/1604)
REASONS = [
    ("respiratory", "Respiratory"),
    ("musculoskeletal", "Musculoskeletal"),
    ("psychological", "Psychological"),
    ("digestive", "Digestive"),
    ("infection", "Infection"),
    ("cardiac", "Heart and circulation"),
    ("nervous", "Nervous system"),
    ("injury", "Injury"),
    ("pregnancy", "Pregnancy-related"),
    ("surgery", "Surgery and recovery"),
    ("other", "Other"),
    ("undisclosed", "Not disclosed"),
]


class AbsenceSickness(models.Model):
    _inherit = "police.absence"

    reason = fields.Selection(REASONS, groups=HR, help="Home Office category. Seen by HR and auditors only.")
    injury_on_duty = fields.Boolean(
        string="Injury on duty",
        tracking=True,
        help="Injury received in the execution of duty. The days count as any others; the chief officer "
        "considers extending pay under regulation 28.",
    )
    injury_report = fields.Char(string="Injury report", help="Number of the accident or assault report.")
    pattern_id = fields.Many2one(
        "police.absence.pattern",
        string="Qualifying days",
        check_company=True,
        help="For Statutory Sick Pay. Empty: the first pattern of the force, else Monday to Friday.",
    )
    certificate_ids = fields.One2many("police.absence.certificate", "absence_id", string="Certificates")
    certified_to = fields.Date(compute="_compute_certified", string="Certified until")
    fit_note_missing = fields.Boolean(
        compute="_compute_certified",
        search="_search_fit_note_missing",
        help="Sick for more than seven days and not covered by a fit note up to today or the last day.",
    )
    linked_since = fields.Date(
        compute="_compute_linked_since",
        string="Linked sickness since",
        help="Spells 56 days apart or less are one for Statutory Sick Pay: average earnings, waiting days "
        "and 28 weeks count from here.",
    )
    phase_ids = fields.One2many("police.absence.phase", "absence_id", string="Phased return")
    decision_ids = fields.One2many("police.absence.decision", "absence_id", string="Decisions on sick pay")
    sick_from = fields.Date(compute="_compute_sick_days", store=True)
    sick_to = fields.Date(compute="_compute_sick_days", store=True)
    pay_level = fields.Selection(
        [("full", "Full pay"), ("half", "Half pay"), ("nil", "No sick pay")],
        string="Pay today",
        compute="_compute_pay_level",
    )

    @api.depends("date_from", "date_to", "first_day", "last_day")
    def _compute_sick_days(self):
        for absence in self:
            first, last = absence.date_from, absence.date_to
            if first and absence.first_day == "part":
                first += ONE_DAY
            if last and absence.last_day == "part":
                last -= ONE_DAY
            absence.sick_from, absence.sick_to = first, last

    @api.depends("certificate_ids.date_to", "date_from", "date_to", "kind", "state")
    def _compute_certified(self):
        today = fields.Date.context_today(self)
        for absence in self:
            absence.certified_to = absence._certified_to()
            last = min(absence.date_to or today, today)
            due = absence.kind == "sickness" and absence.state in ("confirmed", "ended") and absence.date_from
            long = due and (last - absence.date_from).days + 1 > SELF_CERTIFIED
            absence.fit_note_missing = bool(long and (absence.certified_to or absence.date_from) < last)

    @api.depends("employee_id", "kind", "state", "sick_from")
    def _compute_linked_since(self):
        sick = self.filtered(lambda a: a.kind == "sickness" and a.state in COUNTED and a._origin.id)
        (self - sick).linked_since = False
        for company, absences in sick.grouped("company_id").items():
            reader = SicknessReader(
                self.env, company, absences.employee_id.ids, fields.Date.context_today(self)
            )
            for absence in absences:
                spells = reader.spells(absence.employee_id.id)
                first = linked_from(spells, reader.rules, absence.sick_from) if spells else False
                absence.linked_since = first if first != absence.sick_from else False

    def _certified_to(self):
        """The last day up to which certificates follow each other without a gap."""
        reached = False
        for certificate in self.certificate_ids.sorted("date_from"):
            start = self.date_from if not reached else reached + ONE_DAY
            if certificate.date_from and certificate.date_to and certificate.date_from <= start:
                reached = max(reached or certificate.date_to, certificate.date_to)
        return reached

    def _search_fit_note_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        long = self.search(
            Domain("kind", "=", "sickness")
            & Domain("state", "in", ("confirmed", "ended"))
            & Domain("date_from", "<=", today - timedelta(days=SELF_CERTIFIED))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today - timedelta(days=366)))
        )
        missing = long.filtered("fit_note_missing")
        return Domain("id", "in" if True in value else "not in", missing.ids)

    @api.depends("kind", "state", "date_from", "date_to", "employee_id")
    def _compute_pay_level(self):
        today = fields.Date.context_today(self)
        sick = self.filtered(lambda a: a.kind == "sickness" and a.state == "confirmed" and a.id)
        levels = {}
        for company, absences in sick.grouped("company_id").items():
            reader = SicknessReader(self.env, company, absences.employee_id.ids, today)
            levels |= {person: reader.level_on(person, today) for person in absences.employee_id.ids}
        for absence in self:
            absence.pay_level = levels.get(absence.employee_id.id, False) if absence in sick else False

    @api.constrains("certificate_ids", "phase_ids", "kind")
    def _check_sickness_only(self):
        for absence in self:
            if absence.kind != "sickness" and (absence.certificate_ids or absence.phase_ids):
                raise ValidationError(
                    self.env._(
                        "Certificates and phased return belong to sickness, not to %s.", absence.display_name
                    )
                )

    @api.onchange("reason")
    def _onchange_reason(self):
        if self.reason == "injury" and self.kind == "sickness":
            return {
                "warning": {
                    "title": self.env._("Injury"),
                    "message": self.env._(
                        "Tick “Injury on duty” if it was received in the execution of duty."
                    ),
                }
            }
        return None
