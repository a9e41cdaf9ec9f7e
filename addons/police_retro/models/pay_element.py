"""What is paid every period, changed for periods that are closed, is noted. One-off elements are not:
a claim is paid once, in the next run, and may not be changed afterwards."""

from datetime import timedelta

from odoo import api, models

from ..services import watch

WATCHED = ("code", "amount", "units", "date_from", "date_to", "cost_centre_id", "active", "recurrence")


class PayElement(models.Model):
    _inherit = "police.pay.element"

    @api.model_create_multi
    def create(self, vals_list):
        elements = super().create(vals_list)
        elements._note_retro(lambda element: [(element.date_from, element._retro_words())])
        return elements

    def write(self, vals):
        names = [name for name in WATCHED if name in vals]
        if not names:
            return super().write(vals)
        was = watch.before(self, names)
        done = super().write(vals)
        self._note_retro(lambda element: element._retro_effects(was[element.id]))
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_note_retro(self):
        self._note_retro(
            lambda element: [(element.date_from, self.env._("%s deleted", element._retro_words()))]
        )

    def _note_retro(self, effects):
        standing = self.filtered(lambda element: element.recurrence == "every_period")
        self.env["police.retro.touch"]._note(
            [
                (element.employee_id, since, "element", what)
                for element in standing
                for since, what in effects(element)
            ]
        )

    def _retro_words(self):
        label = dict(self._fields["code"]._description_selection(self.env)).get(self.code, self.code)
        amount = f"£{self.amount:,.2f}" if self.amount else f"{self.units:g}" if self.units else ""
        return f"{label} {amount}".strip()

    def _retro_effects(self, was):
        for name, (old, new, text) in watch.changed(self, was).items():
            if name == "date_to":
                since = min(day for day in (old, new) if day) + timedelta(days=1)
            elif name == "date_from":
                since = min(old, new)
            else:
                since = self.date_from
            yield since, f"{self._retro_words()}. {text}"
