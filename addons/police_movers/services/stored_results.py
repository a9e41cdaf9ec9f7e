"""Stored payslips as the engine's results, for certificates drawn from what was approved."""

from odoo.addons.police_engine.records import PayResult
from odoo.addons.police_payroll.services.slip_reader import read_lines, read_slips


def results(env, slips):
    """[(engine PayPeriod, PayResult)] of ``slips`` (police.payslip), in the order given."""
    found = {}
    for run in slips.run_id:
        ids = slips.filtered(lambda slip, run=run: slip.run_id == run).ids
        period = run.period_id._to_engine()
        lines = read_lines(env.cr, run.id, ids, inputs=False)
        for stored in read_slips(env.cr, run.id, ids):
            found[stored.slip_id] = (period, _result(stored, lines.get(stored.slip_id, ())))
    return [found[slip_id] for slip_id in slips.ids]


def _result(stored, lines):
    return PayResult(
        reference=stored.reference, lines=lines, totals=stored.totals, nic=stored.nic, ytd=stored.ytd,
        tax_code=stored.tax_code, tax_basis=stored.tax_basis,
    )  # fmt: skip
