from . import (
    test_access,
    test_approval,
    test_attacks,
    test_budget,
    test_budget_race,
    test_order_to_bill,
    test_requisition,
    test_tours,
)
