"""Family leave: the application with its dates and evidence, and what the law says to it."""

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import UserError, ValidationError

from ..services.family import STATUTORY, FamilyLeave, event_of
from ..services.people import Person, read_people
from ..services.schemes import Schemes

FAMILY_KINDS = tuple(STATUTORY)
DEADLINES = ("date_from", "date_to", "expected_date", "matched_on", "event_date", "born_on", "matb1_signed")


class AbsenceFamily(models.Model):
    _inherit = "police.absence"

    is_family = fields.Boolean(compute="_compute_is_family")
    statutory_kind = fields.Char(compute="_compute_is_family", string="Statutory pay")
    by_adoption = fields.Boolean(
        string="On adoption", help="The child is adopted: the week of the match decides."
    )
    expected_date = fields.Date(
        string="Due date",
        tracking=True,
        help="Expected date of childbirth, from the MATB1 or the declaration.",
    )
    born_on = fields.Date(string="Born or placed on", tracking=True)
    matched_on = fields.Date(string="Match notified on", tracking=True, help="By the adoption agency.")
    event_date = fields.Date(string="Date of death", tracking=True)
    matb1_signed = fields.Date(string="MATB1 signed on", tracking=True)
    evidence_on = fields.Date(
        string="Evidence received on", tracking=True, help="MATB1, matching certificate or declaration."
    )
    evidence = fields.Binary(attachment=True, string="Evidence", groups="police_core.group_hr_officer")
    evidence_name = fields.Char(groups="police_core.group_hr_officer")
    notice_on = fields.Date(string="Notice given on", tracking=True)
    good_cause = fields.Boolean(
        string="Good cause for being late", tracking=True, help="Late notice or evidence is accepted."
    )
    spread_half_pay = fields.Boolean(
        string="Last five weeks as ten at half pay",
        tracking=True,
        help="Officers' maternity pay, with the chief officer's agreement (Annex L).",
    )
    weeks_wanted = fields.Integer(
        string="Paid weeks claimed", tracking=True, help="0: as many as the law gives."
    )
    kit_ids = fields.One2many("police.absence.kit", "absence_id", string="Keeping-in-touch days")
    entitled = fields.Boolean(compute="_compute_finding", string="Entitled to statutory pay")
    finding = fields.Text(compute="_compute_finding", help="Why statutory pay is or is not due.")
    qualifying_week_end = fields.Date(compute="_compute_finding", string="Qualifying week ends")
    weeks_of_service = fields.Integer(string="Weeks of service", compute="_compute_finding")
    leave_until = fields.Date(
        compute="_compute_finding", string="Leave until", help="The longest the law gives."
    )

    @api.depends("kind")
    def _compute_is_family(self):
        for absence in self:
            absence.is_family = absence.kind in STATUTORY
            absence.statutory_kind = STATUTORY.get(absence.kind, "")

    @api.depends(
        "kind", "employee_id", "date_from", "date_to", "expected_date", "matched_on", "event_date", "born_on",
        "matb1_signed", "evidence_on", "notice_on", "good_cause", "by_adoption", "average_entered",
        "average_total", "average_periods",
    )  # fmt: skip
    def _compute_finding(self):
        leaves = self._leaves()
        for absence in self:
            leave = leaves.get(absence)
            absence.entitled, absence.finding = False, False
            absence.qualifying_week_end = absence.leave_until = absence.weeks_of_service = False
            if leave is None or not absence.date_from:
                continue
            try:
                absence._find(leave)
            except EngineError as error:
                absence.finding = str(error)[:1].upper() + str(error)[1:]

    def _find(self, leave):
        """Fill in what the law says. EngineError while something is missing."""
        self.leave_until = leave.until()
        if leave.claim is None:
            self.finding = self._missing_date()
            return
        self.qualifying_week_end, self.weeks_of_service = leave.service()
        self.entitled, self.finding = self._finding(leave)

    def _finding(self, leave):
        finding = leave.finding()
        if finding.refusals:
            return False, "\n".join(f"Not entitled: {text}" for text in finding.refusals)
        return True, self.env._(
            "Entitled: %(weeks)s weeks of service, earnings above the lower earnings limit.",
            weeks=finding.weeks,
        )

    def _missing_date(self):
        if event_of(self):
            return self.env._("The person has no date of continuous service.")
        texts = {
            "adoption": self.env._("Enter the day the match was notified."),
            "bereavement": self.env._("Enter the date of death."),
        }
        return texts.get(self.kind, self.env._("Enter the due date, or for adoption the match."))

    def _leaves(self):
        """``{absence: FamilyLeave}`` of the family leaves among these."""
        family = self.filtered(lambda a: a.kind in STATUTORY and a.employee_id)
        found = {}
        for company, absences in family.grouped("company_id").items():
            schemes = Schemes(self.env, company)
            for absence in absences:
                employee_id = absence.employee_id._origin.id or absence.employee_id.id
                people = read_people(self.env, [employee_id], absence.date_from or fields.Date.today())
                found[absence] = FamilyLeave(
                    absence.sudo(), people.get(employee_id, Person("staff", None)), schemes
                )
        return found

    @api.constrains("kind", *DEADLINES)
    def _check_family_dates(self):
        for absence, leave in self._leaves().items():
            try:
                found = leave.faults()
            except EngineError as error:
                found = (str(error),)
            if found:
                raise ValidationError(
                    self.env._("%(absence)s: %(fault)s", absence=absence.display_name, fault=found[0])
                )

    def _check_complete(self):
        super()._check_complete()
        for absence, leave in self._leaves().items():
            if leave.claim is None:
                raise UserError(f"{absence.display_name}: {absence._missing_date()}")
            if not absence.evidence_on:
                paper = {
                    "maternity": self.env._("the MATB1"),
                    "adoption": self.env._("the matching certificate"),
                }.get(absence.kind, self.env._("the declaration"))
                raise UserError(
                    self.env._(
                        "%(absence)s: %(paper)s has not been received. Enter the day it came.",
                        absence=absence.display_name,
                        paper=paper,
                    )
                )
            if absence.kind == "maternity" and not absence.matb1_signed:
                raise UserError(self.env._("%s: enter the day the MATB1 was signed.", absence.display_name))
            if leave.claim.average is None:
                absence.action_work_out_average()
