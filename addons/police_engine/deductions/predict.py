"""Overpayments found before they are paid: what is about to be paid against what else is known.

Each finding states its evidence and the money at risk. Thresholds are in ``police/overpayment/prediction``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..exceptions import EngineError
from ..money import display, half_up
from ..params.loader import Period, RuleSet
from ..pay.elements import catalogue
from ..paye.figures import SHARE, in_pence, share
from ..payslip import calculate
from ..records import EmploymentSlice, PayCase, PayLine, PayResult, TaxPosition

LAW = "police/overpayment/prediction"
SALARY = ("basic_pay", "london_weighting")
KINDS = (
    "left", "paid_after_leaving", "unpaid_absence", "two_jobs", "tax_code", "salary_rise", "amount", "hours",
    "claimed_twice",
)  # fmt: skip
_REDUCTIONS = ("unpaid_absence", "sick_pay_reduction")  # elements that already take pay for absence back


class Event(NamedTuple):
    """Something known beside the job's facts. ``kind``: left (last day ``on``), unpaid (``on`` to
    ``until``), tax_notice. ``source`` says where it is known from, for a person to read."""

    kind: str
    on: date
    until: date | None = None
    source: str = ""


class Before(NamedTuple):
    """What earlier payslips of a person show. ``pay_date``, ``tax``, ``job`` (person type, rank) and
    ``annual`` (full-time salary, pence) are those of the last; ``highest``: the highest total of each
    earning in the last months; ``hours``: the most hours claimed in one of them, hundredths."""

    pay_date: date
    tax: TaxPosition | None
    job: tuple[str, str]
    annual: int | None
    highest: Mapping[str, int]
    hours: int = 0


def before(payslips: Sequence[tuple[PayCase, Sequence[PayLine]]]) -> Before | None:
    """:class:`Before` of earlier payslips, newest first; None when there are none."""
    if not payslips:
        return None
    case, lines = payslips[0]
    highest: dict[str, int] = {}
    for _case, earlier in payslips:
        totals: dict[str, int] = {}
        for line in earlier:
            totals[line.code] = totals.get(line.code, 0) + line.amount
        for code, amount in totals.items():
            highest[code] = max(highest.get(code, 0), amount)
    hours = max(_hours(earlier) for _case, earlier in payslips)
    salary = _salary_line(lines)
    annual = salary.inputs["annual_pence"] if salary else None
    return Before(case.period.pay_date, case.tax, _job(case), annual, highest, hours)


class Subject(NamedTuple):
    """One person about to be paid. ``twins``: others of this run who are the same human being."""

    case: PayCase
    result: PayResult
    before: Before | None = None
    events: tuple[Event, ...] = ()
    twins: tuple[PayCase, ...] = ()


class Prediction(NamedTuple):
    """A likely overpayment. ``amount``: pence of the pay day at risk; ``on``: the date it bites."""

    kind: str
    person: str
    amount: int
    on: date
    text: str


def predict(subject: Subject, rules: RuleSet) -> list[Prediction]:
    """Everything that looks like an overpayment in one person's pay; nothing for a refused payslip."""
    if not subject.result.lines:
        return []
    work = _Work(subject, rules)
    found = [
        *work.left(), *work.unpaid(), *work.two_jobs(), *work.tax_code(), *work.salary_rise(),
        *work.amounts(), *work.hours(), *work.claimed_twice(),
    ]  # fmt: skip
    return [each for each in found if each.amount >= in_pence(work.law["smallest"])]


class _Work:
    def __init__(self, subject: Subject, rules: RuleSet):
        self.subject, self.rules = subject, rules
        self.case, self.result = subject.case, subject.result
        self.period = subject.case.period
        self.law: Period = rules.at(LAW, self.period.pay_date)
        self.elements = catalogue(rules, self.period.pay_date)
        self.last = subject.before

    def say(self, kind: str, amount: int, on: date, text: str) -> Prediction:
        return Prediction(kind, self.case.reference, amount, on, text)

    # -- facts that contradict the pay -------------------------------------------------------------

    def left(self) -> Iterable[Prediction]:
        """In pay, or claims dated, after the last day that is known from anywhere."""
        known = [event for event in self.subject.events if event.kind == "left"]
        first = min(known, key=lambda event: event.on, default=None)
        if first and first.on < self.period.end:
            amount = self._salary_of_days(first.on.toordinal() + 1, self.period.end.toordinal())
            yield self.say(
                "left", amount, first.on,
                f"still in pay after {first.on:%-d %B %Y}: {first.source}. Salary of"
                f" {display(amount)} is for later days.",
            )  # fmt: skip
        yield from self._after_leaving(first.on if first else None)

    def _after_leaving(self, left: date | None) -> Iterable[Prediction]:
        last = max((piece.date_to for piece in self.case.slices), default=None)
        end = min((day for day in (left, last) if day), default=None)
        if end is None or (left is None and last >= self.period.end):
            if self.case.slices or self.case.arrears:
                return
            end = self.period.start  # nobody in a job: everything that repeats is suspect
        lines = [line for line in self._claims() if line.date_from and line.date_from > end]
        if not self.case.slices:
            lines += [line for line in self._claims() if not line.date_from]
        if lines:
            amount = sum(line.amount for line in lines)
            names = ", ".join(sorted({line.label for line in lines}))
            yield self.say(
                "paid_after_leaving", amount, end,
                f"{names} of {display(amount)} is dated after the last day in the job,"
                f" {end:%-d %B %Y}." if self.case.slices
                else f"{names} of {display(amount)} is paid although there is no job in the period.",
            )  # fmt: skip

    def unpaid(self) -> Iterable[Prediction]:
        """Days of unpaid absence that are still paid and not taken back by an element."""
        if any(line.code in _REDUCTIONS for line in self.result.lines):
            return
        for event in self.subject.events:
            if event.kind != "unpaid":
                continue
            until = event.until or self.period.end
            amount = self._salary_of_days(event.on.toordinal(), until.toordinal())
            if amount:
                yield self.say(
                    "unpaid_absence", amount, max(event.on, self.period.start),
                    f"paid through an unpaid absence from {event.on:%-d %B %Y}: {event.source}."
                    f" Salary of its days is {display(amount)}.",
                )  # fmt: skip

    def two_jobs(self) -> Iterable[Prediction]:
        """The same human being twice in the run, with more than one full job together."""
        hours = _most_hours(self.case)
        for twin in self.subject.twins:
            full = max((p.full_time_hours for p in (*self.case.slices, *twin.slices)), default=0)
            if not full or hours + _most_hours(twin) <= full or self.case.reference < twin.reference:
                continue  # reported once, on the later number
            amount = self._salary()
            yield self.say(
                "two_jobs", amount, self.period.start,
                f"is also paid under {twin.reference} (same National Insurance number), together"
                f" {(hours + _most_hours(twin)) / 100:g} hours a week.",
            )  # fmt: skip

    # -- leaps since the last payslip --------------------------------------------------------------

    def tax_code(self) -> Iterable[Prediction]:
        """Less tax by another code or basis that no notice explains."""
        case, last = self.case, self.last
        if last is None or case.tax is None or last.tax in (None, case.tax):
            return
        since = last.pay_date
        if any(event.kind == "tax_notice" and event.on >= since for event in self.subject.events):
            return
        try:
            then = calculate(replace(case, tax=last.tax), self.rules)
        except EngineError:
            return
        drop = then.totals.tax - self.result.totals.tax
        if then.lines and drop >= in_pence(self.law["tax_drop"]):
            yield self.say(
                "tax_code", drop, self.period.pay_date,
                f"tax code {last.tax.code} became {case.tax.code} without a notice on record:"
                f" {display(drop)} less tax.",
            )  # fmt: skip

    def salary_rise(self) -> Iterable[Prediction]:
        """The full-time salary at the end of the period far above the last, beyond award and promotion."""
        if self.last is None:
            return
        now, before = _salary_line(self.result.lines), self.last.annual
        if not now or not before:
            return
        annual = now.inputs["annual_pence"]
        promoted = _job(self.case) != self.last.job
        limit = share(self.law["promotion_rise" if promoted else "salary_rise"])
        if annual * SHARE > before * (SHARE + limit):
            amount = self._salary() * (annual - before) // annual
            yield self.say(
                "salary_rise", amount, self.period.start,
                f"full-time salary rose from {display(before)} to {display(annual)}"
                f"{' with a new rank' if promoted else ' in the same rank'}.",
            )  # fmt: skip

    def amounts(self) -> Iterable[Prediction]:
        """Amounts typed by hand, far above what was paid of their kind before."""
        if self.last is None:
            return
        known = self.last.highest
        for code, line in self._entered():
            before, amount = known.get(code), line.amount
            if before is None:
                limit = in_pence(self.law["amount_new"])
            else:
                limit = max(in_pence(self.law["amount_known"]), before * self.law["amount_factor"])
            if amount > limit:
                was = f"at most {display(before)} before" if before else "never paid before"
                yield self.say(
                    "amount", amount - (before or 0), line.date_from or self.period.pay_date,
                    f"{line.label} of {display(amount)} was entered by hand; {was}.",
                )  # fmt: skip

    def hours(self) -> Iterable[Prediction]:
        """More hours claimed in the period than anybody can work beside the job."""
        now = _hours(self.result.lines)
        most = self.last.hours if self.last else 0
        law = self.law
        limit = law["hours_in_period"] * 100
        if most:
            limit = min(limit, max(law["hours_known"] * 100, most * law["hours_factor"]))
        if now > limit:
            paid = sum(line.amount for line in self._by_the_hour(self.result.lines))
            amount = half_up(paid * (now - limit), now)
            was = f"; at most {most / 100:g} before" if most else ""
            yield self.say(
                "hours", amount, self.period.pay_date, f"{now / 100:g} hours are claimed in one period{was}."
            )

    def claimed_twice(self) -> Iterable[Prediction]:
        """The same claim under two references: same kind, day and units."""
        seen: dict[tuple, PayLine] = {}
        for line in self._claims():
            if not line.date_from or not line.amount:
                continue
            key = (line.code, line.date_from, line.units, line.amount)
            if key in seen and seen[key].inputs.get("reference") != line.inputs.get("reference"):
                first = seen[key].inputs.get("reference") or "no reference"
                second = line.inputs.get("reference") or "no reference"
                yield self.say(
                    "claimed_twice", line.amount, line.date_from,
                    f"{line.label} of {line.date_from:%-d %B %Y}, {display(line.amount)}, is claimed twice"
                    f" ({first}; {second}).",
                )  # fmt: skip
            seen.setdefault(key, line)

    # -- pieces of the payslip ---------------------------------------------------------------------

    def _salary(self) -> int:
        return sum(each.amount for each in self.result.lines if each.code in SALARY)

    def _salary_of_days(self, first: int, last: int) -> int:
        """The salary's share of the paid days from ``first`` to ``last`` (ordinals)."""
        inside = total = 0
        for piece in self.case.slices:
            if piece.paid:
                start, end = piece.date_from.toordinal(), piece.date_to.toordinal()
                total += end - start + 1
                inside += max(0, min(end, last) - max(start, first) + 1)
        return half_up(self._salary() * inside, total) if inside else 0

    def _claims(self) -> list[PayLine]:
        """Earnings that are not salary: from elements, with their date when they have one."""
        return [
            line for line in self.result.lines
            if line.kind == "earning" and line.amount > 0
            and line.code in self.elements and line.code not in SALARY
        ]  # fmt: skip

    def _entered(self) -> list[tuple[str, PayLine]]:
        return [(line.code, line) for line in self._claims() if "amount_pence" in line.inputs]

    def _by_the_hour(self, lines: Sequence[PayLine]) -> list[PayLine]:
        return [line for line in lines if _claimed_hours(line)]


def _claimed_hours(line: PayLine) -> int:
    """Overtime hours of a line, hundredths; premiums on hours already counted do not add up."""
    return line.inputs["quarters"] * 25 if "quarters" in line.inputs else 0


def _hours(lines: Sequence[PayLine]) -> int:
    return sum(_claimed_hours(line) for line in lines)


def _salary_line(lines: Sequence[PayLine]) -> PayLine | None:
    """The last basic pay line: the salary held at the end of the period."""
    return next((l for l in reversed(lines) if l.code == "basic_pay" and "annual_pence" in l.inputs), None)  # noqa: E741


def _most_hours(case: PayCase) -> int:
    return max((piece.hours for piece in case.slices if piece.paid), default=0)


def _job(case: PayCase) -> tuple[str, str]:
    last: EmploymentSlice | None = case.slices[-1] if case.slices else None
    return (last.person_type, last.rank) if last else ("", "")
