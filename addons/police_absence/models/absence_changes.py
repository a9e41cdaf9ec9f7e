"""Every change of an absence that decides pay: previews are told, and closed periods get a typed fact."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .absence import COUNTED, OWN_WRITE
from .absence_family import FAMILY_KINDS

PAY_FACTS = (
    "kind", "date_from", "date_to", "first_day", "last_day", "hours_lost", "pay", "pattern_id",
    "expected_date",
    "born_on", "matched_on", "event_date", "matb1_signed", "evidence_on", "notice_on", "good_cause",
    "by_adoption", "spread_half_pay", "weeks_wanted", "average_entered", "average_total", "average_periods",
)  # fmt: skip


class AbsenceChanges(models.Model):
    _inherit = "police.absence"

    change_ids = fields.One2many("police.absence.change", "absence_id", string="Changes to closed periods")

    @api.model_create_multi
    def create(self, vals_list):
        """All but family leave takes effect when it is entered; family leave is applied for first."""
        today = fields.Date.context_today(self)
        for vals in vals_list:
            self._refuse_guarded(vals)
            self._refuse_crossed(vals)
            self._refuse_overlap(vals)
            if vals.get("kind", "sickness") not in FAMILY_KINDS:
                end = fields.Date.to_date(vals.get("date_to") or False)
                vals["state"] = "ended" if end and end < today else "confirmed"
        absences = super().create(vals_list)
        for absence in absences.filtered(lambda a: a.state in COUNTED):
            absence._note_change(absence.date_from, self.env._("absence entered"))
        return absences

    def write(self, vals):
        self._refuse_guarded(vals)
        self._refuse_crossed(vals)
        for absence in self if {"employee_id", "date_from", "date_to"} & vals.keys() else ():
            absence._refuse_overlap(vals)
        if not {*PAY_FACTS, "state", "employee_id"} & vals.keys():
            return super().write(vals)
        if "employee_id" in vals and any(a.state in COUNTED for a in self):
            raise UserError(
                self.env._("An absence stays with its person. Cancel it and enter it for the other person.")
            )
        before = {absence.id: absence._pay_facts() for absence in self}
        result = super().write(vals)
        changed = self.filtered(lambda a: a._pay_facts() != before[a.id])
        for absence in changed:
            absence._after_change(before[absence.id])
        return result

    def _refuse_crossed(self, vals):
        """Before PostgreSQL does, in words."""
        first, last = fields.Date.to_date(vals.get("date_from")), fields.Date.to_date(vals.get("date_to"))
        for start, end in [(first or a.date_from, last) for a in self] or [(first, last)]:
            if start and end and end < start:
                raise ValidationError(
                    self.env._(
                        "The absence ends on %(end)s, before it starts on %(start)s.",
                        end=f"{end:%-d %B %Y}",
                        start=f"{start:%-d %B %Y}",
                    )
                )

    def _refuse_guarded(self, vals):
        if self.env.context.get("police_absence_write") is OWN_WRITE:
            return
        if {"state", "checked_by_id", "checked_on"} & vals.keys():
            raise AccessError(self.env._("The state of an absence changes by its buttons."))

    def _pay_facts(self):
        """What pay depends on, or None while the absence does not count."""
        self.ensure_one()
        if self.state not in COUNTED:
            return None
        return {name: self[name].id if name == "pattern_id" else self[name] for name in PAY_FACTS}

    def _after_change(self, before):
        after = self._pay_facts()
        if self.checked_by_id and before is not None:
            self.sudo().with_context(police_absence_write=OWN_WRITE).write(
                {"checked_by_id": False, "checked_on": False}
            )
        self._note_change(_earliest(before, after), self._what_changed(before, after))

    def _what_changed(self, before, after):
        if before is None:
            return self.env._("absence entered")
        if after is None:
            return self.env._("absence cancelled")
        names = [
            self._fields[name]._description_string(self.env).lower()
            for name in PAY_FACTS
            if before[name] != after[name]
        ]
        return self.env._("changed: %s", ", ".join(names))

    def _note_change(self, day, what):
        """Pay may differ from ``day`` on: tell previews, and keep a fact for every closed period touched."""
        self.ensure_one()
        if self.state not in COUNTED and not self.change_ids and what != self.env._("absence cancelled"):
            return
        self.env["police.pay.contributor"].sudo()._touched(self.employee_id, day)
        self.env["police.absence.change"].sudo()._record(self, day, what, self.env.user)
        if self.kind == "sickness":
            self.env["police.absence.clock"].sudo()._refresh(self.company_id, self.employee_id.ids)


def _earliest(before, after):
    """The first day whose pay may differ; when only the last day moved, the day after the earlier one."""
    if before is None or after is None:
        return (after or before)["date_from"]
    differing = {name for name in PAY_FACTS if before[name] != after[name]}
    if differing <= {"date_to"}:
        ends = [facts["date_to"] for facts in (before, after) if facts["date_to"]]
        return fields.Date.add(min(ends), days=1)
    return min(before["date_from"], after["date_from"])
