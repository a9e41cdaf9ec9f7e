"""Where deductions join the pay run."""

from odoo import api, fields, models
from odoo.addons.police_engine.money import display

from ..services.agreements import agreed
from ..services.closing import RunClosing
from ..services.settlement import STASH, Settlement


class PayContributor(models.AbstractModel):
    _inherit = "police.pay.contributor"

    @api.model
    def _contribute(self, gathering):
        """Agreed deductions by the rate in force; a missing rate blocks, naming person, scheme and date."""
        super()._contribute(gathering)
        rows = agreed(gathering)
        for row in rows:
            if row.amount is None:
                person = gathering.references.get(row.employee_id, "")
                gathering.problem(
                    "blocking", "no_rate",
                    f"{person}: {row.scheme}, {row.band}: no approved rate is in force on"
                    f" {gathering.period.pay_date:%-d %B %Y}. Add and approve it ({row.number}).",
                    row.employee_id, "agreed_deduction",
                )  # fmt: skip
            elif row.amount:
                gathering.add(row.employee_id, row.element)
        setattr(gathering, STASH, [row for row in rows if row.amount])

    @api.model
    def _settle(self, gathering, outcomes):
        """Orders, loans, recoveries; predicted overpayments."""
        super()._settle(gathering, outcomes)
        Settlement(gathering, outcomes).settle()

    @api.model
    def _paid(self, run):
        """States advance, once: see :class:`~..services.closing.RunClosing`."""
        super()._paid(run)
        RunClosing(self.env, run).close()

    @api.model
    def _overpaid(self, company, rows):
        """What cannot be taken back at once goes on record; rows: (employee, cause, period, pence)."""
        super()._overpaid(company, rows)
        overpayments = self.env["police.overpayment"].sudo()
        for employee, cause, period, amount in rows:
            pay_date = getattr(period, "pay_date", None) or fields.Date.context_today(self)
            overpayments.create(
                {
                    "employee_id": employee.id, "cause": overpayments._cause_of(cause),
                    "cause_note": f"{cause}: {display(amount)}", "known_on": fields.Date.context_today(self),
                    "line_ids": [
                        fields.Command.create(
                            {"pay_date": pay_date, "label": str(cause), "gross": amount / 100}
                        )
                    ],
                }
            )  # fmt: skip
