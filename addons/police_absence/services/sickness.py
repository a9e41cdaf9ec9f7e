"""Sickness of many people at once: spells, decisions, schemes, averages -> levels, SSP and drops."""

from datetime import timedelta

from odoo.addons.police_engine.absence import sick
from odoo.addons.police_engine.absence.average import average_before
from odoo.addons.police_engine.absence.ssp import WEEKDAYS, ssp_days
from odoo.addons.police_engine.exceptions import EngineError, InvalidRecord
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.fields import Domain

from .payments import read_payments, stored_average
from .people import Person, read_people
from .schemes import Schemes

_DAY = timedelta(days=1)


class SicknessReader:
    """What is known of the sickness of ``employee_ids`` up to ``until``. Five queries for everybody."""

    def __init__(self, env, company, employee_ids, until, rules=None):
        self.env = env(su=True)
        self.company, self.until = company, until
        self.rules = rules or RuleSet.load()
        self.ids = list(employee_ids)
        self.absences, self._extensions, self._notices = {}, {}, {}
        self.people = read_people(self.env, self.ids, until) if self.ids else {}
        self.schemes = Schemes(self.env, company)
        self.names = {}
        self._payments = None
        self._levels = {}
        if self.ids:
            self._read()

    def _read(self):
        mine = Domain("employee_id", "in", self.ids)
        spells = self.env["police.absence"].search(
            mine
            & Domain("kind", "=", "sickness")
            & Domain("state", "in", ("confirmed", "ended"))
            & Domain("date_from", "<=", self.until),
            order="employee_id, date_from",
        )
        for spell in spells:
            if not spell.sick_to or spell.sick_to >= spell.sick_from:
                self.absences.setdefault(spell.employee_id.id, []).append(spell)
                self.names[spell.employee_id.id] = spell.employee_id.name
        decisions = self.env["police.absence.decision"].search(mine & Domain("state", "=", "approved"))
        for decision in decisions:
            who = f"the chief officer ({decision.reference or decision.approved_by_id.name})"
            self._extensions.setdefault(decision.employee_id.id, []).append(
                sick.Extension(
                    decision.level, decision.date_from, decision.date_to, who, decision.reference or ""
                )
            )
        for notice in self.env["police.absence.notice"].search(mine & Domain("told_on", "!=", False)):
            self._notices.setdefault(notice.employee_id.id, []).append(
                sick.Notice(notice.told_on, notice.drop_on)
            )
        pattern = self.env["police.absence.pattern"].search([("company_id", "=", self.company.id)], limit=1)
        self._default_days = pattern._weekdays() if pattern else WEEKDAYS

    def person(self, employee_id):
        """Person facts; unknown people count as staff without service."""
        return self.people.get(employee_id, Person("staff", None))

    def spells(self, employee_id):
        """The engine's spells, days of incapacity only."""
        return tuple(
            sick.Spell(spell.sick_from, spell.sick_to or None, f"absence {spell.id}")
            for spell in self.absences.get(employee_id, ())
            if spell.sick_from <= self.until
        )

    def entitlement(self, employee_id):
        """Days of the staff scheme by day; None for officers."""
        return self.schemes.sick_days(self.person(employee_id), self.names.get(employee_id, ""))

    def notices(self, employee_id):
        """Warnings given."""
        return self._notices.get(employee_id, ())

    def stretches(self, employee_id, until=None):
        """Levels of pay of every sick day. MissingParameter without a scheme."""
        key = (employee_id, until or self.until)
        if key not in self._levels:
            self._levels[key] = sick.levels(
                self.spells(employee_id), self.rules, key[1], self._extensions.get(employee_id, ()),
                self.entitlement(employee_id),
            )  # fmt: skip
        return self._levels[key]

    def level_on(self, employee_id, day):
        """full, half or nil on a sick day; False when not sick or not known."""
        try:
            stretches = self.stretches(employee_id)
        except EngineError:
            return False
        return next((s.level for s in stretches if s.start <= day <= s.end), False)

    def drop_problems(self, employee_id, today):
        """Drops of pay that are near, and those that nobody announced in time."""
        return sick.drop_problems(
            self.names.get(employee_id, ""), self.spells(employee_id), self.rules, today,
            self._extensions.get(employee_id, ()), self._notices.get(employee_id, ()),
            self.entitlement(employee_id),
        )  # fmt: skip

    def ssp(self, employee_id):
        """Paid days of SSP. InvalidRecord where the average is needed and not known."""
        spells = self.absences.get(employee_id, ())
        pattern = spells[-1].pattern_id if spells else None
        days = pattern._weekdays() if pattern else self._default_days
        return ssp_days(
            self.spells(employee_id), self.rules, lambda day: self.average(employee_id, day), self.until, days
        )

    def average(self, employee_id, first_day):
        """Average weekly earnings before linked sickness: as kept, or from payslips; or None."""
        for spell in self.absences.get(employee_id, ()):
            if spell.sick_from >= first_day and (known := stored_average(spell)) is not None:
                return known
        if self._payments is None:
            self._payments = read_payments(self.env, self.ids, self.until + _DAY)
        try:
            return average_before(self._payments.get(employee_id, ()), first_day - _DAY).weekly
        except InvalidRecord:
            return None
