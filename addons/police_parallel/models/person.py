"""Somebody in either payroll: matched, to be confirmed, unknown, or left out by two people."""

from odoo import api, fields, models
from odoo.exceptions import UserError

HOWS = [
    ("payroll_number", "Payroll number"),
    ("nino", "National Insurance number"),
    ("name_and_birth", "Name and date of birth"),
    ("by_hand", "Matched by a person"),
    ("conflict", "Signs point to two people"),
    ("none", "Nobody here"),
    ("only_ours", "Not in the old payroll"),
]
STATES = [
    ("matched", "Matched"),
    ("open", "To decide"),
    ("leaving_out", "Left out, waiting for a second"),
    ("left_out", "Left out"),
]


class ParallelPerson(models.Model):
    _name = "police.parallel.person"
    _description = "Person of a Parallel Run"
    _inherit = ["police.parallel.guarded"]
    _order = "project_id, state desc, legacy_number, id"
    _check_company_auto = True

    project_id = fields.Many2one(
        "police.parallel.project", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    legacy_number = fields.Char(string="Old payroll number", readonly=True)
    legacy_name = fields.Char(string="Name there", readonly=True)
    legacy_nino = fields.Char(string="NI number there", readonly=True)
    legacy_birth_date = fields.Date(string="Born (there)", readonly=True)
    employee_id = fields.Many2one(
        "hr.employee", string="Person here", readonly=True, check_company=True, ondelete="restrict"
    )
    how = fields.Selection(HOWS, string="Matched by", required=True, readonly=True)
    words = fields.Char(string="Why", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, index=True)
    reason = fields.Char(readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    agreed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    _number_once = models.UniqueIndex(
        "(project_id, legacy_number) WHERE legacy_number IS NOT NULL",
        "This payroll number is in the parallel run already.",
    )
    _employee_once = models.UniqueIndex(
        "(project_id, employee_id) WHERE employee_id IS NOT NULL AND state = 'matched'",
        "This person is matched with somebody else of the old payroll.",
    )
    _two_people = models.Constraint(
        "CHECK (agreed_by_id IS NULL OR agreed_by_id <> decided_by_id)", "Who decided cannot agree as well."
    )

    @api.depends("legacy_name", "legacy_number", "employee_id")
    def _compute_display_name(self):
        for person in self:
            name = person.legacy_name or person.employee_id.name or ""
            person.display_name = f"{person.legacy_number or ''} {name}".strip()

    def action_confirm(self):
        """Yes, the proposed person is the one."""
        self._check_role("group_payroll_clerk", "group_payroll_approver")
        for person in self:
            if person.state != "open" or not person.employee_id or not person.legacy_number:
                raise UserError(self.env._("Nobody is proposed for %s.", person.display_name))
            person._keyed().write({"state": "matched", "decided_by_id": self.env.uid})
        return True

    def action_choose(self):
        """Choose the person, or leave this one out with a reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Who is %s?", self.display_name),
            "res_model": "police.parallel.who",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_person_id": self.id, "default_employee_id": self.employee_id.id},
        }

    def _match_with(self, employee):
        """A person says who it is."""
        self.ensure_one()
        self._check_role("group_payroll_clerk", "group_payroll_approver")
        if not self.legacy_number:
            raise UserError(
                self.env._("%s is not in the old payroll: there is nobody to match.", self.display_name)
            )
        if employee.company_id != self.company_id:
            raise UserError(self.env._("%s is not of this force.", employee.name))
        taken = self.search(
            [
                ("project_id", "=", self.project_id.id),
                ("employee_id", "=", employee.id),
                ("state", "=", "matched"),
                ("id", "!=", self.id),
                ("legacy_number", "!=", False),
            ],
            limit=1,
        )
        if taken:
            raise UserError(
                self.env._(
                    "%(name)s is matched with %(other)s already.",
                    name=employee.name,
                    other=taken.display_name,
                )
            )
        self.sudo().search(
            [
                ("project_id", "=", self.project_id.id),
                ("employee_id", "=", employee.id),
                ("how", "=", "only_ours"),
            ]
        )._keyed().unlink()
        self._keyed().write(
            {
                "employee_id": employee.id,
                "how": "by_hand",
                "state": "matched",
                "decided_by_id": self.env.uid,
                "agreed_by_id": False,
                "words": self.env._("Matched by %s.", self.env.user.name),
                "reason": False,
            }
        )

    def _leave_out(self, reason):
        """Not compared, such as a pensioner on the old payroll; counts once a second person agrees."""
        self._check_role("group_payroll_clerk", "group_payroll_approver")
        if len((reason or "").strip()) < 10:
            raise UserError(self.env._("Say in a sentence why this person is left out."))
        self._keyed().write(
            {
                "state": "leaving_out",
                "reason": reason.strip(),
                "decided_by_id": self.env.uid,
                "agreed_by_id": False,
            }
        )

    def action_agree(self):
        """The second signature under leaving somebody out."""
        self._check_role("group_payroll_approver", "group_force_accountant")
        for person in self:
            if person.state != "leaving_out":
                raise UserError(self.env._("%s is not waiting for a second signature.", person.display_name))
            if person.decided_by_id == self.env.user:
                raise UserError(self.env._("You decided this yourself: somebody else has to agree."))
            person._keyed().write({"state": "left_out", "agreed_by_id": self.env.uid})
        return True

    def action_back(self):
        """Open again."""
        self._check_role("group_payroll_clerk", "group_payroll_approver")
        self._keyed().write({"state": "open", "reason": False, "decided_by_id": False, "agreed_by_id": False})
        return True
