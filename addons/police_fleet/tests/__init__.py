from . import test_access, test_bookings, test_due, test_tours, test_vehicle
