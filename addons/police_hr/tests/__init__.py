from . import (
    test_bank,
    test_collar_number,
    test_dated_changes,
    test_employee,
    test_increments,
    test_leaving,
    test_local_salary,
    test_people_loader,
    test_security,
    test_tours,
    test_version_reader,
)
