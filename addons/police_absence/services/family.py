"""A family leave as the engine knows it: claim, entitlement, weeks, pay."""

from datetime import timedelta
from fractions import Fraction

from odoo.addons.police_engine.absence.entitlement import (
    DATES,
    Claim,
    decide,
    faults,
    qualifying_saturday,
    week_of,
    weeks_of_service,
)
from odoo.addons.police_engine.absence.family import FAMILY, Leave, weeks
from odoo.addons.police_engine.absence.inputs import FamilyPay
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.paye.statutory_pay import PAYMENTS

from .payments import stored_average

STATUTORY = {
    "maternity": "SMP",
    "adoption": "SAP",
    "paternity": "SPP",
    "shared_parental": "ShPP",
    "bereavement": "SPBP",
    "neonatal": "SNCP",
}
_DAY = timedelta(days=1)


def event_of(absence):
    """The day that decides the qualifying week: due date, match or death; None while not entered."""
    if absence.kind == "adoption" or (absence.by_adoption and absence.kind != "bereavement"):
        return absence.matched_on or None
    if absence.kind == "bereavement":
        return absence.event_date or None
    return absence.expected_date or None


def claim_of(absence, service_from):
    """The engine's claim, or None while the deciding date or service is missing."""
    event = event_of(absence)
    if not event or not service_from:
        return None
    return Claim(
        kind=STATUTORY[absence.kind],
        event=event,
        start=absence.date_from,
        service_from=service_from,
        average=stored_average(absence),
        notice=absence.notice_on or None,
        evidence=absence.evidence_on or None,
        signed=absence.matb1_signed or None,
        born=absence.born_on or None,
        good_cause=absence.good_cause,
        until=absence.date_to or None,
        adoption=absence.by_adoption,
    )


class FamilyLeave:
    """One absence with everything worked out; ``person``: Person, ``schemes``: Schemes."""

    def __init__(self, absence, person, schemes, rules=None):
        self.absence, self.person, self.schemes = absence, person, schemes
        self.rules = rules or RuleSet.load()
        self.claim = claim_of(absence, person.service_from)

    def faults(self):
        """Dates that the law does not allow, in words."""
        return faults(self.claim, self.rules) if self.claim else ()

    def service(self):
        """End of the qualifying week and weeks of service to it."""
        claim = self.claim
        kind = "SAP" if claim.adoption else claim.kind
        saturday = qualifying_saturday(kind, claim.event, self.rules)
        return saturday, weeks_of_service(claim.service_from, saturday)

    def finding(self):
        """The engine's finding. InvalidRecord without an average."""
        return decide(self.claim, self.rules)

    def known_until(self):
        """The last day for which rates of statutory pay are published."""
        return self.rules.periods[PAYMENTS][-1].end

    def pay(self, until=None):
        """How the leave is paid, up to ``until``. InvalidRecord while the average or its date is missing."""
        until = until or self.known_until()
        finding, absence = self.finding(), self.absence
        kind = self.claim.kind
        average = Fraction(0) if finding.refusals else self.claim.average
        event = self.claim.event
        leave = Leave(
            absence.employee_id.name or "", kind, absence.date_from, finding.saturday, average, finding.weeks,
            self._weeks_wanted(kind), f"{self._title()} from {absence.date_from:%-d %b %Y}",
            max(0, (week_of(event) - self.person.service_from).days // 7),
        )  # fmt: skip
        officer = self.person.officer and kind == "SMP"
        if officer:
            found = weeks(leave, self.rules, officer=True, spread=absence.spread_half_pay, until=until)
            adds = self.rules.at(FAMILY, absence.date_from)["half_pay_adds_statutory"]
        else:
            levels, adds = self.schemes.weeks(absence.kind, self.person, absence.date_from)
            found = weeks(leave, self.rules, levels=levels, until=until)
        worked = tuple((kit.day, round(kit.hours * 100)) for kit in absence.kit_ids)
        return FamilyPay(leave, found, self.until(), adds, officer, worked)

    def _title(self):
        return dict(self.absence._fields["kind"].selection)[self.absence.kind]

    def _weeks_wanted(self, kind):
        most = self.rules.at("hmrc/statutory_payments", self.absence.date_from)[f"{kind}.weeks"]
        return min(self.absence.weeks_wanted, most) if self.absence.weeks_wanted else None

    def most_weeks(self):
        """The weeks of statutory pay that the law gives."""
        return self.rules.at(PAYMENTS, self.absence.date_from)[f"{self.claim.kind}.weeks"]

    def until(self):
        """The last day of the leave: as entered, else the longest the law gives."""
        absence = self.absence
        if absence.date_to:
            return absence.date_to
        most = self.rules.at(DATES, absence.date_from)[f"leave_weeks.{STATUTORY[absence.kind]}"]
        return absence.date_from + timedelta(weeks=most) - _DAY
