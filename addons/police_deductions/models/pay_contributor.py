"""Where deductions join the pay run."""

from odoo import api, fields, models
from odoo.addons.police_engine.money import display

from ..services.agreements import agreed
from ..services.closing import RunClosing
from ..services.giving_back import GivingBack
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
    def _taken_back(self, run, slips):
        """What they had taken is given back: see :class:`~..services.giving_back.GivingBack`."""
        super()._taken_back(run, slips)
        GivingBack(self.env, run, slips).close()

    @api.model
    def _overpaid(self, company, rows):
        """What cannot be taken back at once goes on record; rows: (employee, cause, period, pence)."""
        super()._overpaid(company, rows)
        overpayments = self.env["police.overpayment"].sudo()
        for (employee, cause), periods in _by_person(self.env, rows).items():
            overpayments.create(
                {
                    "employee_id": employee.id,
                    "cause": overpayments._cause_of(cause),
                    "cause_note": f"{cause}: {display(sum(amount for _period, amount in periods))}",
                    "known_on": fields.Date.context_today(self),
                    "line_ids": [
                        fields.Command.create(overpayments._line_of(employee, cause, period, amount))
                        for period, amount in periods
                        if amount > 0
                    ],
                }
            )


def _by_person(env, rows):
    """{(employee, cause): [(period, pence)]} of rows that name people by record or id."""
    found = {}
    for employee, cause, period, amount in rows:
        person = env["hr.employee"].browse(employee) if isinstance(employee, int) else employee
        found.setdefault((person, str(cause or "other")), []).append((period, amount))
    return found
