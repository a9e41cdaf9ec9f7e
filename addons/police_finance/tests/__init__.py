from . import (
    test_access,
    test_bank,
    test_chart,
    test_delegation,
    test_duplicate_holds,
    test_holds,
    test_payments,
    test_posting,
)
