"""Allowances that follow from the clock or the day: unsocial hours, on-call, nights away (Annex U)."""

from datetime import date
from decimal import Decimal

from ..money import display
from ..pay.context import Figure
from ..problems import Severity
from .checks import NIGHTS, Timed
from .clock import Span, day_of, full_night_hours, joined, show
from .compensate import Book
from .records import LEAVE

MILEAGE, HOLIDAY_PAY = "hmrc/mileage_allowance", "police/pay/holiday_pay"
UNSOCIAL = "police/pay/unsocial_hours"
FLAT = {"on_call": "police/pay/on_call", "away_from_home": "police/pay/away_from_home",
        "hardship": "police/pay/hardship"}  # fmt: skip


def unsocial(book: Book, items: list[Timed]) -> None:
    """Full hours between 20:00 and 06:00 of each unbroken stretch of duty, also when it is overtime.

    The minutes that casual overtime leaves out count here; travel does not.
    """
    first = {item.worked[0]: item for item in items}
    for span in joined([item.worked for item in items]):
        item = first[span[0]]
        law = book.rules.at(UNSOCIAL, item.day)
        nights = full_night_hours(span, law["from_hour"], law["to_hour"])
        if nights and item.entry.rank in law["ranks"]:
            figure = Figure(law["hour"], f"{law.source}#hour", tuple(law["ranks"]), ())
            for evening, hours in nights:
                facts = (*_times(span), ("Evening", f"{evening:%-d %B %Y}"), ("Full hours", str(hours)))
                on = day_of(span[0], book.force.starts_hour)
                book.add(item, "unsocial_hours", Decimal(hours), max(on, evening), facts, figure)


def _times(span: Span) -> tuple[tuple[str, str], ...]:
    return ("From", show(span[0])), ("To", show(span[1]))


def flat(book: Book, items: list[Timed]) -> None:
    """On-call by the day (once however often), and nights away or without proper accommodation."""
    days: dict[date, tuple[Timed, list[Span]]] = {}
    for item in items:
        for day in _on_call_days(item, book):
            days.setdefault(day, (item, []))[1].append(item.on_call)
        for code, name in NIGHTS:
            if nights := getattr(item.entry, name):
                facts = (("First night", f"{item.day:%-d %B %Y}"), ("Nights", str(nights)))
                _pay(book, item, code, Decimal(nights), item.day, facts)
    for day, (item, spans) in sorted(days.items()):
        times = "; ".join(f"{show(start)} to {show(end)}" for start, end in spans)
        _pay(book, item, "on_call", Decimal(1), day, (("On call", times),))


def _on_call_days(item: Timed, book: Book) -> list[date]:
    if not item.on_call:
        return []
    hour = book.force.starts_hour
    first, last = day_of(item.on_call[0], hour), day_of(item.on_call[1] - 1, hour)
    return [date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1)]


def claims(book: Book, items: list[Timed]) -> None:
    """Miles, money spent, and days of leave that holiday pay on regular overtime is due for."""
    for item in items:
        entry = item.entry
        if entry.miles:
            law = book.rules.at(MILEAGE, item.day)
            figure = Figure(law["first"], f"{law.source}#first", (), ())
            facts = (("Date", f"{item.day:%-d %B %Y}"), ("Miles", str(entry.miles)))
            book.add(item, "mileage_first", Decimal(entry.miles), item.day, facts, figure)
        if entry.expenses:
            facts = (("Date", f"{item.day:%-d %B %Y}"), ("Amount", display(entry.expenses)))
            book.add_amount(item, "expenses", entry.expenses, item.day, facts)
        if entry.kind == LEAVE and not item.worked and entry.person_type != "special":
            law = book.rules.at(HOLIDAY_PAY, item.day)
            figure = Figure(None, f"{law.source}#weeks", (), ())
            facts = (("Day of leave", f"{item.day:%-d %B %Y}"),)
            book.add(item, "holiday_pay_overtime", Decimal(1), item.day, facts, figure)


def _pay(book: Book, item: Timed, code: str, units: Decimal, on: date, facts) -> None:
    law = book.rules.at(FLAT[code], on)
    ranks = tuple(law.get("ranks", ()))
    rank = item.entry.rank
    if ranks and rank not in ranks:
        text = f"{code.replace('_', ' ')} is not payable to {rank.replace('_', ' ')}."
        book.say(item, Severity.BLOCKING, "rank_not_eligible", text, code, on)
        return
    book.add(item, code, units, on, facts, Figure(law["per_unit"], f"{law.source}#per_unit", ranks, ()))
