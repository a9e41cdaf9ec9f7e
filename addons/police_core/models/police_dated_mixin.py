"""Rows that hold from one date to another, without overlap for the same key."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class PoliceDatedMixin(models.AbstractModel):
    """``date_from`` to ``date_to`` inclusive; an empty ``date_to`` is open-ended.

    Set ``_dated_key`` to the columns that together name the thing, e.g. ``("company_id", "code")``.
    The check gives a readable message; models that need proof against two users at once add an
    exclusion constraint (see ``police.local.salary``).
    """

    _name = "police.dated.mixin"
    _description = "In force from one date to another"

    _dated_key: tuple[str, ...] = ()

    date_from = fields.Date(string="From", required=True, index=True)
    date_to = fields.Date(string="To", help="Last day in force; leave empty while it has no end.")

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The end date is before the start date.",
    )

    @api.model
    def _in_force_domain(self, on) -> Domain:
        """Domain of the rows in force on date ``on``."""
        return Domain("date_from", "<=", on) & (Domain("date_to", "=", False) | Domain("date_to", ">=", on))

    @api.constrains(lambda self: (*self._dated_key, "date_from", "date_to"))
    def _check_no_overlap(self):
        if not self._dated_key:
            return
        self.flush_model([*self._dated_key, "date_from", "date_to"])
        table = SQL.identifier(self._table)
        same = SQL(" AND ").join(
            SQL("a.%(c)s = b.%(c)s", c=SQL.identifier(column)) for column in self._dated_key
        )
        rows = self.env.execute_query(SQL(
            """SELECT a.id, b.id FROM %(table)s a JOIN %(table)s b ON a.id <> b.id AND %(same)s
                AND daterange(a.date_from, a.date_to, '[]') && daterange(b.date_from, b.date_to, '[]')
                WHERE a.id IN %(ids)s LIMIT 1""",
            table=table, same=same, ids=tuple(self.ids),
        ))
        if rows:
            mine, other = (self.browse(i).sudo() for i in rows[0])
            raise ValidationError(self.env._(
                "%(mine)s (from %(from)s) overlaps %(other)s, in force from %(of)s to %(ot)s. "
                "End the earlier one the day before the new one starts.",
                **{"mine": mine.display_name, "from": mine.date_from, "other": other.display_name,
                   "of": other.date_from, "ot": other.date_to or self.env._("no end date")},
            ))
