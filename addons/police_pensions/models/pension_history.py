"""What each person earned, contributed and served in a pension scheme, by period. Kept for ever."""

from odoo import api, fields, models
from odoo.addons.police_engine.pension import history
from odoo.addons.police_engine.pension.contributions import LABELS
from odoo.exceptions import UserError

SCHEMES = list(LABELS.items())
ORIGINS = [("run", "Pay run"), ("import", "Former system"), ("correction", "Correction")]


class PensionHistory(models.Model):
    _name = "police.pension.history"
    _description = "Pension History"
    _order = "employee_id, earned_from desc, id desc"
    _rec_name = "employee_name"

    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", required=True, readonly=True, index=True, ondelete="restrict"
    )
    employee_name = fields.Char(string="Name", required=True, readonly=True)
    payroll_reference = fields.Char(string="Payroll number", readonly=True)
    nino = fields.Char(string="NI number", readonly=True, groups="police_core.group_payroll_clerk,"
                       "police_core.group_payroll_approver,police_core.group_auditor")  # fmt: skip
    scheme = fields.Selection(SCHEMES, required=True, readonly=True)
    earned_from = fields.Date(required=True, readonly=True)
    earned_to = fields.Date(required=True, readonly=True)
    paid_on = fields.Date(required=True, readonly=True)
    scheme_year = fields.Char(required=True, readonly=True, help="1 April to 31 March.")
    pensionable = fields.Float("Pensionable pay", digits=(16, 2), readonly=True)
    employee_amount = fields.Float("Member's contributions", digits=(16, 2), readonly=True)
    employer_amount = fields.Float("Employer's contributions", digits=(16, 2), readonly=True)
    rate = fields.Char(readonly=True)
    days = fields.Integer(readonly=True, help="Calendar days in the job.")
    unpaid_days = fields.Integer(readonly=True, help="Days of them without pay: breaks, unpaid leave.")
    service_days = fields.Float(
        "Service (days)", digits=(16, 4), readonly=True, help="Full-time equivalent days of paid service."
    )
    origin = fields.Selection(ORIGINS, required=True, readonly=True)
    run_id = fields.Many2one("police.pay.run", readonly=True, index="btree_not_null", ondelete="restrict")
    reference = fields.Char(readonly=True, help="File and line, or the reason of a correction.")

    _once_a_run = models.UniqueIndex(
        "(run_id, employee_id, scheme, earned_from) WHERE run_id IS NOT NULL",
        "A pay run adds a period to a member's history once.",
    )
    _member_idx = models.Index("(employee_id, scheme, earned_from)")
    _dates_ok = models.Constraint(
        "CHECK (earned_to >= earned_from)", "A period may not end before it starts."
    )

    @api.depends("employee_name", "earned_from", "scheme")
    def _compute_display_name(self):
        labels = dict(SCHEMES)
        for row in self:
            since = f"{row.earned_from:%-d %b %Y}" if row.earned_from else ""
            row.display_name = f"{row.employee_name} – {labels.get(row.scheme, '')} – {since}"

    @api.model_create_multi
    def create(self, vals_list):
        """Only the pay run and the import write history; see ``services.history``."""
        if self.env.context.get("police_pension_history") is not HISTORY_WRITE:
            raise UserError(
                self.env._(
                    "Pension history is written by pay runs and by the import from a former system, not by "
                    "hand. To put a row right, import a correction."
                )
            )
        return super().create(vals_list)

    def write(self, vals):
        """Refused for everybody: statements issued years later rest on these rows."""
        raise UserError(self.env._("Pension history is never edited. Import a correction with its reason."))

    def unlink(self):
        """Refused for everybody, retention jobs included (Q-24)."""
        raise UserError(self.env._("Pension history is kept for ever and may not be deleted."))

    def _to_engine(self):
        """These rows as the engine's records, by employee id; one query."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT employee_id, scheme, earned_from, earned_to, paid_on, (pensionable * 100)::bigint,
                      (employee_amount * 100)::bigint, (employer_amount * 100)::bigint, COALESCE(rate, ''),
                      days, unpaid_days, (service_days * %s)::bigint
                 FROM police_pension_history WHERE id = ANY(%s) ORDER BY employee_id, earned_from, id""",
            [history.DAY, self.ids],
        )
        found = {}
        for employee_id, *row in self.env.cr.fetchall():
            found.setdefault(employee_id, []).append(history.Row(*row))
        return found


HISTORY_WRITE = object()  # an object of this process, which no RPC call can send in its context
