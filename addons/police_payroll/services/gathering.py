"""What is known of everybody for one period while it is being gathered, before it is frozen for the engine.

Other addons add to it through ``police.pay.contributor``: duty worked, absences, orders, arrears. Keys are
employee ids; values are the engine's records. Whatever is added becomes part of the :class:`PayCase`, so
that it is hashed, stored with the payslip and can be replayed.
"""

from odoo.addons.police_engine.problems import Problem, Severity
from odoo.tools import SQL


class Gathering:
    """Facts of one force and period, open to additions.

    ``env``: superuser's. ``run``: the pay run, or None in a preview. ``employees``: the ids in scope, or None
    for the whole force. ``rules``: the law. ``slices``, ``elements``, ``arrears``, ``profiles``,
    ``references`` and ``births``: by employee id.
    """

    def __init__(self, env, company, period, rules, run=None, employees=None):
        self.env, self.company, self.period, self.rules, self.run = env, company, period, rules, run
        self.employees = None if employees is None else tuple(employees)
        self.slices, self.elements, self.arrears = {}, {}, {}
        self.profiles, self.references, self.births = {}, {}, {}
        self.facts = {}  # {employee id: {field of PayCase: value}}
        self.details = {}  # {employee id: {what the FPS says besides figures: value}}
        self.problems = []
        self._touched = set()

    def where(self, column):
        """An SQL condition that keeps the rows of the people in scope; ``column`` is a literal of ours."""
        if self.employees is None:
            return SQL("TRUE")
        return SQL("%s = ANY(%s)", SQL(column), list(self.employees))

    def add(self, employee_id, *elements):
        """More pay or deductions (ElementInput) for a person."""
        self.elements.setdefault(employee_id, []).extend(elements)
        self._touched.add(employee_id)

    def add_arrears(self, employee_id, *lines):
        """Differences for earlier periods (PayLine, as ``retro`` makes them) for a person."""
        self.arrears.setdefault(employee_id, []).extend(lines)
        self._touched.add(employee_id)

    def set(self, employee_id, **facts):
        """Other fields of a person's PayCase, such as ``student_loan_limit``."""
        self.facts.setdefault(employee_id, {}).update(facts)
        self._touched.add(employee_id)

    def note(self, employee_id, **details):
        """What the payslip's person details say besides, for HMRC: ``on_strike``, ``aggregated``."""
        self.details.setdefault(employee_id, {}).update(details)

    def problem(self, severity, code, message, employee_id=None, rule="", on=None):
        """An exception for the run; BLOCKING stops it. ``severity``: Severity or its value."""
        person = self.references.get(employee_id, "") if employee_id else ""
        when = on or self.period.pay_date
        found = Problem(Severity(severity), code, message, person, rule, when)
        self.problems.append(found)

    def take_touched(self):
        """Ids of the people added to since the last call."""
        touched, self._touched = self._touched, set()
        return touched
