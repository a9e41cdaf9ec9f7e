"""What closed periods would have been paid, had the absences of today been known: element by element."""

from odoo.addons.police_engine.absence import inputs
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_hr.services import version_reader
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.gathering import Gathering

from .contribution import Contribution


class ClosedPeriods:
    """The closed payslips of one person from a day on. ``slips``: recordset, oldest first."""

    def __init__(self, env, employee, since):
        self.env = env(su=True)
        self.employee = employee.sudo()
        self.slips = self.env["police.payslip"].search(
            [
                ("employee_id", "=", employee.id),
                ("run_id.state", "in", ("approved", "paid")),
                ("run_id.period_id.date_to", ">=", since),
            ],
            order="pay_date",
        )

    def effects(self):
        """Sentences: what each closed period lacks or has too much. Empty when nothing differs."""
        if not self.slips:
            return []
        self.env.flush_all()
        rules = RuleSet.load()
        found = []
        for slip in self.slips:
            if slip.case:
                found += self._effects_of(slip, rules)
        return found

    def _effects_of(self, slip, rules):
        case = case_store.read(slip.case)
        gathering = self._gather(case, rules)
        name = slip.run_id.period_id.name
        labels = catalogue(rules, case.period.pay_date)
        was = _absence_elements(case.elements)
        now = _absence_elements(gathering.elements.get(self.employee.id, ()))
        sentences = [f"{name}: {self._words(labels, e)} is due" for e in now if e not in was]
        sentences += [f"{name}: {self._words(labels, e)} is no longer due" for e in was if e not in now]
        days_was, days_now = _paid_days(case.slices), _paid_days(gathering.slices.get(self.employee.id, ()))
        if days_was != days_now:
            sentences.append(f"{name}: {days_was} days were paid, {days_now} are due")
        return sentences

    def _gather(self, case, rules):
        period = case.period
        gathering = Gathering(
            self.env, self.employee.company_id, period, rules, employees=(self.employee.id,)
        )
        gathering.references[self.employee.id] = case.reference
        slices = version_reader.slices_for(self.env, self.employee, period.start, period.end)
        gathering.slices.update(slices)
        Contribution(gathering).apply()
        return gathering

    @staticmethod
    def _words(labels, element):
        label = labels[element.code].label if element.code in labels else element.code
        parts = [f"{element.units.normalize():f} days" if element.units and not element.amount else ""]
        if element.amount and not element.units:
            parts.append(display(element.amount))
        if element.on:
            parts.append(f"from {element.on:%-d %b}")
        return f"{label} ({', '.join(part for part in parts if part)})" if any(parts) else label


def _absence_elements(elements):
    """The elements that absences bring, without their texts.

    SSP beyond full sick pay is left out: it nearly always comes to nothing.
    """
    return [
        element._replace(reference="")
        for element in elements
        if element.code in inputs.ELEMENTS and element.code != "statutory_sick_pay_full"
    ]


def _paid_days(slices):
    return sum((piece.date_to - piece.date_from).days + 1 for piece in slices if piece.paid)
