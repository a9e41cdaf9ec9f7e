"""Evidence: rows that only the program's own steps may write, and that nobody deletes."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

KEY = object()  # an object of this process, which no RPC call can send in its context
_FREE = ("message_", "activity_", "my_activity", "rating_")
_APPROVAL = {"prepared_by_id", "approved_by_id", "approved_on"}  # the approval mixin guards these itself


class Guarded(models.AbstractModel):
    """``_by_hand``: fields a person may write while :meth:`_may_be_written`; the rest only by steps."""

    _name = "police.parallel.guarded"
    _description = "Evidence of a Parallel Run"

    _by_hand: frozenset[str] = frozenset()

    def _keyed(self):
        """These rows with the key; for steps, after their own checks, and never returned to a caller."""
        return self.sudo().with_context(police_parallel_key=KEY)

    def _has_key(self):
        return self.env.context.get("police_parallel_key") is KEY

    def _may_be_written(self):
        """Whether the fields by hand may be written now."""
        return True

    @api.model_create_multi
    def create(self, vals_list):
        if not self._has_key():
            self._refuse_by_hand({name for vals in vals_list for name in vals if name not in self._by_hand})
        return super().create(vals_list)

    def write(self, vals):
        if not self._has_key():
            names = {name for name in vals if name in self._fields} - _APPROVAL
            names = {name for name in names if not name.startswith(_FREE)}
            self._refuse_by_hand(names - self._by_hand)
            for record in self if names else ():
                if not record._may_be_written():
                    raise UserError(self.env._("%s is fixed and may not be changed.", record.display_name))
        return super().write(vals)

    def _refuse_by_hand(self, names):
        names = {name for name in names if not name.startswith(_FREE)} - _APPROVAL
        if names:
            raise AccessError(
                self.env._(
                    "%(names)s cannot be set by hand on a %(kind)s: it is counted or decided by its buttons.",
                    names=", ".join(sorted(names)),
                    kind=self._description.lower(),
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self._has_key():
            raise UserError(self.env._("A %s is evidence and is never deleted.", self._description.lower()))

    def _check_role(self, *groups):
        """Raise unless the person behind the call holds one of the roles; ``sudo`` changes nothing."""
        if not self.env.user.has_groups(",".join(f"police_core.{group}" for group in groups)):
            raise AccessError(self.env._("%s does not hold the role for this step.", self.env.user.name))
