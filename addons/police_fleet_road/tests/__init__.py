from . import (
    test_access,
    test_availability,
    test_check,
    test_defect,
    test_driver_check,
    test_gate,
    test_records,
    test_tours,
)
