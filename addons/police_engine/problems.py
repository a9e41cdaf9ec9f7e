"""Problems found while calculating a batch: values, not exceptions, so that one person's
missing tax code does not stop the other ten thousand."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """BLOCKING stops approval of the run; WARNING must be looked at; NOTICE informs."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTICE = "notice"


class Problem(NamedTuple):
    """One finding. ``person`` is the payroll reference, ``rule`` a rule id, ``on`` the date it bites."""

    severity: Severity
    code: str
    message: str
    person: str = ""
    rule: str = ""
    on: date | None = None
