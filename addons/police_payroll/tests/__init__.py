from . import (
    test_approval,
    test_calculation,
    test_certificate,
    test_configuration,
    test_contributor,
    test_controls,
    test_explanation,
    test_import,
    test_persister,
    test_security,
    test_tours,
    test_year_to_date,
)
