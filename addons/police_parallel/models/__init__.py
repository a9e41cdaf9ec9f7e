from . import guarded

# isort: split
from . import (
    comparison,
    defect,
    exemption,
    legacy_amount,
    legacy_import,
    mapping,
    pay_run,
    person,
    project,
    project_gate,
    rehearsal,
    report,
    variance,
)
