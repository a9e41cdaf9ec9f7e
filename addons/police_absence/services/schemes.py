"""A force's approved absence schemes, found by kind, group and day."""

from odoo.addons.police_engine.absence.sick import FULL, HALF
from odoo.addons.police_engine.exceptions import MissingParameter


class Schemes:
    """Approved schemes of one force."""

    def __init__(self, env, company):
        self.schemes = (
            env["police.absence.scheme"]
            .sudo()
            .search([("company_id", "=", company.id), ("approved", "=", True)])
        )

    def find(self, kind, officer, on):
        """The scheme in force on a day, or an empty recordset."""
        group = "officer" if officer else "staff"
        return self.schemes.filtered(
            lambda s: (
                s.kind == kind
                and s.applies_to == group
                and s.date_from <= on
                and (not s.date_to or s.date_to >= on)
            )
        )[:1]

    def sick_days(self, person, name):
        """Days at full and half pay by the first day of a spell, for staff; None for officers.

        The function answered raises MissingParameter where no approved scheme is in force.
        """
        if person.officer:
            return None

        def entitlement(day):
            scheme = self.find("sickness", False, day)
            if not scheme:
                raise MissingParameter(
                    f"{name}: no approved sick pay scheme for police staff is in force on {day:%-d %B %Y}."
                    " Enter it under Absence, Pay schemes, and have it approved."
                )
            step = scheme._step(person.months_on(day))
            return {FULL: step.full_pay if step else 0, HALF: step.half_pay if step else 0}

        return entitlement

    def weeks(self, kind, person, on):
        """Levels week by week of a family leave, and whether statutory pay comes on top of half pay."""
        scheme = self.find(kind, person.officer, on)
        step = scheme._step(person.months_on(on)) if scheme else None
        if not step:
            return (), True
        return ("full",) * step.full_pay + ("half",) * step.half_pay, scheme.half_adds_statutory
