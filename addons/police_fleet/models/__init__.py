from . import (
    fleet_vehicle,
    fleet_vehicle_odometer,
    service_booking,
    service_due,
    service_plan,
    vehicle_off_road,
    workshop,
)
