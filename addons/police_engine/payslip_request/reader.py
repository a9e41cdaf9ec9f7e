"""Read the request for one payslip from plain values (parsed JSON) into a :class:`PayCase`.

Reading collects every fault before it gives up, so that a person can mend the file in one go.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..money import display
from ..pension.contributions import SCHEMES
from ..records import (
    DirectorPosition,
    ElementInput,
    EmploymentSlice,
    NicToDate,
    PayCase,
    PayPeriod,
    PensionMembership,
    TaxPosition,
    YearToDate,
)
from ..taxcalendar import FREQUENCIES, monthly_period, weeks_period
from .fields import BadInput, Fields, shown
from .job import JOB_KEYS, Job

_TOP = {
    "person",
    "tax",
    "ni_category",
    "pay_date",
    "frequency",
    "elements",
    "ytd",
    "changes",
    "starter_declaration",
}
_PERSON = JOB_KEYS | {
    "name",
    "reference",
    "birth_date",
    "joined",
    "left",
    "pension",
    "pension_band_pay",
    "lgps_employer_percent",
    "student_loans",
    "director",
}
_BASES = {
    "cumulative": "cumulative",
    "": "cumulative",
    "week1month1": "week1month1",
    "month1": "week1month1",
    "week1": "week1month1",
    "w1m1": "week1month1",
    "m1": "week1month1",
    "w1": "week1month1",
    "x": "week1month1",
    "non_cumulative": "week1month1",
}
_NO_PENSION = ("", "none", None)
_MAY_BE_NEGATIVE = ("tax", "previous_tax", "net")


class Reader(Fields):
    """Reads one request; faults and remarks are gathered as they are found."""

    # -- the request ----------------------------------------------------------------------------

    def case(self) -> PayCase:
        """The pay case. Raises BadInput with every fault."""
        data = self.known("file", self.data, _TOP)
        person = self.known("person", data.get("person"), _PERSON)
        period = self.period(data) or monthly_period(2026, 4)  # a stand-in, so that the rest is read too
        slices = self.slices(person, self.items("changes", data.get("changes")), period)
        case = PayCase(
            reference=self.text("person.reference", person.get("reference")) or "payslip",
            name=self.text("person.name", person.get("name")),
            birth_date=self.day("person.birth_date", person.get("birth_date")),
            period=period,
            slices=slices,
            tax=self.tax(data.get("tax")),
            ni_category=self.text("ni_category", data.get("ni_category")).upper(),
            director=self.director(person.get("director")),
            student_loans=self.loans(person),
            pension=self.pension(person),
            elements=self.elements(data),
            ytd=self.ytd(data.get("ytd")),
            starter_declaration=self.text("starter_declaration", data.get("starter_declaration")).upper(),
        )
        if self.faults:
            raise BadInput(self.faults)
        return case

    def period(self, data: Mapping[str, Any]) -> PayPeriod | None:
        frequency = self.text("frequency", data.get("frequency")) or "monthly"
        choices = tuple(
            name for name, kind in FREQUENCIES.items() if kind.unit == "week" or name == "monthly"
        )
        self.choice("frequency", frequency, choices)
        pay_date = self.day("pay_date", data.get("pay_date"))
        if pay_date is None:
            if data.get("pay_date") in (None, ""):
                self.fault("pay_date", "is missing. Give the date of payment, like 2026-09-30.")
            return None
        if frequency not in choices:
            return None
        if frequency == "monthly":
            return monthly_period(pay_date.year, pay_date.month, pay_date)
        weeks = FREQUENCIES[frequency].count
        return weeks_period(frequency, pay_date - timedelta(days=7 * weeks - 1), pay_date)

    def slices(
        self, person: Mapping[str, Any], changes: list[Any], period: PayPeriod
    ) -> tuple[EmploymentSlice, ...]:
        return Job(self, person, period).slices(changes)

    def tax(self, value: Any) -> TaxPosition | None:
        given = self.known("tax", {} if value is None else value, {"code", "basis"})
        code = self.text("tax.code", given.get("code"))
        basis = (
            self.text("tax.basis", given.get("basis"))
            .lower()
            .replace("/", "")
            .replace(" ", "")
            .replace("-", "_")
        )
        if basis not in _BASES:
            self.fault("tax.basis", f"must be cumulative or week1month1, not {shown(given.get('basis'))}.")
        return TaxPosition(code, _BASES.get(basis, basis)) if code else None

    def director(self, value: Any) -> DirectorPosition | None:
        if value in (None, "", False):
            return None
        given = value if isinstance(value, Mapping) else {"method": value}
        method = self.choice(
            "person.director", self.text("person.director", given.get("method")).upper(), ("AN", "AL")
        )
        weeks = self.number("person.director.weeks", given.get("weeks"))
        return DirectorPosition(
            method, int(weeks) if weeks is not None else 52, bool(given.get("last", False))
        )

    def loans(self, person: Mapping[str, Any]) -> tuple[str, ...]:
        choices = ("plan_1", "plan_2", "plan_4", "plan_5", "postgraduate")
        found = []
        for index, value in enumerate(self.items("person.student_loans", person.get("student_loans"))):
            where = f"person.student_loans[{index}]"
            plan = (
                self.text(where, value).lower().replace(" ", "_").replace("plan", "plan_").replace("__", "_")
            )
            plan = {
                "1": "plan_1",
                "2": "plan_2",
                "4": "plan_4",
                "5": "plan_5",
                "pgl": "postgraduate",
                "postgraduate_loan": "postgraduate",
            }.get(plan, plan)
            found.append(self.choice(where, plan, choices))
        return tuple(found)

    def pension(self, person: Mapping[str, Any]) -> PensionMembership:
        kind = person.get("type")
        if "pension" not in person:
            scheme = {"officer": "pps_2015", "staff": "lgps", "pcso": "lgps"}.get(str(kind), "")
            if scheme:
                self.remarks.append(
                    f'person.pension: not given, so {scheme} is assumed; write "none" for no scheme.'
                )
        else:
            scheme = (
                "" if person["pension"] in _NO_PENSION else self.text("person.pension", person["pension"])
            )
            if scheme:
                self.choice("person.pension", scheme, SCHEMES)
        band = self.money("person.pension_band_pay", person.get("pension_band_pay"))
        percent = self.number("person.lgps_employer_percent", person.get("lgps_employer_percent"))
        return PensionMembership(scheme, band, percent)

    def elements(self, data: Mapping[str, Any]) -> tuple[ElementInput, ...]:
        found = []
        for index, value in enumerate(self.items("elements", data.get("elements"))):
            where = f"elements[{index}]"
            given = self.known(where, value, {"code", "units", "amount", "date", "reference", "cost_centre"})
            code = self.text(f"{where}.code", given.get("code"))
            if not code:
                self.fault(where, "has no code.")
            found.append(
                ElementInput(
                    code,
                    self.money(f"{where}.amount", given.get("amount")),
                    self.number(f"{where}.units", given.get("units")),
                    self.day(f"{where}.date", given.get("date")),
                    self.text(f"{where}.reference", given.get("reference")),
                    self.text(f"{where}.cost_centre", given.get("cost_centre")),
                )
            )
        return tuple(found)

    def ytd(self, value: Any) -> YearToDate:
        fields = [name for name in YearToDate._fields if name != "nic"]
        given = self.known("ytd", {} if value is None else value, {*fields, "nic"})
        amounts = {name: self.money(f"ytd.{name}", given.get(name)) or 0 for name in fields}
        for name in fields:
            if amounts[name] < 0 and name not in _MAY_BE_NEGATIVE:
                shown_as = display(amounts[name])
                self.fault(f"ytd.{name}", f"is negative ({shown_as}): only tax can have been refunded.")
        rows = tuple(
            self.nic_row(f"ytd.nic[{i}]", row)
            for i, row in enumerate(self.items("ytd.nic", given.get("nic")))
        )
        return YearToDate(**amounts, nic=rows)

    def nic_row(self, where: str, value: Any) -> NicToDate:
        given = self.known(where, value, set(NicToDate._fields))
        letter = self.text(f"{where}.letter", given.get("letter"))
        if not letter:
            self.fault(where, "has no letter.")
        return NicToDate(
            letter, *(self.money(f"{where}.{name}", given.get(name)) or 0 for name in NicToDate._fields[1:])
        )
