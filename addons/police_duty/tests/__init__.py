from . import (
    test_access,
    test_expected,
    test_import,
    test_json2,
    test_local_rate,
    test_payment,
    test_sheet,
    test_time_book,
    test_tours,
)
