"""Old units that go back to their supplier for the deposit."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class PoliceFleetCoreReturn(models.Model):
    _name = "police.fleet.core.return"
    _description = "Old unit to return"
    _inherit = ["mail.thread"]
    _order = "due_on, id"
    _rec_name = "part_id"

    part_id = fields.Many2one(
        "police.fleet.job.part", string="Fitted as", required=True, index=True, ondelete="restrict"
    )
    product_id = fields.Many2one(related="part_id.product_id", store=True)
    job_id = fields.Many2one(related="part_id.job_id", store=True, index=True)
    vehicle_id = fields.Many2one(related="part_id.vehicle_id", store=True, index=True)
    company_id = fields.Many2one(related="part_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Supplier")
    quantity = fields.Float(readonly=True, digits="Product Unit")
    amount = fields.Monetary(string="Deposit", readonly=True)
    due_on = fields.Date(string="Return by", required=True, index=True)
    sent_on = fields.Date(readonly=True)
    reference = fields.Char(string="Return note")
    refund_id = fields.Many2one("account.move", string="Credit note", readonly=True)
    state = fields.Selection(
        [
            ("owed", "In the workshop"),
            ("sent", "Sent back"),
            ("credited", "Credited"),
            ("kept", "Not returned"),
        ],
        default="owed",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    why_kept = fields.Char(string="Why not returned")

    _once = models.UniqueIndex("(part_id)", "This old unit is on the list already.")

    def action_send(self):
        """The old unit has left for the supplier."""
        for row in self:
            if row.state != "owed" or not row.partner_id:
                raise UserError(
                    self.env._(
                        "%s: enter the supplier; only units in the workshop are sent.", row.display_name
                    )
                )
        self.write({"state": "sent", "sent_on": fields.Date.context_today(self)})

    def action_keep(self):
        """The old unit cannot go back: the deposit is lost, with the reason."""
        for row in self:
            if row.state != "owed" or not row.why_kept:
                raise UserError(self.env._("%s: say why it is not returned.", row.display_name))
        self.write({"state": "kept"})

    def action_credit(self):
        """A draft credit note of the supplier for the deposit; finance posts it when theirs has come."""
        for row in self:
            if row.state != "sent":
                raise UserError(self.env._("%s has not been sent back.", row.display_name))
            row.refund_id = row._refund(
                row.partner_id, row.amount, row.job_id, self.env._("deposit returned")
            )
        self.write({"state": "credited"})

    @api.model
    def _refund(self, partner, amount, job, what):
        """A draft supplier credit note that takes ``amount`` (£) off the vehicle's cost."""
        ledger = self.env["police.workshop.ledger"]._of(job.company_id)
        if not ledger:
            raise UserError(self.env._("%s has no workshop ledger map.", job.company_id.name))
        centre = job.vehicle_id.cost_centre_id
        line = {
            "name": f"{job.display_name}: {what}",
            "quantity": 1,
            "price_unit": amount,
            "account_id": ledger.cost_account_id.id,
            "vehicle_id": job.vehicle_id.id,
            "tax_ids": [Command.clear()],
            "analytic_distribution": {str(centre.id): 100} if centre else False,
        }
        return (
            self.env["account.move"]
            .sudo()
            .create(
                {
                    "move_type": "in_refund",
                    "partner_id": partner.id,
                    "company_id": job.company_id.id,
                    "invoice_origin": job.name,
                    "invoice_line_ids": [Command.create(line)],
                }
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_owed_only(self):
        if self.filtered(lambda row: row.state != "owed"):
            raise UserError(self.env._("Units that were sent back stay on record."))
