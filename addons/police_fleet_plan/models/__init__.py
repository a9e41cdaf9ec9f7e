from . import (
    fleet_vehicle,
    plan,
    plan_board,
    plan_line,
    plan_publish,
    plan_relaxation,
    plan_short,
    plan_work,
    service_booking,
    service_due,
    service_plan,
    travel,
)
