from . import (
    canned_answer,
    notice_choice,
    pay_contributor,
    pay_element,
    pay_query,
    pay_query_evidence,
    pay_query_report,
    pay_query_steps,
    query_cause,
    res_company,
    service_level,
)
