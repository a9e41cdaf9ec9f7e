"""Local clock times of receipts, as the database keeps them (UTC, without zone) and back."""

from datetime import UTC
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/London")


def to_utc(local):
    """Naive UTC of a naive time on a British clock."""
    return local.replace(tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)


def to_local(moment):
    """Naive British clock time of naive UTC; None stays None."""
    return moment.replace(tzinfo=UTC).astimezone(ZONE).replace(tzinfo=None) if moment else None
