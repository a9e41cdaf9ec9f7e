from . import (
    test_auditor,
    test_auditor_http,
    test_company,
    test_cost_centre,
    test_parameter,
    test_pdf_preview,
    test_roles,
)
