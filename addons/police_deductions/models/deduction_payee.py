"""Who gets what is taken from pay: courts, councils, DWP, unions, schemes, charities, the force itself."""

from odoo import api, fields, models

KINDS = [
    ("court", "Court"),
    ("council", "Council"),
    ("dwp", "Department for Work and Pensions"),
    ("cms", "Child Maintenance Service"),
    ("sheriff", "Sheriff officers or sheriff clerk"),
    ("association", "Staff association or union"),
    ("insurer", "Insurer or mutual"),
    ("charity", "Charity or giving agency"),
    ("provider", "Benefit or savings provider"),
    ("pension", "Pension provider"),
    ("force", "The force itself"),
]


class DeductionPayee(models.Model):
    _name = "police.deduction.payee"
    _description = "Payee of Deductions"
    _inherit = ["mail.thread"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(KINDS, required=True, default="court")
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", tracking=True,
        help="Address for letters, and whom finance pays. Made from the name when left empty.",
    )  # fmt: skip
    reference = fields.Char(string="Our account with them", help="Quoted with every payment.")
    pay_day = fields.Integer(
        string="Paid by day",
        default=19,
        help="Day of the month after the deduction by which it is paid over.",
    )
    active = fields.Boolean(default=True)
    order_count = fields.Integer(compute="_compute_order_count", string="Orders running")

    _name_uniq = models.Constraint("UNIQUE(company_id, name)", "The force has a payee of this name.")
    _pay_day_ok = models.Constraint("CHECK (pay_day BETWEEN 1 AND 28)", "The day must be 1 to 28.")

    def _compute_order_count(self):
        counts = dict(  # the number only: finance sees the payee, not whose order it is
            self.env["police.deduction.order"].sudo()._read_group(
                [("payee_id", "in", self.ids), ("state", "=", "running")], ["payee_id"], ["__count"]
            )
        )
        for payee in self:
            payee.order_count = counts.get(payee._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        payees = super().create(vals_list)
        for payee in payees.filtered(lambda p: not p.partner_id and p.kind != "force"):
            payee.partner_id = payee._make_partner()
        return payees

    def _make_partner(self):
        self.ensure_one()
        return self.env["res.partner"].sudo().create(
            {"name": self.name, "is_company": True, "company_id": self.company_id.id}
        )  # fmt: skip
