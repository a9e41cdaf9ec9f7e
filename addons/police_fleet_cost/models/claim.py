"""Insurance claims: what is reserved, paid, spent otherwise and recovered; entries add up to the claim."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("reserve", "Change of the reserve"),
    ("payment", "Payment"),
    ("cost", "Other cost (repair, hire, fees)"),
    ("recovery", "Recovery"),
]


class PoliceFleetClaim(models.Model):
    _name = "police.fleet.insurance.claim"
    _description = "Insurance claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, id desc"

    name = fields.Char(string="Reference", required=True, readonly=True, default="New", copy=False)
    accident_id = fields.Many2one("police.fleet.accident", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="accident_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    vehicle_id = fields.Many2one(related="accident_id.vehicle_id", store=True, index=True)
    station_id = fields.Many2one(related="accident_id.station_id", string="Base", store=True)
    cause = fields.Selection(related="accident_id.cause", store=True)
    kind = fields.Selection(
        [
            ("own_damage", "Own damage"),
            ("property", "Third party: property"),
            ("injury", "Third party: injury"),
            ("recovery", "Recovery from third party"),
        ],
        required=True,
        default="property",
        tracking=True,
    )
    partner_id = fields.Many2one("res.partner", string="Insurer or claimant")
    their_reference = fields.Char(string="Their reference")
    received_on = fields.Date(string="Received on", default=fields.Date.context_today, required=True)
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled"), ("repudiated", "Repudiated")],
        default="open", required=True, readonly=True, index=True, tracking=True, group_expand=True,
    )  # fmt: skip
    entry_ids = fields.One2many("police.fleet.insurance.entry", "claim_id", string="Entries")
    reserve = fields.Monetary(
        compute="_compute_sums", store=True, help="What the claim is expected to cost in payments."
    )
    paid = fields.Monetary(compute="_compute_sums", store=True)
    other = fields.Monetary(string="Other costs", compute="_compute_sums", store=True)
    recovered = fields.Monetary(compute="_compute_sums", store=True)
    outstanding = fields.Monetary(string="Still reserved", compute="_compute_sums", store=True)
    cost = fields.Monetary(string="Net cost", compute="_compute_sums", store=True)

    @api.depends("entry_ids.amount", "entry_ids.kind", "state")
    def _compute_sums(self):
        for claim in self:
            sums = dict.fromkeys(dict(KINDS), 0.0)
            for entry in claim.entry_ids:
                sums[entry.kind] += entry.amount
            claim.reserve, claim.paid = sums["reserve"], sums["payment"]
            claim.other, claim.recovered = sums["cost"], sums["recovery"]
            claim.outstanding = max(0.0, claim.reserve - claim.paid) if claim.state == "open" else 0.0
            claim.cost = claim.paid + claim.other - claim.recovered

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.fleet.insurance.claim")
        return super().create(vals_list)

    def action_settle(self):
        """Nothing more will be paid; what is left of the reserve is released."""
        self._end("settled")

    def action_repudiate(self):
        """The claim is refused; refused while something has been paid on it."""
        for claim in self:
            if claim.paid:
                raise UserError(
                    self.env._("%s: it was paid on, so it is settled, not repudiated.", claim.name)
                )
        self._end("repudiated")

    def action_reopen(self):
        """The claim comes back."""
        self.write({"state": "open"})

    def _end(self, state):
        for claim in self:
            if claim.state != "open":
                raise UserError(self.env._("%s is not open.", claim.name))
        self.write({"state": state})

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Claims are kept on record."))


class PoliceFleetClaimEntry(models.Model):
    """Entries are never changed; a wrong one is set right by another one."""

    _name = "police.fleet.insurance.entry"
    _description = "Claim entry"
    _order = "date, id"

    claim_id = fields.Many2one("police.fleet.insurance.claim", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="claim_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    kind = fields.Selection(KINDS, required=True, default="reserve")
    amount = fields.Monetary(required=True, help="Below zero: a reduction, or an earlier entry set right.")
    note = fields.Char(string="For", required=True)

    _something = models.Constraint("CHECK (amount <> 0)", "An entry has an amount.")

    @api.constrains("claim_id", "date", "amount", "kind")
    def _check_entry(self):
        for entry in self:
            if entry.date > fields.Date.context_today(self):
                raise ValidationError(self.env._("%s: an entry of the future.", entry.claim_id.name))
            if entry.claim_id.state != "open":
                raise ValidationError(self.env._("%s is not open: reopen it first.", entry.claim_id.name))
            for name, label in (("reserve", "reserve"), ("paid", "sum paid"), ("recovered", "sum recovered")):
                if entry.claim_id[name] < 0:
                    raise ValidationError(
                        self.env._(
                            "%(claim)s: the %(what)s would be below zero.",
                            claim=entry.claim_id.name,
                            what=label,
                        )
                    )

    def write(self, vals):
        if vals.keys() & {"claim_id", "kind", "amount", "date"} and not self.env.su:
            raise UserError(self.env._("Entries stay as they are: set a wrong one right by another entry."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Entries of claims are kept on record."))
