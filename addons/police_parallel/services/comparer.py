"""Compare one period: variances with proposed causes; decisions stay where nothing changed."""

from odoo.addons.police_core.services.bulk import insert_rows
from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.parallel.classify import propose
from odoo.addons.police_engine.parallel.compare import compare
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError

from . import sides
from .rehearser import take

_DECISION = (
    "cause", "reason", "state", "defect_id", "decided_by_id", "decided_on", "agreed_by_id", "agreed_on",
    "owner_id",
)  # fmt: skip


class Comparer:
    """Compares ``period`` of ``project``; the caller checked the role."""

    def __init__(self, project, period):
        self.project, self.period = project, period
        self.env = project.env
        self.keyed = project._keyed().env
        self.rehearsal = take(project, period)
        if not self.rehearsal:
            raise UserError(
                self.env._(
                    "There is no calculated run of %s to compare with: calculate it first.", period.name
                )
            )
        if not project.sudo().import_ids.filtered(lambda b: b.state == "taken" and b.period_id == period):
            raise UserError(self.env._("No old payslips of %s are in yet.", period.name))

    def make(self):
        """The new current comparison; the one before becomes past."""
        found, types = sides.read(self.project, self.rehearsal)
        if found.unmapped:
            raise UserError(
                self.env._(
                    "These elements of the old payroll are not mapped yet: %s.", ", ".join(found.unmapped)
                )
            )
        result = compare(found.legacy, found.ours)
        earlier = self.project.sudo().comparison_ids.filtered(lambda row: row.period_id == self.period)
        kept = _decisions(earlier.sorted("id")[-1:])
        earlier.filtered(lambda row: row.state == "current")._keyed().write({"state": "past"})
        self.env.flush_all()
        comparison = self.keyed["police.parallel.comparison"].create(
            {
                "project_id": self.project.id,
                "period_id": self.period.id,
                "rehearsal_id": self.rehearsal.id,
                "inputs_hash": found.inputs_hash,
                **_counts(found, result),
            }
        )
        self._only_ours(found)
        self._variances(comparison, result, types, kept)
        return self.env["police.parallel.comparison"].browse(comparison.id)

    def _only_ours(self, found):
        """People we pay whom the old payroll does not know, as rows that somebody must explain."""
        people = self.keyed["police.parallel.person"]
        known = set(people.search([("project_id", "=", self.project.id)]).employee_id.ids)
        people.create(
            [
                {
                    "project_id": self.project.id,
                    "employee_id": employee,
                    "how": "only_ours",
                    "state": "open",
                    "words": self.env._("Paid here in %s, not in the old payroll.", self.period.name),
                }
                for employee in sorted(found.our_people - found.legacy_people - known)
            ]
        )

    def _variances(self, comparison, result, types, kept):
        lines, units = sides.read_lines(self.env, self.rehearsal)
        before, after = (self._beside(step) for step in (-1, 1))
        labels = self.env["police.parallel.mapping"]._known_codes()
        rounding = self.project._criteria().rounding
        proposals = propose(result.variances, rounding, units, before, after, labels)
        persons = {p.employee_id.id: p.id for p in self.project.sudo().person_ids if p.state == "matched"}
        rows = []
        for row in result.variances:
            employee = int(row.person)
            line, label = lines.get((employee, row.code), (None, labels.get(row.code, row.code)))
            proposal = proposals[row.person, row.code]
            decision = kept.get((employee, row.code, row.legacy, row.ours), {"state": "open"})
            rows.append(
                {
                    "comparison_id": comparison.id, "project_id": self.project.id,
                    "company_id": self.project.company_id.id, "period_id": self.period.id,
                    "person_id": persons.get(employee), "employee_id": employee,
                    "person_type": types.get(employee), "code": row.code, "label": label, "ours_id": line,
                    "in_legacy": row.legacy is not None, "in_ours": row.ours is not None,
                    "legacy": text(row.legacy or 0), "ours": text(row.ours or 0),
                    "difference": text(row.difference), "size": text(abs(row.difference)),
                    "proposed": proposal.cause or None, "proposal": proposal.words,
                    **dict.fromkeys(_DECISION), **decision,
                }
            )  # fmt: skip
        insert_rows(self.keyed, "police.parallel.variance", rows)
        comparison.invalidate_recordset(["variance_ids"])
        self.project.invalidate_recordset(["variance_ids"])

    def _beside(self, step):
        """{(employee text, code): difference} of the period before (-1) or after (1), if it is compared."""
        number = place(self.period) + step
        beside = self.project.sudo().comparison_ids.filtered(
            lambda row: row.state == "current" and place(row.period_id) == number
        )
        return {(str(row.employee_id.id), row.code): to_pence(row.difference) for row in beside.variance_ids}


def place(period):
    """A number by which neighbouring periods of one calendar differ by one."""
    starts = sorted(period.calendar_id.period_ids.mapped("date_from"))
    return starts.index(period.date_from)


def _counts(found, result):
    return {
        "people": len(found.legacy_people | found.our_people),
        "compared": len(found.legacy_people & found.our_people),
        "equal": result.equal,
        "differing": result.differing,
        "only_legacy": result.only_legacy + found.other_legacy,
        "only_ours": result.only_ours + found.other_ours,
        "legacy_total": text(result.legacy_total),
        "ours_total": text(result.ours_total),
    }


def _decisions(comparison):
    """What people decided about lines that are still the same on both sides."""
    return {
        _key(row): {name: _raw(row[name]) for name in _DECISION}
        for row in comparison.variance_ids
        if row.state != "open"
    }


def _key(row):
    legacy = to_pence(row.legacy) if row.in_legacy else None
    ours = to_pence(row.ours) if row.in_ours else None
    return row.employee_id.id, row.code, legacy, ours


def _raw(value):
    return (value.id or None) if hasattr(value, "_name") else (value or None)
