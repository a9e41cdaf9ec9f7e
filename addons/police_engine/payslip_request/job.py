"""The job in a payslip request: a starting state and dated changes -> employment slices."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from ..exceptions import EngineError
from ..pay import scales
from ..pay.basic import PERSON_TYPES
from ..pay.context import CALCULATION
from ..records import EmploymentSlice, PayPeriod
from .fields import Fields

JOB_KEYS = {
    "type", "rank", "pay_point", "scale", "annual_salary", "salary_source", "hours_per_week",
    "full_time_hours", "region", "appointed_on", "cost_centre", "paid",
}  # fmt: skip
REGIONS = {
    "": "england_wales",
    "england_wales": "england_wales",
    "outside_london": "england_wales",
    "london": "london",
}


class Job:
    """Turns the person's state and the list of changes into slices within the period."""

    def __init__(self, reader: Fields, person: Mapping[str, Any], period: PayPeriod):
        self.reader = reader
        self.period = period
        self.joined = reader.day("person.joined", person.get("joined"))
        self.left = reader.day("person.left", person.get("left"))
        if not person.get("type"):
            reader.fault("person.type", f"is missing. Use one of {', '.join(PERSON_TYPES)}.")
        self.state = self._state("person", {}, person)

    def slices(self, changes: list[Any]) -> tuple[EmploymentSlice, ...]:
        """Slices in date order; before ``joined`` and after ``left`` there is no job."""
        dated = self._dated(changes)
        starts: list[tuple[date, dict[str, Any]]] = [(self.period.start, self.state)]
        state = self.state
        for on, where, change in dated:
            state = self._state(where, state, change, on)
            self._employment(where, change, on)
            if on <= self.period.start:
                starts = [(self.period.start, state)]
            elif on <= self.period.end:
                starts.append((on, state))
        if self.reader.faults:
            return ()
        first = max(self.period.start, self.joined or self.period.start)
        last = min(self.period.end, self.left or self.period.end)
        found = []
        for index, (start, facts) in enumerate(starts):
            end = starts[index + 1][0] - timedelta(days=1) if index + 1 < len(starts) else self.period.end
            start, end = max(start, first), min(end, last)
            if start <= end:
                found.append(self._slice(facts, start, end))
        return tuple(found)

    def _dated(self, changes: list[Any]) -> list[tuple[date, str, Mapping[str, Any]]]:
        found = []
        for index, value in enumerate(changes):
            where = f"changes[{index}]"
            change = self.reader.known(where, value, JOB_KEYS | {"date", "joined", "left"})
            on = self.reader.day(f"{where}.date", change.get("date"))
            if on is None:
                if change.get("date") in (None, ""):
                    self.reader.fault(where, "has no date.")
                continue
            found.append((on, where, change))
        found.sort(key=lambda row: row[0])
        for (day, _, _), (following, where, _) in pairwise(found):
            if day == following:
                self.reader.fault(where, f"is a second change on {day}; write both in one.")
        return found

    def _employment(self, where: str, change: Mapping[str, Any], on: date) -> None:
        """``joined``/``left``: true (on the change's date) or a date; ``left`` is the last day."""
        for name in ("joined", "left"):
            value = change.get(name)
            if value in (None, False, ""):
                continue
            day = on if value is True else self.reader.day(f"{where}.{name}", value)
            if day is not None:
                setattr(self, name, day)

    def _state(
        self, where: str, before: dict[str, Any], given: Mapping[str, Any], on: date | None = None
    ) -> dict[str, Any]:
        """The job's facts after a change; texts are normalised, money is pence, hours hundredths."""
        state = dict(before)
        self._texts(where, state, given)
        self._numbers(where, state, given)
        if not before:
            return state
        if given.keys() & {"rank", "pay_point", "scale"} and "annual_salary" not in given:
            state["annual_salary"] = None  # a point of a published scale replaces a local salary
        if "rank" in given and "scale" not in given:
            state["scale"] = ""
        if state["rank"] != before["rank"] and "pay_point" not in given and on is not None:
            self._promote(where, before, state, on)
        return state

    def _texts(self, where: str, state: dict[str, Any], given: Mapping[str, Any]) -> None:
        reader = self.reader
        for key in ("type", "rank", "pay_point", "scale", "salary_source", "region", "cost_centre"):
            if key in given:
                state[key] = reader.text(f"{where}.{key}", given[key])
        for key in ("type", "rank", "region", "scale"):
            state[key] = state.get(key, "").lower().replace(" ", "_").replace("-", "_")
        if state["type"]:
            reader.choice(f"{where}.type", state["type"], PERSON_TYPES)
        if state["rank"] and state["type"] == "officer":
            reader.choice(f"{where}.rank", state["rank"], scales.RANKS)
        if state["region"] not in REGIONS:
            reader.fault(f"{where}.region", f"must be london or england_wales, not {state['region']!r}.")

    def _numbers(self, where: str, state: dict[str, Any], given: Mapping[str, Any]) -> None:
        reader = self.reader
        for key in ("hours_per_week", "full_time_hours"):
            if key in given:
                state[key] = reader.hundredths(f"{where}.{key}", given[key])
        if "annual_salary" in given:
            state["annual_salary"] = reader.money(f"{where}.annual_salary", given["annual_salary"])
        if "appointed_on" in given:
            state["appointed_on"] = reader.day(f"{where}.appointed_on", given["appointed_on"])
        if "paid" in given:
            if not isinstance(given["paid"], bool):
                reader.fault(f"{where}.paid", "must be true or false.")
            state["paid"] = bool(given["paid"])

    def _promote(self, where: str, before: dict[str, Any], state: dict[str, Any], on: date) -> None:
        """A new rank without a point: the point immediately above the rate held."""
        if state.get("annual_salary") is not None:
            return
        rules = self.reader.rules
        try:
            held = before.get("annual_salary")
            if held is None:
                held = scales.annual_salary(rules, self._scale(before, on), before.get("pay_point", ""), on)
            state["pay_point"] = scales.point_on_promotion(rules, held, self._scale(state, on), on)
        except EngineError as error:
            self.reader.fault(where, f"gives a new rank without a pay point: {error}")
            return
        self.reader.remarks.append(
            f"{where}: promotion to {state['rank'].replace('_', ' ')} at point {state['pay_point']},"
            " the point immediately above the rate held (Annex F)."
        )

    def _scale(self, state: dict[str, Any], on: date) -> str:
        if state.get("scale"):
            return state["scale"]
        region = REGIONS.get(state["region"], state["region"])
        return scales.scale_of(self.reader.rules, state["rank"], region, state.get("appointed_on"), on)

    def _slice(self, state: dict[str, Any], start: date, end: date) -> EmploymentSlice:
        kind = "officer" if state["type"] == "officer" else "staff"
        full_time = state.get("full_time_hours")
        if full_time is None:
            full_time = self.reader.rules.at(CALCULATION, start)[f"{kind}.full_time_hours"] * 100
        hours = state.get("hours_per_week")
        salary = state.get("annual_salary")
        scale = state.get("scale", "")
        if salary is None and not scale and kind == "officer" and state.get("rank"):
            scale = self._scale(state, start)
        return EmploymentSlice(
            start, end, state["type"], state["rank"], scale, state.get("pay_point", ""), salary,
            state.get("salary_source", "") or ("request" if salary is not None else ""),
            full_time if hours is None else hours, full_time, REGIONS[state["region"]],
            state.get("cost_centre", ""), state.get("paid", True),
        )  # fmt: skip
