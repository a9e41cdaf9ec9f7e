from . import (
    test_advances,
    test_leavers,
    test_notices,
    test_off_cycle,
    test_security,
    test_starters,
    test_tasks,
    test_tours,
    test_year,
)
