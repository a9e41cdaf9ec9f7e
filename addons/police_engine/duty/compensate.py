"""What each piece of duty earns: pay or time off by its rule, and days owed."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ..params.loader import RuleSet
from ..pay.context import Figure
from ..problems import Problem, Severity
from ..records import ElementInput
from .checks import Timed
from .clock import day_of, show, week_of
from .pieces import ADVANCE, OVERRUN, TOUR, Piece
from .records import FREE_DAY, HOLIDAY, LEAVE, RECALL, REST_DAY, DutyPay, ForceDay, TimeMove

OVERTIME, DUTY, RECALL_LEAVE = "police/pay/overtime", "police/pay/duty", "police/pay/leave_recall"
QUARTER_SECONDS = 900
ORDINARY = (ADVANCE, OVERRUN, RECALL)  # not rest days, holidays and free days
FIGURES = {
    "overtime_casual": f"{OVERTIME}#casual",
    "overtime_advance": f"{OVERTIME}#advance",
    "overtime_recall": f"{OVERTIME}#recall",
    "overtime_rest_day": f"{OVERTIME}#rest_day",
    "overtime_public_holiday": f"{OVERTIME}#public_holiday",
    "part_time_extra_hours": f"{OVERTIME}#part_time_extra",
    "overtime_free_day": "police/pay/free_day#free_day",
    "annual_leave_recall": f"{RECALL_LEAVE}#pay",
    "staff_overtime_plain": "police/pay/staff_overtime#plain",
    "staff_overtime_half": "police/pay/staff_overtime#half",
    "staff_overtime_double": "police/pay/staff_overtime#double",
    "weekend_saturday": "police/pay/staff_enhancement#saturday",
    "weekend_sunday": "police/pay/staff_enhancement#sunday",
    "staff_holiday_worked": "police/pay/staff_enhancement#public_holiday",
    "acting_up_days": "police/pay/acting_up#day_share",
}
RULES = {  # the rule in words, where it is not named like the element
    "acting_up_days": "acting_up",
    "holiday_pay_overtime": "holiday_pay",
    "mileage_first": "business_mileage",
    "expenses": "given_untaxed",
    "weekend_saturday": "staff_enhancement",
    "weekend_sunday": "staff_enhancement",
    "staff_holiday_worked": "staff_public_holiday",
    "staff_overtime_plain": "staff_overtime",
    "staff_overtime_half": "staff_overtime",
    "staff_overtime_double": "staff_overtime",
}
Facts = tuple[tuple[str, str], ...]


class Book:
    """The working book of one person: pay, moves and notices so far, and the counts by week."""

    def __init__(self, rules: RuleSet, force: ForceDay, days: Mapping[date, str]):
        self.rules, self.force, self.days = rules, force, days
        self.pay: list[DutyPay] = []
        self.moves: list[TimeMove] = []
        self.problems: list[Problem] = []
        self.occasions: dict[date, int] = defaultdict(int)
        self.week_minutes: dict[date, int] = defaultdict(int)
        self.recalled: dict[date, int] = {}
        self.acting_without_overtime: set[str] = set()  # references of duties in a rank that has none

    # --- entry points -------------------------------------------------------------------------------

    def add_pieces(self, pieces: list[Piece]) -> None:
        """Compensate every piece in order of time."""
        routines = {
            TOUR: self._tour, ADVANCE: self._advance, OVERRUN: self._overrun, RECALL: self._recall,
            REST_DAY: self._rest_day, HOLIDAY: self._holiday, FREE_DAY: self._free_day, LEAVE: self._leave,
        }  # fmt: skip
        for piece in pieces:
            routines[piece.rule](piece)

    def add_reinstated(self, items: list[Timed]) -> None:
        """Rest days given back: nothing is due when told in time; then the day should not be worked."""
        for item in items:
            if item.reinstated is None:
                continue
            needed = self.rules.at(DUTY, item.day)["reinstated_notice_days"]
            notice = notice_days(item.day, day_of(item.reinstated, self.force.starts_hour))
            if item.worked and notice >= needed:
                text = f"the rest day was given back with {notice} days' notice: it is taken, not worked."
                self.say(item, Severity.BLOCKING, "reinstated_worked", text, "reinstated_rest_day")
            elif not item.worked:
                text = f"rest day given back with {notice} days' notice and taken: no compensation."
                self.say(item, Severity.NOTICE, "reinstated_taken", text, "reinstated_rest_day")

    # --- rules --------------------------------------------------------------------------------------

    def _tour(self, piece: Piece) -> None:
        self.week_minutes[self.week(piece)] += piece.minutes

    def _advance(self, piece: Piece) -> None:
        if self._paid_rank(piece, "overtime_advance"):
            self.earn(piece, "overtime_advance", piece.minutes // 15, self.facts(piece))

    def _overrun(self, piece: Piece) -> None:
        if not self._paid_rank(piece, "overtime_casual"):
            return
        extra = self._plain_hours(piece)
        minutes = piece.minutes - extra
        if minutes <= 0:
            return
        item = piece.item
        casual = item.told is not None and item.told > item.worked[0]
        facts = [*self.facts(piece), ("Told at or before the start", "no" if casual else "yes")]
        if casual:
            law = self.rules.at(OVERTIME, piece.day)
            week = self.week(piece)
            self.occasions[week] += 1
            occasion = self.occasions[week]
            if occasion <= law["disregard_occasions"]:
                minutes -= law["disregard_minutes"]
                facts.append(("Minutes left out", str(law["disregard_minutes"])))
            facts.append(("Occasion in the week", str(occasion)))
        self.earn(piece, "overtime_casual", max(0, minutes) // 15, tuple(facts))

    def _recall(self, piece: Piece) -> None:
        if self._paid_rank(piece, "overtime_recall"):
            minutes, facts = self._with_travel(piece)
            extra = self._plain_hours(piece, minutes)
            self.earn(piece, "overtime_recall", max(0, minutes - extra) // 15, facts)

    def _rest_day(self, piece: Piece) -> None:
        self._day_of_rest(piece, "overtime_rest_day")

    def _free_day(self, piece: Piece) -> None:
        if piece.item.entry.personal_duty:
            facts = (*self.facts(piece), ("Work only this officer can do", "yes"))
            self.earn(piece, "part_time_extra_hours", piece.minutes // 15, facts)
        else:
            self._day_of_rest(piece, "overtime_free_day")

    def _day_of_rest(self, piece: Piece, code: str) -> None:
        law = self.rules.at(OVERTIME, piece.day)
        told = piece.item.told
        notice = 0 if told is None else notice_days(piece.day, day_of(told, self.force.starts_hour))
        facts = (*self.facts(piece), ("Days of notice", str(notice)))
        if self._in_lieu(piece, "rest_days", "rest_day_in_lieu", facts):
            return
        if notice >= law["rest_day_notice_days"]:
            self.owe(piece, "rest_days", 100, "rest_day_in_lieu", facts)
            return
        if not self._paid_rank(piece, code):
            return
        if piece.follows_tour and piece.minutes <= law["tour_overrun_minutes"]:
            self.earn(piece, code, piece.minutes // 15, (*facts, ("Goes on from a tour", "yes")))
            return
        minutes, facts = self._with_travel(piece, facts)
        self.earn(piece, code, max(minutes // 15, law["minimum_hours"] * 4), facts)

    def _holiday(self, piece: Piece) -> None:
        law, told = self.rules.at(OVERTIME, piece.day), piece.item.told
        notice = None if told is None else notice_days(piece.day, day_of(told, self.force.starts_hour))
        facts = (*self.facts(piece), ("Days of notice", "by the roster" if notice is None else str(notice)))
        if self._in_lieu(piece, "lieu_days", "public_holiday_day_off", facts):
            return
        if not self._paid_rank(piece, "overtime_public_holiday"):
            return
        if notice is not None and notice < law["public_holiday_lieu_notice_days"]:
            self.owe(piece, "lieu_days", 100, "public_holiday_day_off", facts)
        if notice is not None and notice < self.rules.at(DUTY, piece.day)["holiday_authority_notice_days"]:
            text = f"{notice} days' notice of duty on a public holiday: an ACC must authorise it."
            self.say(piece.item, Severity.WARNING, "holiday_authority", text, "holiday_authority", piece.day)
        minutes, facts = self._with_travel(piece, facts)
        self.earn(piece, "overtime_public_holiday", max(minutes // 15, law["minimum_hours"] * 4), facts)

    def _leave(self, piece: Piece) -> None:
        """Recall from annual leave: leave, or leave and pay; longer than a day's duty is overtime."""
        law, duty = self.rules.at(RECALL_LEAVE, piece.day), self.rules.at(DUTY, piece.day)
        run = leave_run(self.days, piece.day)
        facts = (*self.facts(piece), ("Days away", str(len(run))))
        entry = piece.item.entry
        if len(run) < law["absence_days"]:
            self.owe(piece, "annual_leave", 100, "annual_leave_recall", facts)
        else:
            number = self.recalled[run[0]] = self.recalled.get(run[0], 0) + 1
            facts = (*facts, ("Day of recall", str(number)))
            leave = law["first_leave"] if number <= law["first_days"] else law["later_leave"]
            paid = 0 if entry.time_off else leave - law["leave_with_pay"]
            self.owe(piece, "annual_leave", leave - paid, "annual_leave_recall", facts)
            if paid and self._paid_rank(piece, "annual_leave_recall"):
                quarters = duty["normal_daily_minutes"] * paid * min(entry.hours, 4000) // (15 * 100 * 4000)
                self.pay_quarters(piece, "annual_leave_recall", quarters, facts)
        longer = piece.minutes - duty["normal_daily_minutes"]
        if longer > 0:
            end = piece.span[1]
            self._overrun(piece._replace(rule=OVERRUN, span=(end - longer, end)))

    # --- parts of rules -----------------------------------------------------------------------------

    def _plain_hours(self, piece: Piece, minutes: int | None = None) -> int:
        """A part-time officer's minutes up to forty hours in the week, paid at plain time; answers them."""
        minutes = piece.minutes if minutes is None else minutes
        limit = self.rules.at(DUTY, piece.day)["part_time_week_minutes"]
        week = self.week(piece)
        if piece.item.entry.hours * 60 >= limit * 100:
            return 0
        extra = max(0, min(minutes, limit - self.week_minutes[week]))
        self.week_minutes[week] += minutes
        if extra:
            facts = (*self.facts(piece), ("Minutes up to 40 hours in the week", str(extra)))
            self.earn(piece, "part_time_extra_hours", extra // 15, facts)
        return extra

    def _with_travel(self, piece: Piece, facts: Facts | None = None) -> tuple[int, Facts]:
        """Minutes with travel, which counts while both together stay within six hours."""
        facts = facts if facts is not None else self.facts(piece)
        travel = piece.item.entry.travel_minutes if piece.first else 0
        if not travel:
            return piece.minutes, facts
        within = piece.minutes + travel <= self.rules.at(DUTY, piece.day)["travel_limit_minutes"]
        text = f"{travel} minutes" if within else f"{travel} minutes, left out: more than six hours together"
        return piece.minutes + (travel if within else 0), (*facts, ("Travel", text))

    def _in_lieu(self, piece: Piece, account: str, rule: str, facts: Facts) -> bool:
        """Inspectors and chief inspectors: a day in lieu, never pay."""
        rank = piece.item.entry.rank
        if rank not in self.rules.at(DUTY, piece.day)["lieu_ranks"]:
            return False
        self.owe(piece, account, 100, rule, (*facts, ("Rank", rank.replace("_", " "))))
        return True

    def _paid_rank(self, piece: Piece, code: str) -> bool:
        figure = self.figure(code, piece.day)
        rank = piece.item.entry.rank
        acts = piece.item.entry.reference in self.acting_without_overtime and piece.rule in ORDINARY
        if rank in figure.ranks and not acts:
            return True
        if acts:
            rank = f"acting {piece.item.entry.acting_rank}"
        text = f"{piece.minutes} minutes from {show(piece.span[0])} are not paid to {rank.replace('_', ' ')}."
        self.say(piece.item, Severity.NOTICE, "not_compensated", text, "not_compensated", piece.day)
        return False

    # --- writing ------------------------------------------------------------------------------------

    def figure(self, code: str, on: date) -> Figure:
        """The parameter that prices a code, with the ranks it is payable to."""
        name, _, key = FIGURES[code].partition("#")
        law = self.rules.at(name, on)
        return Figure(law[key], f"{law.source}#{key}", tuple(law.get("ranks", ())), ())

    def week(self, piece: Piece) -> date:
        """First day of the relevant week."""
        return week_of(piece.day, self.force.week_starts)

    def facts(self, piece: Piece) -> Facts:
        """The times of a piece."""
        start, end = piece.span
        told = piece.item.told
        facts = (("From", show(start)), ("To", show(end)), ("Minutes", str(piece.minutes)))
        return facts if told is None else (*facts, ("Told", show(told)))

    def earn(self, piece: Piece, code: str, quarters: int, facts: Facts) -> None:
        """Pay for completed quarters, or time off at the same multiple when the officer chose it."""
        if quarters and piece.item.entry.time_off:
            top, bottom = self.figure(code, piece.day).value
            seconds = quarters * QUARTER_SECONDS * int(top) // int(bottom)
            self.owe(piece, "toil", seconds, "time_off_in_lieu", (*facts, ("Multiplier", f"{top}/{bottom}")))
        else:
            self.pay_quarters(piece, code, quarters, facts)

    def pay_quarters(self, piece: Piece, code: str, quarters: int, facts: Facts) -> None:
        """A pay element of so many quarter-hours; nothing for none."""
        if quarters:
            self.add(piece.item, code, Decimal(quarters) / 4, piece.day, facts, self.figure(code, piece.day))

    def add(self, item: Timed, code: str, units: Decimal, on: date, facts: Facts, figure: Figure) -> None:
        """A pay element with its reason."""
        entry = item.entry
        rank = entry.acting_rank if code == "acting_up_days" else ""
        element = ElementInput(
            code, None, units, on, entry.reference, entry.cost_centre, shares=entry.shares, rank=rank
        )
        if entry.authorised_by:
            facts = (*facts, ("Authorised by", entry.authorised_by))
        self.pay.append(DutyPay(element, RULES.get(code, code), facts, (figure.source,)))

    def add_amount(self, item: Timed, code: str, amount: int, on: date, facts: Facts) -> None:
        """A pay element of so many pence."""
        entry = item.entry
        element = ElementInput(
            code, amount, None, on, entry.reference, entry.cost_centre, shares=entry.shares
        )
        self.pay.append(DutyPay(element, RULES.get(code, code), facts))

    def owe(self, piece: Piece, account: str, quantity: int, rule: str, facts: Facts) -> None:
        """Time owed to the person."""
        entry = piece.item.entry
        move = TimeMove(entry.person, account, quantity, piece.day, entry.reference, rule, facts)
        self.moves.append(move)

    def say(
        self, item: Timed, severity: Severity, code: str, text: str, rule: str, on: date | None = None
    ) -> None:
        """Record a finding."""
        person = item.entry.person
        message = f"{person}, {item.entry.reference}: {text}"
        self.problems.append(Problem(severity, code, message, person, rule, on or item.day))


def notice_days(worked: date, told: date) -> int:
    """Days of notice; the day of notice and the day worked are both left out."""
    return max(0, (worked - told).days - 1)


def leave_run(days: Mapping[date, str], day: date) -> list[date]:
    """The days away around a day of leave: leave, rest days, holidays, free days and time off."""
    away = (LEAVE, REST_DAY, HOLIDAY, FREE_DAY, "time_off")
    first = last = day.toordinal()
    while days.get(date.fromordinal(first - 1)) in away:
        first -= 1
    while days.get(date.fromordinal(last + 1)) in away:
        last += 1
    return [date.fromordinal(number) for number in range(first, last + 1)]
