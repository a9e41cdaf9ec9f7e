"""Duties posted by a duty system over ``/json/2``: documented in docs/DUTY_INPUT.md."""

from odoo import api, models
from odoo.exceptions import AccessError

from ..services.duty_import import DutyImport


class DutyEntry(models.Model):
    _inherit = "police.duty.entry"

    @api.model
    def post_entries(self, entries, check_only=False):
        """Take duties from another system: all of them, or none and every fault.

        ``entries``: list of objects with the fields of docs/DUTY_INPUT.md; ``reference`` is the sender's
        own and makes the call safe to repeat. ``check_only`` keeps nothing. Answers ``{"accepted": n,
        "unchanged": n, "updated": n, "errors": [{"row", "person", "reference", "reason"}],
        "entries": [{"reference", "id", "state"}]}``. AccessError without the role of a duty supervisor.
        """
        if not self.env.user.has_group("police_duty.group_duty_supervisor"):
            raise AccessError(
                self.env._("%s does not hold the role of a duty supervisor.", self.env.user.name)
            )
        work = DutyImport(self.env, self.env.company, "api")
        return work.take_rows(entries, check_only)
