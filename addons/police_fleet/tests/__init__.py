from . import (
    test_access,
    test_bookings,
    test_due,
    test_gateway,
    test_odometer,
    test_programmes,
    test_record,
    test_tours,
    test_vehicle,
)
