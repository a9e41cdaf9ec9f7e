"""What a duty earns: a pay element or time owed, with its facts and the law it rests on."""

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.police_engine.duty.explain import because
from odoo.addons.police_engine.duty.records import DutyPay
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.records import ElementInput
from odoo.addons.police_payroll.services import case_store, engine_facts
from odoo.addons.police_payroll.services.explanation import BADGES

from ..services.words import linked

ACCOUNTS = [
    ("toil", "Time off in lieu"),
    ("rest_days", "Rest days owed"),
    ("lieu_days", "Days in lieu owed"),
    ("annual_leave", "Annual leave given back"),
]


class DutyPiece(models.Model):
    _name = "police.duty.piece"
    _description = "Earned by a Duty"
    _order = "on_date desc, employee_id, id"
    _rec_name = "summary"
    _log_access = False  # written in bulk by the assessment; the duty says who and when

    entry_id = fields.Many2one(
        "police.duty.entry", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sheet_id = fields.Many2one(related="entry_id.sheet_id")
    employee_id = fields.Many2one("hr.employee", string="Person", required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    week_start = fields.Date(string="Week", readonly=True)
    on_date = fields.Date(string="Date", required=True, readonly=True, index=True)
    nature = fields.Selection([("pay", "Pay"), ("time", "Time")], required=True, readonly=True)
    state = fields.Selection(
        [
            ("expected", "Not approved yet"),
            ("open", "To be paid"),
            ("paid", "Paid"),
            ("taken_back", "Paid and taken back"),
            ("owed", "On the time account"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    code = fields.Char(required=True, readonly=True)
    label = fields.Char(string="Earns", compute="_compute_words")
    size = fields.Char(string="How much", compute="_compute_words")
    summary = fields.Char(compute="_compute_words")
    units = fields.Float(digits=(16, 2), readonly=True)
    amount = fields.Float(digits=(16, 2), readonly=True, help="Pounds; only of claims that are not priced.")
    quantity = fields.Integer(readonly=True, help="Seconds of time off, hundredths of days otherwise.")
    taken_back = fields.Boolean(readonly=True, help="Takes back what was paid and not due.")
    reverses_id = fields.Many2one(
        "police.duty.piece", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    cost_centre = fields.Char(readonly=True)
    shares = fields.Json(readonly=True)
    acting_rank = fields.Char(readonly=True)
    rule = fields.Char(required=True, readonly=True)
    facts = fields.Json(readonly=True)
    sources = fields.Json(readonly=True)
    rule_set_hash = fields.Char(readonly=True)
    run_id = fields.Many2one(
        "police.pay.run", string="Paid in", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    late = fields.Boolean(string="Late claim", compute="_compute_late")
    explanation = fields.Html(compute="_compute_explanation", sanitize=False)
    confidence = fields.Selection(
        [
            ("verified", "Verified"),
            ("derived", "Derived"),
            ("recalled", "Unverified"),
            ("unknown", "Unknown"),
        ],
        compute="_compute_explanation",
    )

    _to_pay = models.Index("(company_id, employee_id, on_date) WHERE state = 'open'")

    @api.depends("code", "units", "amount", "quantity", "nature", "taken_back")
    def _compute_words(self):
        catalogue, accounts = engine_facts.elements(), dict(ACCOUNTS)
        for piece in self:
            element = catalogue.get(piece.code)
            label = accounts.get(piece.code) or (element.label if element else piece.code)
            piece.label = self.env._("%s, taken back", label) if piece.taken_back else label
            piece.size = piece._size(element)
            piece.summary = f"{piece.label} {piece.size}".strip()

    def _size(self, element):
        if self.nature == "time":
            if self.code == "toil":
                return f"{self.quantity / 3600:.2f} h"
            return f"{self.quantity / 100:.2f}".rstrip("0").rstrip(".") + " d"
        if self.amount:
            return f"£{self.amount:,.2f}"
        unit = (element.unit if element else "") or ""
        short = {"hour": "h", "full hour": "h", "day": "d", "mile": "mi"}.get(unit, unit)
        return f"{self.units:.2f}".rstrip("0").rstrip(".") + (f" {short}" if short else "")

    @api.depends("on_date", "run_id")
    def _compute_late(self):
        for piece in self:
            period = piece.sudo().run_id.period_id
            piece.late = bool(period and piece.on_date < period.date_from)

    @api.depends("rule", "facts", "sources")
    def _compute_explanation(self):
        rules = RuleSet.load()
        for piece in self:
            reason = because(piece._engine(), rules)
            piece.confidence = reason["confidence"]
            rows = Markup().join(
                Markup("<tr><td class='pe-4'>%s</td><td>%s</td></tr>") % pair
                for pair in reason["inputs"].items()
            )
            note = (
                Markup("<br/><span class='text-muted'>%s</span>") % reason["note"] if reason["note"] else ""
            )
            piece.explanation = Markup(
                "<p class='fs-4 mb-1'><b>%s</b></p><p>%s</p><h5>Worked out from</h5>"
                "<table class='table table-sm w-auto'>%s</table><h5>Where it comes from</h5>"
                "<p>%s <span class='badge text-bg-%s'>%s</span>%s</p>"
            ) % (
                reason["title"],
                reason["formula"],
                rows,
                linked(reason["citation"]),
                BADGES[reason["confidence"]],
                dict(self._fields["confidence"].selection)[reason["confidence"]],
                note,
            )

    def _engine(self):
        facts = tuple((label, text) for label, text in self.facts or ())
        return DutyPay(ElementInput(self.code), self.rule, facts, tuple(self.sources or ()))

    def action_why(self):
        """Open the explanation."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why %s?", self.label),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[self.env.ref("police_duty.duty_piece_why").id, "form"]],
            "target": "new",
        }

    @api.model
    def _mark_paid(self, run):
        """Pieces that the payslips of ``run`` hold are paid, each exactly once; their duties are closed."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            """SELECT p.id, p.employee_id, d.reference, p.on_date, p.code, p.taken_back
                 FROM police_duty_piece p JOIN police_duty_entry d ON d.id = p.entry_id
                WHERE p.company_id = %s AND p.state = 'open' AND p.nature = 'pay' AND p.on_date <= %s""",
            [run.company_id.id, run.period_id.date_to],
        )
        waiting = cr.fetchall()
        cr.execute(
            'SELECT employee_id, "case" FROM police_payslip WHERE run_id = %s AND employee_id = ANY(%s)',
            [run.id, list({row[1] for row in waiting})],
        )
        held, whole = {}, set()
        for employee_id, case in cr.fetchall():
            facts = case_store.read(case)
            held[employee_id] = {(e.reference, e.on, e.taken_back) for e in facts.elements}
            if facts.slices:  # a payslip of the month, not a single payment between
                whole.add(employee_id)
        # Leave without overtime before pays nothing, but has had its turn.
        paid = [
            key
            for key, employee_id, reference, on, code, back in waiting
            if (reference, on, back) in held.get(employee_id, ())
            or (code == "holiday_pay_overtime" and employee_id in whole)
        ]
        if paid:
            cr.execute(
                "UPDATE police_duty_piece SET state = 'paid', run_id = %s WHERE id = ANY(%s)", [run.id, paid]
            )
            # A piece given back by a reversal and paid again may have been taken back meanwhile.
            cr.execute(
                """UPDATE police_duty_piece old SET state = 'taken_back' FROM police_duty_piece new
                    WHERE new.reverses_id = old.id AND old.state = 'paid' AND new.state = 'paid'
                      AND (new.id = ANY(%s) OR old.id = ANY(%s))""",
                [paid, paid],
            )
        cr.execute(
            """UPDATE police_duty_entry d SET state = 'paid'
                WHERE d.company_id = %s AND d.state = 'approved' AND d.duty_date <= %s
                  AND d.employee_id IN (SELECT employee_id FROM police_payslip WHERE run_id = %s)
                  AND NOT EXISTS (
                      SELECT 1 FROM police_duty_piece p WHERE p.entry_id = d.id AND p.state = 'open')""",
            [run.company_id.id, run.period_id.date_to, run.id],
        )
        self.env.invalidate_all()

    @api.model
    def _give_back(self, slips):
        """What payslips taken back had paid is to be paid again, and their duties are open again."""
        self.env.flush_all()
        cr = self.env.cr
        cr.execute(
            """UPDATE police_duty_piece p SET state = 'open', run_id = NULL FROM police_payslip s
                WHERE s.id = ANY(%s) AND p.run_id = s.run_id AND p.employee_id = s.employee_id
                RETURNING p.id, p.entry_id, p.reverses_id""",
            [slips.ids],
        )
        rows = cr.fetchall()
        cr.execute(
            """UPDATE police_duty_piece SET state = 'paid'
                WHERE id = ANY(%s) AND state = 'taken_back' AND run_id IS NOT NULL""",
            [[row[2] for row in rows if row[2]]],
        )
        cr.execute(
            "UPDATE police_duty_entry SET state = 'approved' WHERE id = ANY(%s) AND state = 'paid'",
            [list({row[1] for row in rows})],
        )
        self.env.invalidate_all()
