"""What depends on a first calculation: orders by law first, then loans and recoveries, as far as pay goes.

Voluntary deductions give way to orders. Everything taken is kept with its working for the run.
"""

from contextlib import contextmanager
from dataclasses import replace

from odoo.addons.police_engine.deductions.minimum_wage import check_sacrifice
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.pay.elements import catalogue
from odoo.addons.police_engine.payslip import calculate

from .debts import Debts
from .orders import Orders
from .predictor import Predictor
from .rows import write_expected

STASH = "deduction_agreements"


class Settlement:
    """Settles ``outcomes`` ({employee id: (PayCase, PayResult)}) of ``gathering``."""

    def __init__(self, gathering, outcomes):
        self.gathering = gathering
        self.outcomes = outcomes
        self.orders = Orders(gathering)
        self.debts = Debts(gathering)
        self.agreed = {}
        for row in getattr(gathering, STASH, ()):
            self.agreed.setdefault(row.employee_id, []).append(row)
        self.rows = []

    def settle(self):
        """Add to the gathering what is taken, report what is wrong, keep what is expected of the run."""
        run = self.gathering.run
        if run and "kind" in run._fields and run.kind == "reversal":
            return  # payslips are taken back line for line
        self._check_sacrifices()
        for employee_id in sorted(self.outcomes.keys() & self._concerned()):
            with self._law_needed(employee_id, "attachment_order"):
                self._person(employee_id)
        for employee_id in self.outcomes.keys() & self.orders.waiting.keys():
            self._report_waiting(employee_id)
        if self.gathering.run:
            with self._law_needed(None, "overpayment_predicted"):
                Predictor(self.gathering, self.outcomes).report()
            write_expected(self.gathering.env, self.gathering.run, self.rows)

    @contextmanager
    def _law_needed(self, employee_id, rule):
        """A figure that the law's files lack stops the run, naming the person, the rule and the day."""
        try:
            yield
        except EngineError as error:
            person = self.gathering.references.get(employee_id, "") if employee_id else ""
            text = f"{person}: {error}" if person else str(error)
            self.gathering.problem("blocking", "law_missing", text, employee_id, rule)

    def _check_sacrifices(self):
        """Who may give up pay, and the minimum wage: also where the element was entered by hand."""
        gathering = self.gathering
        elements = catalogue(gathering.rules, gathering.period.pay_date)
        codes = {code for code, element in elements.items() if element.rule == "salary_sacrifice"}
        for employee_id, (case, result) in self.outcomes.items():
            if any(element.code in codes for element in case.elements):
                with self._law_needed(employee_id, "minimum_wage"):
                    for found in check_sacrifice(case, result, gathering.rules):
                        gathering.problem(
                            found.severity, found.code, found.message, employee_id, found.rule, found.on
                        )

    def _concerned(self):
        return {*self.orders.by_person, *self.debts.loans, *self.debts.recoveries, *self.agreed}

    def _person(self, employee_id):
        case, result = self._present(employee_id)
        if not result.lines:
            return  # refused: the reason is on the run, and nothing is taken from nothing
        case, result = self._take_back_gross(employee_id, case, result)
        net = result.totals.net
        if employee_id in self.orders.by_person:
            net = self._apply_orders(employee_id, result, net)
        net = self._make_room(employee_id, net)
        elements, rows, net = self.debts.repay(employee_id, max(0, net))
        more, more_rows, net = self.debts.take_back_net(employee_id, net)
        self._add(employee_id, [*elements, *more], [*rows, *more_rows])
        present = {element.reference for element in self.gathering.elements.get(employee_id, ())}
        kept = [a for a in self.agreed.get(employee_id, ()) if a.number in present]
        self.rows += [a.row for a in kept]
        self._report_twice(employee_id, kept)

    def _present(self, employee_id):
        """The person's case with what others added to it meanwhile."""
        case, result = self.outcomes[employee_id]
        elements = tuple(self.gathering.elements.get(employee_id, ()))
        if elements == case.elements:
            return case, result
        return self._again(replace(case, elements=elements))

    def _again(self, case):
        return case, calculate(case, self.gathering.rules)

    def _add(self, employee_id, elements, rows):
        self.rows += rows
        if elements:
            self.gathering.add(employee_id, *elements)

    def _take_back_gross(self, employee_id, case, result):
        elements, rows, _net = self.debts.take_back_gross(employee_id, result.totals.net)
        if not elements:
            return case, result
        self._add(employee_id, elements, rows)
        return self._again(replace(case, elements=(*case.elements, *elements)))

    def _apply_orders(self, employee_id, result, net):
        elements, limit, rows = self.orders.apply(employee_id, result)
        self._add(employee_id, elements, rows)
        net -= sum(row.amount + row.administration for row in rows)
        if limit is not None:
            self.gathering.set(employee_id, student_loan_limit=limit)
            net += result.totals.student_loan + result.totals.postgraduate_loan - limit
        return net

    def _make_room(self, employee_id, net):
        """Leave out agreed deductions, the least important first, while orders leave too little."""
        plain = [a for a in self.agreed.get(employee_id, ()) if self._is_plain(a.code)]
        for row in sorted(plain, key=lambda a: (-a.priority, a.number)):
            if net >= 0:
                break
            elements = self.gathering.elements[employee_id]
            self.gathering.elements[employee_id] = [e for e in elements if e.reference != row.number]
            self.gathering.add(employee_id)
            net += row.amount
            person = self.gathering.references.get(employee_id, "")
            self.gathering.problem(
                "warning", "agreement_left_out",
                f"{person}: {row.scheme} of {display(row.amount)} is left out: orders on earnings leave too"
                " little pay. Tell the person and the scheme.",
                employee_id, "agreed_deduction",
            )  # fmt: skip
        return net

    def _is_plain(self, code):
        """True for a deduction from net pay: leaving it out changes neither tax nor contributions."""
        element = catalogue(self.gathering.rules, self.gathering.period.pay_date).get(code)
        return element is not None and not element.taxable and not element.nicable

    def _report_twice(self, employee_id, agreed):
        """The same deduction by an agreement and by an element entered by hand."""
        elements = self.gathering.elements.get(employee_id, ())
        for row in agreed:
            if any(e.code == row.code and not e.reference.startswith("AGR") for e in elements):
                person = self.gathering.references.get(employee_id, "")
                self.gathering.problem(
                    "warning",
                    "deducted_twice",
                    f"{person}: {row.scheme} is taken by agreement {row.number} and by a pay element entered"
                    " by hand. Archive the element.",
                    employee_id,
                    "agreed_deduction",
                )

    def _report_waiting(self, employee_id):
        person = self.gathering.references.get(employee_id, "")
        for order in self.orders.waiting[employee_id]:
            self.gathering.problem(
                "warning", "order_waiting",
                f"{person}: order {order.authority_reference} of {order.payee_id.name} applies now"
                " but nobody has approved it: nothing is taken.",
                employee_id, f"order_{order.kind}",
            )  # fmt: skip
