"""ORM models of the payroll. Rules of pay live in ``police_engine``; here facts are kept and results stored."""

from . import (
    hr_employee,
    pay_account_map,
    pay_calendar,
    pay_certificate,
    pay_comparison,
    pay_element,
    pay_job,
    pay_opening,
    pay_output,
    pay_pension_rate,
    pay_period,
    pay_problem,
    pay_profile,
    pay_rule,
    pay_run,
    pay_run_approval,
    pay_run_calculation,
    pay_run_outputs,
    payslip,
    payslip_line,
)
