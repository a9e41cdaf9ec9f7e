"""A bar chart of a year's pay as SVG text: no script, no library, readable by a screen reader.

Each bar is one payslip: net pay below, what was deducted above it. The heights are drawn in whole
thousandths of the chart's height; figures are never read back from the picture.
"""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from ..money import display

WIDTH, HEIGHT, FOOT, HEAD = 360, 190, 22, 18


class Bar(NamedTuple):
    """One payslip. ``label`` is short ('Sep'); amounts in pence."""

    label: str
    net: int
    deducted: int


def year_chart(bars: Sequence[Bar], title: str) -> str:
    """SVG of ``bars`` in order. Raises ValueError without bars: there is nothing to draw."""
    if not bars:
        raise ValueError("A chart needs at least one payslip.")
    top = max(max(bar.net + bar.deducted, bar.net, 1) for bar in bars)
    width = WIDTH // max(len(bars), 4)
    body = "".join(_bar(bar, number * width, width, top) for number, bar in enumerate(bars))
    summary = "; ".join(f"{bar.label} {display(bar.net)}" for bar in bars)
    return (
        f'<svg class="o_pay_chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg"'
        f' aria-label="{escape(title)}. Net pay: {escape(summary)}">'
        f"<title>{escape(title)}</title>{body}</svg>"
    )


def _bar(bar: Bar, left: int, width: int, top: int) -> str:
    room = HEIGHT - FOOT - HEAD
    net = max(bar.net, 0) * room // top
    taken = max(bar.deducted, 0) * room // top
    base = HEIGHT - FOOT
    x, wide, middle = left + width // 6, width - width // 3, left + width // 2
    spoken = f"{bar.label}: net {display(bar.net)}, deducted {display(bar.deducted)}"
    return (
        f"<g><title>{escape(spoken)}</title>"
        f'<rect class="o_taken" x="{x}" y="{base - net - taken}" width="{wide}" height="{taken}"/>'
        f'<rect class="o_net" x="{x}" y="{base - net}" width="{wide}" height="{net}" rx="2"/>'
        f'<text class="o_amount" x="{middle}" y="{base - net - taken - 5}">{_short(bar.net)}</text>'
        f'<text x="{middle}" y="{HEIGHT - 6}">{escape(bar.label)}</text></g>'
    )


def _short(amount: int) -> str:
    """Pence in hundreds of pounds for a narrow bar: ``'2.4k'``; the spoken text has the exact figure."""
    if abs(amount) < 100_000:
        return f"£{amount // 100}"
    hundreds = (amount + 5_000) // 10_000
    return f"£{hundreds // 10}.{hundreds % 10}k"
