"""Time owed that was taken, paid instead, expired or brought forward: posted to the time book."""

from odoo import fields, models
from odoo.addons.police_engine.duty import ledger
from odoo.addons.police_engine.exceptions import InvalidRecord
from odoo.exceptions import AccessError, UserError

from ..models.duty_piece import ACCOUNTS


class TimeTaken(models.TransientModel):
    _name = "police.time.taken"
    _description = "Time Taken"

    employee_id = fields.Many2one("hr.employee", string="Person", required=True)
    account = fields.Selection(ACCOUNTS, required=True, default="toil")
    cause = fields.Selection(
        [
            ("taken", "Taken"),
            ("paid", "Paid instead"),
            ("expired", "Expired"),
            ("opening", "Brought forward"),
        ],
        required=True,
        default="taken",
    )
    amount = fields.Float(
        digits=(16, 2), required=True, help="Hours of time off; days of the other accounts."
    )
    on_date = fields.Date(string="Date", required=True, default=fields.Date.context_today)
    reference = fields.Char(required=True, help="Such as the leave request, or who agreed to it.")

    def action_post(self):
        """Post one event. More than is owed is refused."""
        self.ensure_one()
        if not self.env.user.has_group("police_duty.group_duty_supervisor"):
            raise AccessError(self.env._("Only duty supervisors and payroll clerks post time."))
        if self.employee_id.sudo().user_id == self.env.user:
            raise UserError(self.env._("Somebody else must post your own time."))
        events = self.env["police.time.event"]
        quantity = round(self.amount * (3600 if self.account == "toil" else 100))
        try:
            book = ledger.post(
                events._book(self.employee_id), str(self.employee_id.id), self.account, self.cause, quantity,
                self.on_date, self.reference,
            )  # fmt: skip
        except InvalidRecord as error:
            owed = events._balance(self.employee_id, self.account)
            shown = f"{owed / 3600:.2f} h" if self.account == "toil" else f"{owed / 100:.2f} d"
            raise UserError(
                self.env._(
                    "%(person)s is owed %(owed)s: %(error)s",
                    person=self.employee_id.name,
                    owed=shown,
                    error=error,
                )
            ) from error
        events._keep(self.employee_id, book)
        return {"type": "ir.actions.act_window_close"}
