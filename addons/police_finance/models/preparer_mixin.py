"""Who had a hand in a document: the creator and everybody who changed what it says."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

# An object of this process, which no RPC call can send in its context.
PREPARER_WRITE = object()


class PolicePreparerMixin(models.AbstractModel):
    """Keeps ``preparer_ids``; inheriting models name the fields that matter in ``_preparer_fields``.

    One creator is not enough for a document that several people edit: whoever changed a price has
    prepared the order as much as the person who opened it. The list cannot be set from outside.
    """

    _name = "police.preparer.mixin"
    _description = "Remembers who prepared a document"

    _preparer_fields: frozenset[str] = frozenset()

    preparer_ids = fields.Many2many(
        "res.users",
        string="Prepared by",
        readonly=True,
        copy=False,
        help="Everybody who created this document or changed what it says. None of them may approve it.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_forged_preparers(vals)
        records = super().create(vals_list)
        records._note_preparer()
        return records

    def write(self, vals):
        self._refuse_forged_preparers(vals)
        result = super().write(vals)
        if self._preparer_fields & vals.keys():
            self._note_preparer()
        return result

    def _preparers_kept(self):
        """The records of ``self`` for which preparers are kept; override to leave some out."""
        return self

    def _note_preparer(self):
        """Add the person behind ``env.uid`` (``sudo`` changes nothing; the system user is nobody)."""
        user = self.env.user
        if user.id == SUPERUSER_ID:
            return
        records = self._preparers_kept().sudo()
        new = records.filtered(lambda record: user not in record.preparer_ids)
        if new:
            new.with_context(police_preparer_write=PREPARER_WRITE).write(
                {"preparer_ids": [fields.Command.link(user.id)]}
            )

    def _refuse_forged_preparers(self, vals):
        if "preparer_ids" in vals and self.env.context.get("police_preparer_write") is not PREPARER_WRITE:
            raise AccessError(
                self.env._("Who prepared a document is recorded by the system and cannot be set.")
            )
