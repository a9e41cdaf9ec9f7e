"""The first live run of a force goes through the gate."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class PayRun(models.Model):
    _inherit = "police.pay.run"

    go_live_obstacle = fields.Text(
        string="Go-live gate", compute="_compute_go_live_obstacle", compute_sudo=True
    )

    @api.depends("state")
    def _compute_go_live_obstacle(self):
        """Shown while the run waits for approval; the approval itself counts again."""
        for run in self:
            run.go_live_obstacle = run.state == "review" and run._go_live_obstacle()

    def _check_approvable(self):
        super()._check_approvable()
        if obstacle := self._go_live_obstacle():
            raise UserError(obstacle)

    def _go_live_obstacle(self):
        """Why this run may not be the force's first live one, in words, or ''. Counted anew each time."""
        self.ensure_one()
        company = self.company_id
        runs = self.sudo().search_count(
            [("company_id", "=", company.id), ("state", "in", ("approved", "paid")), ("id", "!=", self.id)],
            limit=1,
        )
        if runs or self.env["police.parallel.exemption"]._holds(company, self.pay_date):
            return ""
        projects = (
            self.env["police.parallel.project"]
            .sudo()
            .search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "frozen"),
                    ("calendar_id", "=", self.calendar_id.id),
                ]
            )
        )
        obstacles = []
        for project in projects:
            obstacle = project._gate_obstacle(self.period_id)
            if not obstacle:
                return ""
            obstacles.append(obstacle)
        head = self.env._(
            "This would be the first live pay run of %s, and its go-live gate is not open.", company.name
        )
        none = self.env._(
            "There is no parallel run with frozen criteria. Start one, or have the chief finance officer "
            "decide, with a second signature, that this force does not migrate."
        )
        return "\n\n".join([head, *(obstacles or [none])])
