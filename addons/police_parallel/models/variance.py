"""A line on which the two payrolls differ: its cause, who decided, and who agreed."""

from odoo import api, fields, models
from odoo.addons.police_engine.parallel.classify import CAUSES
from odoo.exceptions import UserError

STATES = [("open", "No cause"), ("decided", "Decided"), ("agreed", "Agreed")]


class Variance(models.Model):
    _name = "police.parallel.variance"
    _description = "Variance"
    _inherit = ["police.parallel.guarded"]
    _order = "state desc, size desc, id"
    _by_hand = frozenset({"owner_id"})

    comparison_id = fields.Many2one(
        "police.parallel.comparison", required=True, readonly=True, index=True, ondelete="restrict"
    )
    project_id = fields.Many2one(
        "police.parallel.project", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one("police.pay.period", readonly=True, ondelete="restrict")
    current = fields.Boolean(compute="_compute_current", search="_search_current")
    person_id = fields.Many2one("police.parallel.person", string="Match", readonly=True, ondelete="restrict")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    person_type = fields.Char(string="Type", readonly=True)
    code = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Line", readonly=True)
    ours_id = fields.Many2one(
        "police.parallel.ours", string="Our line", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    line_explanation = fields.Html(related="ours_id.explanation", string="Why ours is so", sanitize=False)
    in_legacy = fields.Boolean(readonly=True)
    in_ours = fields.Boolean(readonly=True)
    legacy = fields.Float(string="There", digits=(16, 2), readonly=True)
    ours = fields.Float(string="Here", digits=(16, 2), readonly=True)
    difference = fields.Float(string="Difference", help="Ours less theirs.", digits=(16, 2), readonly=True)
    size = fields.Float(string="Size", digits=(16, 2), readonly=True)
    proposed = fields.Selection(list(CAUSES.items()), string="Proposed cause", readonly=True)
    proposal = fields.Char(string="Proposal", readonly=True)
    cause = fields.Selection(list(CAUSES.items()), readonly=True, index=True)
    reason = fields.Char(readonly=True)
    state = fields.Selection(STATES, required=True, default="open", readonly=True, index=True)
    owner_id = fields.Many2one("res.users", string="With", index="btree_not_null")
    defect_id = fields.Many2one("police.parallel.defect", string="Defect", readonly=True, ondelete="restrict")
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True)
    agreed_by_id = fields.Many2one("res.users", string="Agreed by", readonly=True, ondelete="restrict")
    agreed_on = fields.Datetime(readonly=True)

    _once = models.Constraint(
        "UNIQUE(comparison_id, employee_id, code)", "A line of a person is compared once."
    )
    _two_people = models.Constraint(
        "CHECK (agreed_by_id IS NULL OR agreed_by_id <> decided_by_id)", "Who decided cannot agree as well."
    )
    _stated = models.Constraint(
        "CHECK ((state = 'open') = (cause IS NULL) AND (state = 'agreed') = (agreed_by_id IS NOT NULL))",
        "A decided variance has a cause, an agreed one a second person.",
    )

    @api.depends("label", "employee_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.employee_id.name or ''}: {row.label or row.code}"

    @api.depends("comparison_id.state")
    def _compute_current(self):
        for row in self:
            row.current = row.comparison_id.state == "current"

    def _search_current(self, operator, value):
        return [("comparison_id.state", "=", "current")] if operator == "in" else NotImplemented

    # -- deciding -----------------------------------------------------------------------------------

    def action_accept_proposal(self):
        """The proposed cause is right; its words become the reason."""
        self._check_may_decide()
        for cause, rows in self.filtered("proposed").grouped("proposed").items():
            for words, same in rows.grouped("proposal").items():
                same._decide(cause, words)
        missing = self.filtered(lambda row: not row.proposed)
        if missing and len(missing) == len(self):
            raise UserError(self.env._("No rule proposes a cause here: somebody has to look and decide."))
        return True

    def action_decide(self):
        """Choose a cause with a reason, for one or many."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cause of %s variances", len(self)),
            "res_model": "police.parallel.decide",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_variance_ids": [fields.Command.set(self.ids)]},
        }

    def _decide(self, cause, reason, defect=None):
        """A person's decision. An error of ours needs the defect that it comes from."""
        self._check_may_decide()
        if cause not in CAUSES:
            raise UserError(self.env._("%r is no cause.", cause))
        if len((reason or "").strip()) < 5:
            raise UserError(self.env._("Give a reason that somebody else can check."))
        if cause == "our_error" and not defect:
            raise UserError(
                self.env._("An error of this system belongs to a defect of the register: name it.")
            )
        self._keyed().write(
            {
                "cause": cause,
                "reason": reason.strip(),
                "state": "decided",
                "defect_id": defect.id if defect else False,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
                "agreed_by_id": False,
                "agreed_on": False,
            }
        )

    def action_agree(self):
        """The second signature, by somebody who did not decide."""
        self._check_role("group_payroll_approver", "group_force_accountant")
        waiting = self.filtered(lambda row: row.state == "decided")
        if not waiting:
            raise UserError(self.env._("None of these is waiting for a second signature."))
        own = waiting.filtered(lambda row: row.decided_by_id == self.env.user)
        if own:
            raise UserError(
                self.env._(
                    "You decided %(count)s of these yourself, first %(first)s: somebody else has to agree.",
                    count=len(own),
                    first=own[0].display_name,
                )
            )
        self._check_current(waiting)
        waiting._keyed().write(
            {"state": "agreed", "agreed_by_id": self.env.uid, "agreed_on": fields.Datetime.now()}
        )
        return True

    def action_back(self):
        """Not so: open again, for a new decision."""
        self._check_role("group_payroll_clerk", "group_payroll_approver", "group_force_accountant")
        self._check_current(self)
        self._keyed().write(
            {
                "state": "open", "cause": False, "reason": False, "defect_id": False, "decided_by_id": False,
                "decided_on": False, "agreed_by_id": False, "agreed_on": False,
            }
        )  # fmt: skip
        return True

    def _check_may_decide(self):
        self._check_role("group_payroll_clerk", "group_payroll_approver")
        self._check_current(self)
        agreed = self.filtered(lambda row: row.state == "agreed")
        if agreed:
            raise UserError(
                self.env._("%s was agreed by two people. Open it again first.", agreed[0].display_name)
            )

    def _check_current(self, rows):
        past = rows.filtered(lambda row: row.comparison_id.state != "current")
        if past:
            raise UserError(self.env._("%s belongs to a past comparison.", past[0].display_name))
