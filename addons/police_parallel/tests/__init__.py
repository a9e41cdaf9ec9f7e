from . import (
    test_attacks,
    test_compare,
    test_gate,
    test_go_live,
    test_import,
    test_migration,
    test_security,
    test_tours,
)
