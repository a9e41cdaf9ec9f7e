"""Between money columns and the engine's whole pence. Mass reads cast in SQL and never see a float."""

from odoo.addons.police_engine.money import pence


def to_pence(value):
    """A two-decimal field value or its text -> pence. A float is read by its shortest text, then exactly.

    >>> to_pence(1048.26), to_pence("12.30"), to_pence(False)
    (104826, 1230, 0)
    """
    if isinstance(value, float):
        value = f"{value:.2f}"
    return pence(value or 0)


def sql_pence(column):
    """SQL text that gives ``column`` (numeric pounds) as whole pence; ``column`` is a literal of ours."""
    return f"COALESCE(({column} * 100)::bigint, 0)"
