"""Submissions to HMRC and what comes back; what is owed to HMRC for each tax month."""

from . import (
    hr_employee,
    pay_run,
    res_company,
    rti_error,
    rti_liability,
    rti_message,
    rti_nino_check,
    rti_submission,
    rti_submission_compose,
    rti_submission_converse,
    rti_submission_eps,
)
