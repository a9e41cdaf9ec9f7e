"""People whose pay is worked out alike, month by month: one calculation serves them all.

What an employer pays depends on the job, the claims, the pension membership and the NI category, not
on the name, the tax code or the cost centre. Cases that agree in all of that form a group; its
members only differ in the rank and cost centre the money is charged to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ..records import EmploymentSlice, PayCase, PayPeriod

Place = tuple[str, str]  # rank (police staff: person type), cost centre
_JOB, _HOURS = slice(2, 7), slice(8, 11)  # fields of a slice but dates, salary_source, cost centre, paid
_HAS_CENTRE = 5  # ElementInput.cost_centre


class Group(NamedTuple):
    """``case`` stands for all ``members``. ``places``: (place, people); None: the lines say where."""

    case: PayCase
    places: tuple[tuple[Place, int], ...] | None
    members: tuple[PayCase, ...]


def place_of(piece: EmploymentSlice) -> Place:
    """Where the pay of a slice is counted."""
    return piece.rank or piece.person_type, piece.cost_centre


def monthly_cases(cases: Iterable[PayCase], months: Sequence[PayPeriod] | None) -> Iterator[PayCase]:
    """The cases as they are, or each person's facts in every one of ``months``.

    Repeated facts are the slices of the month and the elements, undated so that each month prices
    them at its own pay; one-off arrears are left out.
    """
    for case in cases:
        if months is None:
            yield case
            continue
        elements = tuple(e._replace(on=None) if e.on else e for e in case.elements)
        for period in months:
            slices = tuple(s for s in case.slices if s.date_from <= period.end and s.date_to >= period.start)
            if slices:
                yield replace(case, period=period, slices=slices, elements=elements, arrears=())


def grouped(cases: Iterable[PayCase]) -> list[Group]:
    """Groups in the order of their first member. Directors (annual earnings period) stand alone."""
    found: dict[Any, list] = {}
    for case in cases:
        key, place = _key(case)
        entry = found.get(key)
        if entry is None:
            entry = found[key] = [case, {}, []]
        if place is not None:
            entry[1][place] = entry[1].get(place, 0) + 1
        entry[2].append(case)
    return [
        Group(case, tuple(places.items()) or None, tuple(members)) for case, places, members in found.values()
    ]


def _key(case: PayCase) -> tuple[Any, Place | None]:
    period, slices = case.period, case.slices
    if case.director is not None or case.arrears:
        return (period, case.reference), None
    common = (period, case.pension, case.ni_category)
    if len(slices) != 1 or any(element[_HAS_CENTRE] for element in case.elements):
        return (common, slices, case.elements), None
    piece = slices[0]
    start = max(piece.date_from, period.start)
    end = min(piece.date_to, period.end)
    claims = tuple(element[:4] for element in case.elements)
    return (common, start, end, piece[_JOB], piece[_HOURS], piece.paid, claims), place_of(piece)
