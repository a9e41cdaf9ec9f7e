"""One person's own payslips, and nobody else's.

Portal users have no access to payroll models at all. These functions look, with the system's rights, only
among the approved payslips of the employee whose user is asking; a payslip of somebody else is simply not
found, whatever number is typed into the address.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo.addons.police_engine.selfservice.changes import changes
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.addons.police_payroll.services.slip_reader import read_lines
from odoo.addons.police_payroll.services.year_to_date import read_figures

PUBLISHED = ("approved", "paid")


class YearRow(NamedTuple):
    """A payslip in the list: ``change`` is the difference of net pay from the one before, or None."""

    slip: object
    net: int
    change: int | None


class OwnPay:
    """The pay of the user of ``env``. Employees are found by their user, archived ones included."""

    def __init__(self, env):
        self.uid = env.uid
        self.env = env(su=True)
        self.employees = (
            self.env["hr.employee"].with_context(active_test=False).search([("user_id", "=", env.uid)])
        )

    def slips(self, tax_year=None):
        """Own published payslips, newest first; of one tax year if given."""
        domain = self._own()
        if tax_year:
            domain.append(("tax_year", "=", tax_year))
        return self.env["police.payslip"].search(domain, order="pay_date desc, id desc")

    def slip(self, slip_id):
        """The payslip, or an empty recordset when it is not one's own."""
        return self.env["police.payslip"].search([*self._own(), ("id", "=", slip_id)], limit=1)

    def line(self, line_id):
        """The payslip line, or an empty recordset when it is not one's own."""
        line = self.env["police.payslip.line"].browse(line_id).exists()
        return line if line and self.slip(line.slip_id.id) else line.browse()

    def queries(self):
        """Own questions, the newest first."""
        return self.env["police.pay.query"].search(
            [("employee_id", "in", self.employees.ids)], order="asked_on desc, id desc"
        )

    def query(self, query_id):
        """One's own question, or an empty recordset."""
        return self.queries().filtered(lambda query: query.id == query_id)

    def _own(self):
        return [("employee_id", "in", self.employees.ids), ("run_id.state", "in", PUBLISHED)]


def rows_by_year(slips):
    """[(tax year, [YearRow])], newest first. The change is from the person's payslip before."""
    years = defaultdict(list)
    following = [*slips[1:], None][: len(slips)]
    for slip, before in zip(slips, following, strict=True):
        net = to_pence(slip.net)
        same = before is not None and before.employee_id == slip.employee_id
        years[slip.tax_year].append(YearRow(slip, net, net - to_pence(before.net) if same else None))
    return sorted(years.items(), reverse=True)


def previous_slip(slip):
    """The person's last published payslip before this one, or an empty recordset."""
    if not slip:
        return slip
    return slip.search(
        [
            ("employee_id", "=", slip.employee_id.id),
            ("run_id.state", "in", PUBLISHED),
            ("pay_date", "<", slip.pay_date),
        ],
        order="pay_date desc, id desc",
        limit=1,
    )


def slip_changes(slip, before):
    """Tuple of the engine's Change between two payslips of one person."""
    then, now = (read_lines(s.env.cr, s.run_id.id, s.ids, inputs=False).get(s.id, ()) for s in (before, slip))
    return changes(then, now)


def figures_to_date(slip):
    """The engine's YearToDate after this payslip, pence."""
    return read_figures(slip.ytd or {})
