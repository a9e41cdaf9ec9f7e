"""The facts of the gate, counted from rows at this moment; nothing is remembered."""

from odoo.addons.police_engine.parallel.compare import compare
from odoo.addons.police_engine.parallel.desk import backlog
from odoo.addons.police_engine.parallel.gate import GateFacts, PeriodFacts
from odoo.addons.police_payroll.services.money_fields import to_pence

from . import migration_counts, sides
from .comparer import _key, place
from .importer import fingerprint_now
from .rehearser import fingerprint_now as ours_now

# What a payroll may not go live without: retro pay first, which the Canadian one was shorn of.
MUST_HAVE = (
    "police_retro", "police_absence", "police_deductions", "police_duty", "police_movers", "police_pensions",
    "police_rti", "police_selfservice",
)  # fmt: skip
_ACCEPTED = ("by_design", "interpretation")


def gate_facts(project):
    """GateFacts of the project."""
    project = project.sudo()
    project.env.flush_all()
    comparisons = project.comparison_ids.filtered(lambda row: row.state == "current").sorted(
        lambda row: row.period_id.date_from
    )
    tampered, periods, unmapped = [], [], set()
    for batch in project.import_ids.filtered(lambda row: row.state == "taken"):
        tampered += _import_faults(batch)
    for comparison in comparisons:
        facts, faults, missing = _period(project, comparison)
        periods.append(facts)
        tampered += faults
        unmapped |= set(missing)
    rows = comparisons.variance_ids
    people = max((facts.people for facts in periods), default=0)
    return GateFacts(
        frozen_on=f"{project.frozen_on:%-d %B %Y}" if project.frozen_on else "",
        signatories=tuple((project.prepared_by_id | project.approved_by_id).mapped("name")),
        kept_hash=project.criteria_hash or "",
        hash_now=project._criteria().fingerprint(),
        frozen_before_comparing=_criteria_first(project),
        periods=tuple(periods),
        unmapped=tuple(sorted(unmapped)),
        **_people(project),
        our_errors=len(rows.filtered(lambda row: row.cause == "our_error")),
        largest_accepted=max((to_pence(r.size) for r in rows if r.cause in _ACCEPTED), default=0),
        rounding_too_large=sum(
            r.cause == "rounding" and to_pence(r.size) > project.criteria_rounding for r in rows
        ),
        defects=_defects(project),
        backlog=_backlog(project, people),
        tampered=tuple(tampered),
        objects=_objects(project),
        pension_gaps=migration_counts.pension_gaps(project),
        combinations=migration_counts.combinations(project),
        missing_features=_missing_features(project.env),
    )


def _objects(project):
    here = migration_counts.loaded(project.env, project.company_id)
    return tuple(item._fact(here) for item in project.object_ids)


def _missing_features(env):
    installed = env["ir.module.module"]._installed()
    return tuple(name for name in MUST_HAVE if name not in installed)


def _criteria_first(project):
    """Frozen before the first old payslip came in; withdrawn imports count as well."""
    first = min(project.import_ids.mapped("imported_on"), default=None)
    return bool(project.frozen_on) and (first is None or project.frozen_on <= first)


def _import_faults(batch):
    if fingerprint_now(batch.env, batch.id) != batch.rows_sha256:
        yield f"rows of the import {batch.name}, {batch.period_id.name}"


def _period(project, comparison):
    """(PeriodFacts, what was tampered with, unmapped elements), by comparing again."""
    period, rehearsal = comparison.period_id, comparison.rehearsal_id
    rows = comparison.variance_ids
    found, types = sides.read(project, rehearsal)
    result = compare(found.legacy, found.ours)
    stale, faults = rehearsal._stale(), []
    if ours_now(project.env, rehearsal.id) != rehearsal.rows_sha256:
        faults.append(f"our payslips of {period.name}")
    kept = {_key(row) for row in rows}
    now = {(int(v.person), v.code, v.legacy, v.ours) for v in result.variances}
    if found.inputs_hash != comparison.inputs_hash:
        stale = stale or "old payslips, mapping or matches have changed since"
    elif kept != now:
        gone, added = len(now - kept), len(kept - now)
        faults.append(f"variances of {period.name}: {gone} gone or changed, {added} that no payslip shows")
    return _facts(comparison, rows, (found, result, types), stale), faults, found.unmapped


def _facts(comparison, rows, counted, stale):
    found, result, types = counted
    accounted = 2 * (result.equal + result.differing) + result.only_legacy + result.only_ours
    accounted += found.other_legacy + found.other_ours
    both = found.legacy_people & found.our_people
    tested = {types.get(employee, "") for employee in both}
    missing = {types[employee] for employee in found.our_people if employee in types} - tested
    return PeriodFacts(
        name=comparison.period_id.name,
        number=place(comparison.period_id),
        people=len(found.legacy_people | found.our_people),
        compared=len(both),
        lines=found.lines,
        accounted=accounted,
        variances=len(rows),
        unexplained=len(rows.filtered(lambda row: not row.cause)),
        unsigned=len(rows.filtered(lambda row: row.cause and not _signed(row))),
        missing_groups=tuple(sorted(missing)),
        stale=stale,
    )


def _signed(row):
    return bool(row.agreed_by_id and row.decided_by_id and row.agreed_by_id != row.decided_by_id)


def _people(project):
    people = project.person_ids
    undecided = people.filtered(lambda person: person.state in ("open", "leaving_out"))
    return {
        "unmatched": len(undecided.filtered(lambda person: person.how != "name_and_birth")),
        "unconfirmed": len(undecided.filtered(lambda person: person.how == "name_and_birth")),
    }


def _defects(project):
    found = project.defect_ids.filtered(lambda defect: defect.state == "open")
    return tuple(len(found.filtered(lambda d, level=level: d.severity == level)) for level in "123")


def _backlog(project, people):
    if not people:
        return None
    plan = project._criteria()
    return backlog(
        people, plan.desk_daily_per_thousand, plan.desk_clerks, plan.desk_minutes, seed=project.id
    )[-1]
