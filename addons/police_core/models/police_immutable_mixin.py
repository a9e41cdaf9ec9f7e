"""Records that can no longer be changed once they are sealed."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class PoliceImmutableMixin(models.AbstractModel):
    """Refuses to write or delete a record whose :meth:`_is_sealed` is true, also for the superuser.

    By default ``sealed_on`` seals; override ``_is_sealed`` where a state or a parent decides, and
    list in ``_unsealed_fields`` what may still change (a payment date, a message counter).
    """

    _name = "police.immutable.mixin"
    _description = "Sealed records"

    _unsealed_fields: frozenset[str] = frozenset()

    sealed_on = fields.Datetime(readonly=True, copy=False, help="From this moment on nothing may be changed.")

    def _is_sealed(self) -> bool:
        self.ensure_one()
        return bool(self.sealed_on)

    def _seal(self):
        """Seal every record of ``self`` that is not sealed yet."""
        self.filtered(lambda record: not record._is_sealed()).write({"sealed_on": fields.Datetime.now()})

    def _refuse_sealed(self):
        for record in self:
            if record._is_sealed():
                raise UserError(
                    self.env._(
                        "%(kind)s %(record)s is sealed and cannot be changed or deleted. "
                        "Make a correcting entry.",
                        kind=self._description,
                        record=record.display_name,
                    )
                )

    def write(self, vals):
        if set(vals) - self._unsealed_fields:
            self._refuse_sealed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sealed(self):
        self._refuse_sealed()
