"""One thing to settle about a leaver, with an owner: an advance, a claim, an overpayment, kit, pension."""

from odoo import fields, models
from odoo.exceptions import UserError

KINDS = [
    ("overpaid", "Overpaid"),
    ("advance", "Advance"),
    ("loan", "Loan"),
    ("claim", "Late claim"),
    ("benefit", "Benefit in kind"),
    ("pension", "Pension"),
    ("letters", "Letters"),
    ("other", "Other"),
]


class LeaverMatter(models.Model):
    _name = "police.leaver.matter"
    _description = "Matter of a Leaver"
    _order = "state desc, kind, id"

    leaver_id = fields.Many2one("police.leaver", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="leaver_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(related="leaver_id.employee_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char(string="What", required=True)
    amount = fields.Float(digits=(16, 2))
    owner_id = fields.Many2one("res.users", string="Owner")
    state = fields.Selection(
        [("open", "Open"), ("settled", "Settled")], default="open", required=True, readonly=True
    )
    settled_how = fields.Char(string="How it was settled")
    settled_by_id = fields.Many2one("res.users", readonly=True)
    key = fields.Char(
        readonly=True, help="What it was found by, so that looking again does not list it twice."
    )
    element_id = fields.Many2one("police.pay.element", readonly=True, ondelete="set null")

    _once = models.UniqueIndex("(leaver_id, key) WHERE key IS NOT NULL", "This matter is already listed.")

    def action_settle(self):
        """Done: how must be said. A claim that is right after the last day is allowed to be paid by it."""
        for matter in self:
            if not (matter.settled_how or "").strip():
                raise UserError(self.env._("Say how “%s” was settled.", matter.name))
            if matter.kind == "claim" and matter.element_id:
                matter.element_id.sudo().allowed_after_leaving = True
        self.write({"state": "settled", "settled_by_id": self.env.uid})
        return True
