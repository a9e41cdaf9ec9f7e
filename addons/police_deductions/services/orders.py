"""Orders of many people: read with two queries, applied person by person by the engine."""

from collections import defaultdict

from odoo.addons.police_engine.deductions.facts import net_facts
from odoo.addons.police_engine.deductions.orders import apply_orders
from odoo.addons.police_engine.deductions.records import NetFacts, OrderState
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.problems import Severity
from odoo.tools import SQL

from .rows import Row


class Orders:
    """The running orders of a gathering's people."""

    def __init__(self, gathering):
        self.gathering = gathering
        self.by_person = defaultdict(list)
        self.waiting = defaultdict(list)
        self._read()

    def _read(self):
        gathering, on = self.gathering, self.gathering.period.pay_date
        domain = [
            ("company_id", "=", gathering.company.id), ("state", "in", ("running", "waiting")),
            ("date_from", "<=", on), "|", ("date_to", "=", False), ("date_to", ">=", on),
        ]  # fmt: skip
        if gathering.employees is not None:
            domain.append(("employee_id", "in", list(gathering.employees)))
        orders = gathering.env["police.deduction.order"].search(domain, order="id")
        running = orders.filtered(lambda order: order.state == "running")
        for order in orders - running:
            self.waiting[order.employee_id.id].append(order)
        self.positions = gathering.env["police.deduction.taken"]._order_positions(running.ids)
        done = self._done_this_period(running)
        for order in running:
            if order.id not in done:
                self.by_person[order.employee_id.id].append(order)

    def _done_this_period(self, orders):
        """Ids of orders with a fixed deduction that another run of the same period has met already."""
        fixed = orders.filtered(lambda order: order.normal and order.kind != "conjoined")
        period, run = self.gathering.period, self.gathering.run
        env = self.gathering.env
        env["police.deduction.taken"].flush_model()
        rows = env.execute_query(
            SQL(
                """SELECT DISTINCT t.order_id FROM police_deduction_taken t
                    WHERE t.order_id = ANY(%s) AND t.state = 'taken' AND t.run_id <> %s
                      AND t.pay_date BETWEEN %s AND %s AND %s""",
                fixed.ids, run.id if run else 0, period.start, period.end,
                env["police.deduction.taken"]._standing(),
            )
        )  # fmt: skip
        return {row[0] for row in rows}

    def apply(self, employee_id, result):
        """(elements, student loans that may be taken or None, rows) for one person's calculated payslip."""
        orders = self.by_person[employee_id]
        period, rules = self.gathering.period, self.gathering.rules
        facts = net_facts(result, period, rules)
        records = {order.name: order for order in orders}
        states = {order.name: self._state(order) for order in orders}
        answer = apply_orders(facts, [o._to_engine() for o in orders], rules, period.pay_date, states)
        self._report(employee_id, answer.problems, records)
        limit = answer.student_loans if answer.lines and answer.student_loans < facts.student_loans else None
        return answer.elements, limit, [self._row(employee_id, line, records) for line in answer.lines]

    def _state(self, order):
        position = self.positions.get(order.id)
        if position is None:
            return order._opening()
        return OrderState(*position[:2], order._opening().taken + position.taken)

    def _report(self, employee_id, problems, records):
        """Faults block; an order that cannot be met is its owner's to look at; limits on loans apply."""
        for problem in problems:
            text, severity = problem.message, problem.severity
            if problem.code == "student_loan_limited":
                severity, text = (
                    Severity.NOTICE,
                    text.removesuffix(" Work the payslip out again without the rest."),
                )
            named = next((order for name, order in records.items() if name in text), None)
            if named and named.owner_id:
                text = f"{text} Reference {named.authority_reference}; {named.owner_id.name} looks after it."
            self.gathering.problem(severity, problem.code, text, employee_id, problem.rule, problem.on)

    @staticmethod
    def _row(employee_id, line, records):
        order = records[line.order.reference]
        due = line.amount + _short(line)
        facts = [f"{label}: {value}" for label, value in line.facts]
        facts += [f"Law: {source}" for source in line.sources]
        return Row(
            employee_id, "order", order.id, order.payee_id.id, f"order_{order.kind}", order.name, due,
            line.amount, _short(line), line.administration, line.state.deduction_carried,
            line.state.protection_carried,
            "\n".join(facts),
        )  # fmt: skip


def _short(line):
    """What was due and not taken, whether it is carried or not: from the working's own ``Due``."""
    due = next(value for label, value in line.facts if label == "Due")
    pence = int(due.replace("£", "").replace(",", "").replace(".", ""))
    return max(0, pence - line.amount)


def faults(order):
    """What is wrong with one order by itself, as sentences; [] when the engine can carry it out."""
    order.ensure_one()
    facts = NetFacts(order.payroll_reference or "", "monthly", 30, 100_000, 0, 0, 0, 0, 100_000)
    record = order._to_engine()
    on = max(order.date_from, order.made_on)
    record = record._replace(starts=on, ends=None)
    problems = apply_orders(facts, [record], RuleSet.load(), on, {}).problems
    return [problem.message for problem in problems if problem.severity is Severity.BLOCKING]
