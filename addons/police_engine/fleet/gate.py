"""The release gate: may this vehicle be driven by this person, for this purpose, until this day?

Pure: facts in, findings out; no database, no clock. The law is ``data/params/fleet/*.toml``. Every finding
carries a code, whether it stops the release, and who may override it ("never": nobody, it would be an
offence). A fact that is not recorded stops a release when the force keeps that record (``strict``) and is
advised otherwise; a fact that is recorded and bad always stops it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ..params.loader import Period, RuleSet

STOP, ADVISE = "stop", "advise"
NEVER = "never"
ORDINARY = "patrol"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One dated duty of a vehicle. ``basis``: dated, exempt or none (does not apply).

    ``due``: last day in date; for an exempt MOT the last day of the force's own inspection.
    ``approved_until``: last day of the approval of the workshop that maintains it, date.max when open.
    ``recorded``: the inspection's record is kept.
    """

    kind: str
    basis: str = "dated"
    due: date | None = None
    approved_until: date | None = None
    recorded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """Facts of a vehicle. ``road``: it needs a plate; ``off_road``: why it is off the road, or ''.

    ``stage``: what it is when it is not in service, e.g. "being commissioned".
    """

    road: bool = True
    stage: str = ""
    role: str = ""
    vehicle_class: str = "car"
    off_road: str = ""
    safety_defects: tuple[str, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    fuel: str = ""
    euro: int | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """Facts of a driver. ``None``: not recorded. ``categories``: of the licence; ``classes``: permits."""

    name: str
    known: bool = True
    checked_on: date | None = None
    check_due: date | None = None
    licence_until: date | None = None
    categories: frozenset[str] = frozenset()
    points: int = 0
    disqualified_from: date | None = None
    disqualified_until: date | None = None
    withdrawn: str = ""
    grade: str = ""
    grade_until: date | None = None
    pursuit: str = ""
    pursuit_until: date | None = None
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What for and when: ``first`` and ``last`` day. ``strict``: what is not recorded stops the release."""

    first: date
    last: date
    purpose: str = ORDINARY
    strict: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` of ``fleet/release``, ``severity`` stop or advise, the sentence, who may override."""

    code: str
    severity: str
    message: str
    override: str = ""


def release(rules: RuleSet, vehicle: Vehicle, driver: Driver | None, use: Use) -> tuple[Finding, ...]:
    """Everything that stands against this use, those that stop it first; empty: released without remark."""
    findings = [*vehicle_findings(rules, vehicle, use)]
    if driver is not None:
        findings += driver_findings(rules, vehicle, driver, use)
    return tuple(sorted(findings, key=lambda finding: finding.severity != STOP))


def stops(findings: Iterable[Finding]) -> list[Finding]:
    """Only those that stop the release."""
    return [finding for finding in findings if finding.severity == STOP]


# -- the vehicle -------------------------------------------------------------------------------


def vehicle_findings(rules: RuleSet, vehicle: Vehicle, use: Use) -> Iterator[Finding]:
    """Off the road, unsafe, law, zone."""
    judge = _Judge(rules, use)
    if vehicle.stage:
        yield judge.stop("stage", f"The vehicle is {vehicle.stage}.")
    if vehicle.off_road and "off_road" not in judge.waived:
        yield judge.stop("off_road", f"Off the road: {vehicle.off_road}.")
    for defect in vehicle.safety_defects:
        if "off_road" not in judge.waived:
            yield judge.stop("defect", f"Safety-critical defect open: {defect}.")
        else:
            yield judge.advise(
                "defect", f"Safety-critical defect open: {defect}. Recover it if it is unsafe to drive."
            )
    if vehicle.road:
        yield from legal_findings(rules, vehicle, use)
        yield from _zone(rules, vehicle, use, judge)


def legal_findings(rules: RuleSet, vehicle: Vehicle, use: Use) -> Iterator[Finding]:
    """MOT, tax, insurance, and tachograph and LOLER where the vehicle has them."""
    judge = _Judge(rules, use)
    law = rules.at("fleet/vehicle_law", use.first)
    recorded = {requirement.kind: requirement for requirement in vehicle.requirements}
    for kind in law.values:
        if kind in judge.waived:
            continue
        requirement = recorded.get(kind)
        if requirement is None and law[f"{kind}.needed"] == "always":
            yield judge.stop(kind, f"No date is recorded for the {law[f'{kind}.label']}.")
        elif requirement is not None and requirement.basis == "exempt":
            yield from _exempt(judge, law, kind, requirement)
        elif requirement is not None and requirement.basis == "dated":
            yield from _dated(judge, law[f"{kind}.label"], kind, requirement.due)


def _dated(judge: "_Judge", label: str, kind: str, due: date | None) -> Iterator[Finding]:
    if due is None:
        yield judge.stop(kind, f"No date is recorded for the {label}.")
    elif due < judge.use.last:
        yield judge.stop(kind, f"The {label} ends on {_day(due)}.")


def _exempt(judge: "_Judge", law: Period, kind: str, row: Requirement) -> Iterator[Finding]:
    label = law[f"{kind}.label"]
    if not law[f"{kind}.exemption"]:
        yield judge.stop(kind, f"There is no exemption from the {label}.")
        return
    for condition in law[f"{kind}.conditions"]:
        if condition == "police_purpose" and not judge.police:
            yield judge.stop(kind, f"Exempt from {label} for police purposes only.")
        elif condition == "approved_workshop":
            yield from _approval(judge, kind, label, row.approved_until)
        elif condition == "inspection":
            yield from _dated(judge, "approved inspection", kind, row.due)
        elif condition == "record" and not row.recorded:
            yield judge.unknown(kind, f"No record is kept of the inspection in place of the {label}.")


def _approval(judge: "_Judge", kind: str, label: str, until: date | None) -> Iterator[Finding]:
    if until is None:
        yield judge.unknown(
            kind, f"Exempt from {label}, but no approved workshop is recorded that maintains it."
        )
    elif until < judge.use.last:
        yield judge.stop(kind, f"Exempt from {label}, but the workshop's approval ends on {_day(until)}.")


def zone_charge(rules: RuleSet, vehicle: Vehicle, on: date) -> str:
    """Why this vehicle would be charged in its zone, or ''; 'unknown' when its standard is not recorded."""
    if not vehicle.zone:
        return ""
    law = rules.at("fleet/emission_zones", on)
    if (
        vehicle.fuel == "electric"
        or vehicle.vehicle_class not in law[f"scope.{law[f'zones.{vehicle.zone}.kind']}"]
    ):
        return ""
    if vehicle.euro is None or not vehicle.fuel:
        return "unknown"
    heavy = vehicle.vehicle_class in ("heavy", "lorry")
    key = "heavy" if heavy else "motorcycle" if vehicle.vehicle_class == "motorcycle" else vehicle.fuel
    least = law[f"standard.{key}"]
    return f"Euro {vehicle.euro}, Euro {least} needed" if vehicle.euro < least else ""


def _zone(rules: RuleSet, vehicle: Vehicle, use: Use, judge: "_Judge") -> Iterator[Finding]:
    why = zone_charge(rules, vehicle, use.first)
    if why:
        label = rules.at("fleet/emission_zones", use.first)[f"zones.{vehicle.zone}.label"]
        known = "its Euro standard is not recorded" if why == "unknown" else why
        yield judge.advise("zone", f"{label}: {known}; a charge unless the zone exempts it.")


# -- the driver --------------------------------------------------------------------------------


def driver_findings(rules: RuleSet, vehicle: Vehicle, driver: Driver, use: Use) -> Iterator[Finding]:
    """Licence, permission to drive this class, grade, pursuit."""
    judge = _Judge(rules, use)
    if not driver.known:
        yield judge.unknown("driver", f"{driver.name} has no driver authorisation on record.")
        return
    law = rules.at("fleet/driver_law", use.first)
    yield from _licence(judge, law, vehicle, driver)
    if driver.withdrawn:
        yield judge.stop("withdrawn", f"{driver.name}'s authority to drive is withdrawn: {driver.withdrawn}.")
    if vehicle.vehicle_class not in driver.classes:
        yield judge.stop("class", f"{driver.name} is not authorised for this class of vehicle.")
    yield from _grade(judge, law, vehicle, driver)
    yield from _pursuit(judge, driver)


def _licence(judge: "_Judge", law: Period, vehicle: Vehicle, driver: Driver) -> Iterator[Finding]:
    use, name = judge.use, driver.name
    needed = law[f"classes.{vehicle.vehicle_class}"]
    if needed:
        if _disqualified(driver, use):
            until = f" until {_day(driver.disqualified_until)}" if driver.disqualified_until else ""
            yield judge.stop("disqualified", f"{name} is disqualified from driving{until}.")
        if driver.licence_until is None:
            yield judge.unknown("licence", f"No end date of {name}'s driving licence is recorded.")
        elif driver.licence_until < use.last:
            yield judge.stop("licence", f"{name}'s driving licence ends on {_day(driver.licence_until)}.")
        if not driver.categories.intersection(needed):
            yield judge.stop("category", f"{name}'s licence has no category {' or '.join(needed)}.")
        yield from _checked(judge, law, driver)


def _checked(judge: "_Judge", law: Period, driver: Driver) -> Iterator[Finding]:
    due = driver.check_due or (driver.checked_on and next_check(law, driver.checked_on, driver.points))
    if due is None:
        yield judge.unknown("check", f"{driver.name}'s licence has not been checked.")
    elif due < judge.use.last:
        yield judge.stop("check", f"{driver.name}'s licence check fell due on {_day(due)}.")
    if driver.points >= law["points_stop"]:
        yield judge.stop("points", f"{driver.name} has {driver.points} penalty points.")
    elif driver.points >= law["points_refer"]:
        yield judge.advise(
            "points", f"{driver.name} has {driver.points} penalty points: refer to driver standards."
        )


def _disqualified(driver: Driver, use: Use) -> bool:
    if driver.disqualified_from is None and driver.disqualified_until is None:
        return False
    begun = driver.disqualified_from is None or driver.disqualified_from <= use.last
    return begun and (driver.disqualified_until is None or driver.disqualified_until >= use.first)


def _grade(judge: "_Judge", law: Period, vehicle: Vehicle, driver: Driver) -> Iterator[Finding]:
    order = law["grades"]
    wanted = judge.purpose.get("grade", "")
    if judge.purpose.get("duty"):
        wanted = max(wanted, law["roles"].get(vehicle.role, wanted), key=order.index)
    if not wanted or not law[f"classes.{vehicle.vehicle_class}"]:
        return
    if not driver.grade or order.index(driver.grade) < order.index(wanted):
        have = driver.grade or "none"
        yield judge.stop("grade", f"{driver.name}: police driver grade {wanted} is needed, {have} is held.")
    elif driver.grade_until is None:
        yield judge.unknown(
            "grade", f"{driver.name}: no refresher date is recorded for grade {driver.grade}."
        )
    elif driver.grade_until < judge.use.last:
        yield judge.stop("grade", f"{driver.name}'s refresher fell due on {_day(driver.grade_until)}.")


def _pursuit(judge: "_Judge", driver: Driver) -> Iterator[Finding]:
    if not judge.purpose.get("pursuit"):
        return
    if not driver.pursuit:
        yield judge.stop("pursuit", f"{driver.name} is not authorised for pursuit.")
    elif driver.pursuit_until is None:
        yield judge.unknown("pursuit", f"{driver.name}: no refresher date is recorded for pursuit.")
    elif driver.pursuit_until < judge.use.last:
        yield judge.stop(
            "pursuit", f"{driver.name}'s pursuit refresher fell due on {_day(driver.pursuit_until)}."
        )


def next_check(law: Period, checked_on: date, points: int) -> date:
    """Last day a licence check stays good, by the force's table of points."""
    months = next(every for least, every in reversed(law["check_months"]) if points >= least)
    return add_months(checked_on, months)


def add_months(day: date, months: int) -> date:
    """Same day ``months`` later, or the last day of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    for back in range(4):
        try:
            return date(day.year + year, month + 1, day.day - back)
        except ValueError:
            continue
    raise ValueError(day)


# -- overriding --------------------------------------------------------------------------------


def override_obstacle(
    rules: RuleSet, on: date, findings: Iterable[Finding], rank: str, roles: Iterable[str]
) -> str:
    """Why somebody of this ``rank`` (code) and these ``roles`` may not override ``findings``, or ''."""
    law = rules.at("fleet/release", on)
    for finding in stops(findings):
        if finding.override == NEVER:
            return f"Nobody may override this: {finding.message}"
        level = law[f"levels.{finding.override}"]
        if rank not in level["ranks"] and not set(roles) & set(level["roles"]):
            return f"{finding.override.capitalize()} or above is needed to override this: {finding.message}"
    return ""


class _Judge:
    """The law of one use: its purpose, what the purpose waives, and how findings are made."""

    def __init__(self, rules: RuleSet, use: Use):
        law = rules.at("fleet/release", use.first)
        purposes = law["purposes"]
        self.use = use
        self.purpose = purposes.get(law["aliases"].get(use.purpose, use.purpose)) or purposes[ORDINARY]
        self.police = self.purpose["police"]
        self.waived = frozenset(self.purpose.get("waives", ()))
        self._overrides = law["overrides"]

    def stop(self, code: str, message: str) -> Finding:
        return Finding(code, STOP, message, self._overrides[code])

    def advise(self, code: str, message: str) -> Finding:
        return Finding(code, ADVISE, message)

    def unknown(self, code: str, message: str) -> Finding:
        """Not recorded: stops a release where the force keeps the record, and only a person may pass it."""
        if not self.use.strict:
            return self.advise(code, message)
        return self.stop(code, message)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
