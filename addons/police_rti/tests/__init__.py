from . import (
    test_conversation,
    test_corrections,
    test_eps,
    test_liability,
    test_nvr,
    test_security,
    test_tours,
)
