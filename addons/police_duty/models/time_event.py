"""The double-entry book of time owed: every event moves a quantity between two accounts, none is changed."""

from odoo import api, fields, models
from odoo.addons.police_engine.duty import ledger
from odoo.exceptions import AccessError, UserError

from .duty_piece import ACCOUNTS

CAUSES = [
    ("earned", "Earned"),
    ("taken", "Taken"),
    ("paid", "Paid instead"),
    ("expired", "Expired"),
    ("reversed", "Undone"),
    ("opening", "Brought forward"),
    ("owed", "Owed"),
]
POST = object()  # an object of this process, which no RPC call can send in its context


class TimeEvent(models.Model):
    _name = "police.time.event"
    _description = "Time Owed"
    _order = "on_date desc, id desc"
    _rec_name = "reference"

    number = fields.Integer(required=True, readonly=True, aggregator=None, help="Of this person's book.")
    employee_id = fields.Many2one("hr.employee", string="Person", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    account = fields.Selection(ACCOUNTS, required=True, readonly=True, index=True)
    source_side = fields.Selection(CAUSES, string="From", required=True, readonly=True)
    target_side = fields.Selection(CAUSES, string="To", required=True, readonly=True)
    quantity = fields.Integer(
        required=True, readonly=True, aggregator=None, help="Seconds, or hundredths of days."
    )
    hours = fields.Float(compute="_compute_owed", store=True, digits=(16, 2), string="Hours owed")
    days = fields.Float(compute="_compute_owed", store=True, digits=(16, 2), string="Days owed")
    on_date = fields.Date(string="Date", required=True, readonly=True, index=True)
    reference = fields.Char(required=True, readonly=True, index=True)
    rule = fields.Char(readonly=True)
    undoes = fields.Integer(readonly=True, aggregator=None)
    chain = fields.Char(required=True, readonly=True, help="SHA-256 over this event and the one before.")

    _in_order = models.UniqueIndex("(employee_id, number)", "Two events of a person can not have one number.")

    @api.depends("account", "quantity", "source_side", "target_side")
    def _compute_owed(self):
        for event in self:
            signed = event.quantity * ((event.target_side == "owed") - (event.source_side == "owed"))
            in_hours = event.account == "toil"
            event.hours = signed / 3600 if in_hours else 0.0
            event.days = 0.0 if in_hours else signed / 100

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("police_time_post") is not POST:
            raise UserError(self.env._("Time owed is posted by duties or by “Time taken”, not by hand."))
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - {"hours", "days"}:
            raise UserError(
                self.env._("Events of the time book are never changed: undo them by another one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Events of the time book are never deleted: undo them by another one."))

    @api.model
    def _book(self, employee):
        """The engine's events of a person, in order."""
        rows = self.sudo().search([("employee_id", "=", employee.id)], order="number")
        return tuple(
            ledger.Event(
                row.number,
                str(employee.id),
                row.account,
                row.source_side,
                row.target_side,
                row.quantity,
                row.on_date,
                row.reference,
                row.undoes,
                row.chain,
            )
            for row in rows
        )

    @api.model
    def _keep(self, employee, events, rule=""):
        """Store the events that ``events`` has more than the book."""
        last = self.sudo().search([("employee_id", "=", employee.id)], order="number desc", limit=1).number
        return (
            self.sudo()
            .with_context(police_time_post=POST)
            .create(
                [
                    {
                        "number": event.number,
                        "employee_id": employee.id,
                        "company_id": employee.sudo().company_id.id,
                        "account": event.account,
                        "source_side": event.source,
                        "target_side": event.target,
                        "quantity": event.quantity,
                        "on_date": event.on,
                        "reference": event.reference,
                        "undoes": event.undoes,
                        "chain": event.chain,
                        "rule": rule,
                    }
                    for event in events
                    if event.number > last
                ]
            )
        )

    @api.model
    def _balance(self, employee, account):
        """Seconds or hundredths of days owed to a person."""
        return ledger.balance(self._book(employee), str(employee.id), account)

    def action_verify(self):
        """Check the chain of every person's book and say so."""
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_auditor"):
            raise AccessError(self.env._("Only payroll clerks and auditors verify the time book."))
        people = self.search([]).employee_id
        broken = [person.name for person in people if ledger.verify(self._book(person))]
        message = (
            self.env._("The books of these people were tampered with: %s", ", ".join(broken))
            if broken
            else self.env._("%s books checked: every event is as it was written.", len(people))
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "danger" if broken else "success", "message": message, "sticky": bool(broken)},
        }
