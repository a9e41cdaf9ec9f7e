"""People with closed months, for the retro tests."""

from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.overlay import frozen, overlay
from odoo.addons.police_engine.records import (
    ElementInput,
    EmploymentSlice,
    PayCase,
    PensionMembership,
    TaxPosition,
)
from odoo.addons.police_engine.taxcalendar import monthly_period

NEW = "constable_appointed_on_or_after_2013_04_01"
SCALES, LONDON = "police/pay/scales", "police/pay/london_weighting"
RULES = RuleSet.load()


def before_the_award(on=date(2025, 8, 31)):
    """The law as it stood before the award after ``on`` was made."""
    return overlay(RULES, {name: frozen(RULES.periods[name], on) for name in (SCALES, LONDON)})


def months(year, month, count):
    """``count`` calendar months from the given one."""
    first = year * 12 + month - 1
    return [monthly_period(number // 12, number % 12 + 1) for number in range(first, first + count)]


def constable(start, end, point="7", **facts):
    values = {"rank": "constable", "scale": NEW, "pay_point": point, "cost_centre": "1000", **facts}
    return EmploymentSlice(start, end, "officer", **values)


def sergeant(start, end, point="2", **facts):
    values = {"rank": "sergeant", "scale": "sergeant", "pay_point": point, "cost_centre": "1000", **facts}
    return EmploymentSlice(start, end, "officer", **values)


def overtime(hours, on=None, code="overtime_casual"):
    return ElementInput(code, units=Decimal(hours), on=on, reference=f"OT {on} {hours}")


def cases(periods, slices, elements=None, **facts):
    """One case a period, each with the slices that touch it. ``elements``: by first day of the period."""
    values = {
        "reference": "P1", "tax": TaxPosition("1257L", "week1month1"), "ni_category": "A",
        "pension": PensionMembership("pps_2015"), **facts,
    }  # fmt: skip
    return [
        PayCase(
            period=period,
            slices=tuple(s for s in slices if s.date_from <= period.end and s.date_to >= period.start),
            elements=(elements or {}).get(period.start, ()),
            **values,
        )
        for period in periods
    ]


def changed_from(slices, on, **facts):
    """The job with ``facts`` different from a day on: slices are cut there."""
    result = []
    for piece in slices:
        if piece.date_to < on:
            result.append(piece)
            continue
        if piece.date_from < on:
            result.append(piece._replace(date_to=on - timedelta(days=1)))
        result.append(piece._replace(date_from=max(on, piece.date_from), **facts))
    return tuple(result)


def amounts(lines, kind="earning"):
    """{(month earned, code): pence} of arrears lines."""
    found = {}
    for line in lines:
        if line.kind == kind:
            key = (line.date_from.isoformat()[:7], line.code)
            found[key] = found.get(key, 0) + line.amount
    return found
