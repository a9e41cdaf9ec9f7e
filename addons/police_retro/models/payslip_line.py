"""A stored line can be worked out again, years later, from its own facts and the law kept for its run."""

from odoo import models
from odoo.exceptions import UserError

from ..services.replay import replay_lines


class PayslipLine(models.Model):
    _inherit = "police.payslip.line"

    def action_replay(self):
        """Work these lines out again and say whether they come to the same penny."""
        self.check_access("read")
        found = replay_lines(self.env(su=True), self.ids)
        if not found:
            raise UserError(self.env._("There is no line to work out again."))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Worked out again"),
                "message": self._replay_words(found),
                "type": "success" if all(one.agrees for one in found) else "danger",
                "sticky": True,
            },
        }

    def _replay_words(self, found):
        if len(found) > 1:
            agreed = sum(one.agrees for one in found)
            return self.env._(
                "%(agreed)s of %(all)s lines agree to the penny.", agreed=agreed, all=len(found)
            )
        one = found[0]
        stored = f"£{one.stored / 100:,.2f}"
        if one.again is None:
            return f"{one.label}: {one.words}"
        if one.agrees:
            return self.env._(
                "%(line)s: %(amount)s again, from the stored facts and the law kept for this run.",
                line=one.label,
                amount=stored,
            )
        return self.env._(
            "%(line)s: stored %(stored)s, but worked out again it is %(again)s. Tell whoever looks after "
            "the system.",
            line=one.label,
            stored=stored,
            again=f"£{one.again / 100:,.2f}",
        )
