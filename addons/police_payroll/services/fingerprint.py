"""A run's result as one SHA-256, computed by PostgreSQL's own text of the stored rows.

Reading the rows back, not the values that were written, means that a penny changed in the database
by any road changes the hash. Ids are left out, so calculating again gives the same hash.
"""

import hashlib

from ..models.payslip import TOTALS

_SLIPS = f"""
    SELECT s.payroll_reference, s.employee_id, s.employee_name, s.pay_date, s.tax_year, s.tax_period,
           s.tax_code, s.tax_basis, s.ni_category, {", ".join("s." + name for name in TOTALS)},
           s.sort_code, s.account_number, s.account_name, s.nic, s.ytd, s.person, s.unverified,
           s.cost_centre, s.person_type, s.rank, s.pay_point
      FROM police_payslip s WHERE s.run_id = {{run}} ORDER BY s.payroll_reference"""
_LINES = """
    SELECT s.payroll_reference, l.sequence, l.code, l.label, l.kind, l.amount, l.units, l.rate, l.date_from,
           l.date_to, l.cost_centre, l.rule, l.inputs, l.sources
      FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
     WHERE s.run_id = {run} ORDER BY s.payroll_reference, l.sequence"""


class _Digest:
    """A file that only hashes what is written to it."""

    def __init__(self):
        self.sha = hashlib.sha256()

    def write(self, data):
        self.sha.update(data if isinstance(data, bytes) else data.encode())


def result_hash(cr, run_id):
    """Hex SHA-256 over all payslips and lines of the run as they are stored."""
    digest = _Digest()
    for query in (_SLIPS, _LINES):
        cr.copy_expert(f"COPY ({query.format(run=int(run_id))}) TO STDOUT", digest)
    return digest.sha.hexdigest()
