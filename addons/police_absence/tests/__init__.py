from . import (
    test_absence,
    test_clock,
    test_closed_periods,
    test_family,
    test_pay,
    test_security,
    test_tours,
)
