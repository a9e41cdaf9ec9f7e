"""Nobody approves what they prepared."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

GUARDED = {"prepared_by_id", "approved_by_id", "approved_on"}


class PoliceApprovalMixin(models.AbstractModel):
    """Adds who prepared, who approved and when; set ``_approval_group`` on the inheriting model.

    The three fields are written only by :meth:`_mark_prepared`, :meth:`_mark_approved` and
    :meth:`_clear_approval`, never through a form or RPC, so a preparer cannot sign over their
    work to somebody else first. PostgreSQL refuses the same person in both places as well.
    """

    _name = "police.approval.mixin"
    _description = "Approval by another person"

    _approval_group = ""  # XML id of the group whose members may approve

    prepared_by_id = fields.Many2one(
        "res.users",
        string="Prepared by",
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    approved_by_id = fields.Many2one(
        "res.users", string="Approved by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_on = fields.Datetime(string="Approved on", readonly=True, copy=False)
    may_approve = fields.Boolean(
        compute="_compute_may_approve", help="You may approve this: you hold the role and did not prepare it."
    )

    _two_people = models.Constraint(
        "CHECK (approved_by_id IS NULL OR approved_by_id <> prepared_by_id)",
        "The person who prepared this cannot approve it.",
    )

    @api.depends_context("uid")
    @api.depends("prepared_by_id")
    def _compute_may_approve(self):
        for record in self:
            record.may_approve = not record._approval_obstacle()

    def _approval_obstacle(self) -> str:
        """Why the current user may not approve this record, or ``''``.

        ``sudo()`` changes nothing: the person behind ``env.uid`` counts, and the system user is nobody.
        """
        self.ensure_one()
        user = self.env.user
        if user.id == SUPERUSER_ID:
            return self.env._("The system cannot approve %s: a named person must.", self.display_name)
        if not self._approval_group or not user.has_group(self._approval_group):
            group = self.env.ref(self._approval_group, raise_if_not_found=False)
            return self.env._(
                "%(user)s may not approve %(record)s: the role “%(role)s” is needed.",
                user=user.name,
                record=self.display_name,
                role=group.sudo().name if group else self._approval_group,
            )
        if user == self.prepared_by_id:
            return self.env._(
                "%(user)s prepared %(record)s and so cannot approve it. Ask another approver.",
                user=user.name,
                record=self.display_name,
            )
        return ""

    def _check_may_approve(self):
        """Raise AccessError unless the current user may approve every record of ``self``."""
        for record in self:
            if obstacle := record._approval_obstacle():
                raise AccessError(obstacle)

    def _mark_prepared(self):
        """Record the current user as preparer, and take back any approval."""
        self._write_approval({"prepared_by_id": self.env.uid, "approved_by_id": False, "approved_on": False})

    def _mark_approved(self):
        """Check, then record the current user's approval. Raises AccessError or UserError."""
        self._check_may_approve()
        for record in self:
            if record.approved_by_id:
                raise UserError(
                    self.env._(
                        "%(record)s was already approved by %(user)s.",
                        record=record.display_name,
                        user=record.approved_by_id.name,
                    )
                )
        self._write_approval({"approved_by_id": self.env.uid, "approved_on": fields.Datetime.now()})

    def _clear_approval(self):
        """Take back the approval, for example because the figures changed."""
        self._write_approval({"approved_by_id": False, "approved_on": False})

    def _write_approval(self, vals):
        self.with_context(police_approval_write=APPROVAL_WRITE).write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("prepared_by_id") == self.env.uid:
                vals = {key: value for key, value in vals.items() if key != "prepared_by_id"}
            self._refuse_guarded(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_guarded(vals)
        return super().write(vals)

    def _refuse_guarded(self, vals):
        if self.env.context.get("police_approval_write") is APPROVAL_WRITE:
            return
        if found := GUARDED & vals.keys():
            raise AccessError(
                self.env._("%s cannot be set by hand; use the buttons.", ", ".join(sorted(found)))
            )


# An object of this process, which no RPC call can send in its context.
APPROVAL_WRITE = object()
