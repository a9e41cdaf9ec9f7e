"""What is to be settled before somebody goes: found from stored facts, listed once each, with an owner."""

from dataclasses import replace
from decimal import Decimal

from odoo import fields
from odoo.addons.police_engine.money import display
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.payslip import calculate
from odoo.addons.police_engine.records import ElementInput
from odoo.addons.police_payroll.services.preview import Preview
from odoo.addons.police_payroll.services.slip_reader import read_slips
from odoo.exceptions import UserError

RUNNING = ("season_ticket_loan", "loan_repayment", "cycle_to_work", "car_scheme", "salary_advance_recovery",
           "net_overpayment_recovery", "credit_union", "travel_scheme")  # fmt: skip


class LeaverReview:
    """Of one ``police.leaver`` (superuser's environment for reading)."""

    def __init__(self, leaver):
        self.leaver = leaver.sudo()
        self.env = self.leaver.env
        self.employee = self.leaver.employee_id

    def write_matters(self):
        """List what is found and not listed yet; refresh the amount of what is still open."""
        known = {matter.key: matter for matter in self.leaver.matter_ids}
        new = []
        for kind, key, text, amount, extra in self._found():
            matter = known.get(key)
            if matter is None:
                new.append({"leaver_id": self.leaver.id, "kind": kind, "key": key, "name": text,
                            "amount": amount, "owner_id": self.leaver.owner_id.id, **extra})  # fmt: skip
            elif matter.state == "open":
                owner = matter.owner_id or self.leaver.owner_id
                matter.write({"name": text, "amount": amount, "owner_id": owner.id})
        self.env["police.leaver.matter"].create(new)

    def _found(self):
        yield from self._claims()
        yield from self._running()
        yield from self._advances()
        yield from self._overpaid()
        yield from self._benefits()
        if self.leaver.reason == "death":
            yield from self._bereavement()

    def _elements(self, *domain):
        return self.env["police.pay.element"].search([("employee_id", "=", self.employee.id), *domain])

    def _claims(self):
        late = self._elements(
            ("recurrence", "=", "once"),
            ("paid_run_id", "=", False),
            ("date_from", ">", self.leaver.leaving_date),
            ("code", "!=", "pay_in_lieu_of_leave"),
            ("allowed_after_leaving", "=", False),
        )
        for element in late:
            text = self.env._(
                "%(what)s dated %(on)s", what=_label(element), on=f"{element.date_from:%-d %B %Y}"
            )
            yield "claim", f"element-{element.id}", text, element.amount, {"element_id": element.id}

    def _running(self):
        running = self._elements(
            ("recurrence", "=", "every_period"), ("code", "in", RUNNING), "|", ("date_to", "=", False),
            ("date_to", ">", self.leaver.leaving_date),
        )  # fmt: skip
        for element in running:
            text = self.env._(
                "%(what)s of £%(amount).2f a period goes on", what=_label(element), amount=element.amount
            )
            yield "loan", f"running-{element.id}", text, element.amount, {"element_id": element.id}

    def _advances(self):
        open_ones = self.env["police.pay.advance"].search(
            [("employee_id", "=", self.employee.id), ("state", "in", ("approved", "paid"))]
        )
        for advance in open_ones:
            text = self.env._("%s not recovered yet: take it all from the last pay", advance.name)
            yield "advance", f"advance-{advance.id}", text, advance.outstanding, {}

    def _overpaid(self):
        """What an approved run paid beyond the last day: its gross less what the facts give now."""
        run = self.leaver._run_of_last_day()
        later = self.env["police.pay.run"].search(
            [("company_id", "=", self.leaver.company_id.id), ("kind", "=", "regular"),
             ("state", "in", ("approved", "paid")), ("period_id.date_to", ">=", self.leaver.leaving_date)],
            order="pay_date",
        )  # fmt: skip
        for closed in run & later | later:
            slip = closed.slip_ids.filtered(lambda slip: slip.employee_id == self.employee)[:1]
            if slip:
                yield from self._overpaid_in(closed, slip)

    def _overpaid_in(self, run, slip):
        stored = read_slips(self.env.cr, run.id, [slip.id])[0]
        due = self._basic_due(run)
        paid = sum(
            round(line.amount * 100) for line in slip.line_ids
            if line.kind == "earning" and line.code in ("basic_pay", "london_weighting")
        )  # fmt: skip
        if paid > due:
            text = self.env._(
                "%(run)s paid %(paid)s of basic pay; %(due)s was due to the last day",
                run=run.name, paid=display(paid), due=display(due),
            )  # fmt: skip
            yield "overpaid", f"overpaid-{stored.slip_id}", text, (paid - due) / 100, {}

    def _basic_due(self, run):
        found = Preview(self.env, self.leaver.company_id, run.period_id).results([self.employee.id])
        if self.employee.id not in found:
            return 0
        lines = found[self.employee.id][1].lines
        return sum(line.amount for line in lines if line.code in ("basic_pay", "london_weighting"))

    def _benefits(self):
        running = self.env["police.benefit"].search(
            [("employee_id", "=", self.employee.id), "|", ("date_to", "=", False),
             ("date_to", ">", self.leaver.leaving_date)]
        )  # fmt: skip
        for benefit in running:
            text = self.env._("%s: end it on the last day and ask for the return of it", benefit.name)
            yield "benefit", f"benefit-{benefit.id}", text, 0.0, {}

    def _bereavement(self):
        tell = self.env._(
            "Tell the pension administrator: the survivor's pension and grant must follow on pay"
        )
        yield "pension", "death-pension", tell, 0.0, {}
        check = self.env._("Ask HR and others to stop letters of their own")
        yield "letters", "death-letters", check, 0.0, {}

    # -- leave ----------------------------------------------------------------------------------

    def leave_worth(self):
        """Pence of the leave due, each day at a day's pay by the rule of unpaid days; 0 when not known."""
        period = self.env["police.pay.period"].search(
            [
                ("company_id", "=", self.leaver.company_id.id),
                ("kind", "=", "regular"),
                ("date_from", "<=", self.leaver.leaving_date),
                ("date_to", ">=", self.leaver.leaving_date),
            ],
            limit=1,
        )
        found = period and Preview(self.env, self.leaver.company_id, period).results([self.employee.id])
        if not found or self.employee.id not in found:
            return 0
        case = found[self.employee.id][0]
        days = Decimal(str(round(self.leaver.leave_days, 2))).normalize()
        given = ElementInput("unpaid_absence", units=days, on=self.leaver.leaving_date)
        result = calculate(replace(case, elements=(given,), arrears=()), RuleSet.load())
        line = next((line for line in result.lines if line.code == "unpaid_absence"), None)
        if line is None:
            return self._worth_beyond_pay(case, given)
        return -line.amount

    @staticmethod
    def _worth_beyond_pay(case, given):
        """Leave worth more than the last part-month: priced with enough pay beside it not to be refused."""
        enough = ElementInput("other_taxable_payment", amount=5_000_000)
        result = calculate(replace(case, elements=(given, enough), arrears=()), RuleSet.load())
        line = next((line for line in result.lines if line.code == "unpaid_absence"), None)
        return -line.amount if line else 0

    def enter_leave(self):
        """The pay element of the leave due."""
        worth = self.leave_worth()
        if not worth:
            raise UserError(
                self.env._(
                    "A day's pay of %s is not known on the last day: check the job.", self.employee.name
                )
            )
        text = self.env._(
            "%(days)g days of leave due on %(on)s", days=self.leaver.leave_days,
            on=f"{self.leaver.leaving_date:%-d %b %Y}",
        )  # fmt: skip
        return self.env["police.pay.element"].create(
            {
                "employee_id": self.employee.id,
                "code": "pay_in_lieu_of_leave",
                "amount": worth / 100,
                "date_from": min(self.leaver.leaving_date, fields.Date.context_today(self.leaver)),
                "reference": text,
            }
        )


def _label(element):
    return dict(element._fields["code"]._description_selection(element.env)).get(element.code, element.code)
