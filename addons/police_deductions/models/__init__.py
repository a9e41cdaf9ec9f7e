"""ORM models of deductions and overpayments. The law is in ``police_engine``; facts and results are here."""

from . import steps  # the others inherit from it

# isort: split
from . import mixin

# isort: split
from . import (
    deduction_agreement,
    deduction_loan,
    deduction_notice,
    deduction_order,
    deduction_payee,
    deduction_posting,
    deduction_schedule,
    deduction_scheme,
    deduction_taken,
    hr_employee,
    overpayment,
    overpayment_fairness,
    overpayment_prediction,
    overpayment_steps,
    pay_contributor,
)
