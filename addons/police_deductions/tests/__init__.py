from . import (
    test_agreements,
    test_loans,
    test_orders,
    test_overpayment,
    test_prediction,
    test_security,
    test_tours,
)
