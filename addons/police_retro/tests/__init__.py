from . import (
    test_award,
    test_replay,
    test_retro,
    test_retro_edges,
    test_review,
    test_security,
    test_tours,
    test_whatif,
)
