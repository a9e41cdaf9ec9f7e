"""Ten thousand random calendars against an oracle that looks at every minute by itself (Q-13, Q-14).

The oracle asks the time zone database about each minute of three fortnights: one where the clocks go
forward, one where they go back, one plain. It then only counts minutes; it shares no code with duty/.
"""

import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from odoo.addons.police_engine.duty.assess import assess_person
from odoo.addons.police_engine.duty.records import DutyEntry, ForceDay
from odoo.addons.police_engine.params import RuleSet

RULES = RuleSet.load()
LONDON = ZoneInfo("Europe/London")
DAYS = 16
FORTNIGHTS = {  # first day: the Sunday on which the clocks change stands in the middle
    "forward": date(2026, 3, 21), "back": date(2026, 10, 17), "plain": date(2026, 1, 10),
}  # fmt: skip
CALENDARS = 3500  # in each fortnight


class Minutes:
    """What the time zone database says about every minute of a fortnight."""

    def __init__(self, first, starts_hour):
        self.zero = datetime(first.year, first.month, first.day, tzinfo=UTC)
        self.day, self.evening = [], []
        for number in range((DAYS + 3) * 1440):
            clock = (self.zero + timedelta(minutes=number)).astimezone(LONDON)
            today = clock.date().toordinal()
            self.day.append(today - (clock.hour < starts_hour))
            night = clock.hour >= 20 or clock.hour < 6
            self.evening.append(today - (clock.hour < 6) if night else 0)

    def number(self, clock):
        """Minutes from zero of an aware time."""
        return int((clock - self.zero).total_seconds()) // 60

    def clock(self, number):
        return (self.zero + timedelta(minutes=number)).astimezone(LONDON)


def calendar(table, first, chance):
    """(entries, kinds of days): irregular tours, overruns, recalls, rest days and holidays worked."""
    entries, days, free = [], {}, 0
    for number in range(1, DAYS - 2):
        day = first + timedelta(days=number)
        kind = chance.choices(["rostered", "rest_day", "public_holiday", "off"], [6, 3, 1, 2])[0]
        days[day] = "rostered" if kind == "off" else kind
        if chance.random() < 0.55 or kind == "off":
            continue
        wall = datetime(day.year, day.month, day.day, chance.randrange(7, 24), tzinfo=LONDON)
        start = table.number(wall) + chance.choice([0, 0, 15, 37])
        if table.day[start] != day.toordinal() or start < free:
            continue
        length = chance.choice([480, 480, 540, 600, 720, 127])
        finish = start + length + chance.choice([0, 0, 0, 7, 29, 45, 59, 60, 61, 120, 236, 420])
        entry = _entry(table, kind, start, length, finish, number, chance)
        entries.append(entry)
        free = finish + chance.choice([0, 1, 60, 300])
        if kind == "rostered" and chance.random() < 0.3:
            again = free + chance.randrange(1, 200)
            until = again + chance.choice([20, 60, 185, 400])
            entries.append(
                DutyEntry("P", f"R{number}", "recall", None, None, table.clock(again), table.clock(until),
                          None, "Insp", travel_minutes=chance.choice([0, 40]))
            )  # fmt: skip
            free = until + 1
    return entries, days


def _entry(table, kind, start, length, finish, number, chance):
    clock = table.clock
    told = clock(start - chance.choice([30, 600, 3000])) if chance.random() < 0.4 else clock(start + 60)
    if kind == "rostered":
        return DutyEntry("P", f"T{number}", kind, clock(start), clock(start + length), clock(start),
                         clock(finish), told, "Sgt")  # fmt: skip
    told = clock(start) - timedelta(days=chance.choice([1, 7, 8, 9, 10, 15, 16, 17, 18, 30]))
    return DutyEntry("P", f"D{number}", kind, None, None, clock(start), clock(start + length), told, "Sgt")


def oracle(table, entries, days, starts_hour, week_starts):
    """{(code, ordinal day): hours} and {account: quantity}, from counted minutes."""
    found, owed = defaultdict(Decimal), Counter()
    occasions = Counter()
    kinds = {day.toordinal(): kind for day, kind in days.items()}
    tour_ended_at = None
    for entry in sorted(entries, key=lambda e: e.start):
        a, b = table.number(entry.start), table.number(entry.end)
        tour_end = table.number(entry.rostered_end) if entry.rostered_end else a
        counts = Counter(table.day[min(tour_end, b) : b])
        ordinary = sum(count for day, count in counts.items() if kinds.get(day, "rostered") == "rostered")
        ordinary_day = min((d for d in counts if kinds.get(d, "rostered") == "rostered"), default=None)
        for day, count in sorted(counts.items()):
            kind = kinds.get(day, "rostered")
            if kind == "rostered":
                continue
            told = entry.told_at and (entry.told_at - timedelta(hours=starts_hour)).date().toordinal()
            notice = None if told is None else max(0, day - told - 1)
            goes_on = a == tour_ended_at and day == min(counts)
            after_tour = entry.kind == "rostered" or goes_on
            travel = entry.travel_minutes if day == min(counts) else 0
            time = count + (travel if count + travel <= 360 else 0)
            if kind == "public_holiday":
                if notice is not None and notice < 8:
                    owed["lieu_days"] += 100
                found["overtime_public_holiday", day] += Decimal(max(16, time // 15)) / 4
            elif (notice or 0) >= 15:
                owed["rest_days"] += 100
            else:
                quarters = count // 15 if after_tour and count <= 60 else max(16, time // 15)
                found["overtime_rest_day", day] += Decimal(quarters) / 4
        if ordinary and entry.kind == "rostered":
            if entry.told_at > entry.start:
                week = ordinary_day - (ordinary_day - 1 - week_starts) % 7
                occasions[week] += 1
                ordinary -= 30 if occasions[week] <= 4 else 0
            found["overtime_casual", ordinary_day] += Decimal(max(0, ordinary) // 15) / 4
        elif ordinary:
            travel = entry.travel_minutes if ordinary_day == min(counts) else 0
            ordinary += travel if ordinary + travel <= 360 else 0
            found["overtime_recall", ordinary_day] += Decimal(ordinary // 15) / 4
        tour_ended_at = b if entry.kind == "rostered" else None
    return {key: hours for key, hours in found.items() if hours}, +owed


def unsocial(table, entries):
    """Full hours of every unbroken stretch of minutes, night by night."""
    total, spans = 0, sorted((table.number(e.start), table.number(e.end)) for e in entries)
    merged = []
    for a, b in spans:
        if merged and merged[-1][1] == a:
            merged[-1][1] = b
        else:
            merged.append([a, b])
    for a, b in merged:
        nights = Counter(table.evening[a:b])
        total += sum(minutes // 60 for evening, minutes in nights.items() if evening)
    return total


@pytest.mark.parametrize("season", FORTNIGHTS)
def test_random_calendars_agree_with_the_minute_oracle(season):
    first, chance = FORTNIGHTS[season], random.Random(f"duty {season}")
    tables = {hour: Minutes(first, hour) for hour in (6, 7)}
    seen = Counter()
    for number in range(CALENDARS):
        hour, week_starts = chance.choice((6, 7)), chance.randrange(7)
        table = tables[hour]
        entries, days = calendar(table, first, chance)
        if not entries:
            continue
        result = assess_person(entries, RULES, ForceDay(hour, week_starts), days)
        assert not [p for p in result.problems if p.severity == "blocking"], (number, result.problems)
        paid, owed = defaultdict(Decimal), Counter()
        for element in result.elements:
            paid[element.code, element.on.toordinal()] += element.units
        for move in result.moves:
            owed[move.account] += move.quantity
        night = sum(hours for (code, _), hours in paid.items() if code == "unsocial_hours")
        rest = {key: hours for key, hours in paid.items() if key[0] != "unsocial_hours"}
        assert (rest, owed) == oracle(table, entries, days, hour, week_starts), (season, number, entries)
        assert night == unsocial(table, entries), (season, number, entries)
        seen.update(code for code, _ in paid)
    for code in ("casual", "recall", "rest_day", "public_holiday"):
        assert seen[f"overtime_{code}"] > 300, seen  # the calendars do reach every rule


def test_a_night_of_eleven_hours_and_one_of_nine():
    """The night the clocks go back has 11 hours from 20:00 to 06:00, the night they go forward 9."""
    for day, hours in ((date(2026, 10, 24), 11), (date(2026, 3, 28), 9), (date(2026, 1, 10), 10)):
        start = datetime(day.year, day.month, day.day, 20)
        end = start + timedelta(hours=10)
        entry = DutyEntry("P", "N", "rostered", start, end, start, end)
        result = assess_person([entry], RULES, ForceDay(7))
        assert [(e.code, e.units) for e in result.elements] == [("unsocial_hours", hours)]


def test_h3_1300_people_are_paid_exactly_their_unsocial_hours():
    """Hampshire 2016: 1,300 people with wrong unsocial hours. Paid hours equal those of the oracle."""
    table, chance = Minutes(FORTNIGHTS["back"], 7), random.Random("H3")
    for _ in range(1300):
        entries, days = calendar(table, FORTNIGHTS["back"], chance)
        result = assess_person(entries, RULES, ForceDay(7), days)
        units = sum(e.units for e in result.elements if e.code == "unsocial_hours")
        assert units == unsocial(table, entries)
