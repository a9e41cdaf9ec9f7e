"""Records whose state advances only by their buttons, and the instalments of what is paid off over months."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# An object of this process, which no RPC call can send in its context.
STATE_WRITE = object()


class DeductionSteps(models.AbstractModel):
    """Set ``_next_states``: from each state of the model's own ``state`` field to those that may follow."""

    _name = "police.deduction.steps"
    _description = "States that Advance by Buttons"

    _next_states: dict[str, set[str]] = {}

    def _may_set_state(self):
        return self.env.context.get("police_state_write") is STATE_WRITE

    def _keep(self, vals):
        """Write what only the steps may write."""
        return self.sudo().with_context(police_state_write=STATE_WRITE).write(vals)

    def _move(self, state, **values):
        """To ``state`` if that may follow; UserError else. The caller has checked who may."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for record in self:
            if state not in self._next_states[record.state]:
                raise UserError(
                    self.env._(
                        "%(record)s is “%(now)s” and can not become “%(then)s”.",
                        record=record.display_name,
                        now=labels[record.state],
                        then=labels[state],
                    )
                )
        self._keep({"state": state, **values})

    def _check_role(self, *groups):
        """AccessError unless the user holds one of ``groups`` (XML ids)."""
        if not (self.env.su or self.env.user.has_groups(",".join(groups))):
            raise AccessError(self.env._("%s does not hold the role for this step.", self.env.user.name))


class DeductionInstalment(models.AbstractModel):
    """Add the record it belongs to, and its company and currency."""

    _name = "police.deduction.instalment"
    _description = "Instalment with a Month's Pay"
    _rec_name = "due_on"

    due_on = fields.Date(required=True)
    month = fields.Char(string="With pay of", compute="_compute_month")
    amount = fields.Float(digits=(16, 2), required=True)
    left = fields.Float(string="Left afterwards", digits=(16, 2))

    @api.depends("due_on")
    def _compute_month(self):
        for row in self:
            row.month = f"{row.due_on:%B %Y}" if row.due_on else ""
