"""Warranty claims on suppliers, repairers and makers."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class PoliceFleetClaim(models.Model):
    _name = "police.fleet.claim"
    _description = "Warranty claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(string="Claim", required=True, readonly=True, copy=False, default="New")
    job_id = fields.Many2one("police.fleet.job", required=True, index=True, ondelete="restrict")
    vehicle_id = fields.Many2one(related="job_id.vehicle_id", store=True, index=True)
    company_id = fields.Many2one(related="job_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    part_id = fields.Many2one(
        "police.fleet.job.part",
        string="Part that failed",
        domain="[('vehicle_id', '=', vehicle_id), ('state', '=', 'issued')]",
        help="The line on which it was fitted.",
    )
    partner_id = fields.Many2one("res.partner", string="Claimed from", required=True, tracking=True)
    fault = fields.Text(string="What failed", required=True)
    amount = fields.Monetary(string="Claimed", tracking=True)
    accepted_amount = fields.Monetary(string="Accepted", tracking=True)
    answer = fields.Char(string="Their answer", tracking=True)
    sent_on = fields.Date(readonly=True)
    answered_on = fields.Date(readonly=True)
    refund_id = fields.Many2one("account.move", string="Credit note", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("sent", "Sent"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("credited", "Credited"),
        ],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        group_expand=True,
        copy=False,
    )

    _positive = models.Constraint(
        "CHECK (coalesce(amount, 0) >= 0 AND coalesce(accepted_amount, 0) >= 0)", "Claims are not negative."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.fleet.claim")
        return super().create(vals_list)

    def _to(self, allowed, state, **values):
        for claim in self:
            if claim.state not in allowed:
                raise UserError(self.env._("%s is not at that stage.", claim.name))
        self.write({"state": state, **values})

    def action_send(self):
        """Sent to the supplier: amount and supplier are known."""
        if empty := self.filtered(lambda claim: claim.amount <= 0):
            raise UserError(self.env._("%s: enter what is claimed.", empty[0].name))
        self._to(("draft",), "sent", sent_on=fields.Date.context_today(self))

    def action_accept(self):
        """Accepted, in full unless another amount was entered."""
        for claim in self:
            claim.accepted_amount = claim.accepted_amount or claim.amount
            if claim.accepted_amount > claim.amount:
                raise UserError(self.env._("%s: more is accepted than was claimed.", claim.name))
        self._to(("sent",), "accepted", answered_on=fields.Date.context_today(self))

    def action_refuse(self):
        """Refused, with their reason."""
        if silent := self.filtered(lambda claim: not claim.answer):
            raise UserError(self.env._("%s: enter their answer.", silent[0].name))
        self._to(("sent",), "refused", answered_on=fields.Date.context_today(self))

    def action_credit(self):
        """A draft credit note of the supplier for what they accepted."""
        for claim in self:
            claim._to(("accepted",), "credited")
            claim.refund_id = self.env["police.fleet.core.return"]._refund(
                claim.partner_id, claim.accepted_amount, claim.job_id, self.env._("warranty %s", claim.name)
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        if self.filtered(lambda claim: claim.state != "draft"):
            raise UserError(self.env._("A claim that was sent stays on record."))


class PoliceFleetJobWithClaims(models.Model):
    _inherit = "police.fleet.job"

    claim_ids = fields.One2many("police.fleet.claim", "job_id", string="Warranty claims", copy=False)
    claim_count = fields.Integer(compute="_compute_claims")
    claimable = fields.Boolean(
        compute="_compute_claims", help="A part under warranty is replaced, unclaimed."
    )

    @api.depends("claim_ids", "part_ids.earlier_id")
    def _compute_claims(self):
        for job in self:
            job.claim_count = len(job.claim_ids)
            job.claimable = bool(job.part_ids.earlier_id - job.claim_ids.part_id)

    def action_claim(self):
        """A claim for each part under warranty that is replaced; the others are entered by hand."""
        self.ensure_one()
        for part in self.part_ids.filtered(
            lambda p: p.earlier_id and p.earlier_id not in self.claim_ids.part_id
        ):
            earlier = part.earlier_id
            supplier = earlier.product_id.sudo().seller_ids[:1].partner_id
            if not supplier:
                raise UserError(
                    self.env._("%s has no supplier to claim from.", earlier.product_id.display_name)
                )
            self.env["police.fleet.claim"].create(
                {
                    "job_id": self.id,
                    "part_id": earlier.id,
                    "partner_id": supplier.id,
                    "amount": part.cost or earlier.cost,
                    "fault": self.env._(
                        "%(part)s fitted on %(day)s (%(job)s) failed under warranty.",
                        part=earlier.product_id.display_name,
                        day=earlier.fitted_on.strftime("%d/%m/%Y"),
                        job=earlier.job_id.name,
                    ),
                }
            )
        action = self.env["ir.actions.act_window"]._for_xml_id("police_workshop.action_claim")
        return {**action, "domain": [("job_id", "=", self.id)], "context": {"default_job_id": self.id}}
