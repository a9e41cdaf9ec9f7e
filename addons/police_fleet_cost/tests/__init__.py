from . import (
    test_access,
    test_accidents,
    test_costs,
    test_fuel,
    test_pool,
    test_replacement,
    test_tours,
    test_usage,
)
