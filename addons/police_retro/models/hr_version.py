"""Changes to dated facts of a job that reach into closed pay are noted as they are made."""

from datetime import timedelta

from odoo import api, models

from ..services import watch

WATCHED = (
    "police_type", "rank_id", "pay_point", "pay_scale_override", "local_salary_id", "weekly_hours",
    "full_time_hours", "cost_centre_id", "pay_region", "paid", "date_version", "contract_date_start",
    "contract_date_end", "active",
)  # fmt: skip


class HrVersion(models.Model):
    _inherit = "hr.version"

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        versions.sudo()._note_retro(lambda version: [(version._pay_starts(), version._retro_news())])
        return versions

    def write(self, vals):
        names = [name for name in WATCHED if name in vals]
        if not names or not self._reaches_closed_pay():
            return super().write(vals)
        was = watch.before(self.sudo(), names)
        done = super().write(vals)
        self.sudo()._note_retro(lambda version: version._retro_effects(was[version.id]))
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_note_retro(self):
        self.sudo()._note_retro(lambda version: [(version._pay_starts(), self.env._("Facts deleted"))])

    def _reaches_closed_pay(self):
        if self.env.context.get("police_retro_quiet"):
            return False
        touches = self.env["police.retro.touch"]
        return any(touches._closed_until(company.id) for company in self.sudo().company_id)

    def _note_retro(self, effects):
        if not self._reaches_closed_pay():
            return
        self.env["police.retro.touch"].sudo(False)._note(
            [
                (version.employee_id, since, "job", what)
                for version in self
                if version.employee_id
                for since, what in effects(version)
            ]
        )

    def _retro_news(self):
        """What these facts change against those before them, in words."""
        before = self.employee_id.version_ids.filtered(
            lambda other: other.active and other.date_version < self.date_version
        ).sorted("date_version")[-1:]
        if not before:
            return self.env._("First facts of the person recorded")
        names = [name for name in WATCHED if name not in ("date_version", "active")]
        texts = [
            text for *_values, text in watch.changed(self, watch.before(before, names)[before.id]).values()
        ]
        return "; ".join(texts) or self.env._("New facts recorded")

    def _pay_starts(self):
        """The first day on which these facts pay somebody."""
        self.ensure_one()
        start = self.contract_date_start
        return max(self.date_version, start) if start else self.date_version

    def _retro_effects(self, was):
        """(first day concerned, what changed) of each changed field."""
        for name, (old, new, text) in watch.changed(self, was).items():
            if name == "contract_date_end":
                ends = [day for day in (old, new) if day]
                yield min(ends) + timedelta(days=1), text
            elif name in ("date_version", "contract_date_start"):
                yield min(day for day in (old, new) if day), text
            else:
                yield self._pay_starts(), text
