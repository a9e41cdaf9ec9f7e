"""Pension membership changed in the past is noted; tax code and NI letter take effect when paid, not
before."""

from odoo import api, models

from ..services import watch

WATCHED = ("pension_scheme", "pension_band_pay", "date_from", "active")


class PayProfile(models.Model):
    _inherit = "police.pay.profile"

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._note_retro(lambda profile: [(profile.date_from, profile._retro_words())])
        return profiles

    def write(self, vals):
        names = [name for name in WATCHED if name in vals]
        if not names:
            return super().write(vals)
        was = watch.before(self, names)
        done = super().write(vals)
        self._note_retro(lambda profile: profile._retro_effects(was[profile.id]))
        return done

    def _retro_words(self):
        field = self._fields["pension_scheme"]
        scheme = dict(field._description_selection(self.env)).get(self.pension_scheme, self.pension_scheme)
        return self.env._("Payroll facts entered; pension: %s", scheme)

    def _retro_effects(self, was):
        for name, (old, new, text) in watch.changed(self, was).items():
            yield (min(old, new) if name == "date_from" else self.date_from), text

    def _note_retro(self, effects):
        self.env["police.retro.touch"]._note(
            [
                (profile.employee_id, since, "pension", what)
                for profile in self
                for since, what in effects(profile)
            ]
        )
