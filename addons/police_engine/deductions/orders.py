"""Apply a person's orders on earnings to one pay day, in their order of priority.

First the priority orders in date order, each on what the earlier ones leave; then student loans; then
direct attachments and judgment debts in date order. Nothing is taken when any order cannot be read.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from ..exceptions import EngineError
from ..money import display
from ..params.loader import Period, RuleSet
from ..paye import attachment
from ..paye.figures import in_pence
from ..problems import Problem, Severity
from .facts import PRIORITY, running
from .records import BY_TABLE, KINDS, NetFacts, Order, OrderLine, OrdersResult, OrderState

NOTHING = OrderState()


def apply_orders(
    net_facts: NetFacts,
    orders: Sequence[Order],
    rules: RuleSet,
    on: date,
    states: Mapping[str, OrderState] | None = None,
) -> OrdersResult:
    """What each order takes on pay day ``on``, and what may be deducted for student loans.

    ``states``: what each order brings from earlier pay days, by reference.
    """
    states = states or {}
    due = [order for order in orders if running(order.starts, order.ends, on)]
    problems = _faults(net_facts, due, rules, on)
    if problems:
        return OrdersResult(net_facts.person, (), 0, tuple(problems))
    work = _Work(net_facts, rules, on, states)
    try:
        law = rules.at(PRIORITY, on)
        for order in _ranked(due, law, before_loans=True):
            work.take(order)
        loans = _student_loans(work, due, law)
        for order in _ranked(due, law, before_loans=False):
            work.take(order)
        work.charge(in_pence(law["administration"]))
    except EngineError as error:
        person = net_facts.person
        fault = Problem(Severity.BLOCKING, "order_law", f"{person}: {error}", person, "attachment_order", on)
        return OrdersResult(person, (), 0, (fault,))
    return OrdersResult(net_facts.person, tuple(work.lines), loans, tuple(work.problems))


def _ranked(orders: Sequence[Order], law: Period, before_loans: bool) -> list[Order]:
    """The orders of one stage: by class where the law ranks classes, then by date, then by reference."""
    first, scottish, last = law["first"], law["scottish"], law["after_loans"]
    kinds = (*first, *scottish) if before_loans else last
    rank = {kind: 1 + scottish.index(kind) if kind in scottish else 0 for kind in kinds}
    chosen = [order for order in orders if order.kind in rank]
    return sorted(chosen, key=lambda order: (rank[order.kind], order.made, order.reference))


def _student_loans(work: "_Work", orders: Sequence[Order], law: Period) -> int:
    """What may be deducted for student loans beside the priority orders (CSLM18015, CSLM18020)."""
    facts = work.facts
    allowed = facts.student_loans
    if not allowed:
        return 0
    kinds = {order.kind for order in orders}
    if stopping := sorted(kinds & set(law["stops_loans"])):
        reason, allowed = f"none while an order for {stopping[0].replace('_', ' ')} runs", 0
    else:
        room = max(0, work.left - work.protected)
        reason = f"after the orders only {display(room)} is not protected"
        allowed = min(allowed, room)
    if allowed < facts.student_loans:
        text = (
            f"student loans of {display(facts.student_loans)} are limited to {display(allowed)}: {reason}."
            " Work the payslip out again without the rest."
        )
        work.say(Severity.WARNING, "student_loan_limited", text, "student_loan_and_orders")
    work.spend(allowed)
    return allowed


class _Work:
    """Running state of one pay day."""

    def __init__(self, facts: NetFacts, rules: RuleSet, on: date, states: Mapping[str, OrderState]):
        self.facts, self.rules, self.on, self.states = facts, rules, on, states
        self.lines: list[OrderLine] = []
        self.problems: list[Problem] = []
        self.protected = 0  # the highest protected earnings of a priority order so far
        self.left = facts.attachable  # attachable earnings after the orders so far
        self.spent = 0  # orders and student loans so far

    def spend(self, amount: int) -> None:
        """Take an amount from what later orders work on."""
        self.left -= amount
        self.spent += amount

    def say(self, severity: Severity, code: str, text: str, rule: str) -> None:
        """Record a finding."""
        person = self.facts.person
        self.problems.append(Problem(severity, code, f"{person}: {text}", person, rule, self.on))

    def take(self, order: Order) -> None:
        """Work one order out on what is left, and keep what it carries."""
        state = self.states.get(order.reference, NOTHING)
        wanted, protected, carried, rate, sources = self._wanted(order, state)
        amount = max(0, min(wanted, self.left - protected, self.facts.net - self.spent))
        if order.total is not None:
            amount = min(amount, max(0, order.total - state.taken))
            wanted = min(wanted, max(0, order.total - state.taken))
        short = wanted - amount
        if short:
            self._unmet(order, amount, short, carried)
        facts = (
            ("Order", order.reference), ("Made on", f"{order.made:%-d %B %Y}"),
            ("Attachable earnings", display(self.facts.attachable)),
            ("After earlier orders", display(self.left)),
            ("Protected earnings", display(protected)), ("Due", display(wanted)),
            *((("Rate", rate),) if rate else ()),
            *((("Carried", display(state.deduction_carried)),) if state.deduction_carried else ()),
        )  # fmt: skip
        after = OrderState(
            short if carried else 0,
            max(0, protected - max(0, self.left)) if order.kind == "maintenance" else 0,
            state.taken + amount,
        )
        self.lines.append(OrderLine(order, amount, 0, f"order_{order.kind}", facts, sources, after))
        if order.kind in ("maintenance", "child_maintenance"):
            self.protected = max(self.protected, protected)
        self.spend(amount)

    def _unmet(self, order: Order, amount: int, short: int, carried: bool) -> None:
        text = (
            f"order {order.reference} takes {display(amount)}; {display(short)} cannot be met"
            f"{' and is carried to the next pay day' if carried else ' and is not carried'}."
        )
        self.say(Severity.WARNING, "order_not_met", text, f"order_{order.kind}")

    def _wanted(self, order: Order, state: OrderState) -> tuple[int, int, bool, str, tuple[str, ...]]:
        """(due, protected, shortfall is carried, rate, sources) of an order on what is left."""
        if order.kind in BY_TABLE:
            found = self._by_table(order)
            return found.amount, 0, False, found.rate_text, found.sources
        if order.kind == "direct":
            return self._direct(order)
        if order.kind == "conjoined":
            return self._conjoined(order)
        if order.kind == "current_maintenance":
            law = self.rules.at(attachment.ARRESTMENT, self.on)
            protected = in_pence(law["maintenance_daily_protected"]) * self.facts.days
            source = (f"{law.source}#maintenance_daily_protected",)
            return order.normal * self.facts.days, protected, False, f"{display(order.normal)} a day", source
        if order.kind == "judgment":
            return order.normal, order.protected or 0, False, "", ()
        protected, sources = order.protected, ()
        if protected is None:  # child maintenance
            net = self.facts.attachable
            protected = net - attachment.unprotected(self.rules, self.on, net)
            sources = (f"{self.rules.at(attachment.DEA, self.on).source}#protected_share",)
        if order.kind == "maintenance":
            protected += state.protection_carried
        return order.normal + state.deduction_carried, protected, True, "", sources

    def _by_table(self, order: Order) -> attachment.Attachment:
        rules, on, frequency, left = self.rules, self.on, self.facts.frequency, max(0, self.left)
        if order.kind == "fine":
            return attachment.fines_order(rules, on, frequency, left)
        if order.kind == "council_tax":
            return attachment.council_tax_order(rules, on, order.table, frequency, left)
        return attachment.earnings_arrestment(rules, on, left, frequency)

    def _direct(self, order: Order) -> tuple[int, int, bool, str, tuple[str, ...]]:
        facts = self.facts
        rate = order.table or "standard"
        found = attachment.direct_earnings_attachment(
            self.rules, self.on, facts.frequency, facts.attachable, rate
        )
        due = order.normal or found.by_table
        return due, found.protected, False, "fixed" if order.normal else found.rate_text, found.sources

    def _conjoined(self, order: Order) -> tuple[int, int, bool, str, tuple[str, ...]]:
        """Section 63 of the 1987 Act: ordinary debts as one by the table, then maintenance from the rest."""
        rules, facts, left = self.rules, self.facts, max(0, self.left)
        law = rules.at(attachment.ARRESTMENT, self.on)
        ordinary, sources = 0, ()
        if order.table != "maintenance":
            found = attachment.earnings_arrestment(rules, self.on, left, facts.frequency)
            ordinary, sources = found.amount, found.sources
        daily = 0 if order.table == "ordinary" else order.normal * facts.days
        room = max(0, left - ordinary - in_pence(law["maintenance_daily_protected"]) * facts.days)
        allowed = ordinary + min(daily, room)
        if daily:
            sources = (*sources, f"{law.source}#maintenance_daily_protected")
        text = f"{display(ordinary)} for debts, {display(daily)} for maintenance"
        return ordinary + daily, left - allowed, False, text, sources

    def charge(self, most: int) -> None:
        """The employer's pound for each deduction made, as far as pay goes."""
        for number, line in enumerate(self.lines):
            if line.order.administration and line.amount:
                pound = max(0, min(most, self.facts.net - self.spent))
                self.lines[number] = line._replace(administration=pound)
                self.spent += pound


def _faults(facts: NetFacts, orders: Sequence[Order], rules: RuleSet, on: date) -> list[Problem]:
    """Orders that cannot be carried out as they stand."""
    found = []

    def fault(order: Order, code: str, text: str) -> None:
        rule = f"order_{order.kind}" if order.kind in KINDS else "attachment_order"
        message = f"{facts.person}, order {order.reference}: {text}"
        found.append(Problem(Severity.BLOCKING, code, message, facts.person, rule, on))

    seen = set()
    for order in orders:
        if order.reference in seen:
            fault(order, "order_twice", "is entered twice.")
        seen.add(order.reference)
        for code, text in _wrong(order):
            fault(order, code, text)
    if any(o.kind == "conjoined" for o in orders):
        for order in orders:
            if order.kind in ("arrestment", "current_maintenance"):
                fault(order, "recalled_by_conjoined", "a conjoined arrestment order recalls it: end it.")
    council = sorted((o for o in orders if o.kind == "council_tax"), key=lambda o: o.made)
    if council and council[0].table in attachment.COUNCIL_TAX:
        most = rules.at(attachment.COUNCIL_TAX[council[0].table], on)["max_concurrent_orders"]
        for order in council[most:]:
            fault(order, "too_many_orders", f"only {most} council tax orders run together: return it.")
    return found


def _wrong(order: Order) -> list[tuple[str, str]]:
    if order.kind not in KINDS:
        return [("unknown_order", f"{order.kind!r} is not one of {', '.join(KINDS)}.")]
    found = []
    if min(order.normal, order.protected or 0, order.total or 0) < 0:
        found.append(("order_negative", "amounts may not be negative."))
    fixed = ("maintenance", "judgment", "child_maintenance", "current_maintenance")
    if order.kind in fixed and not order.normal:
        found.append(("order_incomplete", "the order must state its normal deduction."))
    if order.kind in ("maintenance", "judgment") and order.protected is None:
        found.append(("order_incomplete", "the order must state its protected earnings."))
    if order.kind == "council_tax" and order.table not in attachment.COUNCIL_TAX:
        found.append(("order_incomplete", "say whose table applies: england or wales."))
    if order.kind == "conjoined" and order.table not in ("ordinary", "maintenance", "both"):
        found.append(("order_incomplete", "say which debts it joins: ordinary, maintenance or both."))
    if order.kind == "conjoined" and order.table in ("maintenance", "both") and not order.normal:
        found.append(("order_incomplete", "the order must state the daily rate of maintenance."))
    if order.kind == "direct" and order.table not in ("", "standard", "higher"):
        found.append(("order_incomplete", "the rate is standard or higher."))
    return found
