"""Pure, seeded generator of a made-up police force: same seed and size, same force, bit for bit."""

from .force import generate
from .records import Change, Element, Force, Person

__all__ = ["Change", "Element", "Force", "Person", "generate"]
