from . import bookings, due
