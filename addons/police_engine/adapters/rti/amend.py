"""Add to a finished FPS what was not known when it was made, and mark it anew.

The certified figures stay as they are: only what HMRC wants besides them is added, and the IRmark is
computed again over the result.
"""

from collections.abc import Mapping

from lxml import etree

from ...exceptions import InvalidRecord
from ...money import text as money_text
from . import envelope, irmark
from .common import STATUTORY

LATE_REASONS = "ABCDFGH"


def amended(
    message: bytes, *, late_reason: str = "", statutory: Mapping[str, Mapping[str, int]] | None = None
) -> bytes:
    """``message`` with a late reporting reason on every payment that has none, and statutory pay to date.

    ``late_reason``: A-D, F-H or '' (leave as it is). ``statutory``: {payroll id: {SMP | SPP | …: pence}}.
    InvalidRecord for an unknown reason or kind.
    """
    if late_reason and late_reason not in LATE_REASONS:
        raise InvalidRecord(f"{late_reason!r} is not one of HMRC's late reporting reasons {LATE_REASONS}.")
    root = irmark.parse(message)
    for employment in root.iter("{*}Employment"):
        payment = employment.find("{*}Payment")
        if payment is None:
            continue
        if late_reason:
            _add_reason(payment, late_reason)
        figures = (statutory or {}).get(employment.findtext("{*}PayId") or "")
        if figures:
            _add_statutory(payment, figures)
    return envelope.finish(root)


def _add_reason(payment: etree._Element, reason: str) -> None:
    if payment.find("{*}LateReason") is None:
        paid_on = payment.find("{*}PmtDate")
        element = payment.makeelement(paid_on.tag.replace("PmtDate", "LateReason"))
        element.text = reason
        paid_on.addnext(element)


def _add_statutory(payment: etree._Element, figures: Mapping[str, int]) -> None:
    if unknown := set(figures) - set(STATUTORY):
        raise InvalidRecord(f"{sorted(unknown)} is not statutory pay that the FPS reports.")
    uri = etree.QName(payment).namespace
    for kind in STATUTORY:
        for old in payment.findall(f"{{{uri}}}{kind}YTD"):
            payment.remove(old)
        if figures.get(kind):
            etree.SubElement(payment, f"{{{uri}}}{kind}YTD").text = money_text(figures[kind])
