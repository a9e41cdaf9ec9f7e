"""Changes to closed periods: what a person is owed, or was overpaid, for pay that is already closed.

One open row a person at a time. It holds the lines of arrears exactly as they will be paid; the next check
replaces them when facts change again, and a decision made on other figures falls.
"""

import hashlib
from collections import defaultdict

from odoo import api, fields, models
from odoo.addons.police_engine.pay.arrears import EARNING, PENSION, PENSION_EMPLOYER
from odoo.addons.police_engine.retro.history import earned
from odoo.addons.police_engine.retro.settle import settle
from odoo.addons.police_payroll.services import case_store

from ..services import lines_store
from .retro_touch import CAUSES

STATES = [
    ("open", "To decide"),
    ("approved", "To be paid"),
    ("held", "Held"),
    ("overpaid", "Overpaid: to decide"),
    ("blocked", "Cannot be worked out"),
    ("paid", "Paid"),
    ("recorded", "Overpayment recorded"),
]
OPEN = ("open", "approved", "held", "overpaid", "blocked")


class RetroChange(models.Model):
    _name = "police.retro.change"
    _description = "Change to Closed Periods"
    _order = "open desc, gross_size desc, id desc"
    _rec_name = "employee_id"
    _rec_names_search = ["employee_id.name", "payroll_reference"]

    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, readonly=True, index=True, ondelete="restrict"
    )
    payroll_reference = fields.Char(string="Payroll number", readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, index=True, default="open")
    open = fields.Boolean(compute="_compute_open", store=True, index=True)
    since = fields.Date(string="Since", readonly=True, help="First day that the change concerns.")
    date_from = fields.Date(string="First period", readonly=True)
    date_to = fields.Date(string="Last period", readonly=True)
    periods = fields.Integer(readonly=True, help="Closed periods with a difference.")
    cause = fields.Selection(
        CAUSES, readonly=True, help="What changed; the last change if there were several."
    )
    causes = fields.Text(string="What changed", compute="_compute_causes")
    changed_by = fields.Char(string="Changed by", compute="_compute_causes")
    gross = fields.Float(
        string="Gross difference", digits=(16, 2), readonly=True, help="More (or less) pay than was paid."
    )
    gross_size = fields.Float(digits=(16, 2), readonly=True, aggregator=None)
    associated = fields.Float(
        digits=(16, 2), readonly=True, help="Part of it that follows from basic pay: overtime, allowances."
    )
    pension_employee = fields.Float(string="Pension", digits=(16, 2), readonly=True)
    pension_employer = fields.Float(string="Employer's pension", digits=(16, 2), readonly=True)
    lines = fields.Text(readonly=True, help="Lines of arrears as they are paid, JSON.")
    lines_hash = fields.Char(readonly=True)
    rule_set_hash = fields.Char(readonly=True)
    checked_on = fields.Datetime(string="Worked out on", readonly=True)
    problem_code = fields.Char(readonly=True)
    problem = fields.Text(string="Why it cannot be worked out", readonly=True)
    problem_rule = fields.Char(string="Rule", readonly=True)
    problem_on = fields.Date(string="Date", readonly=True)
    from_first = fields.Boolean(
        string="From the first period kept", readonly=True, help="Earlier pay is agreed by hand."
    )
    award_id = fields.Many2one("police.award", string="Award", readonly=True, index="btree_not_null")
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    reason = fields.Char(readonly=True)
    run_id = fields.Many2one("police.pay.run", string="Paid in", readonly=True, index="btree_not_null")
    touch_ids = fields.One2many("police.retro.touch", "change_id", string="Changes")
    line_ids = fields.One2many("police.retro.line", "change_id", string="Before and after")

    _one_open = models.UniqueIndex("(employee_id) WHERE open", "This person has an open change already.")

    @api.depends("state")
    def _compute_open(self):
        for change in self:
            change.open = change.state in OPEN

    @api.depends("touch_ids.what")
    def _compute_causes(self):
        for change in self:
            touches = change.sudo().touch_ids
            touches = touches.filtered(lambda touch: touch.cause != "input") or touches
            change.causes = "; ".join(dict.fromkeys(touches.mapped("what"))) or self.env._(
                "Found by a full check"
            )
            change.changed_by = ", ".join(dict.fromkeys(touches.create_uid.mapped("name")))

    # -- results of a check -----------------------------------------------------------------------

    @api.model
    def _recorded_lines(self, employee_ids):
        """``{employee id: [PayLine]}`` of overpayments put on record: they count as settled."""
        found = defaultdict(list)
        for change in self.search([("employee_id", "in", employee_ids), ("state", "=", "recorded")]):
            found[change.employee_id.id].extend(lines_store.read(change.lines))
        return found

    @api.model
    def _record(self, company, found, rules, now):
        """Store the outcome of a check; rows whose difference is gone are removed."""
        ids = [one.employee_id for one in found]
        current = {
            row.employee_id.id: row for row in self.search([("employee_id", "in", ids), ("open", "=", True)])
        }
        causes = self._causes_of(ids)
        values, gone, redone = [], self.browse(), self.browse()
        for one in found:
            before = current.get(one.employee_id, self.browse())
            if not one.retro.lines and not one.retro.problems:
                gone |= before
                continue
            vals = self._values(company, one, rules, now)
            vals |= causes.get(one.employee_id, {})
            if before and before.lines_hash == vals["lines_hash"]:
                before.write({"checked_on": now, "rule_set_hash": rules.hash})
            elif before:
                before.write({**vals, "decided_by_id": False, "decided_on": False})
                redone |= before
            else:
                values.append(vals)
        gone.unlink()
        made = self.create(values) | redone
        self.env["police.retro.line"]._fill(made)
        made._approve_awards()
        return made

    def _values(self, company, one, rules, now):
        settlement = settle(one.retro)
        lines = one.retro.lines
        text = lines_store.to_json(lines)
        problem = one.retro.problems[0] if one.retro.problems else None
        digest = hashlib.sha256((text + (problem.message if problem else "")).encode()).hexdigest()
        periods = sorted({line.inputs["period_earned"] for line in lines}, key=lambda key: earned(key).start)
        gross = one.retro.gross
        associated = sum(ln.amount for ln in lines if ln.rule == EARNING and ln.code not in _BASIC)
        return {
            "company_id": company.id,
            "employee_id": one.employee_id,
            "payroll_reference": one.reference,
            "state": "blocked" if problem else "overpaid" if settlement.overpayment else "open",
            "since": one.since,
            "date_from": earned(periods[0]).start if periods else one.since,
            "date_to": earned(periods[-1]).end if periods else False,
            "periods": len(periods),
            "gross": gross / 100,
            "gross_size": abs(gross) / 100,
            "associated": associated / 100,
            "pension_employee": sum(ln.amount for ln in lines if ln.rule == PENSION) / 100,
            "pension_employer": sum(ln.amount for ln in lines if ln.rule == PENSION_EMPLOYER) / 100,
            "lines": text,
            "lines_hash": digest,
            "rule_set_hash": rules.hash,
            "checked_on": now,
            "problem_code": problem.code if problem else False,
            "problem": problem.message.removeprefix(f"{one.reference}: ") if problem else False,
            "problem_rule": problem.rule if problem else False,
            "problem_on": problem.on if problem else False,
        }

    @api.model
    def _causes_of(self, employee_ids):
        """``{employee id: {cause, award_id}}`` from the changes not checked yet; an award only if it is
        alone."""
        self.env.cr.execute(
            """SELECT t.employee_id, (array_agg(t.cause ORDER BY t.cause = 'input', t.id DESC))[1],
                      CASE WHEN bool_and(t.award_id IS NOT NULL) THEN max(t.award_id) END
                 FROM police_retro_touch t
                WHERE t.employee_id = ANY(%s)
                  AND (NOT t.done OR t.change_id IN (SELECT id FROM police_retro_change WHERE open))
                GROUP BY t.employee_id""",
            [list(employee_ids)],
        )
        return {row[0]: {"cause": row[1], "award_id": row[2] or False} for row in self.env.cr.fetchall()}

    def _approve_awards(self):
        """Arrears of an award that two people approved need no second decision."""
        for award, changes in (
            self.filtered(lambda c: c.state == "open" and c.award_id).grouped("award_id").items()
        ):
            if award.state == "applied":
                changes.write(
                    {
                        "state": "approved",
                        "decided_by_id": award.approved_by_id.id,
                        "decided_on": award.approved_on,
                        "reason": self.env._("Award approved: %s", award.name),
                    }
                )

    # -- the pay run ------------------------------------------------------------------------------

    @api.model
    def _pay_into(self, gathering):
        """Add approved differences to a gathering, and say what is not decided."""
        rows = gathering.env["police.retro.change"].search(
            [("company_id", "=", gathering.company.id), ("open", "=", True)], order="employee_id"
        )
        for change in rows:
            employee_id = change.employee_id.id
            if gathering.employees is not None and employee_id not in gathering.employees:
                continue
            if change.date_to and change.date_to >= gathering.period.start:
                continue  # a look back at a closed period
            if change.state == "approved":
                gathering.add_arrears(employee_id, *lines_store.read(change.lines))
            elif change.state != "held" or gathering.run:
                gathering.problem(
                    *change._finding(), employee_id=employee_id, on=change.problem_on or change.since
                )

    def _finding(self):
        """(severity, code, message) of a change that is not paid."""
        span = f"{self.date_from:%B %Y}" if self.periods == 1 else f"{self.periods} closed periods"
        amount = f"£{self.gross_size:,.2f}"
        if self.state == "blocked":
            return "warning", "retro_blocked", self.env._(
                "Closed pay cannot be worked out again: %s", self.problem
            )  # fmt: skip
        if self.state == "overpaid":
            return "warning", "retro_overpaid", self.env._(
                "%(amount)s was overpaid for %(span)s (%(why)s). Decide under Changes to closed periods.",
                amount=amount, span=span, why=self.causes,
            )  # fmt: skip
        if self.state == "held":
            return (
                "notice",
                "retro_held",
                self.env._(
                    "%(amount)s for %(span)s is held: %(why)s", amount=amount, span=span, why=self.reason
                ),
            )
        return "warning", "retro_undecided", self.env._(
            "%(amount)s for %(span)s is not decided (%(why)s) and is not paid with this run.",
            amount=amount, span=span, why=self.causes,
        )  # fmt: skip

    @api.model
    def _mark_paid(self, run):
        """The approved differences that this run's payslips hold are paid; each exactly once."""
        self.flush_model()
        self.env.cr.execute(
            """SELECT c.id, c.lines, s."case"
                 FROM police_retro_change c JOIN police_payslip s ON s.employee_id = c.employee_id
                WHERE s.run_id = %s AND c.state = 'approved' AND s."case" IS NOT NULL""",
            [run.id],
        )
        paid = [key for key, lines, case in self.env.cr.fetchall() if _holds(case, lines)]
        self.env.cr.execute(
            "UPDATE police_retro_change SET state = 'paid', open = FALSE, run_id = %s WHERE id = ANY(%s)",
            [run.id, paid],
        )
        self.invalidate_model()

    @api.model
    def _touch_paid_between(self, run):
        """A payment between changes what is owed: open changes of its people are worked out again.

        Else arrears of days that the payment covers would be paid a second time.
        """
        people = run.sudo().slip_ids.employee_id
        waiting = self.search([("open", "=", True), ("employee_id", "in", people.ids)])
        what = self.env._("Paid in %s", run.name)
        self.env["police.retro.touch"]._note(
            [(change.employee_id, change.since, "input", what) for change in waiting]
        )

    @api.model
    def _give_back(self, slips):
        """Differences paid by payslips that were taken back are owed again, as they were approved.

        The next check works everything out anew for these people, for the days taken back too.
        """
        paid = self.search([("run_id", "in", slips.run_id.ids), ("state", "=", "paid")])
        taken = {(slip.run_id, slip.employee_id) for slip in slips}
        paid = paid.filtered(lambda change: (change.run_id, change.employee_id) in taken)
        others = self.search([("employee_id", "in", paid.employee_id.ids), ("open", "=", True)]).employee_id
        what = self.env._("The payslip that paid it was taken back")
        touches = [(change.employee_id, change.since, "input", what) for change in paid]
        touches += [(slip.employee_id, slip.period_id.date_from, "input", what) for slip in slips]
        self.env["police.retro.touch"]._note(touches)
        paid.filtered(lambda change: change.employee_id not in others).write(
            {"state": "approved", "run_id": False}
        )

    def action_open_lines(self):
        """Each period before and after, line by line."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_retro.action_retro_line")
        return {
            **action,
            "name": self.env._("Before and after: %s", self.employee_id.name),
            "domain": [("change_id", "=", self.id)],
            "context": {"search_default_by_period": 1},
        }

    def action_open_payslips(self):
        """The closed payslips that the change concerns."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_payroll.action_payslip")
        since = [("pay_date", ">=", self.date_from)] if self.date_from else []
        return {**action, "domain": [("employee_id", "=", self.employee_id.id), *since], "context": {}}


def _holds(case, lines):
    """Are the differences, as stored, among the arrears of a stored case?"""
    held, due = case_store.read(case).arrears, lines_store.read(lines)
    keys = {(line.code, line.kind, line.amount, line.inputs.get("period_earned")) for line in held}
    return bool(due) and all(
        (line.code, line.kind, line.amount, line.inputs.get("period_earned")) in keys for line in due
    )


_BASIC = frozenset(("basic_pay", "london_weighting"))
