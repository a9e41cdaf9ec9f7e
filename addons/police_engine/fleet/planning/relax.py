"""When no lawful plan was found: the fewest limits to give way on, in a fleet manager's words."""

from typing import Any

from .timeline import Timeline


def relaxations(timeline: Timeline) -> list[dict[str, Any]]:
    """Empty when the plan is lawful and keeps every minimum."""
    return []
