"""The register of known defects, printed with the gate: how grave, how many people, how much money."""

from odoo import api, fields, models
from odoo.exceptions import UserError

SEVERITIES = [
    ("1", "1: not paid, or wrong by more than 10 %"),
    ("2", "2: paid wrongly by less"),
    ("3", "3: a nuisance, pay is right"),
]
_FIXED_WHEN_CLOSED = frozenset({"name", "description", "severity", "project_id"})


class Defect(models.Model):
    _name = "police.parallel.defect"
    _description = "Known Defect"
    _inherit = ["police.parallel.guarded", "mail.thread"]
    _order = "state, severity, id"
    _by_hand = frozenset({"name", "project_id", "severity", "description", "owner_id", "reference"})

    name = fields.Char(string="What is wrong", required=True, tracking=True)
    project_id = fields.Many2one("police.parallel.project", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    severity = fields.Selection(SEVERITIES, required=True, tracking=True)
    description = fields.Text()
    reference = fields.Char(string="Ticket")
    owner_id = fields.Many2one("res.users", string="With", default=lambda self: self.env.user)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")], required=True, default="open", readonly=True, tracking=True
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    closed_on = fields.Datetime(readonly=True)
    variance_ids = fields.One2many("police.parallel.variance", "defect_id", string="Variances")
    people_count = fields.Integer(string="People affected", compute="_compute_affected")
    amount = fields.Float(string="Pounds affected", digits=(16, 2), compute="_compute_affected")

    @api.depends("variance_ids.comparison_id.state")
    def _compute_affected(self):
        for defect in self:
            rows = defect.variance_ids.filtered("current")
            defect.people_count = len(rows.employee_id)
            defect.amount = sum(rows.mapped("size"))

    def _may_be_written(self):
        return self.state == "open"

    def action_close(self):
        """Mended and seen to be mended; by another person than the one who wrote it down."""
        self._check_role("group_payroll_approver", "group_force_accountant")
        for defect in self:
            if defect.create_uid == self.env.user:
                raise UserError(self.env._("You wrote this defect down: somebody else closes it."))
            left = defect.variance_ids.filtered("current")
            if left:
                raise UserError(
                    self.env._("%(defect)s still explains %(count)s variances: calculate and compare again.",
                               defect=defect.name, count=len(left))
                )  # fmt: skip
            defect._keyed().write(
                {"state": "closed", "closed_by_id": self.env.uid, "closed_on": fields.Datetime.now()}
            )
        return True

    def action_reopen(self):
        """It is back."""
        self._check_role("group_payroll_clerk", "group_payroll_approver", "group_force_accountant")
        self._keyed().write({"state": "open", "closed_by_id": False, "closed_on": False})
        return True
