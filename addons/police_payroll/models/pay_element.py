"""Pay elements given to a person: allowances, overtime, deductions; once, or every period between dates."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..services import case_store, engine_facts


class PayElement(models.Model):
    _name = "police.pay.element"
    _description = "Pay Element of a Person"
    _inherit = ["mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one("hr.employee", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    code = fields.Selection(lambda self: engine_facts.element_codes(), string="Element", required=True)
    kind = fields.Selection(
        [("earning", "Earning"), ("deduction", "Deduction")],
        compute="_compute_catalogue",
    )
    priced_by_law = fields.Boolean(
        compute="_compute_catalogue", help="The engine prices the units; no amount is entered."
    )
    recurrence = fields.Selection(
        [("once", "Once"), ("every_period", "Every period")], required=True, default="once"
    )
    date_from = fields.Date(
        string="Date or from", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(string="Until", tracking=True, help="Every-period elements: last day. Empty: open.")
    amount = fields.Float(digits=(16, 2), tracking=True, help="Pounds for the period.")
    units = fields.Float(
        digits=(16, 4), tracking=True, help="Hours, days or miles for elements that the engine prices."
    )
    reference = fields.Char(help="Claim, order or CSV line that this came from; printed on the payslip line.")
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        check_company=True,
        domain=lambda self: [("plan_id", "=", self.env.ref("police_core.analytic_plan_cost_centre").id)],
        help="Empty: the person's own cost centre.",
    )
    paid_run_id = fields.Many2one(
        "police.pay.run",
        string="Paid in",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    active = fields.Boolean(default=True)

    _dates_ok = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "An element may not end before it starts."
    )
    _to_pay_idx = models.Index("(company_id, date_from) WHERE active AND paid_run_id IS NULL")

    @api.depends("code")
    def _compute_catalogue(self):
        catalogue = engine_facts.elements()
        for element in self:
            entry = catalogue.get(element.code)
            element.kind = entry.kind if entry else False
            element.priced_by_law = bool(entry and engine_facts.is_priced(entry))

    @api.depends("code", "employee_id", "date_from")
    def _compute_display_name(self):
        labels = dict(engine_facts.element_codes())
        for element in self:
            element.display_name = f"{labels.get(element.code, '')} – {element.employee_id.name or ''}"

    @api.constrains("code", "amount", "units")
    def _check_amount(self):
        for element in self:
            reason = engine_facts.element_fault(element.code, element.amount, element.units)
            if reason:
                raise ValidationError(f"{element.display_name}: {reason}")

    def write(self, vals):
        """A paid one-off element is history: only archiving notes may change."""
        if set(vals) - {"message_follower_ids", "message_ids"}:
            self._refuse_if_paid()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        self._refuse_if_paid()

    @api.model
    def _mark_paid(self, run):
        """One-off elements that the payslips of ``run`` hold are paid, each exactly once."""
        self.flush_model()
        self.env.cr.execute(
            """SELECT e.id, e.employee_id, e.code, e.date_from, COALESCE(e.reference, '')
                 FROM police_pay_element e JOIN police_payslip s ON s.employee_id = e.employee_id
                WHERE s.run_id = %s AND e.active AND e.recurrence = 'once' AND e.paid_run_id IS NULL
                  AND e.date_from <= %s ORDER BY e.id""",
            [run.id, run.period_id.date_to],
        )
        waiting = self.env.cr.fetchall()
        held = self._held_by_payslips(run, {row[1] for row in waiting})
        paid = [key for key, employee_id, *what in waiting if tuple(what) in held.get(employee_id, ())]
        self.env.cr.execute(
            "UPDATE police_pay_element SET paid_run_id = %s WHERE id = ANY(%s)", [run.id, paid]
        )
        self.invalidate_model(["paid_run_id"])

    @api.model
    def _held_by_payslips(self, run, employee_ids):
        """{employee id: {(code, day, reference)}} of the elements in the stored cases of ``run``."""
        self.env.cr.execute(
            'SELECT employee_id, "case" FROM police_payslip WHERE run_id = %s AND employee_id = ANY(%s)',
            [run.id, list(employee_ids)],
        )
        return {
            employee_id: {(given.code, given.on, given.reference) for given in case_store.read(case).elements}
            for employee_id, case in self.env.cr.fetchall()
            if case
        }

    @api.model
    def _give_back(self, slips):
        """One-off elements paid by payslips that were taken back are to be paid again."""
        self.flush_model()
        self.env.cr.execute(
            """UPDATE police_pay_element e SET paid_run_id = NULL FROM police_payslip s
                WHERE s.id = ANY(%s) AND e.paid_run_id = s.run_id AND e.employee_id = s.employee_id""",
            [slips.ids],
        )
        self.invalidate_model(["paid_run_id"])

    def _refuse_if_paid(self):
        paid = self.filtered("paid_run_id")
        if paid:
            raise UserError(
                self.env._(
                    "%(element)s was paid in %(run)s and may not be changed. Enter a correcting element.",
                    element=paid[0].display_name,
                    run=paid[0].sudo().paid_run_id.display_name,
                )
            )
