from . import guarded

# isort: split
from . import (
    combination,
    comparison,
    defect,
    exemption,
    legacy_amount,
    legacy_import,
    mapping,
    migration,
    pay_run,
    person,
    project,
    project_gate,
    rehearsal,
    report,
    variance,
)
