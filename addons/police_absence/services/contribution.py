"""Absences of a pay period handed to the pay run: set-based reads, the engine, element inputs and slices."""

from decimal import Decimal

from odoo.addons.police_engine.absence import inputs
from odoo.addons.police_engine.exceptions import EngineError, InvalidRecord
from odoo.addons.police_engine.problems import Severity
from odoo.addons.police_engine.records import ElementInput
from odoo.fields import Domain

from .family import STATUTORY, FamilyLeave
from .people import Person, read_people
from .schemes import Schemes
from .sickness import SicknessReader

COUNTED = ("confirmed", "ended")


class Contribution:
    """What the absences of ``gathering``'s period change: from dated facts and closed slips only."""

    def __init__(self, gathering):
        self.gathering = gathering
        self.env, self.company, self.period = gathering.env, gathering.company, gathering.period
        self.rules = gathering.rules

    def apply(self):
        """Add elements and unpaid days to the gathering."""
        absences = self._absences()
        phases = self._phases()
        # statutory family pay goes on when the employment has ended; nothing else does
        family = absences.filtered(lambda absence: absence.kind in STATUTORY)
        employed = {*absences.employee_id.ids, *phases.employee_id.ids} & set(self.gathering.slices)
        ids = sorted(employed | (set(family.employee_id.ids) & set(self.gathering.references)))
        if not ids:
            return
        by_person = absences.grouped(lambda absence: absence.employee_id.id)
        sick = sorted({a.employee_id.id for a in absences if a.kind == "sickness"} & set(ids))
        self.people = read_people(self.env, ids, self.period.end)
        self.schemes = Schemes(self.env, self.company)
        reader = SicknessReader(self.env, self.company, sick, self.period.end, self.rules)
        for employee_id in ids:
            mine = by_person.get(employee_id, absences.browse())
            self._without_pay(employee_id, mine)
            if any(absence.kind == "strike" for absence in mine):
                self.gathering.note(employee_id, on_strike=True)
            if employee_id in sick:
                self._sickness(employee_id, mine, reader)
            for leave in mine.filtered(lambda a: a.kind in STATUTORY):
                self._family(employee_id, leave)
        for phase in phases:
            self._phase(phase)

    def _absences(self):
        period = self.period
        domain = (
            Domain("company_id", "=", self.company.id)
            & Domain("state", "in", COUNTED)
            & Domain("date_from", "<=", period.end)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", period.start))
        )
        return self.env["police.absence"].search(domain & self._scope(), order="employee_id, date_from, id")

    def _phases(self):
        domain = (
            Domain("company_id", "=", self.company.id)
            & Domain("pay", "=", "hours")
            & Domain("absence_id.state", "in", COUNTED)
            & Domain("date_from", "<=", self.period.end)
            & Domain("date_to", ">=", self.period.start)
        )
        return self.env["police.absence.phase"].search(domain & self._scope(), order="employee_id, date_from")

    def _scope(self):
        people = self.gathering.employees
        return Domain.TRUE if people is None else Domain("employee_id", "in", list(people))

    def _problem(self, severity, code, message, employee_id, rule, on=None):
        self.gathering.problem(severity, code, message, employee_id, rule, on)

    # -- without pay ---------------------------------------------------------------------------------

    def _without_pay(self, employee_id, absences):
        unpaid = absences.filtered(lambda a: a.pay == "none")
        whole = unpaid.filtered(lambda a: not a.hours_lost)
        if whole:
            gaps = [inputs.Unpaid(a.date_from, a.date_to or None) for a in whole]
            slices = self.gathering.slices.get(employee_id, ())
            self.gathering.slices[employee_id] = inputs.without_pay(slices, gaps)
        for absence in unpaid - whole:
            self._hours(employee_id, absence)

    def _hours(self, employee_id, absence):
        """Part of a day without pay: the hours' share of a day of a five-day week."""
        piece = self._slice_on(employee_id, absence.date_from)
        if piece is None or not piece.hours:
            return
        lost = (
            Decimal(str(absence.hours_lost)) * 700 / piece.hours
        )  # sevenths of a week's pay, by calendar days
        kind = dict(absence._fields["kind"].selection)[absence.kind]
        text = f"{kind} on {absence.date_from:%-d %b %Y}, {absence.hours_lost:g} hours"
        self.gathering.add(
            employee_id,
            ElementInput("unpaid_hours", None, round(lost, 2), absence.date_from, text),
        )

    def _phase(self, phase):
        """Phased return paid by the hours worked: the rest of each week is not paid."""
        employee_id = phase.employee_id.id
        first, last = max(phase.date_from, self.period.start), min(phase.date_to, self.period.end)
        piece = self._slice_on(employee_id, first)
        if piece is None or not piece.hours:
            return
        worked = round(phase.weekly_hours * 100)
        lost = Decimal(max(0, piece.hours - worked)) * ((last - first).days + 1) / piece.hours
        if lost:
            text = f"phased return {first:%-d %b} to {last:%-d %b %Y}, {phase.weekly_hours:g} hours a week"
            self.gathering.add(employee_id, ElementInput("unpaid_hours", None, round(lost, 2), first, text))

    def _slice_on(self, employee_id, day):
        slices = self.gathering.slices.get(employee_id, ())
        return next((piece for piece in slices if piece.date_from <= day <= piece.date_to), None)

    # -- sickness ------------------------------------------------------------------------------------

    def _sickness(self, employee_id, absences, reader):
        period, person = self.period, reader.person(employee_id)
        try:
            last = max((piece.date_to for piece in self.gathering.slices[employee_id]), default=period.end)
            stretches = [
                stretch._replace(end=min(stretch.end, last))
                for stretch in reader.stretches(employee_id)
                if stretch.end >= period.start and stretch.start <= last
            ]
        except EngineError as error:
            rule = f"{'officer' if person.officer else 'staff'}_sick_reduction"
            self._problem(Severity.BLOCKING, "sick_pay_unknown", str(error), employee_id, rule)
            return
        ssp = self._ssp(employee_id, stretches, reader)
        if ssp is not None:
            found = inputs.sickness(period, stretches, ssp, staff=not person.officer)
            if found:
                self.gathering.add(employee_id, *found)
        self._drops(employee_id, reader)

    def _ssp(self, employee_id, stretches, reader):
        """SSP days; None when it is needed and cannot be worked out (a blocking problem is then recorded)."""
        try:
            return reader.ssp(employee_id)
        except InvalidRecord:
            if all(stretch.level == "full" for stretch in stretches):
                return ()  # full pay covers it; the average is asked for before pay drops
        except EngineError as error:
            self._problem(Severity.BLOCKING, "ssp_unknown", str(error), employee_id, "ssp")
            return None
        name = reader.names.get(employee_id, "")
        self._problem(
            Severity.BLOCKING,
            "average_earnings_missing",
            f"{name}: sick pay has dropped and average weekly earnings are not known, so Statutory Sick Pay"
            " cannot be worked out: the payslips of the eight weeks before the sickness are not kept here."
            " Enter the average with its evidence on the absence.",
            employee_id,
            "average_earnings",
            stretches[0].start if stretches else None,
        )
        return None

    def _drops(self, employee_id, reader):
        """Drops within the period that nobody announced; drops to come are on the clock's worklist."""
        try:
            problems = reader.drop_problems(employee_id, self.period.end)
        except EngineError:
            return
        for problem in problems:
            if problem.on and self.period.start <= problem.on <= self.period.end:
                self._problem(
                    problem.severity, problem.code, problem.message, employee_id, problem.rule, problem.on
                )

    # -- family leave --------------------------------------------------------------------------------

    def _family(self, employee_id, absence):
        person = self.people.get(employee_id, Person("staff", None))
        leave = FamilyLeave(absence, person, self.schemes, self.rules)
        if leave.claim is None:
            text = self._incomplete(absence)
            self._problem(
                Severity.BLOCKING, "family_leave_incomplete", text, employee_id, "family_entitlement"
            )
            return
        try:
            found = inputs.family(self.period, leave.pay(self.period.end))
        except EngineError as error:
            text = f"{absence.display_name}: {error}"
            self._problem(
                Severity.BLOCKING, "family_pay_unknown", text, employee_id, "family_pay", absence.date_from
            )
            return
        if found:
            self.gathering.add(employee_id, *found)
        if not absence.checked_by_id:
            text = f"{absence.display_name}: payroll has not checked the entitlement and the average yet."
            self._problem(Severity.WARNING, "family_leave_unchecked", text, employee_id, "family_entitlement")

    def _incomplete(self, absence):
        what = (
            "the date of continuous service"
            if absence.expected_date
            else "the date expected, matched or lost"
        )
        return f"{absence.display_name}: {what} is missing, so no pay can be worked out."
