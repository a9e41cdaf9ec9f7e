"""An element with its amount, before it is a line of a payslip."""

from ..money import Pence
from ..records import ElementInput
from .elements import Element


class Priced:
    """An element with its amount: what the line will say."""

    __slots__ = ("amount", "cost_centre", "element", "given", "inputs", "rate", "sources", "units", "until")

    def __init__(self, element: Element, given: ElementInput, amount: Pence, inputs: dict):
        self.element = element
        self.given = given
        self.amount = amount
        self.inputs = inputs
        self.rate = ""
        self.units = ""
        self.until = given.on  # last day of the line
        self.sources = element.sources


def count(hundredths: int, unit: str) -> str:
    """Units as people read them: '1.50 hours'."""
    whole, part = divmod(hundredths, 100)
    number = f"{whole}.{part:02d}" if part else str(whole)
    return f"{number} {unit}{'' if hundredths == 100 else 's'}"
