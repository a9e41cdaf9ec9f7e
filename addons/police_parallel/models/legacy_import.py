"""The old payslips of one period as they came in, with the fingerprint of the file and of every row."""

from odoo import fields, models
from odoo.exceptions import UserError


class LegacyImport(models.Model):
    _name = "police.parallel.import"
    _description = "Import of Old Payslips"
    _inherit = ["police.parallel.guarded"]
    _order = "project_id, period_id desc, id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    project_id = fields.Many2one(
        "police.parallel.project", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period_id = fields.Many2one("police.pay.period", required=True, readonly=True, ondelete="restrict")
    file_sha256 = fields.Char(string="SHA-256 of the file", required=True, readonly=True)
    rows_sha256 = fields.Char(string="SHA-256 of its rows", required=True, readonly=True)
    imported_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    row_count = fields.Integer(string="Rows", readonly=True)
    people_count = fields.Integer(string="People", readonly=True)
    total = fields.Float(string="Sum of amounts", digits=(16, 2), readonly=True)
    state = fields.Selection(
        [("taken", "Taken"), ("withdrawn", "Withdrawn")], required=True, default="taken", readonly=True
    )
    withdraw_reason = fields.Char(readonly=True)
    amount_ids = fields.One2many("police.parallel.amount", "import_id", string="Rows of the file")

    _once_a_period = models.UniqueIndex(
        "(project_id, period_id) WHERE state = 'taken'",
        "Old payslips of this period are in already. Withdraw them first if they were wrong.",
    )

    def action_withdraw(self):
        """Ask for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdraw %s", self.name),
            "res_model": "police.parallel.withdraw",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_import_id": self.id},
        }

    def _withdraw(self, reason):
        """The file was wrong: its rows stay as evidence and count no more; its comparisons are past."""
        self._check_role("group_payroll_clerk", "group_payroll_approver")
        if len(reason.strip()) < 10:
            raise UserError(self.env._("Say in a sentence why these payslips are withdrawn."))
        for batch in self:
            if batch.state != "taken":
                raise UserError(self.env._("%s was withdrawn already.", batch.name))
            batch._keyed().write({"state": "withdrawn", "withdraw_reason": reason.strip()})
            batch.flush_recordset()  # the index that allows one import a period must see it at once
            comparisons = batch.project_id.comparison_ids.filtered(
                lambda row, period=batch.period_id: row.period_id == period and row.state == "current"
            )
            comparisons._keyed().write({"state": "past"})
            batch.project_id.message_post(
                body=self.env._("%(file)s was withdrawn: %(reason)s", file=batch.name, reason=reason.strip())
            )
