"""Rows that hold from one date to another, without overlap for the same key."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class PoliceDatedMixin(models.AbstractModel):
    """``date_from`` to ``date_to`` inclusive; an empty ``date_to`` is open-ended.

    Set ``_dated_key`` to the columns that together name the thing, e.g. ``("company_id", "code")``.
    The check gives a readable message; models add an exclusion constraint as the proof against two
    users at once and rows of one batch (see ``police.local.salary``).
    """

    _name = "police.dated.mixin"
    _description = "In force from one date to another"

    _dated_key: tuple[str, ...] = ()

    date_from = fields.Date(string="From", required=True, index=True)
    date_to = fields.Date(string="To", help="Last day in force; leave empty while it has no end.")

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The end date is before the start date."
    )

    @api.model
    def _in_force_domain(self, on) -> Domain:
        """Domain of the rows in force on date ``on``."""
        return Domain("date_from", "<=", on) & (Domain("date_to", "=", False) | Domain("date_to", ">=", on))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_overlap(vals)
        return super().create(vals_list)

    def write(self, vals):
        if {*self._dated_key, "date_from", "date_to"} & vals.keys():
            for record in self:
                record._refuse_overlap(vals)
        return super().write(vals)

    def _refuse_overlap(self, vals):
        """Raise ValidationError when the row (``self``, if any, changed by ``vals``) meets another.

        Asked before writing, so that the user reads which row is in the way and not which constraint.
        """
        row = {name: self._future_value(name, vals) for name in (*self._dated_key, "date_from", "date_to")}
        if not self._dated_key or not row["date_from"]:
            return
        others = Domain.AND(Domain(name, "=", row[name]) for name in self._dated_key)
        overlap = Domain("date_to", "=", False) | Domain("date_to", ">=", row["date_from"])
        if row["date_to"]:
            overlap &= Domain("date_from", "<=", row["date_to"])
        other = (
            self.sudo()
            .with_context(active_test=False)
            .search(others & overlap & Domain("id", "not in", self.ids), limit=1)
        )
        if other:
            raise ValidationError(
                self.env._(
                    "%(other)s is already in force from %(start)s to %(end)s, which overlaps "
                    "%(from)s to %(to)s. "
                    "End the earlier one the day before the new one starts.",
                    **{
                        "other": other.display_name,
                        "start": self._day(other.date_from),
                        "end": self._day(other.date_to),
                        "from": self._day(row["date_from"]),
                        "to": self._day(row["date_to"]),
                    },
                )
            )

    def _future_value(self, name, vals):
        field = self._fields[name]
        if name in vals:
            value = vals[name]
        elif self:
            value = self[name]
        else:
            value = field.default(self) if field.default else False
        return field.convert_to_write(
            field.convert_to_record(field.convert_to_cache(value, self), self), self
        )

    def _day(self, day):
        return day.strftime("%d/%m/%Y") if day else self.env._("no end date")
