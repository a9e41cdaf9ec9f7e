"""Letters to authorities: the person with an order has left, or the order goes back. Due by law in days."""

import base64
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..services import letters


class DeductionNotice(models.Model):
    _name = "police.deduction.notice"
    _description = "Notice to an Authority"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "due_on, id"
    _rec_name = "order_id"

    order_id = fields.Many2one("police.deduction.order", required=True, index=True, ondelete="restrict")
    employee_id = fields.Many2one(related="order_id.employee_id", store=True, index=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    payee_id = fields.Many2one(related="order_id.payee_id", string="To")
    kind = fields.Selection(
        [("left", "Person has left"), ("returned", "Order returned"), ("paid", "Paid in full")], required=True
    )
    event_on = fields.Date(string="Happened on", required=True)
    due_on = fields.Date(
        string="Due by", required=True, help="By the law of the order, counted from the event."
    )
    state = fields.Selection(
        [("to_send", "To send"), ("sent", "Sent")],
        default="to_send",
        required=True,
        index=True,
        tracking=True,
    )
    sent_on = fields.Date(readonly=True, tracking=True)
    letter = fields.Binary(attachment=True, readonly=True)

    _once = models.Constraint("UNIQUE(order_id, kind)", "This notice has been made already.")

    def _make(self, order, kind=None, event_on=None):
        """The notice of ``order`` (found or made), with its letter."""
        reasons = {"returned": "returned", "paid": "paid"}
        kind = kind or reasons.get(order.end_reason, "left")
        found = self.sudo().search([("order_id", "=", order.id), ("kind", "=", kind)], limit=1)
        if found:
            return found.with_env(self.env)
        happened = event_on or order.employee_id.sudo().leaving_date or fields.Date.context_today(self)
        due = happened + timedelta(days=order._notice_days(happened))
        notice = self.sudo().create({"order_id": order.id, "kind": kind, "event_on": happened, "due_on": due})
        notice._write_letter()
        return notice.with_env(self.env)

    def _write_letter(self):
        for notice in self:
            notice.letter = base64.b64encode(letters.notice_letter(notice))

    def action_open_letter(self):
        """The letter as PDF."""
        self.ensure_one()
        if not self.letter:
            self.sudo()._write_letter()
        name = f"{self.order_id.name}-{self.kind}.pdf"
        return {
            "type": "ir.actions.act_url",
            "target": "new",
            "url": f"/web/content/{self._name}/{self.id}/letter?filename={name}",
        }

    def action_sent(self):
        """It went out today."""
        if not self.env.user.has_groups("police_core.group_payroll_clerk,police_core.group_payroll_approver"):
            raise UserError(self.env._("Payroll sends these letters."))
        self.sudo().write({"state": "sent", "sent_on": fields.Date.context_today(self)})
        return True
